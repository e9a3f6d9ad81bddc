//! What every form of the console does alike: say what is missing only once it was tried, show what the server refused beside the
//! field, and send once.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use crate::api::Failure;
use crate::api::values::{UserError, message_at, message_for, other_messages};
use crate::components::field::focus_first_error;
use crate::components::status_line::Status;
use crate::locales::Speech;

/// What a form knows besides its values.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    session: Session,
    speech: Speech,
    status: Status,
    errors: RwSignal<Vec<UserError>>,
    failure: RwSignal<Option<String>>,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
}

impl Form {
    /// A form that nobody has tried to send.
    pub(crate) fn blank() -> Self {
        Self {
            session: Session::expect(),
            speech: Speech::expect(),
            status: Status::expect(),
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            tried: RwSignal::new(false),
            busy: RwSignal::new(false),
        }
    }

    /// What stands beside a field: what we see ourselves, once the form was tried, else what the server said about it.
    pub(crate) fn error(
        self,
        field: &'static str,
        seen: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            let ours = self.tried.get().then(&seen).flatten().map(str::to_owned);
            ours.or_else(|| self.errors.with(|errors| message_for(errors, field)))
        })
    }

    /// The same for one of many fields alike, which its whole path tells apart: `reminderPlan.steps.1.hours`.
    pub(crate) fn error_at(
        self,
        path: impl Fn() -> String + Send + Sync + 'static,
        seen: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            let ours = self.tried.get().then(&seen).flatten().map(str::to_owned);
            ours.or_else(|| self.errors.with(|errors| message_at(errors, &path())))
        })
    }

    /// What the server said that belongs beside none of `fields`.
    pub(crate) fn rest(self, fields: &'static [&'static str]) -> Signal<Vec<String>> {
        Signal::derive(move || {
            let refused = self.errors.with(|errors| other_messages(errors, fields));
            self.failure.get().into_iter().chain(refused).collect()
        })
    }

    /// Whether the server said anything about a field.
    pub(crate) fn is_about(self, field: &'static str) -> bool {
        self.errors
            .with(|errors| errors.iter().any(|error| error.is_about(field)))
    }

    /// Shows what is missing and goes to the first of it, for a form that cannot be sent.
    pub(crate) fn mend(self) {
        self.tried.set(true);
        self.errors.set(Vec::new());
        self.failure.set(None);
        focus_first_error();
    }

    /// `true` or `false`, for `aria-busy` of the button.
    pub(crate) fn busy(self) -> Signal<String> {
        Signal::derive(move || self.busy.get().to_string())
    }

    /// Sends what was filled in, if it is complete and not under way, and hands the answer to `done`.
    pub(crate) fn send<T: 'static>(
        self,
        complete: bool,
        request: impl Future<Output = Result<Result<T, Vec<UserError>>, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if !complete {
            return self.mend();
        }
        self.tried.set(true);
        self.errors.set(Vec::new());
        self.failure.set(None);
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.status.clear();
        spawn_local(async move {
            let (outcome, answer) = match request.await {
                Ok(Ok(answer)) => (Ok(Ok(())), Some(answer)),
                Ok(Err(errors)) => (Ok(Err(errors)), None),
                Err(failure) => (Err(failure), None),
            };
            if self.settle(outcome)
                && let Some(answer) = answer
            {
                done(answer);
            }
        });
    }

    /// Takes in what came of sending, whatever the answer holds. False when the form is gone: whoever left the page meanwhile has
    /// taken it with them.
    fn settle(self, outcome: Result<Result<(), Vec<UserError>>, Failure>) -> bool {
        if self.busy.try_set(false).is_some() {
            return false;
        }
        match outcome {
            Ok(Ok(())) => self.tried.set(false),
            Ok(Err(errors)) => {
                self.errors.set(errors);
                focus_first_error();
            }
            Err(failure) => self
                .failure
                .set(Some(self.session.explain(&failure, self.speech))),
        }
        true
    }
}

/// Whether nothing but spaces was typed.
pub(crate) fn is_blank(value: RwSignal<String>) -> bool {
    value.with(|value| value.trim().is_empty())
}

/// What was typed, without the spaces around it.
pub(crate) fn trimmed(value: RwSignal<String>) -> String {
    value.with_untracked(|value| value.trim().to_owned())
}

/// The shortest password the server accepts, in characters; said before it is broken.
const SHORTEST_PASSWORD: usize = 10;

/// Whether a new password is shorter than the server accepts.
pub(crate) fn is_short(password: RwSignal<String>) -> bool {
    password.with(|password| password.chars().count() < SHORTEST_PASSWORD)
}

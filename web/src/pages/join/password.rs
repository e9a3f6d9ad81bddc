//! The last decision: a password, and with it the yes.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::{Field, Typing, focus};
use super::journey::{Journey, Refusal};
use super::memory::Welcome;
use super::screen::{FORM, Onward, Screen};
use super::step::Step;
use super::trouble::{Trouble, trouble_of};
use crate::api::join::{AcceptInvitationInput, Joined, accept};
use crate::api::values::{Locale, Role};

/// How many characters a password may have: the server's rule, said before it is broken.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=200;

/// Asks for a password and joins.
pub(super) fn password_screen() -> impl IntoView {
    let journey = expect_context::<Journey>();
    let input = NodeRef::<html::Input>::new();
    let password = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let error = Signal::derive(move || {
        let words = journey.words();
        match password.with(|password| password.chars().count()) {
            length if tried.get() && length < *LENGTH.start() => {
                Some(words.password_short(LENGTH.start() - length))
            }
            length if length > *LENGTH.end() => Some(words.password_long().to_owned()),
            _ => (journey.refusal.get() == Some(Refusal::Password))
                .then(|| words.password_weak().to_owned()),
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        journey.refusal.set(None);
        if busy.get_untracked() {
            return;
        }
        if !LENGTH.contains(&password.with_untracked(|password| password.chars().count())) {
            return focus(input);
        }
        busy.set(true);
        trouble.set(None);
        let input_of_accept = answer(journey, password.get_untracked());
        spawn_local(async move {
            let outcome = accept(input_of_accept).await;
            busy.set(false);
            match outcome {
                Ok(Ok(joined)) => welcome(journey, joined),
                Ok(Err(errors)) => match trouble_of(&errors) {
                    Trouble::Link => journey.show_link(),
                    Trouble::Answer(Refusal::Password) => {
                        journey.refusal.set(Some(Refusal::Password));
                        focus(input);
                    }
                    Trouble::Answer(refusal) => {
                        journey.refusal.set(Some(refusal));
                        journey.go(if refusal == Refusal::Name {
                            Step::Name
                        } else {
                            Step::Language
                        });
                    }
                    other => trouble.set(Some(other)),
                },
                Err(failure) => trouble.set(Some(Trouble::of(&failure))),
            }
        });
    };
    let typing = Typing {
        id: "password",
        autocomplete: "new-password",
        capitals: "none",
        enter: "done",
    };
    let join = Signal::derive(move || journey.words().join(&journey.organization()));
    view! {
        <Screen
            title=Signal::derive(move || journey.words().password_title().to_owned())
            deeds=move || view! { <Onward label=join busy/> }
        >
            <form id=FORM novalidate on:submit=submit>
                <Field
                    typing
                    kind=Signal::derive(move || if shown.get() { "text" } else { "password" })
                    label=Signal::derive(move || journey.words().password_label().to_owned())
                    hint=Signal::derive(move || journey.words().password_hint(&journey.organization()))
                    error
                    value=password
                    input
                />
                <label class="check">
                    <input type="checkbox" prop:checked=shown on:change:target=move |event| shown.set(event.target().checked())/>
                    {move || journey.words().password_shown()}
                </label>
            </form>
            <p class="notice" role="alert">{move || trouble.get().map(|trouble| trouble.words(journey.words()))}</p>
        </Screen>
    }
}

fn answer(journey: Journey, password: String) -> AcceptInvitationInput {
    AcceptInvitationInput {
        token: journey.token(),
        full_name: journey
            .asks_name()
            .then(|| journey.name.with_untracked(|name| name.trim().to_owned())),
        locale: Locale(journey.language.get_untracked().tag().to_owned()),
        password,
    }
}

fn welcome(journey: Journey, joined: Joined) {
    journey.welcome.set(Some(Welcome {
        address: joined.email.map(|email| email.0),
        products: joined
            .products
            .into_iter()
            .map(|product| product.name)
            .collect(),
        admin: matches!(joined.role, Role::Owner | Role::Admin),
    }));
    journey.replace(Step::Welcome);
}

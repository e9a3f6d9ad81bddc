//! Taking the invitations of a file back, as long as their messages wait.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::imports::Operation;
use crate::api::operations::{self, DeliveryProgress};
use crate::browser;
use crate::components::icon::{Draw, Icon};
use crate::components::status_line::Status;
use crate::components::time::seconds;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::frame::session::Session;

/// The way back, as long as there is one.
#[component]
pub fn Undo(
    operation: Operation,
    delivery: RwSignal<DeliveryProgress>,
    undone: Callback<()>,
) -> impl IntoView {
    let (speech, session, status) = (Speech::expect(), Session::expect(), Status::expect());
    let words = speech.words(UsersWords);
    let now = seconds();
    let until = browser::now() + f64::from(operation.undo_seconds_left) * 1000.0;
    let waits = Memo::new(move |_| {
        let seconds = ((until - now.get()) / 1000.0).ceil() as i32;
        (seconds > 0 && delivery.with(|delivery| delivery.queued > 0)).then_some(seconds)
    });
    let id = StoredValue::new(operation.id);
    let undo = move |_| {
        spawn_local(async move {
            match operations::cancel(id.get_value()).await {
                Ok(Ok(cancelled)) => {
                    status.say(words.taken_back(speech.count(cancelled.count())));
                    undone.run(());
                }
                Ok(Err(errors)) => {
                    let messages: Vec<String> =
                        errors.into_iter().map(|error| error.message).collect();
                    status.regret(messages.join(" "));
                }
                Err(failure) => status.regret(session.explain(&failure, speech)),
            }
        });
    };
    let said = move || {
        let seconds = waits.get().unwrap_or_default();
        words.sending_in(&speech.number(seconds))
    };
    view! {
        <p class="undo" hidden=move || waits.get().is_none()>
            <span class="num muted">{said}</span>
            <button type="button" class="button small" on:click=undo><Draw icon=Icon::Undo /> {speech.words(ConsoleWords).undo()}</button>
        </p>
    }
}

//! A fresh link in place of one that expired or was superseded. The answer is the same whoever asks.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::journey::Journey;
use super::screen::{FORM, Onward, Screen};
use super::trouble::{Trouble, trouble_of};
use crate::api::join::request_new_link;

/// Offers to send a fresh link, and asks for it.
pub(super) fn fresh_link_screen() -> impl IntoView {
    let journey = expect_context::<Journey>();
    let (busy, asked) = (RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let ask = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let outcome = request_new_link(journey.token()).await;
            busy.set(false);
            match outcome {
                Ok(errors) if errors.is_empty() => asked.set(true),
                Ok(errors) => trouble.set(Some(trouble_of(&errors))),
                Err(failure) => trouble.set(Some(Trouble::of(&failure))),
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        ask();
    };
    // The tap on the first screen was the asking. An address that was reloaded or passed on asks for nothing by itself.
    if journey.walked_here() {
        ask();
    }
    move || {
        if asked.get() {
            return view! {
                <Screen title=Signal::derive(move || journey.words().sent_title().to_owned()) deeds=|| ()>
                    <p>{move || journey.words().sent_text()}</p>
                </Screen>
            }
            .into_any();
        }
        let label = Signal::derive(move || journey.words().fresh_do().to_owned());
        view! {
            <Screen
                title=Signal::derive(move || journey.words().fresh_title().to_owned())
                deeds=move || view! { <Onward label busy/> }
            >
                <p>{move || journey.words().fresh_text()}</p>
                <form id=FORM on:submit=submit></form>
                <p class="notice" role="alert">{move || trouble.get().map(|trouble| trouble.words(journey.words()))}</p>
            </Screen>
        }
        .into_any()
    }
}

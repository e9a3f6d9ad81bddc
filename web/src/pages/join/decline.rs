//! The no. It asks for a typed word: mail scanners follow links and press buttons, and none of them may answer for a person.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::{Field, Typing, focus};
use super::journey::Journey;
use super::screen::{FORM, Onward, Screen};
use super::trouble::{Trouble, trouble_of};
use crate::api::join::decline;

/// Asks whether to decline, and declines.
pub(super) fn decline_screen() -> impl IntoView {
    let journey = expect_context::<Journey>();
    let input = NodeRef::<html::Input>::new();
    let word = RwSignal::new(String::new());
    let (tried, busy, declined) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let trouble = RwSignal::new(None::<Trouble>);
    let confirmed = move || word.with(|word| same_word(word, journey.words().decline_word()));
    let error = Signal::derive(move || {
        (tried.get() && !confirmed()).then(|| journey.words().decline_mistyped().to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if busy.get_untracked() {
            return;
        }
        if !untrack(confirmed) {
            return focus(input);
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let outcome = decline(journey.token()).await;
            busy.set(false);
            match outcome {
                Ok(errors) if errors.is_empty() => declined.set(true),
                Ok(errors) => match trouble_of(&errors) {
                    Trouble::Link => journey.show_link(),
                    other => trouble.set(Some(other)),
                },
                Err(failure) => trouble.set(Some(Trouble::of(&failure))),
            }
        });
    };
    let typing = Typing {
        id: "word",
        autocomplete: "off",
        capitals: "none",
        enter: "done",
    };
    move || {
        if declined.get() {
            return view! {
                <Screen title=Signal::derive(move || journey.words().declined_title().to_owned()) deeds=|| ()>
                    <p>{move || journey.words().declined_text(&journey.organization())}</p>
                </Screen>
            }
            .into_any();
        }
        let label = Signal::derive(move || journey.words().decline_do().to_owned());
        view! {
            <Screen
                title=Signal::derive(move || journey.words().decline_title().to_owned())
                deeds=move || view! { <Onward label busy danger=true/> }
            >
                <p>{move || journey.words().decline_text(&journey.organization())}</p>
                <form id=FORM novalidate on:submit=submit>
                    <Field
                        typing
                        kind="text"
                        label=Signal::derive(move || journey.words().decline_label().to_owned())
                        hint=Signal::stored(String::new())
                        error
                        value=word
                        input
                    />
                </form>
                <p class="notice" role="alert">{move || trouble.get().map(|trouble| trouble.words(journey.words()))}</p>
            </Screen>
        }
        .into_any()
    }
}

/// Whether the word was typed, whatever its case and accents: not every keyboard has them.
fn same_word(typed: &str, word: &str) -> bool {
    letters(typed) == letters(word)
}

/// The unaccented letters of a text, in lower case; the browser knows which accents belong to which letter.
fn letters(text: &str) -> String {
    let plain = String::from(js_sys::JsString::from(text).normalize("NFD"));
    plain
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

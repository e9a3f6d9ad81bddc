//! The first decision, when the organisation knows no name: what to be called.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::field::{Field, Typing, focus};
use super::journey::{Journey, Refusal};
use super::screen::{FORM, Onward, Screen};
use super::step::Step;

/// Asks for the name.
pub(super) fn name_screen() -> impl IntoView {
    let journey = expect_context::<Journey>();
    let input = NodeRef::<html::Input>::new();
    let missing = RwSignal::new(false);
    let refused = move || journey.refusal.get() == Some(Refusal::Name);
    let error = Signal::derive(move || {
        let words = journey.words();
        let empty = missing.get() && journey.name.with(|name| name.trim().is_empty());
        if empty {
            Some(words.name_missing().to_owned())
        } else {
            refused().then(|| words.name_refused().to_owned())
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        missing.set(true);
        journey.refusal.set(None);
        if journey.name.with_untracked(|name| name.trim().is_empty()) {
            focus(input);
        } else {
            journey.go(Step::Language);
        }
    };
    let typing = Typing {
        id: "full-name",
        autocomplete: "name",
        capitals: "words",
        enter: "next",
    };
    view! {
        <Screen
            title=Signal::derive(move || journey.words().name_title().to_owned())
            deeds=move || view! { <Onward label=Signal::derive(move || journey.words().go_on().to_owned())/> }
        >
            <form id=FORM novalidate on:submit=submit>
                <Field
                    typing
                    kind="text"
                    label=Signal::derive(move || journey.words().name_label().to_owned())
                    hint=Signal::derive(move || journey.words().name_hint().to_owned())
                    error
                    value=journey.name
                    input
                />
            </form>
        </Screen>
    }
}

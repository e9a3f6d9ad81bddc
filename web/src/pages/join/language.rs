//! The second decision: the language. It changes the page at once and keeps what was typed.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::journey::{Journey, Refusal};
use super::screen::{FORM, Onward, Screen};
use super::step::Step;

/// Asks for the language; the invitation's is preselected.
pub(super) fn language_screen() -> impl IntoView {
    let journey = expect_context::<Journey>();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        journey.refusal.set(None);
        journey.go(Step::Password);
    };
    let choices = journey.languages().into_iter().map(move |language| {
        view! {
            <label class="choice" lang=language.tag()>
                <input
                    type="radio"
                    name="language"
                    value=language.tag()
                    prop:checked=move || journey.language.get() == language
                    on:change=move |_| journey.language.set(language)
                />
                {language.own_name()}
            </label>
        }
    });
    let refused = move || journey.refusal.get() != Some(Refusal::Language);
    view! {
        <Screen
            title=Signal::derive(move || journey.words().language_title().to_owned())
            deeds=move || view! { <Onward label=Signal::derive(move || journey.words().go_on().to_owned())/> }
        >
            <p class="quiet-text">{move || journey.words().language_hint()}</p>
            <p class="error" role="alert" hidden=refused>{move || journey.words().language_refused()}</p>
            <form id=FORM on:submit=submit>
                <fieldset class="choices">
                    <legend class="sr">{move || journey.words().language_label()}</legend>
                    {choices.collect_view()}
                </fieldset>
            </form>
        </Screen>
    }
}

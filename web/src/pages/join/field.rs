//! One thing to type: label, hint, input, and what is wrong with it, tied together for those who hear the page.

use leptos::html;
use leptos::prelude::*;

/// What the browser and its keyboard should know about an input.
#[derive(Clone, Copy)]
pub struct Typing {
    /// The input's id.
    pub id: &'static str,
    /// `autocomplete`: what password managers and keyboards fill in.
    pub autocomplete: &'static str,
    /// `autocapitalize`.
    pub capitals: &'static str,
    /// What the keyboard's enter key says: `next` or `done`.
    pub enter: &'static str,
}

/// A labelled input.
#[component]
pub fn Field(
    /// The input.
    typing: Typing,
    /// `type`, which may change while typing.
    #[prop(into)]
    kind: Signal<&'static str>,
    /// What to type.
    #[prop(into)]
    label: Signal<String>,
    /// What is good to know before typing.
    #[prop(into)]
    hint: Signal<String>,
    /// What is wrong with what was typed, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What was typed.
    value: RwSignal<String>,
    /// The input itself, to move the focus to it.
    input: NodeRef<html::Input>,
) -> impl IntoView {
    let Typing {
        id,
        autocomplete,
        capitals,
        enter,
    } = typing;
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = format!("{hint_id} {error_id}");
    let faulty = move || error.with(Option::is_some).to_string();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=hint_id hidden=move || hint.with(String::is_empty)>{hint}</p>
            <input
                node_ref=input
                id=id
                name=id
                class="input"
                type=kind
                autocomplete=autocomplete
                autocapitalize=capitals
                spellcheck="false"
                enterkeyhint=enter
                aria-describedby=described_by
                aria-invalid=faulty
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            <p class="error" id=error_id hidden=move || error.with(Option::is_none)>{error}</p>
        </div>
    }
    .into_any()
}

/// Moves the focus to an input, so that what is wrong with it is read out.
pub fn focus(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        let _ = input.focus();
    }
}

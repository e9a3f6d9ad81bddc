//! Controls of a form, each with its label, a hint and, when it has to be mended, the reason beside it.

use leptos::prelude::*;

use super::fresh_id;
use crate::locales::{Speech, console::ConsoleWords};

/// What surrounds a control.
#[component]
fn Frame(
    id: String,
    label: String,
    optional: bool,
    hint: Option<String>,
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let optional = optional.then(|| {
        let word = Speech::expect().words(ConsoleWords).optional();
        view! { " " <span class="muted">"(" {word} ")"</span> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label} {optional}</label>
            {children()}
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <p class="error" id=format!("{id}-error") hidden=move || error.with(Option::is_none)>{error}</p>
        </div>
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it holds.
    value: RwSignal<String>,
    /// `text`, `email`, `tel`, `password`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The browser's name for what it asks (`email`, `name`, `current-password`); `off` for someone else's data.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Why it has to be mended.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Receives the focus when the dialog or page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = described_by(&id, hint.is_some());
    view! {
        <Frame id=id.clone() label optional hint error>
            <input class="input" id=id type=kind autocomplete=autocomplete spellcheck="false" autofocus=autofocus
                aria-describedby=described aria-required=(!optional).then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true") bind:value=value />
        </Frame>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it holds.
    value: RwSignal<String>,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Why it has to be mended.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = described_by(&id, hint.is_some());
    view! {
        <Frame id=id.clone() label optional hint error>
            <textarea class="input" id=id rows="3" aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true") bind:value=value></textarea>
        </Frame>
    }
}

/// One of a few.
#[component]
pub fn SelectField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// The chosen value.
    value: RwSignal<String>,
    /// Values and their words.
    options: Vec<(String, String)>,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Why it has to be mended.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = described_by(&id, hint.is_some());
    let options = options
        .into_iter()
        .map(|(key, words)| {
            let selected = value.with_untracked(|value| *value == key);
            view! { <option value=key selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <Frame id=id.clone() label optional hint error>
            <select class="input" id=id aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change:target=move |event| value.set(event.target().value())>
                {options}
            </select>
        </Frame>
    }
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    value: RwSignal<bool>,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let id = fresh_id("field");
    let hint_id = format!("{id}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="check">
            <input id=id.clone() type="checkbox" aria-describedby=described bind:checked=value />
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// What concerns no single field: stands above the buttons of a form and is read out.
#[component]
pub fn FormErrors(
    /// The messages.
    #[prop(into)]
    messages: Signal<Vec<String>>,
) -> impl IntoView {
    view! {
        <div role="alert" class="form-errors">
            {move || messages.get().into_iter().map(|message| view! { <p class="error">{message}</p> }).collect_view()}
        </div>
    }
}

/// Moves the focus to the first field that has to be mended, once it is drawn so.
pub fn focus_first_error() {
    request_animation_frame(|| {
        let field = document()
            .query_selector("[aria-invalid=true]")
            .ok()
            .flatten();
        if let Some(field) = field
            .and_then(|field| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(field).ok())
        {
            let _ = field.focus();
        }
    });
}

fn described_by(id: &str, hinted: bool) -> String {
    if hinted {
        format!("{id}-hint {id}-error")
    } else {
        format!("{id}-error")
    }
}

//! A secret or an address to take along: selected when it appears, with a button that copies it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Draw, Icon};
use crate::browser;
use crate::locales::{Speech, console::ConsoleWords};

/// The field, its button, and a line that says what has become of it.
#[component]
pub fn CopyField(
    /// What it is called.
    label: &'static str,
    /// What is taken along.
    value: String,
    /// What the line says until it is copied.
    before: &'static str,
) -> impl IntoView {
    let words = Speech::expect().words(ConsoleWords);
    let copied = RwSignal::new(None::<bool>);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let text = value.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let done = browser::copy(&text).await;
            let _ = copied.try_set(Some(done));
        });
    };
    let said = move || match copied.get() {
        Some(true) => words.copied(),
        Some(false) => words.copy_by_hand(),
        None => before,
    };
    view! {
        <div class="copy">
            <input node_ref=field class="input" readonly value=value aria-label=label />
            <button type="button" class="button primary" on:click=copy><Draw icon=Icon::Copy /> {words.copy()}</button>
        </div>
        <p class="muted" role="status">{said}</p>
    }
}

//! The ways to bring a file: drop it, choose it, or paste rows.

use leptos::ev::{DragEvent, SubmitEvent};
use leptos::{html, prelude::*};

use super::desk::{Desk, pasted};
use crate::browser;
use crate::components::field::TextArea;
use crate::components::icon::{Draw, Icon};
use crate::locales::{Speech, imports::ImportWords};

/// The first step.
#[component]
pub fn Choose() -> impl IntoView {
    let words = Speech::expect().words(ImportWords);
    view! {
        <div class="stack">
            <DropZone />
            <Paste />
            <p><a href="/downloads/import-template.csv" download="">{words.template()}</a></p>
        </div>
    }
}

/// A place to drop a file on that is a button as well: whoever cannot drag presses it.
#[component]
fn DropZone() -> impl IntoView {
    let (desk, words) = (Desk::expect(), Speech::expect().words(ImportWords));
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let take = move |files: Option<web_sys::FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            let name = file.name();
            desk.put(file.into(), name);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|transfer| transfer.files()));
    };
    let hold = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| take(input.get_untracked().and_then(|input| input.files()));
    view! {
        <div class="drop" class:over=move || over.get() on:dragover=hold on:dragleave=move |_| over.set(false) on:drop=drop>
            <Draw icon=Icon::Upload />
            <p>{words.drop()}</p>
            <button type="button" class="button primary" on:click=open>{words.choose()}</button>
            <p class="hint">{words.limits()}</p>
            <input node_ref=input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" hidden on:change=chosen />
        </div>
    }
}

#[component]
fn Paste() -> impl IntoView {
    let (desk, words) = (Desk::expect(), Speech::expect().words(ImportWords));
    let text = desk.text;
    // Whoever came back to correct their rows finds themselves in them.
    if !text.with_untracked(String::is_empty) {
        request_animation_frame(|| {
            browser::focus_first("main textarea");
        });
    }
    let tried = RwSignal::new(false);
    let missing = move || text.with(|text| text.trim().is_empty());
    let error = Signal::derive(move || {
        (tried.get() && missing()).then(|| words.nothing_pasted().to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if untrack(missing) {
            return;
        }
        if let Some(file) = text.with_untracked(|text| pasted(text)) {
            desk.put(file, "pasted.csv".to_owned());
        }
    };
    view! {
        <form class="card" novalidate on:submit=submit>
            <TextArea label=words.paste() value=text hint=words.paste_hint() error />
            <div class="form-end"><button type="submit" class="button">{words.read_pasted()}</button></div>
        </form>
    }
}

//! The one line in which a page says what it did. There are no toasts: words that vanish before they are read help nobody.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon::{Draw, Icon};
use crate::locales::{Speech, console::ConsoleWords};

/// What a button of the line does. The line's own: a menu or a dialog from which a deed was done is gone by then.
pub type Undo = Arc<dyn Fn() + Send + Sync>;

/// What the line says.
#[derive(Clone, Default)]
pub struct Said {
    /// The words.
    pub words: String,
    /// Whether something went wrong.
    pub wrong: bool,
    /// What takes it back, if it can be.
    pub undo: Option<Undo>,
    /// What shows whom it left out, if it did.
    pub show: Option<Undo>,
}

/// The status line of the page, found with [`Status::expect`].
#[derive(Clone, Copy)]
pub struct Status(RwSignal<Said>);

impl Status {
    /// Gives the part below the present owner its line.
    pub fn provide() -> Self {
        let status = Self(RwSignal::new(Said::default()));
        provide_context(status);
        status
    }

    /// The line of this page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Says what was done.
    pub fn say(self, words: impl Into<String>) {
        self.offer(words, None);
    }

    /// Says what was done, and offers to take it back.
    pub fn offer(self, words: impl Into<String>, undo: Option<Undo>) {
        self.report(Said {
            words: words.into(),
            undo,
            ..Said::default()
        });
    }

    /// Says what went wrong.
    pub fn regret(self, words: impl Into<String>) {
        self.report(Said {
            words: words.into(),
            wrong: true,
            ..Said::default()
        });
    }

    /// Says all there is to say.
    pub fn report(self, said: Said) {
        self.0.set(said);
    }

    /// Says nothing any more.
    pub fn clear(self) {
        self.report(Said::default());
    }
}

/// The line itself. It is always in the page, as screen readers need; empty it takes no room.
#[component]
pub fn StatusLine() -> impl IntoView {
    let status = Status::expect();
    let words = Speech::expect().words(ConsoleWords);
    let close = words.close();
    let button = |label: &'static str, of: fn(&Said) -> Option<Undo>| {
        move || {
            status.0.with(of).map(|press| {
                view! { <button type="button" class="button small" on:click=move |_| press()>{label}</button> }
            })
        }
    };
    let filled = move || status.0.with(|said| !said.words.is_empty());
    view! {
        <div class="status-line" class:wrong=move || status.0.with(|said| said.wrong) class:filled=filled>
            <p role="status">{move || status.0.with(|said| said.words.clone())}</p>
            {button(words.show_who(), |said| said.show.clone())}
            {button(words.undo(), |said| said.undo.clone())}
            <button type="button" class="button quiet icon-only small" aria-label=close hidden=move || !filled() on:click=move |_| status.clear()>
                <Draw icon=Icon::Close />
            </button>
        </div>
    }
}

//! A word on a coloured ground. The word says it; the colour only helps.

use leptos::prelude::*;

/// The feeling of a badge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say.
    #[default]
    Quiet,
    /// Under way.
    Info,
    /// All is well.
    Good,
    /// Soon too late.
    Warn,
    /// Something to mend.
    Bad,
}

impl Tone {
    /// The class in `styles/controls.css`.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Quiet => "badge",
            Self::Info => "badge info",
            Self::Good => "badge good",
            Self::Warn => "badge warn",
            Self::Bad => "badge bad",
        }
    }
}

/// A badge.
#[component]
pub fn Badge(
    /// Its feeling.
    tone: Tone,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! { <span class=tone.class()>{children()}</span> }
}

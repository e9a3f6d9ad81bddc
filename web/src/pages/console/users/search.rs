//! The search: asks once the typing pauses.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use super::people::People;
use crate::components::icon::{Draw, Icon};
use crate::locales::{Speech, users::UsersWords};

/// The pause that counts as having typed a word.
const PAUSE: Duration = Duration::from_millis(200);

/// The id of the search field, for `/`.
pub const FIELD: &str = "user-search";

/// The search field.
#[component]
pub fn Search() -> impl IntoView {
    let people = People::expect();
    let words = Speech::expect().words(UsersWords);
    let asked = Memo::new(move |_| {
        people
            .listing
            .with(|listing| listing.filter.search.clone().unwrap_or_default())
    });
    let typed = RwSignal::new(asked.get_untracked());
    let field = NodeRef::<html::Input>::new();
    // Back and Forward change the question under the field; typing must not be overwritten by its own echo.
    Effect::new(move || {
        let asked = asked.get();
        if typed.with_untracked(|typed| typed.trim() != asked) {
            typed.set(asked);
        }
    });
    let ask = move || {
        let wanted = typed.get_untracked().trim().to_owned();
        if wanted != asked.get_untracked() {
            let listing = people.listing.get_untracked();
            people.refine(
                &listing.filtered(|filter| filter.search = (!wanted.is_empty()).then_some(wanted)),
            );
        }
    };
    let mut ask_soon = leptos::leptos_dom::helpers::debounce(PAUSE, move |()| ask());
    view! {
        <div class="search">
            <Draw icon=Icon::Search />
            <input node_ref=field id=FIELD class="input" type="search" autocomplete="off" spellcheck="false" enterkeyhint="search"
                aria-label=words.search() aria-keyshortcuts="/" placeholder=words.search_hint()
                prop:value=typed
                on:input:target=move |event| {
                    typed.set(event.target().value());
                    ask_soon(());
                }
                on:change=move |_| ask() />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}

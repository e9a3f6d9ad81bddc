//! The keyboard shortcuts, and the switch that turns them off: people who speak to their computer press letters without meaning to
//! (WCAG 2.1.4).

use leptos::prelude::*;

use crate::components::dialog::Dialog;
use crate::components::field::Checkbox;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::console::users::keys;

/// The dialog.
#[component]
pub fn Keys(on_close: Callback<()>) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(UsersWords);
    let single_keys = RwSignal::new(keys::are_on());
    Effect::new(move || keys::turn(single_keys.get()));
    let rows = [
        ("/", words.key_search()),
        ("n", words.key_add()),
        ("?", words.key_help()),
        ("Esc", words.key_escape()),
        ("Shift", words.key_range()),
        ("↑ ↓", words.key_arrows()),
    ];
    let rows = rows
        .map(|(key, meaning)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{meaning}</dd></div> })
        .collect_view();
    view! {
        <Dialog title=speech.words(ConsoleWords).shortcuts() on_close=on_close light=true>
            <dl class="keys">{rows}</dl>
            <Checkbox label=words.single_keys() value=single_keys />
        </Dialog>
    }
}

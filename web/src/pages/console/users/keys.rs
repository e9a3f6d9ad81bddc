//! Keys that work anywhere on the page.

use leptos::ev;
use leptos::prelude::*;

use super::deeds::Deeds;
use super::dialogs::Open;
use super::search;
use super::selection::Selection;
use crate::browser;

/// The id of the button *Add users*.
pub const ADD_BUTTON: &str = "add-users";

/// What the device remembers when single keys are turned off.
const SETTING: &str = "single-keys";

/// Whether single keys work.
pub fn are_on() -> bool {
    browser::remembered(SETTING).as_deref() != Some("off")
}

/// Turns single keys on or off.
pub fn turn(on: bool) {
    browser::remember(SETTING, (!on).then_some("off"));
}

/// Listens while the page is shown.
pub fn follow(deeds: Deeds) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented()
            || event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || browser::is_covered()
        {
            return;
        }
        let key = event.key();
        if key == "Escape"
            && deeds
                .people
                .selection
                .with_untracked(|selection| *selection != Selection::Nobody)
        {
            deeds.people.selection.set(Selection::Nobody);
            return;
        }
        if browser::is_typing() || !are_on() {
            return;
        }
        match key.as_str() {
            "/" => browser::focus(search::FIELD),
            "?" => deeds.open(Open::Keys),
            "n" => {
                // Where the focus returns to when the dialog closes.
                browser::focus(ADD_BUTTON);
                deeds.open(Open::Add);
            }
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

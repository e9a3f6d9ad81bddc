//! Telling the server that the page is looked at: what insight counts as opened. There is no tracking pixel, and nothing is told of
//! who only fetches the page.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::join::view;

/// How long the page must stand before it counts as shown: who closes it at once, and a scanner that is in a hurry, do not count.
const SHOWN: Duration = Duration::from_secs(1);

/// Tells that the page is shown, once it has stood a while, and that a hand touches it, at the first touch or key.
pub(super) fn tell(token: String) {
    if token.is_empty() {
        return;
    }
    let (told_hand, token) = (StoredValue::new(false), StoredValue::new(token));
    let hand = move |event: &web_sys::Event| {
        if event.is_trusted() && !is_driven() && !told_hand.get_value() {
            told_hand.set_value(true);
            report(token.get_value(), true);
        }
    };
    let _ = window_event_listener(leptos::ev::pointerdown, move |event| hand(&event));
    let _ = window_event_listener(leptos::ev::keydown, move |event| hand(&event));
    set_timeout(
        move || {
            if !told_hand.get_value() && !document().hidden() {
                report(token.get_value(), false);
            }
        },
        SHOWN,
    );
}

/// Whether a program says that it drives this browser (WebDriver, 4).
fn is_driven() -> bool {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"webdriver".into()).is_ok_and(|driven| driven.is_truthy())
}

/// Nothing depends on the answer: what is not told is counted when the invitation is accepted.
fn report(token: String, by_hand: bool) {
    spawn_local(async move {
        let _ = view(token, by_hand).await;
    });
}

//! The few things we ask of the browser directly. Each answers with something sensible where the browser refuses.

pub mod display;
pub mod location;
pub mod query;
mod zones;

pub use zones::time_zones;

use std::time::Duration;

use leptos::prelude::{document, request_animation_frame, set_timeout};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970, by this device's clock.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// What this device remembers under `key`; nothing when storage is refused (private windows, policies).
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Remembers `value` on this device, or forgets it; silently nothing when storage is refused.
pub fn remember(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The element with this id.
pub fn element(id: &str) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Whether the window is at most so wide now, as a media query of the styles asks.
pub fn is_at_most(width: &str) -> bool {
    let query = format!("(max-width: {width})");
    let list = web_sys::window().and_then(|window| window.match_media(&query).ok()?);
    list.is_some_and(|list| list.matches())
}

/// Runs once the next picture is drawn: what a frame calls runs before its picture, a timer set there after it (HTML, 8.1.7.3).
pub fn after_picture(run: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(run, Duration::ZERO));
}

/// Moves the focus to the element with this id, scrolling it into view.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Moves the focus to the first element that a selector finds; false when there is none.
pub fn focus_first(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let element = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// Puts words on the clipboard; false when the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    JsFuture::from(window.navigator().clipboard().write_text(text))
        .await
        .is_ok()
}

/// In lower case. The browser's tables, because Rust's own are a twentieth of this client.
pub fn lower_case(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// In upper case.
pub fn upper_case(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

/// Whether a key pressed now belongs to what the person is typing into, and must not be taken for a shortcut.
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            && element.get_attribute("type").as_deref() != Some("checkbox")
    })
}

/// Whether something modal (a dialog, an open menu) has the keyboard.
pub fn is_covered() -> bool {
    document()
        .query_selector("dialog:modal, [popover]:popover-open")
        .ok()
        .flatten()
        .is_some()
}

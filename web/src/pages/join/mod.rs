//! The invitee's face. The server renders the first screen; this takes over for one decision per screen, and needs no further
//! round trip until the answer.

mod decline;
pub mod field;
mod fresh_link;
mod journey;
mod language;
mod lost;
mod memory;
mod name;
mod password;
pub mod screen;
mod step;
mod trouble;
mod view;
mod welcome;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser;
use crate::locales::Language;
use journey::Journey;
use step::Step;

/// Takes over the page.
pub fn start() {
    let Some(place) = browser::element("join") else {
        return;
    };
    leptos::mount::mount_to(place, steps).forget();
}

/// Whatever screen the person has come to. The server's own is only shown and hidden: it is never rendered a second time.
fn steps() -> impl IntoView {
    let journey = Journey::begin();
    provide_context(journey);
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", journey.language.get().tag());
        }
    });
    first_screen(journey);
    view::tell(journey.token());
    move || match journey.step.get() {
        Step::First => ().into_any(),
        Step::Name => name::name_screen().into_any(),
        Step::Language => language::language_screen().into_any(),
        Step::Password => password::password_screen().into_any(),
        Step::Welcome => welcome::welcome_screen().into_any(),
        Step::Decline => decline::decline_screen().into_any(),
        Step::FreshLink => fresh_link::fresh_link_screen().into_any(),
        Step::Lost => lost::lost_screen().into_any(),
    }
}

/// Shows the server's screen while nobody has gone further, and says its instants in the reader's own time zone.
fn first_screen(journey: Journey) {
    let Some(screen) = browser::element("first-screen") else {
        return;
    };
    if let Ok(Some(time)) = screen.query_selector("time[datetime]") {
        let instant = time.get_attribute("datetime").unwrap_or_default();
        if let Some(local) = in_local_time(&instant, journey.language.get_untracked()) {
            time.set_text_content(Some(&local));
        }
    }
    let title = document().title();
    Effect::new(move |gone_on: Option<bool>| {
        let first = journey.step.get() == Step::First;
        screen.set_hidden(!first);
        if first && gone_on == Some(true) {
            document().set_title(&title);
            if let Ok(Some(heading)) = screen.query_selector("h1") {
                focus_on(&heading);
            }
        }
        gone_on == Some(true) || !first
    });
}

fn focus_on(heading: &web_sys::Element) {
    if let Some(heading) = heading.dyn_ref::<web_sys::HtmlElement>() {
        let _ = heading.focus();
    }
}

/// An instant as this device says it in a language, in its own time zone. Straight from `Date`: what the console formats more with
/// is not on every old phone.
fn in_local_time(instant: &str, language: Language) -> Option<String> {
    let date = js_sys::Date::new(&JsValue::from_str(instant));
    let preferred = window().navigator().language();
    let tag = preferred
        .filter(|tag| Language::from_tag(tag) == Some(language))
        .unwrap_or_else(|| language.tag().to_owned());
    let options = js_sys::Object::new();
    for (part, style) in [("dateStyle", "long"), ("timeStyle", "short")] {
        js_sys::Reflect::set(&options, &part.into(), &style.into()).ok()?;
    }
    (!date.get_time().is_nan()).then(|| date.to_locale_string(&tag, &options).into())
}

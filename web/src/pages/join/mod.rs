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
mod welcome;

use leptos::prelude::*;

use crate::browser;
use crate::locales::formats;
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
        let at = time
            .get_attribute("datetime")
            .map_or(f64::NAN, |text| formats::instant(&text));
        if at.is_finite() {
            time.set_text_content(Some(
                &formats::Formats::of(journey.language.get_untracked()).moment(at),
            ));
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
    use wasm_bindgen::JsCast;
    if let Some(heading) = heading.dyn_ref::<web_sys::HtmlElement>() {
        let _ = heading.focus();
    }
}

//! Where the person is. The address bar is the state: pages read it here and change it here, Back and Forward work by themselves.
//!
//! A router of our own, because the pages are a flat list (`paths::Page`) and the whole of it is this file; the usual one would be a
//! sixth of the client and bring a URL parser the browser already has. What the other entry shows is left to the browser to load.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MouseEvent;

use super::query::Query;
use crate::paths::{Entry, Page};

/// A place in the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is shown.
    pub page: Page,
    /// How: filters, order, position.
    pub query: Query,
}

/// The current place and the ways to leave it. Cheap to copy; found with [`Navigation::expect`].
#[derive(Clone, Copy)]
pub struct Navigation {
    entry: Entry,
    place: RwSignal<Place>,
    moved: StoredValue<bool>,
}

impl Navigation {
    /// Starts to follow the address bar, and takes over clicks on links to this entry's own pages.
    pub fn provide(entry: Entry) -> Self {
        let navigation = Self {
            entry,
            place: RwSignal::new(here()),
            moved: StoredValue::new(false),
        };
        let _ = window_event_listener(leptos::ev::popstate, move |_| navigation.arrive());
        let _ = window_event_listener(leptos::ev::click, move |event| {
            if let Some(url) = link(&event).filter(|url| navigation.shows(url)) {
                event.prevent_default();
                navigation.go(&url);
            }
        });
        // The browser may keep a page that was left, and show it again as it was: to somebody who has signed out since.
        let _ = window_event_listener_untyped("pageshow", |event| {
            let kept = js_sys::Reflect::get(&event, &"persisted".into());
            if kept.is_ok_and(|kept| kept.is_truthy()) {
                let _ = window().location().reload();
            }
        });
        provide_context(navigation);
        navigation
    }

    /// The navigation of the application.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The place, tracked.
    pub fn place(self) -> Place {
        self.place.get()
    }

    /// The page alone: changes only when another page is shown, not with each filter.
    pub fn page(self) -> Memo<Page> {
        Memo::new(move |_| self.place.with(|place| place.page.clone()))
    }

    /// The query alone.
    pub fn query(self) -> Memo<Query> {
        Memo::new(move |_| self.place.with(|place| place.query.clone()))
    }

    /// Goes to a URL of ours, leaving a step for Back.
    pub fn go(self, url: &str) {
        if !self.shows(url) {
            let _ = window().location().assign(url);
            return;
        }
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(url));
        }
        self.arrive();
    }

    /// Goes to a URL of ours in place of the current one: for redirects, and for each letter of a search.
    pub fn replace(self, url: &str) {
        if !self.shows(url) {
            let _ = window().location().replace(url);
            return;
        }
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(url));
        }
        self.arrive();
    }

    /// Whether the person has moved since the application started: the first page does not take the focus, later ones do.
    pub fn has_moved(self) -> bool {
        self.moved.get_value()
    }

    fn shows(self, url: &str) -> bool {
        Page::of_url(url).entry() == Some(self.entry)
    }

    fn arrive(self) {
        self.moved.set_value(true);
        let place = here();
        if self.place.with_untracked(|current| *current != place) {
            self.place.set(place);
        }
    }
}

/// What the address bar says.
pub fn here() -> Place {
    let location = window().location();
    Place {
        page: Page::parse(&location.pathname().unwrap_or_default()),
        query: Query::parse(&location.search().unwrap_or_default()),
    }
}

/// The path and query of the link that was clicked, if it leads somewhere on this site in this window.
fn link(event: &MouseEvent) -> Option<String> {
    let altered = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || altered {
        return None;
    }
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]").ok()??;
    let href = link.get_attribute("href")?;
    let here =
        href.starts_with('/') && !link.has_attribute("target") && !link.has_attribute("download");
    here.then_some(href)
}

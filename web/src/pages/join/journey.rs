//! One person's way through the page: what is known, where they are, how they move.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::memory::{Memory, Preview, Welcome};
use super::step::{Progress, Step};
use crate::browser;
use crate::locales::Language;
use crate::locales::join::JoinWords;

/// What the server said about one step, shown there until that step is answered anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The name.
    Name,
    /// The language.
    Language,
    /// The password.
    Password,
}

/// The state of the page. Cheap to copy; given to every screen.
#[derive(Clone, Copy)]
pub(super) struct Journey {
    token: StoredValue<Option<String>>,
    preview: StoredValue<Option<Preview>>,
    /// The language that the server rendered the first screen in; none when it rendered none for this link.
    served: Option<Language>,
    walked: StoredValue<bool>,
    /// The screen shown.
    pub(super) step: RwSignal<Step>,
    /// The language of everything.
    pub(super) language: RwSignal<Language>,
    /// The name as typed.
    pub(super) name: RwSignal<String>,
    /// Set once joined.
    pub(super) welcome: RwSignal<Option<Welcome>>,
    /// What the server refused.
    pub(super) refusal: RwSignal<Option<Refusal>>,
}

impl Journey {
    /// Begins where the address, the page and this tab's memory say.
    pub(super) fn begin() -> Self {
        let address = token_in_address();
        let served = address.as_ref().and_then(|_| served_preview());
        let page_language = document()
            .document_element()
            .and_then(|root| root.get_attribute("lang"));
        let page_language = page_language
            .and_then(|tag| Language::from_tag(&tag))
            .unwrap_or(Language::En);
        let memory = Memory::recall()
            .filter(|memory| address.as_ref().is_none_or(|token| *token == memory.token));
        let chosen = memory
            .as_ref()
            .and_then(|memory| Language::from_tag(&memory.language));
        let journey = Self {
            served: served.as_ref().map(|_| page_language),
            language: RwSignal::new(
                chosen
                    .filter(|_| served.is_none() && !switched_language())
                    .unwrap_or(page_language),
            ),
            name: RwSignal::new(
                memory
                    .as_ref()
                    .map(|memory| memory.name.clone())
                    .unwrap_or_default(),
            ),
            welcome: RwSignal::new(memory.as_ref().and_then(|memory| memory.welcome.clone())),
            token: StoredValue::new(
                address.or_else(|| memory.as_ref().map(|memory| memory.token.clone())),
            ),
            preview: StoredValue::new(served.or_else(|| memory.map(|memory| memory.preview))),
            walked: StoredValue::new(false),
            step: RwSignal::new(Step::First),
            refusal: RwSignal::new(None),
        };
        journey.arrive();
        let _ = window_event_listener(leptos::ev::popstate, move |_| journey.arrive());
        let _ = window_event_listener(leptos::ev::click, move |event| {
            if let Some(step) = step_of_link(&event) {
                event.prevent_default();
                journey.go(step);
            }
        });
        Effect::new(move |_| journey.keep());
        journey
    }

    /// The words, in the language of the moment.
    pub(super) fn words(self) -> JoinWords {
        JoinWords(self.language.get())
    }

    /// The secret of the link; empty when there is none.
    pub(super) fn token(self) -> String {
        self.token.get_value().unwrap_or_default()
    }

    /// What the organisation is called.
    pub(super) fn organization(self) -> String {
        let name = self
            .preview
            .with_value(|preview| preview.as_ref().and_then(|p| p.organization_name.clone()));
        name.unwrap_or_else(|| self.words().some_organization().to_owned())
    }

    /// The languages offered.
    pub(super) fn languages(self) -> Vec<Language> {
        let offered = self
            .preview
            .with_value(|preview| preview.as_ref().map(|p| p.locales.clone()))
            .unwrap_or_default();
        offered
            .iter()
            .filter_map(|tag| Language::from_tag(tag))
            .collect()
    }

    /// Whether the name is asked here.
    pub(super) fn asks_name(self) -> bool {
        self.preview.with_value(|preview| {
            preview
                .as_ref()
                .is_some_and(|p| p.asks_full_name == Some(true))
        })
    }

    /// What decides which steps are open.
    pub(super) fn progress(self) -> Progress {
        let preview =
            |test: fn(&Preview) -> bool| self.preview.with_value(|p| p.as_ref().is_some_and(test));
        Progress {
            has_link: self.token.with_value(Option::is_some)
                && self.preview.with_value(Option::is_some),
            open: preview(Preview::is_open),
            renewable: preview(Preview::is_renewable),
            asks_name: self.asks_name(),
            named: self.name.with_untracked(|name| !name.trim().is_empty()),
            joined: self.welcome.with_untracked(Option::is_some),
        }
    }

    /// Goes on to a step, leaving one for Back. From the first step on, the secret is no longer in the address bar.
    pub(super) fn go(self, step: Step) {
        let step = step.allowed(self.progress());
        if step == self.step.get_untracked() {
            return;
        }
        if self.step.get_untracked() == Step::First {
            rewrite("/join", false);
        }
        push(&format!("/join{}", step.fragment()));
        self.walked.set_value(true);
        self.step.set(step);
    }

    /// Whether a tap on this page led to the screen now shown; not so after a reload, Back or Forward.
    pub(super) fn walked_here(self) -> bool {
        self.walked.get_value()
    }

    /// Goes to a step in place of this one: what was done cannot be gone back to.
    pub(super) fn replace(self, step: Step) {
        rewrite(&format!("/join{}", step.fragment()), came_from_here());
        self.step.set(step.allowed(self.progress()));
    }

    /// One step back: the browser's own Back where this page made the step, else the step before.
    pub(super) fn back(self) {
        if came_from_here()
            && let Ok(history) = window().history()
        {
            let _ = history.back();
        } else {
            self.replace(self.step.get_untracked().previous(self.progress()));
            self.arrive();
        }
    }

    /// Asks the server to show this link again: it says best why a link does not work, and in which language.
    pub(super) fn show_link(self) {
        if let Some(token) = self.token.get_value() {
            let _ = window().location().replace(&format!(
                "/join/{token}?lang={}",
                self.language.get_untracked().tag()
            ));
        }
    }

    /// Shows what the address says.
    fn arrive(self) {
        self.walked.set_value(false);
        let fragment = window().location().hash().unwrap_or_default();
        let step = Step::of_fragment(&fragment).allowed(self.progress());
        if token_in_address().is_some() && step != Step::First {
            rewrite(&format!("/join{}", step.fragment()), came_from_here());
        }
        self.step.set(step);
        if step == Step::First && self.served != Some(self.language.get_untracked()) {
            self.show_link();
        }
    }

    fn keep(self) {
        let (name, language, welcome) = (self.name.get(), self.language.get(), self.welcome.get());
        if let (Some(token), Some(preview)) = (self.token.get_value(), self.preview.get_value()) {
            // The secret has done its work once the invitation is accepted.
            let token = if welcome.is_some() {
                String::new()
            } else {
                token
            };
            Memory {
                token,
                preview,
                name,
                language: language.tag().to_owned(),
                welcome,
            }
            .keep();
        }
    }
}

fn token_in_address() -> Option<String> {
    let path = window().location().pathname().ok()?;
    path.strip_prefix("/join/")
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
}

/// Whether the page was just asked for in a language: the switch on the first screen.
fn switched_language() -> bool {
    let search = window().location().search().unwrap_or_default();
    search.contains("lang=")
}

fn served_preview() -> Option<Preview> {
    let text = browser::element("join")?.get_attribute("data-preview")?;
    serde_json::from_str(&text).ok()
}

/// The step that a clicked fragment link of the first screen leads to.
fn step_of_link(event: &web_sys::MouseEvent) -> Option<Step> {
    if event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let href = target.closest("a[href]").ok()??.get_attribute("href")?;
    href.starts_with('#').then(|| Step::of_fragment(&href))
}

fn push(url: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::TRUE, "", Some(url));
    }
}

fn rewrite(url: &str, ours: bool) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::from_bool(ours), "", Some(url));
    }
}

/// Whether this entry of the history was made by a step of this page, so that Back leads to the step before it.
fn came_from_here() -> bool {
    window()
        .history()
        .and_then(|history| history.state())
        .is_ok_and(|state| state.is_truthy())
}

//! What both of the administrator's entries stand in: who is there, the way to the other pages, and what every page shares.

pub(super) mod form;
pub(super) mod session;
mod shell;
pub(super) mod unread;

use leptos::prelude::*;

use crate::browser::location::Navigation;
use crate::components::page_head::PageHead;
use crate::components::status_line::Status;
use crate::components::time::Present;
use crate::locales::{Language, Speech, console::ConsoleWords};
use crate::paths::{self, Entry, Page};
use session::{Knowledge, Session};
use shell::Shell;

/// One entry as a whole.
#[component]
pub(super) fn Frame(
    /// Which.
    entry: Entry,
    /// Shows one of its pages.
    content: fn(Page) -> AnyView,
) -> impl IntoView {
    let navigation = Navigation::provide(entry);
    Present::provide();
    let session = Session::provide();
    session.load();
    guard(navigation, session);
    let page = navigation.page();
    let shown = Memo::new(move |_| match page.get() {
        // The drawer lies over the table: one page.
        Page::User(_) => Page::Users,
        page => page,
    });
    let public = Memo::new(move |_| shown.with(Page::is_public));
    let signed_in = Memo::new(move |_| session.viewer().with(Option::is_some));
    // Whoever is at the wrong door is on the way to the right one: meanwhile nothing begins that would have to be broken off.
    let content_at = move |door: bool| {
        move || {
            let page = shown.get();
            (page.is_public() == door && signed_in.get() != door)
                .then(|| with_status(content, page))
        }
    };
    move || {
        let language = session.language().get();
        speak(language);
        let speech = Speech::provide(language);
        move || match session.knowledge() {
            Knowledge::Unreachable => unreachable(session, speech).into_any(),
            Knowledge::Known if public.get() && !signed_in.get() => {
                view! { <main id="main" class="door">{content_at(true)}</main> }.into_any()
            }
            Knowledge::Known if !public.get() && signed_in.get() => {
                view! { <Shell page=shown>{content_at(false)}</Shell> }.into_any()
            }
            Knowledge::Known | Knowledge::Asking => {
                view! { <p class="boot muted">{speech.words(ConsoleWords).loading()}</p> }
                    .into_any()
            }
        }
    }
}

/// A page, with a status line of its own.
fn with_status(content: fn(Page) -> AnyView, page: Page) -> AnyView {
    Status::provide();
    content(page)
}

/// Sends whoever is at the wrong door to the right one.
fn guard(navigation: Navigation, session: Session) {
    Effect::new(move || {
        let page = navigation.page().get();
        if session.knowledge() != Knowledge::Known {
            return;
        }
        let viewer = session.viewer().get();
        match page {
            Page::Setup if session.setup_pending() => {}
            _ if session.setup_pending() => navigation.replace(&Page::Setup.path()),
            Page::SignIn | Page::Setup if viewer.is_some() => {
                let query = navigation.query().get_untracked();
                navigation.replace(&paths::after_sign_in(&query));
            }
            Page::SignIn => {}
            _ if viewer.is_none() => {
                let location = window().location();
                let here = format!(
                    "{}{}",
                    location.pathname().unwrap_or_default(),
                    location.search().unwrap_or_default()
                );
                navigation.replace(&paths::sign_in_then(&here));
            }
            page if page != Page::Account && viewer.is_some_and(|viewer| !viewer.is_admin()) => {
                navigation.replace(&Page::Account.path());
            }
            _ => {}
        }
    });
}

fn speak(language: Language) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
    }
}

fn unreachable(session: Session, speech: Speech) -> impl IntoView {
    let words = speech.words(ConsoleWords);
    view! {
        <main class="door">
            <h1>"Bienvenue"</h1>
            <p>{words.unreachable()}</p>
            <button type="button" class="button primary" on:click=move |_| session.load()>{words.retry()}</button>
        </main>
    }
}

/// No page of ours.
#[component]
pub(super) fn NotFound() -> impl IntoView {
    let words = Speech::expect().words(ConsoleWords);
    view! {
        <PageHead title=words.not_found() />
        <p><a href=Page::Users.path()>{words.not_found_way_out()}</a></p>
    }
}

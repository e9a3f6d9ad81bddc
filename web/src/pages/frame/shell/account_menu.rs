//! The viewer: account, language, appearance, signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::monogram;
use crate::api::viewer::sign_out;
use crate::browser::display::{self, DENSITY, THEME};
use crate::browser::location::Navigation;
use crate::components::icon::{Draw, Icon};
use crate::components::menu::{Menu, MenuItem};
use crate::locales::{Language, Speech, console::ConsoleWords};
use crate::pages::frame::session::Session;
use crate::paths::Page;

/// The menu at the foot of the side.
#[component]
pub(super) fn AccountMenu() -> impl IntoView {
    let (session, navigation) = (Session::expect(), Navigation::expect());
    let words = Speech::expect().words(ConsoleWords);
    let name = Signal::derive(move || {
        session
            .viewer()
            .get()
            .map(|viewer| viewer.name())
            .unwrap_or_default()
    });
    let email = move || {
        session
            .viewer()
            .get()
            .and_then(|viewer| viewer.email)
            .map(|email| email.0)
    };
    let leave = move |()| {
        spawn_local(async move {
            if sign_out().await.is_ok() {
                session.leave();
            }
        });
    };
    let face = move || {
        view! {
            <span class="monogram round" aria-hidden="true">{move || monogram(&name.get())}</span>
            <span class="who"><b>{name}</b> <small>{email}</small></span>
            <Draw icon=Icon::ChevronDown />
        }
    };
    let items = move || {
        view! {
            <MenuItem on_choose=move |()| navigation.go(&Page::Account.path())>
                <Draw icon=Icon::Person /> <span>{words.account()}</span>
            </MenuItem>
            <Choice of=THEME title=words.theme()
                values=vec![("", words.theme_auto()), ("light", words.theme_light()), ("dark", words.theme_dark())] />
            <Choice of=DENSITY title=words.density()
                values=vec![("", words.comfortable()), ("compact", words.compact())] />
            <Languages />
            <hr role="separator" />
            <MenuItem on_choose=leave><Draw icon=Icon::SignOut /> <span>{words.sign_out()}</span></MenuItem>
        }
    };
    view! { <div class="account"><Menu class="account-button" face=face>{items()}</Menu></div> }
}

#[component]
fn Choice(
    of: &'static str,
    title: &'static str,
    values: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let chosen = display::choice(of);
    let items = values
        .into_iter()
        .map(|(value, label)| {
            view! {
                <MenuItem chosen=chosen == value on_choose=move |()| display::choose(of, value)><span>{label}</span></MenuItem>
            }
        })
        .collect_view();
    view! { <div role="group" aria-label=title><p class="menu-title" aria-hidden="true">{title}</p>{items}</div> }
}

#[component]
fn Languages() -> impl IntoView {
    let (session, speech) = (Session::expect(), Speech::expect());
    let title = speech.words(ConsoleWords).language();
    let items = Language::ALL.map(|language| {
        view! {
            <MenuItem chosen=language == speech.language() on_choose=move |()| session.choose_language(language)>
                <span lang=language.tag()>{language.own_name()}</span>
            </MenuItem>
        }
    });
    view! { <div role="group" aria-label=title><p class="menu-title" aria-hidden="true">{title}</p>{items.collect_view()}</div> }
}

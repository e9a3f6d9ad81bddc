//! What surrounds every page behind the doors: the way to the other pages, and the viewer.

mod account_menu;

use leptos::{html, prelude::*};

use super::session::Session;
use crate::browser;
use crate::components::icon::{Draw, Icon};
use crate::locales::{Speech, console::ConsoleWords};
use crate::paths::Page;
use account_menu::AccountMenu;

/// The shell around a page.
#[component]
pub(super) fn Shell(
    /// The page that is shown.
    page: Memo<Page>,
    /// Its content.
    children: Children,
) -> impl IntoView {
    let words = Speech::expect().words(ConsoleWords);
    let session = Session::expect();
    let organization = move || {
        session
            .organization()
            .get()
            .map(|organization| organization.name)
            // Members are told less of it than its settings: the product stands in for its name.
            .unwrap_or_else(|| "Bienvenue".to_owned())
    };
    let is_admin = move || {
        session
            .viewer()
            .get()
            .is_some_and(|viewer| viewer.is_admin())
    };
    view! {
        <a class="skip" href="#main">{words.skip()}</a>
        <div class="shell">
            <header class="side">
                <p class="brand">
                    <span class="monogram" aria-hidden="true">{move || monogram(&organization())}</span>
                    <span class="brand-name">{organization}</span>
                </p>
                <Show when=is_admin>
                    <nav aria-label=words.settings()>
                        <ul>
                            <Entry page=page to=Page::Users icon=Icon::Persons words=words.users() />
                            <Entry page=page to=Page::Insights icon=Icon::Chart words=words.insights() />
                            <Entry page=page to=Page::Activity icon=Icon::Activity words=words.activity() />
                            <Entry page=page to=Page::Teams icon=Icon::Team words=words.teams() />
                            <Entry page=page to=Page::Products icon=Icon::Box words=words.products() />
                            <Entry page=page to=Page::Invitations icon=Icon::Mail words=words.invitations() />
                            <Entry page=page to=Page::Slack icon=Icon::Link words=words.slack() />
                            <Entry page=page to=Page::Tokens icon=Icon::Key words=words.tokens() />
                            <Entry page=page to=Page::Organization icon=Icon::Building words=words.organization() />
                        </ul>
                    </nav>
                </Show>
                <AccountMenu />
            </header>
            <main id="main" class="page" tabindex="-1">{children()}</main>
        </div>
    }
}

#[component]
fn Entry(page: Memo<Page>, to: Page, icon: Icon, words: &'static str) -> impl IntoView {
    let href = to.path();
    let current = Memo::new(move |_| page.with(|page| page.section() == to));
    let link = NodeRef::<html::A>::new();
    // On a phone the list is a strip wider than the screen (`styles/frame.css`). Elsewhere nothing is laid out for it.
    Effect::new(move || {
        if let Some(link) = link.get()
            && current.get()
            && browser::is_at_most("56rem")
        {
            // With the next picture: sooner, it would be laid out once more.
            request_animation_frame(move || link.scroll_into_view_with_bool(false));
        }
    });
    let current = move || current.get().then_some("page");
    view! { <li><a node_ref=link href=href aria-current=current><Draw icon=icon /> <span>{words}</span></a></li> }
}

/// The first letters of a name's first two words.
pub(super) fn monogram(name: &str) -> String {
    let letters: String = name
        .split_whitespace()
        .take(2)
        .filter_map(|word| word.chars().next())
        .collect();
    browser::upper_case(&letters)
}

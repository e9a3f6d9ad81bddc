//! Settings > Users: who is invited, who is in, and what to do about the others.

mod badge;
mod chips;
mod deeds;
mod dialogs;
mod drawer;
mod empty;
mod filters;
mod foresight;
mod jobs;
mod keys;
mod listing;
mod live;
mod names;
mod outcome;
mod people;
mod room;
mod row;
mod row_menu;
mod search;
mod selection;
mod selection_bar;
mod table;
mod timeline;

use leptos::prelude::*;

use crate::browser::location::{self, Navigation};
use crate::browser::query::Query;
use crate::components::icon::{Draw, Icon};
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, console::ConsoleWords, imports::ImportWords, users::UsersWords};
use crate::pages::frame::session::Session;
use crate::paths::{self, Page};
use chips::Chips;
use deeds::Deeds;
use dialogs::{Dialogs, Open};
use drawer::Drawer;
use empty::{Empty, Nothing, nothing};
use filters::{FilterPanel, Pills};
use jobs::JobCards;
use listing::Listing;
use live::{LostLine, Newcomers};
use people::{People, Phase};
use search::Search;
use selection_bar::SelectionBar;
use table::{Pager, PeopleTable};

/// Asks for the page's people while it is still unknown who is there.
pub fn ask_ahead() {
    let place = location::here();
    if matches!(place.page, Page::Users | Page::User(_)) {
        let listing = Listing::read(&place.query);
        let in_the_head = place.query == Query::default();
        crate::api::users::ask_ahead(listing.variables(), listing.scope(), in_the_head);
    }
}

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(UsersWords);
    let people = People::provide();
    let deeds = Deeds::provide(people);
    let lost = live::follow(people);
    keys::follow(deeds);
    let why = Memo::new(move |_| nothing(people));
    let has_rows = Memo::new(move |_| {
        !matches!(
            why.get(),
            Some(Nothing::InThisState | Nothing::Matches | Nothing::Unreadable)
        )
    });
    let files = speech.words(ImportWords);
    // What is downloaded is what is listed.
    let export = move || {
        people
            .listing
            .with(|listing| paths::export(&listing.filter))
    };
    let page = Navigation::expect().page();
    let in_drawer = Memo::new(move |_| matches!(page.get(), Page::User(_)));
    let found = move || match people.phase.get() {
        Phase::Ready => words.found(speech.count(people.total.get())),
        _ => String::new(),
    };
    view! {
        <PageHead title=words.title()>
            <a class="button" href=export download="">{files.export()}</a>
            <a class="button" href=Page::ImportPeople.path()>{files.import()}</a>
            <button type="button" id=keys::ADD_BUTTON class="button primary" on:click=move |_| deeds.open(Open::Add)>
                <Draw icon=Icon::Plus /> {words.add_users()}
            </button>
        </PageHead>
        <MailboxLine />
        {move || (!in_drawer.get()).then(|| view! { <StatusLine /> })}
        <LostLine lost=lost />
        <JobCards />
        <Chips />
        <div class="bar" role="search">
            <Search />
            <FilterPanel />
            <Pills />
            <span class="grow"></span>
            <Newcomers />
        </div>
        <p class="sr" aria-live="polite">{found}</p>
        <SelectionBar />
        {move || has_rows.get().then(|| view! { <PeopleTable /> })}
        {move || why.get().map(|why| view! { <Empty why=why /> })}
        {move || why.get().is_none().then(|| view! { <Pager /> })}
        {move || match page.get() {
            Page::User(id) => Some(view! { <Drawer id=id /> }),
            _ => None,
        }}
        <Dialogs />
    }
}

/// Where messages wait when no mail server is set up: an administrator must not believe that they left.
#[component]
fn MailboxLine() -> impl IntoView {
    let session = Session::expect();
    let words = Speech::expect().words(ConsoleWords);
    move || {
        let url = session.organization().get()?.mailbox_url?;
        Some(view! {
            <p class="notice"><Draw icon=Icon::Inbox /> <span>{words.mailbox()} " " <a href=url target="_blank">{words.mailbox_open()}</a></span></p>
        })
    }
}

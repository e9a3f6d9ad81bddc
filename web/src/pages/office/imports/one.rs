//! The page of one import: what it would do as long as nobody has confirmed it, and what came of it afterwards.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{invites_by_itself, outcome::Outcome, review::Review, rows::RowTable};
use crate::api::imports::{Import, import};
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, console::ConsoleWords, imports::ImportWords};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::unread;
use crate::paths::{self, Page};

/// The page.
#[component]
pub fn OneImportPage(id: String) -> impl IntoView {
    let (session, speech) = (Session::expect(), Speech::expect());
    let words = speech.words(ImportWords);
    let found = RwSignal::new(None::<Result<Option<Import>, String>>);
    let id = StoredValue::new(id);
    let read = move || {
        spawn_local(async move {
            let answer = import(cynic::Id::new(id.get_value())).await;
            found.try_set(Some(
                answer.map_err(|failure| session.explain(&failure, speech)),
            ));
        });
    };
    read();
    move || {
        match found.get() {
        None => view! { <p class="muted" role="status">{speech.words(ConsoleWords).loading()}</p> }.into_any(),
        Some(Err(reason)) => unread(reason, read),
        Some(Ok(None)) => view! {
            <PageHead title=words.title() />
            <div class="empty"><p>{words.gone()}</p><a class="button" href=Page::ImportPeople.path()>{words.start_again()}</a></div>
        }
        .into_any(),
        Some(Ok(Some(import))) => shown(import, Callback::new(move |()| read())),
    }
    }
}

fn shown(import: Import, again: Callback<()>) -> AnyView {
    let words = Speech::expect().words(ImportWords);
    let Some(operation) = import.operation.clone() else {
        return view! { <PageHead title=words.title() /> <StatusLine /> <Review import invite=invites_by_itself() done=Callback::new(move |_| again.run(())) /> }
            .into_any();
    };
    let download = paths::import_result(import.id.inner());
    view! {
        <PageHead title=words.result() about=import.file_name.clone()>
            <a class="button" href=Page::ImportPeople.path()>{words.start_again()}</a>
            <a class="button" href=Page::Users.path()>{words.see_people()}</a>
            <a class="button primary" href=download download="">{words.download_result()}</a>
        </PageHead>
        <StatusLine />
        <Outcome operation undone=again />
        <RowTable import />
    }
    .into_any()
}

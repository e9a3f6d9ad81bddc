//! Settings > Users > Import: choose a file, say what its columns hold, look at what each row would do, carry it out. The page of
//! one import shows the same afterwards, and what came of it.

mod cells;
mod choose;
mod columns;
mod desk;
mod one;
mod outcome;
mod record;
mod review;
mod rows;
mod undo;

use leptos::prelude::*;

use crate::browser::location::Navigation;
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, imports::ImportWords};
use crate::pages::frame::session::Session;
use crate::paths::Page;
use choose::Choose;
use columns::Columns;
use desk::{Desk, Stage};
pub(super) use one::OneImportPage;
use review::Review;

/// Whether the people of a file are invited at once: as the organisation does, until somebody says otherwise.
fn invites_by_itself() -> RwSignal<bool> {
    let organization = Session::expect().organization().get_untracked();
    RwSignal::new(organization.is_some_and(|organization| organization.auto_invite))
}

/// The page on which an import begins.
#[component]
pub fn ImportPage() -> impl IntoView {
    let words = Speech::expect().words(ImportWords);
    let (desk, navigation) = (Desk::provide(), Navigation::expect());
    let done =
        Callback::new(move |id: cynic::Id| navigation.go(&Page::Import(id.into_inner()).path()));
    let invite = invites_by_itself();
    view! {
        <PageHead title=words.title() about=words.about() />
        <StatusLine />
        {move || desk.sheet.get().map(|sheet| view! { <Columns import=sheet /> })}
        {move || match desk.stage.get() {
            Stage::Empty => view! { <Choose /> }.into_any(),
            Stage::Reading => view! { <p class="muted" role="status">{words.reading()}</p> }.into_any(),
            Stage::Read(import) => view! { <Review import invite done desk /> }.into_any(),
        }}
    }
}

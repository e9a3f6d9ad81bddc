//! Settings > Users > Import: choose a file, say what its columns hold, look at what each row would do, carry it out. The page of
//! one import shows the same afterwards, and what came of it.

mod choose;
mod columns;
mod desk;
mod one;
mod outcome;
mod review;
mod rows;

use leptos::prelude::*;

use crate::browser::location::Navigation;
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, imports::ImportWords};
use crate::paths::Page;
use choose::Choose;
use columns::Columns;
use desk::{Desk, Stage};
pub(super) use one::OneImportPage;
use review::Review;

/// The page on which an import begins.
#[component]
pub fn ImportPage() -> impl IntoView {
    let words = Speech::expect().words(ImportWords);
    let (desk, navigation) = (Desk::provide(), Navigation::expect());
    let done =
        Callback::new(move |id: cynic::Id| navigation.go(&Page::Import(id.into_inner()).path()));
    let invite = RwSignal::new(true);
    view! {
        <PageHead title=words.title() about=words.about() />
        <StatusLine />
        {move || desk.sheet.get().map(|sheet| view! { <Columns import=sheet /> })}
        {move || match desk.stage.get() {
            Stage::Empty => view! { <Choose /> }.into_any(),
            Stage::Reading => view! { <p class="muted" role="status">{words.reading()}</p> }.into_any(),
            Stage::Read(import) => view! { <Review import invite done /> }.into_any(),
        }}
    }
}

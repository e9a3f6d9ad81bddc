//! Settings > Users.

use leptos::prelude::*;

use crate::components::page_head::PageHead;
use crate::locales::{Speech, users::UsersWords};

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    view! { <PageHead title=words.title() /> }
}

//! The console's first entry: signing in, and the people of the organisation.

mod sign_in;
mod users;

use leptos::prelude::*;

use super::frame::{Frame, NotFound};
use crate::paths::{Entry, Page};

/// The way in and the people.
#[component]
pub fn Console() -> impl IntoView {
    users::ask_ahead();
    view! { <Frame entry=Entry::Console content=content /> }
}

fn content(page: Page) -> AnyView {
    match page {
        Page::Users | Page::User(_) => view! { <users::UsersPage /> }.into_any(),
        Page::SignIn => view! { <sign_in::SignInPage /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

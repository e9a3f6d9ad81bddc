//! What stands in place of a page whose content did not come.

use leptos::prelude::*;

use super::session::Session;
use crate::api::organization::Organization;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, console::ConsoleWords};

/// Why nothing can be shown, and the way to try again.
pub(crate) fn unread(reason: String, retry: impl Fn() + 'static) -> AnyView {
    let words = Speech::expect().words(ConsoleWords);
    view! {
        <div class="empty" role="alert">
            <p>{reason}</p>
            <button type="button" class="button" on:click=move |_| retry()>{words.retry()}</button>
        </div>
    }
    .into_any()
}

/// The rest of a page about the organisation, with the page's status line; or that it could not be read.
pub(crate) fn with_organization(page: impl FnOnce(Organization) -> AnyView) -> impl IntoView {
    let session = Session::expect();
    let content = match session.organization().get_untracked() {
        Some(organization) => page(organization),
        None => unread(
            Speech::expect()
                .words(ConsoleWords)
                .unreachable()
                .to_owned(),
            move || session.load(),
        ),
    };
    view! { <StatusLine /> {content} }
}

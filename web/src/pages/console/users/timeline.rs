//! What happened to a person, newest first.

use leptos::prelude::*;

use super::drawer::History;
use crate::api::users::Event;
use crate::api::values::EventKind;
use crate::components::time::FullTime;
use crate::locales::{Speech, users::UsersWords};

/// The timeline, with older events on demand.
#[component]
pub fn Timeline(
    history: History,
    /// Where the whole of it can be filtered.
    whole: String,
) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let more = move |_| {
        let cursor = history
            .page_info
            .with_untracked(|info| info.end_cursor.clone());
        history.read(cursor);
    };
    view! {
        <section class="timeline">
            <h3>{words.history()}</h3>
            <a href=whole>{words.whole_history()}</a>
            <ol>
                <For each=move || history.events.get() key=|event| event.cursor.clone() let(event)>
                    <Entry event=event />
                </For>
            </ol>
            <button type="button" class="button small" hidden=move || !history.page_info.with(|info| info.has_next_page) on:click=more>
                {words.earlier()}
            </button>
        </section>
    }
}

#[component]
fn Entry(event: Event) -> impl IntoView {
    let at = event.at.at();
    view! {
        <li class=tone(event.kind)>
            <p>{event.summary}</p>
            <p class="muted"><FullTime at=at /></p>
        </li>
    }
}

fn tone(kind: EventKind) -> &'static str {
    match kind {
        EventKind::UserActivated | EventKind::InvitationAccepted | EventKind::UserReactivated => {
            "good"
        }
        EventKind::InvitationFailed | EventKind::InvitationBounced => "bad",
        EventKind::InvitationExpired | EventKind::InvitationDeclined => "warn",
        _ => "",
    }
}

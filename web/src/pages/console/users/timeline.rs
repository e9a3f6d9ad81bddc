//! What happened to a person, newest first.

use leptos::prelude::*;

use super::drawer::History;
use crate::api::users::{Colleague, Event};
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
    let words = Speech::expect().words(UsersWords);
    let at = event.at.at();
    let said = name_of(event.kind, words).map_or(event.summary, str::to_owned);
    let by = event
        .actor
        .as_ref()
        .map(Colleague::name)
        .or_else(|| event.token.as_ref().map(|token| token.name.clone()))
        .map(|name| words.by(&name));
    view! {
        <li class=tone(event.kind)>
            <p>{said}</p>
            <p class="muted"><FullTime at=at /> {by.map(|by| format!(" · {by}"))}</p>
        </li>
    }
}

/// What is said of an event; the server's own summary where we have no words.
fn name_of(kind: EventKind, words: UsersWords) -> Option<&'static str> {
    Some(match kind {
        EventKind::UserCreated => words.event_created(),
        EventKind::UserUpdated => words.event_updated(),
        EventKind::UserActivated => words.event_activated(),
        EventKind::UserDeactivated => words.event_deactivated(),
        EventKind::UserReactivated => words.event_reactivated(),
        EventKind::InvitationCreated => words.event_invited(),
        EventKind::InvitationSent => words.event_sent(),
        EventKind::InvitationDelivered => words.event_delivered(),
        EventKind::InvitationFailed => words.event_failed(),
        EventKind::InvitationBounced => words.event_bounced(),
        EventKind::InvitationReminded => words.event_reminded(),
        EventKind::InvitationLinkRequested => words.event_link_requested(),
        EventKind::InvitationAccepted => words.event_accepted(),
        EventKind::InvitationDeclined => words.event_declined(),
        EventKind::InvitationRevoked => words.event_revoked(),
        EventKind::InvitationCancelled => words.event_cancelled(),
        EventKind::InvitationExpired => words.event_expired(),
        // The server says as well whether it was maybe a scanner.
        EventKind::InvitationViewed | EventKind::Other => return None,
    })
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

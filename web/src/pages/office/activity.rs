//! Settings > Activity: everything that happened, filtered and page by page. The address says which.

mod days;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::days::Days;
use crate::api::events::{Event, EventConnection, EventFilter, Kind, events};
use crate::browser::location::Navigation;
use crate::browser::query::Query;
use crate::components::icon::{Draw, Icon};
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::components::time::RelativeTime;
use crate::locales::{Speech, console::ConsoleWords, insights::ActivityWords};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::unread;
use crate::paths::Page;

/// The groups of kinds that are offered, as the address says them.
const GROUPS: [(&str, &[Kind]); 4] = [
    (
        "people",
        &[
            Kind::UserCreated,
            Kind::UserUpdated,
            Kind::UserActivated,
            Kind::UserDeactivated,
            Kind::UserReactivated,
            Kind::UserDeleted,
            Kind::ImportCompleted,
            Kind::SyncCompleted,
            Kind::SyncHeld,
        ],
    ),
    (
        "invitations",
        &[
            Kind::InvitationCreated,
            Kind::InvitationViewed,
            Kind::InvitationReminded,
            Kind::InvitationLinkRequested,
            Kind::InvitationAccepted,
            Kind::InvitationDeclined,
            Kind::InvitationRevoked,
            Kind::InvitationCancelled,
            Kind::InvitationReopened,
            Kind::InvitationExpired,
        ],
    ),
    (
        "messages",
        &[
            Kind::InvitationSent,
            Kind::InvitationDelivered,
            Kind::InvitationFailed,
            Kind::InvitationBounced,
        ],
    ),
    (
        "settings",
        &[
            Kind::OrganizationUpdated,
            Kind::ApiTokenCreated,
            Kind::ApiTokenRevoked,
        ],
    ),
];

/// What an address asks for.
fn filter(query: &Query) -> EventFilter {
    let asked = query.get("kind");
    let known = GROUPS.iter().find(|(name, _)| Some(*name) == asked);
    EventFilter {
        kind: known.map(|(_, kinds)| kinds.to_vec()),
        user_id: query.get("user").map(cynic::Id::new),
        since: days::since(query),
        until: days::until(query),
    }
}

/// The page.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let (session, speech, navigation) = (Session::expect(), Speech::expect(), Navigation::expect());
    let words = speech.words(ActivityWords);
    let query = navigation.query();
    let (found, failure) = (RwSignal::new(None::<EventConnection>), RwSignal::new(None));
    let asked = StoredValue::new(0_u32);
    let read = move || {
        let (filter, after) =
            query.with(|query| (filter(query), query.get("after").map(str::to_owned)));
        asked.update_value(|asked| *asked += 1);
        let turn = asked.get_value();
        spawn_local(async move {
            let answer = events(filter, after).await;
            // A later question has overtaken this answer, or the page is gone.
            if asked.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    failure.set(None);
                    found.set(Some(page));
                }
                Err(problem) => failure.set(Some(session.explain(&problem, speech))),
            }
        });
    };
    Effect::new(move |_| read());
    view! {
        <PageHead title=words.title() about=words.about() />
        <StatusLine />
        <Filters query />
        {move || match (found.get(), failure.get()) {
            (_, Some(failure)) => unread(failure, read),
            (None, None) => view! { <p class="muted" role="status">{speech.words(ConsoleWords).loading()}</p> }.into_any(),
            (Some(page), None) if page.nodes.is_empty() => {
                view! { <div class="empty"><h2>{words.empty()}</h2></div> }.into_any()
            }
            (Some(page), None) => view! { {table(page.nodes, speech)} <Pager query next=page.page_info.end_cursor.filter(|_| page.page_info.has_next_page) /> }.into_any(),
        }}
    }
}

/// Which kinds, and whose.
#[component]
fn Filters(query: Memo<Query>) -> impl IntoView {
    let words = Speech::expect().words(ActivityWords);
    let names = [
        words.people(),
        words.invitations(),
        words.messages(),
        words.settings(),
    ];
    let keys = GROUPS.iter().map(|(key, _)| *key);
    let chips = std::iter::once(("", words.everything()))
        .chain(keys.zip(names))
        .map(|(key, name)| {
            let chosen = move || query.with(|query| query.get("kind").unwrap_or_default() == key);
            // A link, because it leads to another address: it can be opened beside, and Back undoes it.
            let href = move || {
                let query = query.get().with("kind", key).with("after", "");
                Page::Activity.with(&query)
            };
            view! { <a class="chip" href=href aria-current=move || chosen().then_some("true")>{name}</a> }
        })
        .collect_view();
    let one = move || query.with(|query| query.get("user").is_some());
    let everybody = move || Page::Activity.with(&query.get().with("user", "").with("after", ""));
    view! {
        <nav class="chips" aria-label=words.show()>
            {chips}
            {move || one().then(|| view! {
                <a class="chip pill" href=everybody title=words.everybody()>{words.one_person()} <Draw icon=Icon::Close /> <span class="sr">{words.everybody()}</span></a>
            })}
        </nav>
        <Days query />
    }
}

fn table(events: Vec<Event>, speech: Speech) -> impl IntoView {
    let words = speech.words(ActivityWords);
    let rows = events
        .into_iter()
        .map(|event| {
            let at = event.at.at();
            let whom = event.user.map(|user| {
                let href = Page::User(user.id.inner().to_owned()).path();
                view! { <a href=href>{user.name()}</a> }
            });
            view! {
                <tr>
                    <td class="when"><RelativeTime at=at /></td>
                    <td>{event.summary}</td>
                    <td>{whom}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table activity">
                <caption class="sr">{words.caption()}</caption>
                <thead><tr>
                    <th scope="col">{words.when()}</th>
                    <th scope="col">{words.what()}</th>
                    <th scope="col">{words.whom()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Pager(query: Memo<Query>, next: Option<String>) -> impl IntoView {
    let words = Speech::expect().words(ActivityWords);
    let page =
        move |after: String| Page::Activity.with(&query.get_untracked().with("after", after));
    let newest = query
        .with_untracked(|query| query.get("after").is_some())
        .then(|| page(String::new()));
    view! {
        <nav class="pager" aria-label=words.title()>
            <span class="grow"></span>
            {newest.map(|href| view! { <a class="button" href=href>{words.newest()}</a> })}
            {next.map(|cursor| view! { <a class="button" href=page(cursor)>{words.older()}</a> })}
        </nav>
    }
}

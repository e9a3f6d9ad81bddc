//! Changes made elsewhere, as they happen. A row changes in place; nothing moves until the person asks for it.

use std::time::Duration;

use leptos::prelude::*;

use super::listing::has;
use super::people::People;
use crate::api::users::{Change, News, Person, listen};
use crate::api::values::{EventKind, UserFilter};
use crate::browser;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::frame::session::Session;

/// A lost line is mentioned after this long: most return before anyone noticed.
const GRACE: Duration = Duration::from_secs(5);

/// Listens as long as the page is shown. Answers whether to say that the line is lost.
pub fn follow(people: People) -> Signal<bool> {
    let session = Session::expect();
    let (lost, mention) = (RwSignal::new(false), RwSignal::new(false));
    let handle = listen(move |news| match news {
        News::Open(gap) => {
            lost.set(false);
            mention.set(false);
            if gap {
                people.check_soon();
            }
        }
        News::Change(change) => notice(people, *change),
        News::Lost => {
            if !lost.get_untracked() {
                lost.set(true);
                set_timeout(
                    move || {
                        // The page may be gone by then.
                        let _ = mention.try_set(lost.try_get_untracked() == Some(true));
                    },
                    GRACE,
                );
            }
        }
        News::SignedOut => session.leave(),
    });
    on_cleanup(move || handle.abort());
    mention.into()
}

fn notice(people: People, change: Change) {
    people.count_soon();
    let newly_added = change.kind == EventKind::UserCreated;
    let person = change.user;
    let id = person.id.clone();
    let belongs = people.listing.with_untracked(|listing| {
        (newly_added || listing.shows_newest()) && matches(&listing.filter, &person)
    });
    if !people.renew(person) && belongs {
        people.newcomers.update(|newcomers| {
            if !newcomers.contains(&id) {
                newcomers.push(id);
            }
        });
    }
}

/// Whether a filter finds a person, as far as a browser can tell: the server decides when the rows are read.
fn matches(filter: &UserFilter, person: &Person) -> bool {
    let in_list = |none: bool, found: bool| none || found;
    let invitation = person.invitation.as_ref();
    in_list(filter.status.is_none(), has(&filter.status, &person.status))
        && in_list(filter.role.is_none(), has(&filter.role, &person.role))
        && in_list(filter.source.is_none(), has(&filter.source, &person.source))
        && in_list(
            filter.invitation_state.is_none(),
            invitation.is_some_and(|invitation| has(&filter.invitation_state, &invitation.state)),
        )
        && in_list(
            filter.delivery_state.is_none(),
            invitation
                .is_some_and(|invitation| has(&filter.delivery_state, &invitation.delivery.state)),
        )
        && in_list(
            filter.channel.is_none(),
            invitation.is_some_and(|invitation| has(&filter.channel, &invitation.channel)),
        )
        && in_list(
            filter.team_ids.is_none(),
            person
                .team
                .as_ref()
                .is_some_and(|team| has(&filter.team_ids, &team.id)),
        )
        && in_list(
            filter.product_ids.is_none(),
            person
                .products
                .iter()
                .any(|product| has(&filter.product_ids, &product.id)),
        )
        && filter
            .search
            .as_ref()
            .is_none_or(|search| mentions(person, search))
}

fn mentions(person: &Person, search: &str) -> bool {
    let text = browser::lower_case(&format!("{} {}", person.name(), person.contact()));
    browser::lower_case(search)
        .split_whitespace()
        .all(|word| text.contains(word))
}

/// One quiet line while the connection is lost.
#[component]
pub fn LostLine(
    /// Whether to show it.
    lost: Signal<bool>,
) -> impl IntoView {
    let words = Speech::expect().words(ConsoleWords).line_lost();
    view! { <p class="lost muted" hidden=move || !lost.get()>{words}</p> }
}

/// How many people belong at the top by now, and a button to see them.
#[component]
pub fn Newcomers() -> impl IntoView {
    let (people, speech) = (People::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let count = move || speech.count(people.newcomers.with(Vec::len) as i32);
    let show = move |_| {
        let first_page = people
            .listing
            .with_untracked(|listing| listing.filtered(|_| ()));
        if people
            .listing
            .with_untracked(|listing| *listing == first_page)
        {
            people.load();
        } else {
            people.show(&first_page);
        }
    };
    view! {
        <button type="button" class="button small newcomers" hidden=move || people.newcomers.with(Vec::is_empty) on:click=show>
            {move || words.newcomers(count())}
        </button>
    }
}

//! What stands in place of rows: nobody yet, nobody in this state, nothing matches, cannot be read. Each with its way out.

use leptos::prelude::*;

use super::deeds::Deeds;
use super::dialogs::Open;
use super::filters::in_words;
use super::people::{People, Phase};
use crate::api::values::UserFilter;
use crate::components::icon::{Draw, Icon};
use crate::components::time::RelativeTime;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::console::session::Session;

/// Why there is nothing to show, if there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// Only the viewer is there, with rows; an encouragement stands below them.
    NobodyYet,
    /// A status chip alone is pressed.
    InThisState,
    /// Search or filters find nobody.
    Matches,
    /// The rows could not be read.
    Unreadable,
}

/// What there is nothing of.
pub fn nothing(people: People) -> Option<Nothing> {
    let filter = people.listing.with(|listing| listing.filter.clone());
    match people.phase.get() {
        Phase::Failed(..) => Some(Nothing::Unreadable),
        Phase::First | Phase::Next => None,
        Phase::Ready => match people.rows.with(Vec::len) {
            0 | 1 if filter == UserFilter::default() && people.total.get() <= 1 => {
                Some(Nothing::NobodyYet)
            }
            0 if only_state(&filter) => Some(Nothing::InThisState),
            0 => Some(Nothing::Matches),
            _ => None,
        },
    }
}

fn only_state(filter: &UserFilter) -> bool {
    let rest = UserFilter {
        status: None,
        invitation_state: None,
        delivery_state: None,
        ..filter.clone()
    };
    rest == UserFilter::default()
}

/// The panel.
#[component]
pub fn Empty(why: Nothing) -> impl IntoView {
    let (people, deeds, session, speech) = (
        People::expect(),
        Deeds::expect(),
        Session::expect(),
        Speech::expect(),
    );
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let said = untrack(|| {
        let filter = people.listing.with(|listing| listing.filter.clone());
        session
            .organization()
            .with(|organization| in_words(&filter, organization.as_ref(), speech))
    });
    let clear = move |_| {
        people.show(
            &people
                .listing
                .get_untracked()
                .filtered(|filter| *filter = UserFilter::default()),
        )
    };
    let clear_button = move || view! { <button type="button" class="button" on:click=clear>{words.clear_filters()}</button> };
    match why {
        Nothing::NobodyYet => view! {
            <div class="empty">
                <Draw icon=Icon::Persons />
                <h2>{words.nobody_yet()}</h2>
                <p class="muted">{words.nobody_yet_about()}</p>
                <button type="button" class="button primary" on:click=move |_| deeds.open(Open::Add)><Draw icon=Icon::Plus /> {words.add_users()}</button>
            </div>
        }
        .into_any(),
        Nothing::InThisState => view! {
            <div class="empty">
                <Draw icon=Icon::Check />
                <h2>{words.nobody_in_state(&said)}</h2>
                <p class="muted">{words.nobody_in_state_about()}</p>
                {clear_button()}
            </div>
        }
        .into_any(),
        Nothing::Matches => view! {
            <div class="empty">
                <Draw icon=Icon::Search />
                <h2>{words.nothing_matches()}</h2>
                <p class="muted">{words.nothing_matches_about(&said)}</p>
                {clear_button()}
            </div>
        }
        .into_any(),
        Nothing::Unreadable => {
            let Phase::Failed(failure, since) = people.phase.get_untracked() else { return ().into_any() };
            let reason = session.explain(&failure, speech);
            view! {
                <div class="empty" role="alert">
                    <Draw icon=Icon::Alert />
                    <h2>{words.unreadable()}</h2>
                    <p class="muted">{reason} " " {words.since()} " " <RelativeTime at=since />"."</p>
                    <button type="button" class="button" on:click=move |_| people.refresh()>{shared.retry()}</button>
                </div>
            }
            .into_any()
        }
    }
}

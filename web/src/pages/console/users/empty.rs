//! What stands in place of rows: nobody yet, nobody in this state, nothing matches, cannot be read. Each with its way out.

use leptos::prelude::*;

use super::deeds::Deeds;
use super::dialogs::Open;
use super::filters::in_words;
use super::people::{People, Phase};
use crate::api::values::UserFilter;
use crate::components::icon::{Draw, Icon};
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::frame::session::Session;

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

/// What a panel says, and what its button does.
struct Said {
    icon: Icon,
    title: String,
    about: String,
    button: &'static str,
    act: fn(Deeds),
}

/// The panel.
#[component]
pub fn Empty(why: Nothing) -> impl IntoView {
    let (deeds, session, speech) = (Deeds::expect(), Session::expect(), Speech::expect());
    let said = untrack(|| say(why, deeds.people, session, speech));
    let wrong = why == Nothing::Unreadable;
    view! {
        <div class="empty" role=wrong.then_some("alert")>
            <Draw icon=said.icon />
            <h2>{said.title}</h2>
            <p class="muted">{said.about}</p>
            <button type="button" class="button" class:primary=why == Nothing::NobodyYet on:click=move |_| (said.act)(deeds)>
                {said.button}
            </button>
        </div>
    }
}

fn say(why: Nothing, people: People, session: Session, speech: Speech) -> Said {
    let (words, shared) = (speech.words(UsersWords), speech.words(ConsoleWords));
    let filter = people.listing.with(|listing| listing.filter.clone());
    let asked = session
        .organization()
        .with(|organization| in_words(&filter, organization.as_ref(), speech));
    let said = |icon, title: String, about: String, button, act| Said {
        icon,
        title,
        about,
        button,
        act,
    };
    match why {
        Nothing::NobodyYet => {
            let about = words.nobody_yet_about().to_owned();
            said(
                Icon::Persons,
                words.nobody_yet().to_owned(),
                about,
                words.add_users(),
                |deeds| deeds.open(Open::Add),
            )
        }
        Nothing::InThisState => {
            let title = if filter.delivery_state.is_some() {
                words.nobody_undelivered().to_owned()
            } else if filter.invitation_state.is_some() {
                words.nobody_expired().to_owned()
            } else {
                words.nobody_in_state(&asked)
            };
            said(
                Icon::Check,
                title,
                words.nobody_in_state_about().to_owned(),
                words.clear_filters(),
                clear,
            )
        }
        Nothing::Matches => {
            let about = words.nothing_matches_about(&asked);
            said(
                Icon::Search,
                words.nothing_matches().to_owned(),
                about,
                words.clear_filters(),
                clear,
            )
        }
        Nothing::Unreadable => {
            let (reason, since) = match people.phase.get() {
                Phase::Failed(failure, since) => (
                    session.explain(&failure, speech),
                    speech.short_moment(since),
                ),
                _ => (shared.unreachable().to_owned(), String::new()),
            };
            let about = words.unreadable_about(&reason, &since);
            said(
                Icon::Alert,
                words.unreadable().to_owned(),
                about,
                shared.retry(),
                |deeds| deeds.people.refresh(),
            )
        }
    }
}

fn clear(deeds: Deeds) {
    let people = deeds.people;
    people.show(
        &people
            .listing
            .get_untracked()
            .filtered(|filter| *filter = UserFilter::default()),
    );
}

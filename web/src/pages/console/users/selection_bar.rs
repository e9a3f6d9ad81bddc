//! What can be done for everyone who is ticked.

use leptos::prelude::*;

use super::deeds::Deeds;
use super::people::People;
use super::selection::{ManyDeed, Selection};
use super::table::select_all_matching;
use crate::api::values::Channel;
use crate::components::icon::{Draw, Icon};
use crate::components::menu::{Menu, MenuItem};
use crate::locales::{Speech, users::UsersWords};
use crate::pages::frame::session::Session;

/// The bar, there as long as someone is ticked.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let (people, deeds, speech) = (People::expect(), Deeds::expect(), Speech::expect());
    let (session, words) = (Session::expect(), speech.words(UsersWords));
    let count = move || people.selection.with(Selection::count);
    let any = Memo::new(move |_| count() > 0);
    let label = Signal::derive(move || words.actions_for_selected(speech.count(count())));
    let item = move |deed: ManyDeed, channel: Option<Channel>, icon: Icon, words: &'static str| {
        let eligible = people.selection.with(|selection| selection.eligible(deed));
        // How many of them are in Slack is not counted: the answer says it.
        let number = match (eligible, channel) {
            (_, Some(_)) => String::new(),
            (Some(eligible), None) => speech.number(eligible),
            (None, None) => "…".to_owned(),
        };
        let danger = deed == ManyDeed::Revoke;
        view! {
            <MenuItem danger=danger disabled=eligible == Some(0) on_choose=move |()| deeds.to_ticked(deed, channel)>
                <Draw icon=icon /> <span>{words}</span> <span class="num" class:muted=!danger>{number}</span>
            </MenuItem>
        }
    };
    let items = move || {
        let can_slack = session.can_send(Channel::Slack);
        view! {
            {item(ManyDeed::Invite, None, Icon::Mail, words.invite())}
            {can_slack.then(|| item(ManyDeed::Invite, Some(Channel::Slack), Icon::Mail, words.invite_in_slack()))}
            {item(ManyDeed::Remind, None, Icon::Mail, words.remind())}
            {item(ManyDeed::Revoke, None, Icon::Undo, words.revoke())}
        }
    };
    view! {
        <Show when=move || any.get()>
            <section class="selection" aria-label=words.selection()>
                <strong class="num" aria-live="polite">{move || words.selected(speech.count(count()))}</strong>
                <Offer />
                <span class="grow"></span>
                <Menu label=label class="button icon-only" face=|| view! { <Draw icon=Icon::Dots /> }>{items()}</Menu>
                <button type="button" class="button quiet" on:click=move |_| people.selection.set(Selection::Nobody)>{words.clear_selection()}</button>
            </section>
        </Show>
    }
}

/// The offer to take everyone the filter finds, once the page is ticked and there is more.
#[component]
fn Offer() -> impl IntoView {
    let (people, speech) = (People::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let offered = move || {
        let more = people.total.get() > people.selection.with(Selection::count);
        more && people.selection.with(|selection| {
            matches!(selection, Selection::These(_))
                && people
                    .rows
                    .with(|rows| rows.iter().all(|row| selection.has(&row.id)))
        })
    };
    view! {
        <button type="button" class="link" hidden=move || !offered() on:click=move |_| select_all_matching(people)>
                {move || words.select_all(speech.count(people.total.get()))}
            </button>
    }
}

//! What can be done for one person. The server says what the viewer may do; no rule is repeated here.

use leptos::prelude::*;

use super::deeds::Deeds;
use super::dialogs::{Ask, Open};
use super::selection::ManyDeed;
use crate::api::users::Person;
use crate::api::values::{Channel, UserSource};
use crate::browser::location::Navigation;
use crate::components::icon::{Draw, Icon};
use crate::components::menu::{Menu, MenuItem};
use crate::locales::{Speech, users::UsersWords};
use crate::pages::frame::session::Session;

/// The three-dot menu of a person.
#[component]
pub fn RowMenu(
    /// Whose.
    #[prop(into)]
    person: Signal<Person>,
    /// Leaves out the way to the drawer, inside it.
    #[prop(optional)]
    in_drawer: bool,
) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let label = Signal::derive(move || words.actions_for(&person.with(Person::name)));
    view! {
        <Menu label=label class="button quiet icon-only" face=|| view! { <Draw icon=Icon::Dots /> }>
            <Items person=person in_drawer=in_drawer />
        </Menu>
    }
}

#[component]
fn Items(person: Signal<Person>, in_drawer: bool) -> impl IntoView {
    let (deeds, navigation) = (Deeds::expect(), Navigation::expect());
    let words = Speech::expect().words(UsersWords);
    let now = person.get_untracked();
    let subject = StoredValue::new(now.clone());
    let item = move |possible: bool,
                     icon: Icon,
                     label: &'static str,
                     danger: bool,
                     deed: fn(Deeds, Person)| {
        possible.then(|| {
            let choose = move |()| deed(deeds, subject.get_value());
            view! { <MenuItem danger=danger on_choose=choose><Draw icon=icon /> <span>{label}</span></MenuItem> }
        })
    };
    let history = (!in_drawer).then(|| {
        let go = move |()| navigation.go(&subject.with_value(|person| untrack(|| deeds.people.drawer(&person.id))));
        view! { <MenuItem on_choose=go><Draw icon=Icon::Person /> <span>{words.open_person()}</span></MenuItem> }
    });
    let in_slack = now.viewer_can_invite
        && now.source == UserSource::Slack
        && Session::expect().can_send(Channel::Slack);
    let can_link = now.viewer_can_invite || now.viewer_can_remind;
    let dangerous = now.viewer_can_revoke || now.viewer_can_deactivate || now.viewer_can_delete;
    view! {
        {item(now.viewer_can_invite, Icon::Mail, words.invite(), false, |deeds, person| deeds.to_one(ManyDeed::Invite, &person, None))}
        {item(in_slack, Icon::Mail, words.invite_in_slack(), false, |deeds, person| deeds.to_one(ManyDeed::Invite, &person, Some(Channel::Slack)))}
        {item(now.viewer_can_remind, Icon::Mail, words.remind(), false, |deeds, person| deeds.to_one(ManyDeed::Remind, &person, None))}
        {item(can_link, Icon::Link, words.copy_link(), false, |deeds, person| deeds.open(Open::CopyLink(person)))}
        {item(now.viewer_can_edit, Icon::Pencil, words.edit(), false, |deeds, person| deeds.open(Open::Edit(person)))}
        {history}
        {item(now.viewer_can_reactivate, Icon::Play, words.reactivate(), false, |deeds, person| deeds.reactivate(&person))}
        {dangerous.then(|| view! { <hr role="separator" /> })}
        {item(now.viewer_can_revoke, Icon::Undo, words.revoke(), true, |deeds, person| deeds.revoke(&person))}
        {item(now.viewer_can_deactivate, Icon::Pause, words.deactivate(), true, |deeds, person| deeds.open(Open::Ask(Ask::Deactivate(person))))}
        {item(now.viewer_can_delete, Icon::Trash, words.delete(), true, |deeds, person| deeds.open(Open::Ask(Ask::Delete(person))))}
    }
}

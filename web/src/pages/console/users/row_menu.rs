//! What can be done for one person. The server says what the viewer may do; no rule is repeated here.

use leptos::prelude::*;

use super::deeds::Deeds;
use super::dialogs::{Ask, Open};
use super::selection::ManyDeed;
use crate::api::users::Person;
use crate::api::values::{Channel, UserSource};
use crate::browser::location::Navigation;
use crate::components::icon::{Draw, Icon};
use crate::components::menu::{self, Menu, MenuItem, MenuList, open_with_arrow};
use crate::locales::{Speech, users::UsersWords};
use crate::pages::frame::session::Session;

/// The menu of a person, with its button.
#[component]
pub fn PersonMenu(
    /// Whose.
    #[prop(into)]
    person: Signal<Person>,
) -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let label = Signal::derive(move || words.actions_for(&person.with(Person::name)));
    view! {
        <Menu label=label class="button quiet icon-only" face=|| view! { <Draw icon=Icon::Dots /> }>
            {move || view! { <Items person=person.get_untracked() in_drawer=true /> }}
        </Menu>
    }
}

/// The id of the one menu of all rows.
const ROW_MENU: &str = "row-menu";

/// The one menu of all rows: fifty that nobody opens would be a quarter of what the page is made of.
#[derive(Clone, Copy)]
pub struct RowMenu {
    open: RwSignal<bool>,
    /// Whose it is, or was last.
    whose: RwSignal<Option<RwSignal<Person>>>,
}

impl RowMenu {
    /// Makes the menu of a table.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            whose: RwSignal::new(None),
        }
    }

    /// The menu.
    pub fn list(self) -> impl IntoView {
        let words = Speech::expect().words(UsersWords);
        let items = move || {
            // Their row may be gone by now.
            let person = self.whose.get()?.try_get_untracked()?;
            Some(view! { <Items person=person in_drawer=false /> })
        };
        view! { <MenuList id=ROW_MENU open=self.open label=words.row_actions()>{items}</MenuList> }
    }

    /// The button of a row.
    pub fn button(self, person: RwSignal<Person>) -> impl IntoView {
        let words = Speech::expect().words(UsersWords);
        let label = move || words.actions_for(&person.with(Person::name));
        let expanded = move || (self.open.get() && self.whose.get() == Some(person)).to_string();
        // Before the browser does what a click on this button asks for: it closes the menu if that is open, be it another row's.
        let choose = move |_| {
            if self.whose.get_untracked() != Some(person) {
                menu::close(ROW_MENU);
                self.whose.set(Some(person));
            }
        };
        view! {
            <button type="button" class="button quiet icon-only" popovertarget=ROW_MENU aria-haspopup="menu"
                aria-expanded=expanded aria-label=label on:click=choose on:keydown=open_with_arrow>
                <Draw icon=Icon::Dots />
            </button>
        }
    }
}

#[component]
fn Items(
    /// Whose.
    person: Person,
    /// Leaves out the way to the drawer, inside it.
    in_drawer: bool,
) -> impl IntoView {
    let (deeds, navigation) = (Deeds::expect(), Navigation::expect());
    let words = Speech::expect().words(UsersWords);
    let subject = StoredValue::new(person.clone());
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
    let in_slack = person.viewer_can_invite
        && person.source == UserSource::Slack
        && Session::expect().can_send(Channel::Slack);
    let can_link = person.viewer_can_invite || person.viewer_can_remind;
    let dangerous =
        person.viewer_can_revoke || person.viewer_can_deactivate || person.viewer_can_delete;
    view! {
        {item(person.viewer_can_invite, Icon::Mail, words.invite(), false, |deeds, person| deeds.to_one(ManyDeed::Invite, &person, None))}
        {item(in_slack, Icon::Mail, words.invite_in_slack(), false, |deeds, person| deeds.to_one(ManyDeed::Invite, &person, Some(Channel::Slack)))}
        {item(person.viewer_can_remind, Icon::Mail, words.remind(), false, |deeds, person| deeds.to_one(ManyDeed::Remind, &person, None))}
        {item(can_link, Icon::Link, words.copy_link(), false, |deeds, person| deeds.open(Open::CopyLink(person)))}
        {item(person.viewer_can_edit, Icon::Pencil, words.edit(), false, |deeds, person| deeds.open(Open::Edit(person)))}
        {history}
        {item(person.viewer_can_reactivate, Icon::Play, words.reactivate(), false, |deeds, person| deeds.reactivate(&person))}
        {dangerous.then(|| view! { <hr role="separator" /> })}
        {item(person.viewer_can_revoke, Icon::Undo, words.revoke(), true, |deeds, person| deeds.revoke(&person))}
        {item(person.viewer_can_deactivate, Icon::Pause, words.deactivate(), true, |deeds, person| deeds.open(Open::Ask(Ask::Deactivate(person))))}
        {item(person.viewer_can_delete, Icon::Trash, words.delete(), true, |deeds, person| deeds.open(Open::Ask(Ask::Delete(person))))}
    }
}

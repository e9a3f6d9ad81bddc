//! One person of the table.

use leptos::ev;
use leptos::prelude::*;

use super::badge::Standing;
use super::people::{People, Row};
use super::room::Room;
use super::row_menu::RowMenu;
use crate::api::users::Person;
use crate::components::time::RelativeTime;
use crate::locales::{Speech, users::UsersWords};

/// A row. `last_ticked` is whose row Shift ticks a range from.
#[component]
pub fn PersonRow(
    row: Row,
    last_ticked: StoredValue<Option<cynic::Id>>,
    menu: RowMenu,
    room: RwSignal<Room>,
) -> impl IntoView {
    let (people, speech) = (People::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let person = RwSignal::from(row.person.clone());
    let changed = RwSignal::from(row.changed.clone());
    let id = StoredValue::new(row.id.clone());
    let ticked = Memo::new(move |_| {
        people
            .selection
            .with(|selection| id.with_value(|id| selection.has(id)))
    });
    let tick = move |event: ev::MouseEvent| {
        let range = tick_range(people, &id.get_value(), last_ticked, event.shift_key());
        let to = !ticked.get_untracked();
        people
            .selection
            .update(|selection| selection.set(&range, to));
    };
    let label = move || words.select(&person.with(Person::name));
    let class = move || match (changed.get(), ticked.get()) {
        (true, true) => "changed ticked",
        (true, false) => "changed",
        (false, true) => "ticked",
        (false, false) => "",
    };
    view! {
        <tr class=class on:animationend=move |_| changed.set(false)>
            <td class="tick">
                <label><input type="checkbox" aria-label=label prop:checked=ticked on:click=tick /></label>
            </td>
            {move || person.with(|now| cells(now, people.drawer(&now.id), person, room.get()))}
            <td class="deeds">{menu.button(person)}</td>
        </tr>
    }
}

/// What is said of the person: drawn as a whole, since fifty rows with a reaction to each value take longer to make than to draw again.
fn cells(
    now: &Person,
    href: String,
    person: RwSignal<Person>,
    room: Room,
) -> impl IntoView + use<> {
    let (name, contact) = (now.name(), now.contact());
    let below = (name != contact).then_some(contact);
    let team = now.team.as_ref().map(|team| team.name.clone());
    let products: Vec<_> = now
        .products
        .iter()
        .map(|product| product.name.as_str())
        .collect();
    let products = products.join(", ");
    let title = products.clone();
    let standing = move |there: bool| there.then(|| view! { <Standing person=person /> });
    let time = move |there: bool, at: f64| there.then(|| view! { <RelativeTime at=at /> });
    view! {
        <th scope="row">
            <span class="who">
                <a href=href><bdi>{name}</bdi></a>
                <small><bdi>{below}</bdi></small>
                <span class="when-narrow">{standing(room == Room::Narrow)}</span>
            </span>
        </th>
        <td class="when-roomy">{standing(room != Room::Narrow)}</td>
        <td class="when-wide">{team}</td>
        <td class="when-wide" title=title>{products}</td>
        <td class="when-widest muted num">{time(room == Room::Wide, now.created_at.at())}</td>
        <td class="when-medium muted num">{time(room != Room::Narrow, now.last_event_at.at())}</td>
    }
}

/// The people from the last ticked row to this one when Shift is held, else this one alone.
fn tick_range(
    people: People,
    id: &cynic::Id,
    last: StoredValue<Option<cynic::Id>>,
    shift: bool,
) -> Vec<Person> {
    people.rows.with_untracked(|rows| {
        let place = |id: &cynic::Id| rows.iter().position(|row| row.id == *id);
        let Some(here) = place(id) else {
            return Vec::new();
        };
        let from = last
            .get_value()
            .filter(|_| shift)
            .and_then(|last| place(&last))
            .unwrap_or(here);
        last.set_value(Some(id.clone()));
        rows[from.min(here)..=from.max(here)]
            .iter()
            .map(|row| row.person.get_untracked())
            .collect()
    })
}

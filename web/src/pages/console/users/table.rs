//! The table: native, with a caption that says what it shows and headings that sort.

use std::time::Duration;

use leptos::prelude::*;

use super::filters::in_words;
use super::listing::Position;
use super::people::{People, Phase, Row};
use super::room::Room;
use super::row::PersonRow;
use super::row_menu::RowMenu;
use super::selection::Selection;
use crate::api::users::{Direction, OrderField, PAGE};
use crate::browser;
use crate::components::icon::{Draw, Icon};
use crate::locales::{Speech, users::UsersWords};
use crate::pages::frame::session::Session;

/// Rows of the first picture: what most screens hold. The others are made while it is looked at.
const FIRST_PICTURE: usize = 16;
/// An answer that comes sooner needs nothing in its place: rows to come would only flash.
const PATIENCE: Duration = Duration::from_millis(100);

/// The table of people.
#[component]
pub fn PeopleTable() -> impl IntoView {
    let (people, session, speech) = (People::expect(), Session::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let caption = move || {
        let filter = people.listing.with(|listing| listing.filter.clone());
        words.caption(
            &session
                .organization()
                .with(|organization| in_words(&filter, organization.as_ref(), speech)),
        )
    };
    let waiting = move || {
        people
            .phase
            .with(|phase| matches!(phase, Phase::First | Phase::Next))
    };
    // The page may have been left by the time when either is so.
    let comes = |flag: RwSignal<bool>| {
        move || {
            let _ = flag.try_set(true);
        }
    };
    let (seen, late) = (RwSignal::new(false), RwSignal::new(false));
    set_timeout(comes(late), PATIENCE);
    Effect::new(move || {
        if people.phase.with(|phase| *phase == Phase::Ready) && !seen.get_untracked() {
            browser::after_picture(comes(seen));
        }
    });
    let rows = move || {
        let mut rows = people.rows.get();
        if !seen.get() {
            rows.truncate(FIRST_PICTURE);
        }
        rows
    };
    let unfinished = move || !seen.get() && people.rows.with(Vec::len) > FIRST_PICTURE;
    let last_ticked = StoredValue::new(None::<cynic::Id>);
    let (menu, room) = (RowMenu::new(), Room::follow());
    let skeleton = move || late.get() && people.phase.with(|phase| *phase == Phase::First);
    view! {
        <div class="table-wrap" class:waiting=waiting>
            <table class="table people" aria-busy=move || (waiting() || unfinished()).to_string()>
                <caption class="sr">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="tick"><TickPage /></th>
                        <SortHead field=OrderField::Name label=words.name() />
                        <th scope="col" class="when-roomy">{words.status()}</th>
                        <th scope="col" class="when-wide">{words.team()}</th>
                        <th scope="col" class="when-wide">{words.products()}</th>
                        <SortHead field=OrderField::CreatedAt label=words.added() class="when-widest" />
                        <SortHead field=OrderField::LastEventAt label=words.last_event() class="when-medium" />
                        <th scope="col" class="deeds"><span class="sr">{words.row_actions()}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <Show when=skeleton><Skeleton /></Show>
                    <For each=rows key=|row: &Row| row.id.clone() let(row)>
                        <PersonRow row=row last_ticked=last_ticked menu=menu room=room />
                    </For>
                </tbody>
            </table>
            {menu.list()}
        </div>
    }
}

/// Rows to come, so that nothing jumps when they do.
#[component]
fn Skeleton() -> impl IntoView {
    (0..10)
        .map(|_| {
            view! {
                <tr class="skeleton" aria-hidden="true">
                    <td class="tick"></td><td><i></i></td><td class="when-roomy"><i></i></td><td class="when-wide"><i></i></td>
                    <td class="when-wide"><i></i></td><td class="when-widest"><i></i></td><td class="when-medium"><i></i></td><td></td>
                </tr>
            }
        })
        .collect_view()
}

/// The box of the heading: takes the page.
#[component]
fn TickPage() -> impl IntoView {
    let people = People::expect();
    let words = Speech::expect().words(UsersWords);
    let ticked = move || {
        people.selection.with(|selection| {
            people
                .rows
                .with(|rows| rows.iter().filter(|row| selection.has(&row.id)).count())
        })
    };
    let all = move || ticked() > 0 && ticked() == people.rows.with(Vec::len);
    let some = move || ticked() > 0 && !all();
    let change = move |_| {
        let tick = !untrack(all);
        let page = untrack(|| people.on_page());
        people
            .selection
            .update(|selection| selection.set(&page, tick));
    };
    view! {
        <label>
            <input type="checkbox" prop:checked=all prop:indeterminate=some on:change=change />
            <span class="sr">{words.select_page()}</span>
        </label>
    }
}

#[component]
fn SortHead(
    field: OrderField,
    label: &'static str,
    #[prop(default = "")] class: &'static str,
) -> impl IntoView {
    let people = People::expect();
    let direction = move || {
        people
            .listing
            .with(|listing| (listing.order.field == field).then_some(listing.order.direction))
    };
    let sort = move || match direction() {
        Some(Direction::Asc) => "ascending",
        Some(Direction::Desc) => "descending",
        None => "none",
    };
    let arrow = move || match direction() {
        Some(Direction::Asc) => view! { <Draw icon=Icon::ArrowUp /> }.into_any(),
        Some(Direction::Desc) => view! { <Draw icon=Icon::ArrowDown /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <th scope="col" class=class aria-sort=sort>
            <button type="button" class="sort" on:click=move |_| people.show(&people.listing.get_untracked().sorted(field))>
                {label} {arrow}
            </button>
        </th>
    }
}

/// Where in the whole the page lies, and the way to the pages beside it.
#[component]
pub fn Pager() -> impl IntoView {
    let (people, speech) = (People::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let range = move || {
        let shown = people.rows.with(Vec::len) as i32;
        let from = people.listing.with(|listing| listing.position.first_row());
        let total = people.total.get();
        match (shown, from) {
            (0, _) => String::new(),
            // A URL from elsewhere need not know where its page lies.
            (_, from) if from < 1 => words.some_of(&speech.number(shown), &speech.number(total)),
            _ => words.range(
                &speech.number(from),
                &speech.number(from + shown - 1),
                &speech.number(total),
            ),
        }
    };
    let previous = move |_| turn(people, false);
    let next = move |_| turn(people, true);
    let alone = move || {
        people
            .page_info
            .with(|info| !info.has_next_page && !info.has_previous_page)
    };
    view! {
        <nav class="pager" aria-label=words.pages()>
            <p class="num muted">{range}</p>
            <button type="button" class="button" hidden=alone disabled=move || !people.page_info.with(|info| info.has_previous_page) on:click=previous>
                    <Draw icon=Icon::ChevronLeft /> {words.previous()}
                </button>
                <button type="button" class="button" hidden=alone disabled=move || !people.page_info.with(|info| info.has_next_page) on:click=next>
                    {words.next()} <Draw icon=Icon::ChevronRight />
                </button>
        </nav>
    }
}

/// Turns the page and shows its head.
fn turn(people: People, forward: bool) {
    let mut listing = people.listing.get_untracked();
    let info = people.page_info.get_untracked();
    let from = listing.position.first_row();
    listing.position = match (forward, info.start_cursor, info.end_cursor) {
        (true, _, Some(cursor)) => {
            Position::After(cursor, from + people.rows.with_untracked(Vec::len) as i32)
        }
        (false, Some(_), _) if from == PAGE + 1 => Position::Start,
        (false, Some(cursor), _) => Position::Before(cursor, (from - PAGE).max(1)),
        _ => return,
    };
    people.show(&listing);
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Chooses everyone the filter finds.
pub fn select_all_matching(people: People) {
    let filter = people
        .listing
        .with_untracked(|listing| listing.filter.clone());
    let total = people.total.get_untracked();
    people.selection.set(Selection::AllMatching {
        filter: filter.clone(),
        total,
        counts: None,
        except: Vec::new(),
    });
    leptos::task::spawn_local(async move {
        let Ok(counted) = crate::api::users::eligible(filter.clone()).await else {
            return;
        };
        people.selection.update(|selection| {
            if let Selection::AllMatching {
                filter: chosen,
                counts,
                ..
            } = selection
                && *chosen == filter
            {
                *counts = Some(counted);
            }
        });
    });
}

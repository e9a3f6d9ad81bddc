//! The other filters: a panel to choose from, and what is chosen as words that can be taken back one by one.

use leptos::prelude::*;

use super::listing::{has, toggle};
use super::names::InUrl;
use super::people::People;
use crate::api::organization::Organization;
use crate::api::values::{Channel, InvitationState, Role, UserFilter, UserSource};
use crate::components::fresh_id;
use crate::components::icon::{Draw, Icon};
use crate::components::menu::opens;
use crate::locales::{Speech, users::UsersWords, values::ValueWords};
use crate::pages::frame::session::Session;

/// One condition of a filter, with its words and the way to add or remove it.
#[derive(Clone)]
pub struct Condition {
    /// What it is about: *Team*.
    pub about: &'static str,
    /// What it asks for: *Support*.
    pub value: String,
    holds: fn(&UserFilter, &Key) -> bool,
    change: fn(&mut UserFilter, Key),
    key: Key,
}

/// What a condition asks for.
#[derive(Clone, PartialEq)]
enum Key {
    Id(cynic::Id),
    Role(Role),
    Source(UserSource),
    Channel(Channel),
}

impl Condition {
    /// Whether it is part of a filter.
    pub fn is_in(&self, filter: &UserFilter) -> bool {
        (self.holds)(filter, &self.key)
    }

    /// Adds it to a filter or removes it.
    pub fn toggle(&self, filter: &mut UserFilter) {
        (self.change)(filter, self.key.clone());
    }
}

/// Declares how one field of a filter holds a kind of key.
macro_rules! conditions {
    ($variant:ident in $field:ident: $about:expr, $values:expr) => {
        $values.map(|(key, value)| Condition {
            about: $about,
            value,
            holds: |filter, key| matches!(key, Key::$variant(key) if has(&filter.$field, key)),
            change: |filter, key| {
                if let Key::$variant(key) = key {
                    toggle(&mut filter.$field, key);
                }
            },
            key: Key::$variant(key),
        })
    };
}

/// Every condition there is in this organisation, by what it is about.
pub fn all(organization: Option<&Organization>, speech: Speech) -> Vec<Vec<Condition>> {
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let teams = organization
        .map(|organization| organization.teams.nodes.clone())
        .unwrap_or_default();
    let products = organization
        .map(|organization| organization.products.clone())
        .unwrap_or_default();
    let teams = teams.into_iter().map(|team| (team.id, team.name));
    let products = products
        .into_iter()
        .map(|product| (product.id, product.name));
    let roles = Role::NAMES
        .iter()
        .map(|(role, _)| (*role, values.role(*role).to_owned()));
    let sources = UserSource::NAMES
        .iter()
        .map(|(source, _)| (*source, values.source(*source).to_owned()));
    let channels = Channel::NAMES
        .iter()
        .map(|(channel, _)| (*channel, values.channel(*channel).to_owned()));
    vec![
        conditions!(Id in team_ids: words.team(), teams).collect(),
        conditions!(Id in product_ids: words.product(), products).collect(),
        conditions!(Role in role: words.role(), roles).collect(),
        conditions!(Channel in channel: words.invited_by_channel(), channels).collect(),
        conditions!(Source in source: words.source(), sources).collect(),
    ]
}

/// The conditions of a filter in words, as *Team: Support*; with the status chips and the search too.
pub fn in_words(
    filter: &UserFilter,
    organization: Option<&Organization>,
    speech: Speech,
) -> String {
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let mut said: Vec<String> = Vec::new();
    if let Some(search) = &filter.search {
        said.push(words.searched(search));
    }
    if filter.invitation_state == Some(vec![InvitationState::Expired]) {
        said.push(words.expired().to_owned());
    } else if filter.delivery_state.is_some() {
        said.push(words.undelivered().to_owned());
    } else {
        said.extend(
            filter
                .status
                .iter()
                .flatten()
                .map(|status| values.status(*status).to_owned()),
        );
    }
    let conditions = all(organization, speech).into_iter().flatten();
    said.extend(
        conditions
            .filter(|condition| condition.is_in(filter))
            .map(|condition| words.pair(condition.about, &condition.value)),
    );
    speech.list(&said)
}

/// The button *Add a filter* and its panel.
#[component]
pub fn FilterPanel() -> impl IntoView {
    let (people, session, speech) = (People::expect(), Session::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let (id, heading) = (fresh_id("filters"), fresh_id("filters-title"));
    let labelled_by = heading.clone();
    // A box for each team: made when they are asked for, not with the page.
    let open = RwSignal::new(false);
    let groups = move || {
        let organization = session.organization().get();
        open.get().then(|| {
            all(organization.as_ref(), speech)
                .into_iter()
                .filter(|group| !group.is_empty())
                .map(|group| view! { <Group conditions=group people=people /> })
                .collect_view()
        })
    };
    view! {
        <button type="button" class="button" popovertarget=id.clone()>
            <Draw icon=Icon::Filter /> {words.add_filter()}
        </button>
        <div id=id class="menu panel" popover="auto" role="dialog" aria-labelledby=labelled_by on:beforetoggle=move |event| open.set(opens(&event))>
            <h2 id=heading class="sr">{words.add_filter()}</h2>
            {groups}
        </div>
    }
}

#[component]
fn Group(conditions: Vec<Condition>, people: People) -> impl IntoView {
    let about = conditions.first().map(|condition| condition.about);
    let boxes = conditions
        .into_iter()
        .map(|condition| {
            let id = fresh_id("filter");
            let label = condition.value.clone();
            let ticked = {
                let condition = condition.clone();
                move || {
                    people
                        .listing
                        .with(|listing| condition.is_in(&listing.filter))
                }
            };
            let change = move |_| {
                let listing = people.listing.get_untracked();
                people.show(&listing.filtered(|filter| condition.toggle(filter)));
            };
            view! {
                <div class="check">
                    <input id=id.clone() type="checkbox" prop:checked=ticked on:change=change />
                    <label for=id>{label}</label>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset><legend class="menu-title">{about}</legend>{boxes}</fieldset> }
}

/// What is chosen, each with a way to take it back, and a way to take all of it back.
#[component]
pub fn Pills() -> impl IntoView {
    let (people, session, speech) = (People::expect(), Session::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let chosen = move || {
        let organization = session.organization().get();
        let filter = people.listing.with(|listing| listing.filter.clone());
        let conditions = all(organization.as_ref(), speech).into_iter().flatten();
        conditions
            .filter(|condition| condition.is_in(&filter))
            .collect::<Vec<_>>()
    };
    let pill = move |condition: Condition| {
        let text = words.pair(condition.about, &condition.value);
        let label = words.remove_filter(&text);
        let remove = move |_| {
            people.show(
                &people
                    .listing
                    .get_untracked()
                    .filtered(|filter| condition.toggle(filter)),
            );
        };
        view! { <button type="button" class="chip pill" aria-label=label on:click=remove>{text} <Draw icon=Icon::Close /></button> }
    };
    let unfiltered = move || {
        people
            .listing
            .with(|listing| listing.filter == UserFilter::default())
    };
    let clear = move |_| {
        people.show(
            &people
                .listing
                .get_untracked()
                .filtered(|filter| *filter = UserFilter::default()),
        )
    };
    view! {
        {move || chosen().into_iter().map(pill).collect_view()}
        <button type="button" class="button quiet" hidden=unfiltered on:click=clear>{words.clear_filters()}</button>
    }
}

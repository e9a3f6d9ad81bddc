//! Who stands where, with numbers: one press filters, another takes it back.

use leptos::prelude::*;

use super::listing::{has, toggle};
use super::people::People;
use crate::api::users::Counts;
use crate::api::values::{DeliveryState, InvitationState, UserFilter, UserStatus};
use crate::locales::{Speech, users::UsersWords, values::ValueWords};

/// The statuses, in the order in which a person goes through them.
const STATUSES: [UserStatus; 4] = [
    UserStatus::Created,
    UserStatus::Invited,
    UserStatus::Active,
    UserStatus::Deactivated,
];

/// The row of chips.
#[component]
pub fn Chips() -> impl IntoView {
    let speech = Speech::expect();
    let (words, values) = (speech.words(UsersWords), speech.words(ValueWords));
    let statuses = STATUSES.map(|status| {
        view! {
            <Chip
                label=values.status(status)
                count=move |counts| counts.of(status)
                pressed=move |filter| stands_alone(filter) && has(&filter.status, &status)
                press=move |filter| {
                    if !stands_alone(filter) {
                        clear(filter);
                    }
                    toggle(&mut filter.status, status);
                } />
        }
    });
    view! {
        <div class="chips" role="group" aria-label=words.by_status()>
            <Chip
                label=words.everyone()
                count=|counts| counts.total
                pressed=|filter| stands_alone(filter) && filter.status.is_none()
                press=clear />
            {statuses.collect_view()}
            <span class="rule" aria-hidden="true"></span>
            <Chip
                label=words.expired()
                alert=true
                count=|counts| counts.expired
                pressed=|filter| filter.invitation_state.is_some()
                press=|filter| {
                    let pressed = filter.invitation_state.is_some();
                    clear(filter);
                    if !pressed {
                        filter.status = Some(vec![UserStatus::Invited]);
                        filter.invitation_state = Some(vec![InvitationState::Expired]);
                    }
                } />
            <Chip
                label=words.undelivered()
                alert=true
                count=|counts| counts.undelivered
                pressed=|filter| filter.delivery_state.is_some()
                press=|filter| {
                    let pressed = filter.delivery_state.is_some();
                    clear(filter);
                    if !pressed {
                        filter.status = Some(vec![UserStatus::Invited]);
                        filter.delivery_state = Some(DeliveryState::UNDELIVERED.to_vec());
                    }
                } />
        </div>
    }
}

#[component]
fn Chip(
    label: &'static str,
    /// Its number is a reason to come here.
    #[prop(optional)]
    alert: bool,
    count: impl Fn(&Counts) -> i32 + Send + Sync + Copy + 'static,
    pressed: impl Fn(&UserFilter) -> bool + Send + Sync + Copy + 'static,
    press: impl Fn(&mut UserFilter) + Send + Sync + Copy + 'static,
) -> impl IntoView {
    let (people, speech) = (People::expect(), Speech::expect());
    let count = Memo::new(move |_| people.counts.with(|counts| counts.as_ref().map(count)));
    let is_pressed = move || people.listing.with(|listing| pressed(&listing.filter));
    let is_alert = move || alert && count.get().is_some_and(|count| count > 0);
    view! {
        <button type="button" class="chip" class:alert=is_alert
            aria-pressed=move || is_pressed().to_string()
            on:click=move |_| people.show(&people.listing.get_untracked().filtered(press))>
            {label} " "
            <span class="num">{move || count.get().map(|count| speech.number(count))}</span>
        </button>
    }
}

/// Whether neither *Expired* nor *Undelivered* is pressed.
fn stands_alone(filter: &UserFilter) -> bool {
    filter.invitation_state.is_none() && filter.delivery_state.is_none()
}

fn clear(filter: &mut UserFilter) {
    (
        filter.status,
        filter.invitation_state,
        filter.delivery_state,
    ) = (None, None, None);
}

//! Who stands where, with numbers: one press filters, another takes it back.

use leptos::prelude::*;

use super::listing::{has, toggle};
use super::people::People;
use crate::api::users::Counts;
use crate::api::values::{DeliveryState, InvitationState, UserFilter, UserStatus};
use crate::locales::{Speech, users::UsersWords, values::ValueWords};

/// A group of people that has a chip.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bucket {
    Everyone,
    Status(UserStatus),
    Expired,
    Undelivered,
}

/// The chips, statuses in the order in which a person goes through them.
const BUCKETS: [Bucket; 7] = [
    Bucket::Everyone,
    Bucket::Status(UserStatus::Created),
    Bucket::Status(UserStatus::Invited),
    Bucket::Status(UserStatus::Active),
    Bucket::Status(UserStatus::Deactivated),
    Bucket::Expired,
    Bucket::Undelivered,
];

impl Bucket {
    /// Whether its number is a reason to come here.
    fn is_trouble(self) -> bool {
        matches!(self, Self::Expired | Self::Undelivered)
    }

    fn label(self, speech: Speech) -> &'static str {
        let words = speech.words(UsersWords);
        match self {
            Self::Everyone => words.everyone(),
            Self::Status(status) => speech.words(ValueWords).status(status),
            Self::Expired => words.expired(),
            Self::Undelivered => words.undelivered(),
        }
    }

    fn count(self, counts: &Counts) -> i32 {
        match self {
            Self::Everyone => counts.total,
            Self::Status(status) => counts.of(status),
            Self::Expired => counts.expired,
            Self::Undelivered => counts.undelivered,
        }
    }

    fn is_pressed(self, filter: &UserFilter) -> bool {
        let trouble = filter.invitation_state.is_some() || filter.delivery_state.is_some();
        match self {
            Self::Everyone => !trouble && filter.status.is_none(),
            Self::Status(status) => !trouble && has(&filter.status, &status),
            Self::Expired => filter.invitation_state.is_some(),
            Self::Undelivered => filter.delivery_state.is_some(),
        }
    }

    /// Statuses add up; the two troubles, and everyone, stand alone.
    fn press(self, filter: &mut UserFilter) {
        let pressed = self.is_pressed(filter);
        let statuses = filter.status.take();
        let trouble =
            filter.invitation_state.take().is_some() | filter.delivery_state.take().is_some();
        match self {
            Self::Status(status) => {
                filter.status = statuses.filter(|_| !trouble);
                toggle(&mut filter.status, status);
            }
            _ if pressed => {}
            Self::Everyone => {}
            Self::Expired => {
                filter.status = Some(vec![UserStatus::Invited]);
                filter.invitation_state = Some(vec![InvitationState::Expired]);
            }
            Self::Undelivered => {
                filter.status = Some(vec![UserStatus::Invited]);
                filter.delivery_state = Some(DeliveryState::UNDELIVERED.to_vec());
            }
        }
    }
}

/// The row of chips.
#[component]
pub fn Chips() -> impl IntoView {
    let words = Speech::expect().words(UsersWords);
    let chips = BUCKETS.map(|bucket| view! { <Chip bucket=bucket /> });
    view! { <div class="chips" role="group" aria-label=words.by_status()>{chips.collect_view()}</div> }
}

#[component]
fn Chip(bucket: Bucket) -> impl IntoView {
    let (people, speech) = (People::expect(), Speech::expect());
    let count = move || {
        people
            .counts
            .with(|counts| counts.as_ref().map(|counts| bucket.count(counts)))
    };
    let class = move || match count() {
        Some(1..) if bucket.is_trouble() => "chip alert",
        _ => "chip",
    };
    let pressed = move || {
        let pressed = people
            .listing
            .with(|listing| bucket.is_pressed(&listing.filter));
        if pressed { "true" } else { "false" }
    };
    let press = move |_| {
        let listing = people.listing.get_untracked();
        people.show(&listing.filtered(|filter| bucket.press(filter)));
    };
    view! {
        <button type="button" class=class aria-pressed=pressed on:click=press>
            {bucket.label(speech)} " "
            <span class="num">{move || count().map(|count| speech.number(count))}</span>
        </button>
    }
}

//! What a deed will make of a person, shown before the server has answered, and taken back when it refuses.

use leptos::prelude::*;

use super::people::{People, Row};
use super::selection::ManyDeed;
use crate::api::users::Person;
use crate::api::values::{DateTime, DeliveryState, InvitationState, UserStatus};
use crate::browser;
use crate::components::time::iso;

/// A row that shows what is expected.
pub struct Foreseen {
    row: Row,
    before: Person,
    expected: Person,
}

impl Foreseen {
    /// Shows in the person's row what a deed will make of them; a new link would live so many hours. Nothing when they have no
    /// row.
    pub fn of(people: People, person: &Person, deed: ManyDeed, hours: i32) -> Option<Self> {
        let row = people.row(&person.id)?;
        let foreseen = Self {
            row,
            before: person.clone(),
            expected: expected(person, deed, hours),
        };
        foreseen.row.renew(foreseen.expected.clone(), false);
        Some(foreseen)
    }

    /// The answer is there: what is not in it stands as before, unless something else was heard meanwhile.
    pub fn take_back(self) {
        let Self {
            row,
            before,
            expected,
        } = self;
        if row.person.with_untracked(|person| *person == expected) {
            row.renew(before, false);
        }
    }
}

fn expected(person: &Person, deed: ManyDeed, hours: i32) -> Person {
    let mut expected = person.clone();
    // Until the answer is there nothing of the kind can be done.
    expected.viewer_can_invite = false;
    expected.viewer_can_remind = false;
    expected.viewer_can_revoke = false;
    let open = deed != ManyDeed::Revoke;
    expected.status = if open {
        UserStatus::Invited
    } else {
        UserStatus::Created
    };
    if let Some(invitation) = &mut expected.invitation {
        invitation.state = InvitationState::Revoked;
        if open {
            invitation.state = InvitationState::Pending;
            invitation.delivery.state = DeliveryState::Queued;
            invitation.expires_at = DateTime(iso(browser::now() + f64::from(hours) * 3_600_000.0));
        }
    }
    expected
}

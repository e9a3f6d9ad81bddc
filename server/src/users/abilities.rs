//! What the viewer may do to a person now: draws the menu, so that nobody has to know the rules twice.
//!
//! The deeds decide for themselves, under a lock. Here stands what they will answer as far as the row tells; that the last
//! owner must stay is left to them.

use entity::{Role, UserId, UserStatus, user};

use crate::access::Viewer;

/// Who looks.
#[derive(Clone, Debug)]
pub struct Looker {
    id: UserId,
    role: Role,
}

impl From<&Viewer> for Looker {
    fn from(viewer: &Viewer) -> Self {
        Self {
            id: viewer.id().clone(),
            role: viewer.role(),
        }
    }
}

impl From<&user::Model> for Looker {
    fn from(user: &user::Model) -> Self {
        Self {
            id: user.id.clone(),
            role: user.role,
        }
    }
}

/// What of a person decides what may be done to them.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Who they are.
    pub id: &'a str,
    /// What they may do themselves.
    pub role: Role,
    /// Where they stand.
    pub status: UserStatus,
    /// Whether a channel reaches them that sends now; no deed but one that writes to them asks.
    pub reached: bool,
}

/// A deed that a menu offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Invite them.
    Invite,
    /// Write to them again.
    Remind,
    /// Take their invitation back.
    Revoke,
    /// Change their profile.
    Edit,
    /// Deactivate them.
    Deactivate,
    /// Let them in again.
    Reactivate,
    /// Delete them.
    Delete,
}

impl Ability {
    /// Whether it writes to them.
    #[must_use]
    pub fn writes(self) -> bool {
        matches!(self, Self::Invite | Self::Remind)
    }
}

impl Looker {
    /// Whether they may.
    #[must_use]
    pub fn may(&self, ability: Ability, person: Looked<'_>) -> bool {
        let themselves = self.id.as_str() == person.id;
        if self.role < Role::Admin {
            return themselves && ability == Ability::Edit;
        }
        let reached = person.role <= self.role;
        match ability {
            Ability::Invite => reached && person.status == UserStatus::Created && person.reached,
            Ability::Remind => person.status == UserStatus::Invited && person.reached,
            Ability::Revoke => person.status == UserStatus::Invited,
            Ability::Edit => reached,
            Ability::Deactivate => {
                reached && !themselves && person.status != UserStatus::Deactivated
            }
            Ability::Reactivate => reached && person.status == UserStatus::Deactivated,
            Ability::Delete => reached && person.status != UserStatus::Active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::Timestamp;

    fn id(n: u8) -> UserId {
        UserId::new(Timestamp::from_millis(1), [n; 10])
    }

    fn may(role: Role, ability: Ability, status: UserStatus) -> bool {
        let looked = id(2);
        let person = Looked {
            id: looked.as_str(),
            role: Role::Admin,
            status,
            reached: true,
        };
        Looker { id: id(1), role }.may(ability, person)
    }

    #[test]
    fn each_status_offers_what_its_deeds_accept() {
        use Ability::{Deactivate, Delete, Edit, Invite, Reactivate, Remind, Revoke};
        for (status, offered) in [
            (UserStatus::Created, vec![Invite, Edit, Deactivate, Delete]),
            (
                UserStatus::Invited,
                vec![Remind, Revoke, Edit, Deactivate, Delete],
            ),
            (UserStatus::Active, vec![Edit, Deactivate]),
            (UserStatus::Deactivated, vec![Edit, Reactivate, Delete]),
        ] {
            for ability in [Invite, Remind, Revoke, Edit, Deactivate, Reactivate, Delete] {
                let expected = offered.contains(&ability);
                assert_eq!(
                    may(Role::Owner, ability, status),
                    expected,
                    "{ability:?} when {status:?}"
                );
                assert!(!may(Role::Member, ability, status), "a member: {ability:?}");
            }
        }
    }

    #[test]
    fn members_edit_themselves_and_nobody_is_offered_their_own_end() {
        let me = id(1);
        let myself = |role| Looked {
            id: me.as_str(),
            role,
            status: UserStatus::Active,
            reached: true,
        };
        let looker = |role| Looker { id: id(1), role };
        assert!(looker(Role::Member).may(Ability::Edit, myself(Role::Member)));
        assert!(!looker(Role::Owner).may(Ability::Deactivate, myself(Role::Owner)));
        assert!(!looker(Role::Owner).may(Ability::Delete, myself(Role::Owner)));
    }

    #[test]
    fn an_administrator_does_not_reach_an_owner() {
        let owner = id(3);
        let person = Looked {
            id: owner.as_str(),
            role: Role::Owner,
            status: UserStatus::Active,
            reached: true,
        };
        let admin = Looker {
            id: id(1),
            role: Role::Admin,
        };
        assert!(!admin.may(Ability::Edit, person) && !admin.may(Ability::Deactivate, person));
    }
}

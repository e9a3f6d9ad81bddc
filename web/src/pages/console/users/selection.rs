//! Which people are ticked. Never in the address bar: a copied URL must not carry a deed half prepared.

use crate::api::invitations::{MatchingUsers, UserSelection};
use crate::api::users::{Counts, Person};
use crate::api::values::UserFilter;

/// A ticked person with what could be done for them, kept because they may be on another page by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticked {
    id: cynic::Id,
    remindable: bool,
    revocable: bool,
}

impl Ticked {
    fn of(person: &Person) -> Self {
        Self {
            id: person.id.clone(),
            remindable: person.viewer_can_remind,
            revocable: person.viewer_can_revoke,
        }
    }
}

/// The selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Selection {
    /// Nobody.
    #[default]
    Nobody,
    /// Exactly these.
    These(Vec<Ticked>),
    /// Everyone the filter finds, except some.
    AllMatching {
        /// Whom the filter finds.
        filter: UserFilter,
        /// How many that were when it was chosen.
        total: i32,
        /// How many of them can be reminded or revoked, once counted.
        counts: Option<Counts>,
        /// Unticked since.
        except: Vec<Ticked>,
    },
}

impl Selection {
    /// Whether this person is ticked.
    pub fn has(&self, id: &cynic::Id) -> bool {
        match self {
            Self::Nobody => false,
            Self::These(ticked) => ticked.iter().any(|one| one.id == *id),
            Self::AllMatching { except, .. } => !except.iter().any(|one| one.id == *id),
        }
    }

    /// Ticks or unticks people.
    pub fn set(&mut self, people: &[Person], ticked: bool) {
        if let Self::Nobody = self {
            *self = Self::These(Vec::new());
        }
        let (list, listed) = match self {
            Self::These(list) => (list, ticked),
            Self::AllMatching { except, .. } => (except, !ticked),
            Self::Nobody => return,
        };
        for person in people {
            list.retain(|one| one.id != person.id);
            if listed {
                list.push(Ticked::of(person));
            }
        }
        if matches!(self, Self::These(list) if list.is_empty()) || self.count() == 0 {
            *self = Self::Nobody;
        }
    }

    /// How many are ticked.
    pub fn count(&self) -> i32 {
        match self {
            Self::Nobody => 0,
            Self::These(ticked) => ticked.len() as i32,
            Self::AllMatching { total, except, .. } => total - except.len() as i32,
        }
    }

    /// How many of them can be reminded; unknown until counted.
    pub fn remindable(&self) -> Option<i32> {
        self.eligible(|ticked| ticked.remindable, |counts| counts.remindable)
    }

    /// How many of their invitations can be revoked; unknown until counted.
    pub fn revocable(&self) -> Option<i32> {
        self.eligible(|ticked| ticked.revocable, |counts| counts.revocable)
    }

    fn eligible(
        &self,
        can: impl Fn(&Ticked) -> bool,
        counted: impl Fn(&Counts) -> i32,
    ) -> Option<i32> {
        let among = |list: &[Ticked]| list.iter().filter(|one| can(one)).count() as i32;
        match self {
            Self::Nobody => Some(0),
            Self::These(ticked) => Some(among(ticked)),
            Self::AllMatching { counts, except, .. } => counts
                .as_ref()
                .map(|counts| counted(counts) - among(except)),
        }
    }

    /// As the contract takes it.
    pub fn to_input(&self) -> UserSelection {
        let ids = |list: &[Ticked]| list.iter().map(|one| one.id.clone()).collect();
        match self {
            Self::Nobody => UserSelection {
                ids: Some(Vec::new()),
                matching: None,
            },
            Self::These(ticked) => UserSelection {
                ids: Some(ids(ticked)),
                matching: None,
            },
            Self::AllMatching { filter, except, .. } => UserSelection {
                ids: None,
                matching: Some(MatchingUsers {
                    filter: filter.clone(),
                    except: Some(ids(except)),
                    expected_count: self.count(),
                }),
            },
        }
    }
}

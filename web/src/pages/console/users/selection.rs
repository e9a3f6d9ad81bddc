//! Which people are ticked. Never in the address bar: a copied URL must not carry a deed half prepared.

use super::deeds::Deed;
use crate::api::invitations::{
    ManyOutcome, MatchingUsers, UserSelection, bulk_invite, revoke_invitation, send_reminder,
};
use crate::api::users::{Eligible, Person};
use crate::api::values::{Channel, Locale, UserFilter, UserStatus};
use crate::locales::Language;

/// A ticked person with what could be done for them, kept because they may be on another page by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticked {
    id: cynic::Id,
    locale: Locale,
    channel: Option<Channel>,
    invitable: bool,
    remindable: bool,
    revocable: bool,
}

/// What can be done for everyone who is ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManyDeed {
    /// Invite them.
    Invite,
    /// Remind them.
    Remind,
    /// Take their invitations back.
    Revoke,
}

impl ManyDeed {
    /// Does it to these people; an invitation goes by a channel, or as each can be reached.
    pub fn to(
        self,
        users: UserSelection,
        channel: Option<Channel>,
        note: Option<String>,
    ) -> Deed<ManyOutcome> {
        match self {
            Self::Invite => Box::pin(bulk_invite(users, channel, note)),
            Self::Remind => Box::pin(send_reminder(users, note)),
            Self::Revoke => Box::pin(revoke_invitation(users)),
        }
    }

    fn can(self, ticked: &Ticked) -> bool {
        match self {
            Self::Invite => ticked.invitable,
            Self::Remind => ticked.remindable,
            Self::Revoke => ticked.revocable,
        }
    }

    fn counted(self, counts: &Eligible) -> i32 {
        match self {
            Self::Invite => counts.invitable,
            Self::Remind => counts.remindable,
            Self::Revoke => counts.revocable,
        }
    }
}

impl Ticked {
    fn of(person: &Person) -> Self {
        Self {
            id: person.id.clone(),
            locale: person.locale.clone(),
            channel: person.reached_by,
            invitable: person.viewer_can_invite,
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
        /// For how many of them what can be done, once counted.
        counts: Option<Eligible>,
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

    /// For how many of them a deed can be done; unknown until counted.
    pub fn eligible(&self, deed: ManyDeed) -> Option<i32> {
        let among = |list: &[Ticked]| list.iter().filter(|one| deed.can(one)).count() as i32;
        match self {
            Self::Nobody => Some(0),
            Self::These(ticked) => Some(among(ticked)),
            Self::AllMatching { counts, except, .. } => counts
                .as_ref()
                .map(|counts| deed.counted(counts) - among(except)),
        }
    }

    /// For how many of them a deed can be done who are written to in a language.
    pub fn eligible_in(&self, deed: ManyDeed, language: Language) -> i32 {
        self.eligible_who(deed, |locale, _| {
            Language::from_tag(&locale.0) == Some(language)
        })
    }

    /// For how many of them a deed can be done who are written to by a channel.
    pub fn eligible_by(&self, deed: ManyDeed, channel: Channel) -> i32 {
        self.eligible_who(deed, |_, by| by == Some(channel))
    }

    fn eligible_who(
        &self,
        deed: ManyDeed,
        are_meant: impl Fn(&Locale, Option<Channel>) -> bool,
    ) -> i32 {
        let among = |list: &[Ticked]| {
            let them = list.iter().filter(|one| deed.can(one));
            them.filter(|one| are_meant(&one.locale, one.channel))
                .count() as i32
        };
        let status = if deed == ManyDeed::Invite {
            UserStatus::Created
        } else {
            UserStatus::Invited
        };
        match self {
            Self::Nobody => 0,
            Self::These(ticked) => among(ticked),
            Self::AllMatching { counts, except, .. } => {
                let reachable = counts.iter().flat_map(|counts| &counts.reachable);
                let all: i32 = reachable
                    .filter(|some| some.status == status)
                    .filter(|some| are_meant(&some.locale, Some(some.channel)))
                    .map(|some| some.count)
                    .sum();
                all - among(except)
            }
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

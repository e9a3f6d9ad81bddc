//! Judging each member of a workspace against the people who are there: by Slack's id first, then by address.

use std::collections::{HashMap, HashSet};

use entity::{EmailAddress, SlackReason, SlackRowClass, UserStatus, slack_member};

use super::verdict::{Change, Deed, Somebody, Verdict, about, of, skipped, unchanged};
use crate::{
    access::Admin,
    slack_api::{Member, directory::Directory},
    text,
};

/// Everything that is known before the judging begins.
pub(super) struct Bench<'a> {
    pub(super) admin: &'a Admin,
    pub(super) team_id: &'a str,
    pub(super) directory: &'a Directory,
    people: Vec<Somebody>,
    by_slack: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
    known: HashMap<String, slack_member::Model>,
    /// Addresses that somebody of this synchronisation has already.
    taken: HashSet<String>,
}

/// What a member says of themselves, read.
struct Claims {
    email: EmailAddress,
    full_name: Option<String>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(
        admin: &'a Admin,
        team_id: &'a str,
        directory: &'a Directory,
        people: Vec<Somebody>,
        known: Vec<slack_member::Model>,
    ) -> Self {
        let place = |(place, key): (usize, Option<&String>)| Some((key?.clone(), place));
        let by = |key: fn(&Somebody) -> Option<&String>| {
            people
                .iter()
                .map(key)
                .enumerate()
                .filter_map(place)
                .collect()
        };
        Self {
            admin,
            team_id,
            directory,
            by_slack: by(|person| person.slack_id.as_ref()),
            by_email: by(|person| person.email_key.as_ref()),
            known: known
                .into_iter()
                .map(|member| (member.slack_id.clone(), member))
                .collect(),
            people,
            taken: HashSet::new(),
        }
    }

    /// How many people are known from the workspace.
    pub(super) fn recognised(&self) -> usize {
        self.by_slack.len()
    }

    /// Judges everyone who was chosen, and everyone who is missing.
    pub(super) fn judge(mut self) -> Vec<Verdict> {
        let directory = self.directory;
        let (recognised, others): (Vec<&Member>, Vec<&Member>) = directory
            .chosen()
            .into_iter()
            .partition(|member| self.by_slack.contains_key(&member.id));
        let mut verdicts = Vec::new();
        // Whoever is recognised comes first: of two with one address, the one who has it here keeps it.
        for member in recognised.into_iter().chain(others) {
            verdicts.push(self.member(member));
        }
        verdicts.extend(directory.strangers().into_iter().map(|id| Verdict {
            slack_id: id.to_owned(),
            ..skipped(None, SlackReason::Stranger)
        }));
        let missing = self
            .by_slack
            .iter()
            .filter(|(id, _)| !directory.is_chosen(id) || directory.member(id).is_none());
        verdicts
            .extend(missing.filter_map(|(id, place)| self.missing(id, &self.people[*place], None)));
        // Whoever is recognised under another id is missing under none.
        let anew = |verdict: &Verdict| match &verdict.deed {
            Deed::Change(change) if change.recognise => Some(change.before.id.clone()),
            _ => None,
        };
        let anew: HashSet<_> = verdicts.iter().filter_map(anew).collect();
        let is_found =
            |verdict: &Verdict| verdict.user_id.as_ref().is_some_and(|id| anew.contains(id));
        verdicts.retain(|verdict| verdict.class != SlackRowClass::Missing || !is_found(verdict));
        verdicts
    }

    fn member(&mut self, member: &Member) -> Verdict {
        let person = self
            .by_slack
            .get(&member.id)
            .map(|place| self.people[*place].clone());
        let nobody = member.is_nobody(self.team_id);
        if let Some(reason) = nobody {
            let is_gone = !matches!(reason, SlackReason::NoEmail | SlackReason::EmailUnconfirmed);
            return match person.filter(|_| is_gone) {
                Some(person) => self
                    .missing(&member.id, &person, Some((member, reason)))
                    .unwrap_or_else(|| unchanged(member, &person)),
                None => skipped(Some(member), reason),
            };
        }
        let Some(email) = member
            .email()
            .and_then(|email| EmailAddress::parse(email).ok())
        else {
            return skipped(Some(member), SlackReason::InvalidEmail);
        };
        if !self.taken.insert(email.key().to_owned()) {
            return skipped(Some(member), SlackReason::SameEmail);
        }
        let full_name = member
            .full_name()
            .and_then(|name| text::line(name, text::LONGEST_NAME).ok());
        let said = Claims { email, full_name };
        if let Some(person) = person {
            return self.recognised_member(member, person, said);
        }
        match self.by_email.get(said.email.key()) {
            Some(place) => self.found_by_address(member, self.people[*place].clone(), said),
            None if self
                .known
                .get(&member.id)
                .is_some_and(|known| known.user_id.is_none()) =>
            {
                skipped(Some(member), SlackReason::DeletedHere)
            }
            None => Verdict {
                class: SlackRowClass::New,
                remember: Some((said.email.key().to_owned(), said.full_name.clone())),
                deed: Deed::Add {
                    email: said.email,
                    full_name: said.full_name,
                    locale: member.locale().map(str::to_owned),
                },
                ..about(Some(member))
            },
        }
    }

    /// Somebody whom Slack's id names: what changed there since last time changes here, unless a hand was quicker.
    fn recognised_member(&self, member: &Member, person: Somebody, said: Claims) -> Verdict {
        if person.status == UserStatus::Deactivated {
            return of(&person, skipped(Some(member), SlackReason::DeactivatedHere));
        }
        let known = self.known.get(&member.id);
        let known_email = known.and_then(|known| known.email_key.as_deref());
        let known_name = known.and_then(|known| known.full_name.as_deref());
        let key = said.email.key();
        let renamed = known_email != Some(key) && person.email_key.as_deref() != Some(key);
        let named = said.full_name.is_some()
            && known_name != said.full_name.as_deref()
            && person.full_name != said.full_name;
        let was_missing = known.is_some_and(|known| known.missing_since.is_some());
        let differs =
            known_email != Some(key) || known_name != said.full_name.as_deref() || was_missing;
        let remember = differs.then(|| (key.to_owned(), said.full_name.clone()));
        if !renamed && !named {
            return Verdict {
                remember,
                ..unchanged(member, &person)
            };
        }
        if !self.admin.reaches(person.role) {
            return of(&person, skipped(Some(member), SlackReason::RoleAbove));
        }
        let free = !self.by_email.contains_key(key);
        let email_follows = renamed && known_email == person.email_key.as_deref();
        if email_follows && !free {
            return of(&person, skipped(Some(member), SlackReason::EmailTaken));
        }
        let name_follows =
            named && (person.full_name.is_none() || person.full_name.as_deref() == known_name);
        if !email_follows && !name_follows {
            let edited = skipped(Some(member), SlackReason::EditedHere);
            return Verdict {
                remember,
                ..of(&person, edited)
            };
        }
        let reason = ((renamed && !email_follows) || (named && !name_follows))
            .then_some(SlackReason::EditedHere);
        Verdict {
            class: SlackRowClass::Update,
            reason,
            remember,
            user_id: Some(person.id.clone()),
            deed: Deed::Change(Change {
                before: person,
                recognise: false,
                email: email_follows.then_some(said.email),
                full_name: said.full_name.filter(|_| name_follows),
            }),
            ..about(Some(member))
        }
    }

    /// Somebody who has the member's address: recognised from now on.
    fn found_by_address(&self, member: &Member, person: Somebody, said: Claims) -> Verdict {
        let refused = if person.status == UserStatus::Deactivated {
            Some(SlackReason::DeactivatedHere)
        } else if !self.admin.reaches(person.role) {
            Some(SlackReason::RoleAbove)
        } else if person
            .slack_id
            .as_deref()
            .is_some_and(|other| self.is_there(other))
        {
            Some(SlackReason::EmailTaken)
        } else {
            None
        };
        if let Some(reason) = refused {
            return of(&person, skipped(Some(member), reason));
        }
        Verdict {
            class: SlackRowClass::Update,
            remember: Some((said.email.key().to_owned(), said.full_name.clone())),
            user_id: Some(person.id.clone()),
            deed: Deed::Change(Change {
                recognise: true,
                email: None,
                full_name: said.full_name.filter(|_| person.full_name.is_none()),
                before: person,
            }),
            ..about(Some(member))
        }
    }

    /// Whether another account is a colleague's as well: a person who left and came back has two, of which one counts.
    fn is_there(&self, id: &str) -> bool {
        self.directory
            .member(id)
            .is_some_and(|member| member.is_nobody(self.team_id).is_none())
    }

    /// Somebody who came from the workspace and is not found in it any more. Whoever is deactivated here needs no review.
    fn missing(
        &self,
        id: &str,
        person: &Somebody,
        seen: Option<(&Member, SlackReason)>,
    ) -> Option<Verdict> {
        if person.status == UserStatus::Deactivated {
            return None;
        }
        let member = seen
            .map(|(member, _)| member)
            .or_else(|| self.directory.member(id));
        let reason = match (seen, member) {
            (Some((_, reason)), _) => reason,
            (None, Some(member)) => member
                .is_nobody(self.team_id)
                .unwrap_or(SlackReason::NotSelected),
            (None, None) => SlackReason::Absent,
        };
        let known = self.known.get(id);
        let is_first = known.is_none_or(|known| known.missing_since.is_none());
        Some(Verdict {
            slack_id: id.to_owned(),
            class: SlackRowClass::Missing,
            reason: Some(reason),
            full_name: person.full_name.clone(),
            email: person.email_key.clone(),
            user_id: Some(person.id.clone()),
            deed: if is_first { Deed::Miss } else { Deed::Nothing },
            remember: None,
        })
    }
}

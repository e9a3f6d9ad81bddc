//! People in the request: who is there already is invited as they are, the others are added first.

use std::collections::{HashMap, HashSet};

use entity::{EventKind, OutcomeCode, UserId, UserStatus, product_access, user};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};

use super::Deed;
use crate::{
    events::{self, Happening},
    invitations::{
        draft::Draft,
        hold_back::{Addressee, hold_back},
        ledger::Ledger,
        selection::{CHUNK, Chosen},
    },
    problem::{Code, DeedError, Problem},
    reach::Way,
    users::{
        self, Person,
        person::{CheckedPerson, Known},
    },
};

/// Somebody of the request, checked.
pub(super) struct Newcomer {
    line: i32,
    way: Way,
    pub(super) person: CheckedPerson,
}

impl Newcomer {
    fn address(&self) -> (Option<&str>, Option<&str>) {
        let person = &self.person;
        (
            person.email.as_ref().map(|email| email.key()),
            person.phone.as_ref().map(|phone| phone.as_str()),
        )
    }
}

impl Deed<'_> {
    /// Invites the people of the request, in its order where it matters: of two with one address the first is meant.
    pub(super) async fn invite_people(
        &self,
        people: Vec<Person>,
        ledger: &mut Ledger,
    ) -> Result<(), DeedError> {
        let known = Known::to(self.tx, self.admin, self.organization(), &people).await?;
        let newcomers = self.read(people, &known, ledger);
        let taken = self.taken(&newcomers).await?;
        let (mut there, mut own, mut fresh) = (Vec::new(), HashMap::new(), Vec::new());
        for newcomer in newcomers {
            let person = &newcomer.person;
            let (email, phone) = newcomer.address();
            let by_email = email.and_then(|key| taken.emails.get(key));
            let by_phone = phone.and_then(|number| taken.phones.get(number));
            match (by_email, by_phone) {
                (None, None) => fresh.push(newcomer),
                (Some(id), None) => {
                    there.push((id.clone(), newcomer.line));
                    own.extend(person.channel.map(|channel| (id.clone(), channel)));
                }
                (Some(id), Some(other)) if id == other => there.push((id.clone(), newcomer.line)),
                (_, Some(_)) if person.email.is_none() => {
                    there.extend(by_phone.map(|id| (id.clone(), newcomer.line)));
                }
                (_, Some(_)) => ledger.note(newcomer.line, OutcomeCode::DuplicateContact, None),
            }
        }
        // Who is there is locked before anybody is added, in the order in which every deed does both.
        self.invite_chosen(&Chosen::of(there), &own, ledger).await?;
        // In one order, so that two crowds with the same people cannot wait for each other.
        fresh.sort_by(|one, other| one.address().cmp(&other.address()));
        let mut fresh = fresh.into_iter().peekable();
        while fresh.peek().is_some() {
            let some = fresh.by_ref().take(CHUNK).collect();
            self.add(some, ledger).await?;
            ledger.write(self.tx).await?;
        }
        Ok(())
    }

    /// Checks everyone; what is wrong is noted.
    fn read(&self, people: Vec<Person>, known: &Known, ledger: &mut Ledger) -> Vec<Newcomer> {
        let (mut emails, mut phones) = (HashSet::new(), HashSet::new());
        let mut newcomers = Vec::with_capacity(people.len());
        for (line, person) in (1..).zip(people) {
            let checked = person
                .check_among(self.admin, known)
                .map_err(|problems| outcome(&problems))
                .and_then(|person| {
                    let way = self.way(person.channel, person.reach())?;
                    Ok((person, way))
                });
            let (person, way) = match checked {
                Ok(checked) => checked,
                Err(code) => {
                    ledger.note(line, code, None);
                    continue;
                }
            };
            let email = person.email.as_ref().map(|email| email.key().to_owned());
            let phone = person.phone.as_ref().map(|phone| phone.as_str().to_owned());
            let repeated = email.as_ref().is_some_and(|key| emails.contains(key))
                || phone.as_ref().is_some_and(|number| phones.contains(number));
            if repeated {
                ledger.note(line, OutcomeCode::DuplicateInRequest, None);
                continue;
            }
            emails.extend(email);
            phones.extend(phone);
            newcomers.push(Newcomer { line, way, person });
        }
        newcomers
    }

    /// Adds and invites some people whose addresses nobody has.
    async fn add(&self, some: Vec<Newcomer>, ledger: &mut Ledger) -> Result<(), DeedError> {
        let mut codes = vec![OutcomeCode::Invited; some.len()];
        let draw = |newcomer: Newcomer| {
            let Newcomer { line, way, person } = newcomer;
            let products = person.product_ids.clone();
            let source = self.admin.source();
            let user = users::fresh(self.app, self.organization(), person, source, self.now());
            (line, way, user, products)
        };
        let people: Vec<_> = some.into_iter().map(draw).collect();
        let written_to = people.iter().zip(&mut codes);
        let written_to = written_to
            .filter(|((_, way, ..), _)| way.recipient().is_some())
            .map(|((_, way, user, _), code)| Addressee {
                user: user.id.clone(),
                known: false,
                way,
                code,
            })
            .collect();
        hold_back(
            self.tx,
            self.app,
            self.organization(),
            written_to,
            self.now(),
        )
        .await?;
        let (mut rows, mut drafts, mut access) = (Vec::new(), Vec::new(), Vec::new());
        let mut lines = Vec::new();
        for ((line, way, mut user, products), code) in people.into_iter().zip(codes) {
            if code != OutcomeCode::Invited {
                ledger.note(line, code, None);
                continue;
            }
            let draft = Draft::open(self.app, &self.offer, &mut user, &way);
            lines.push((line, user.id.clone()));
            access.push((user.id.clone(), products));
            drafts.push(draft);
            rows.push(user);
        }
        let added = self.insert(rows).await?;
        for (line, id) in lines {
            // Somebody else added the same address a moment ago.
            let lost = !added.contains(&id);
            let code = if lost {
                OutcomeCode::DuplicateContact
            } else {
                OutcomeCode::Invited
            };
            ledger.note(line, code, (!lost).then_some(&id));
        }
        drafts.retain(|draft| added.contains(draft.invitee()));
        access.retain(|(id, _)| added.contains(id));
        self.grant(access).await?;
        events::record(self.tx, self.now(), self.created(&drafts)).await?;
        Ok(self.write(drafts, ledger).await?)
    }

    /// Inserts people and answers who is there since. The unique indexes have the last word.
    async fn insert(&self, rows: Vec<user::Model>) -> Result<HashSet<UserId>, DbErr> {
        let ids: HashSet<UserId> = rows.iter().map(|user| user.id.clone()).collect();
        if rows.is_empty() {
            return Ok(ids);
        }
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        let inserted = user::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&**self.tx)
            .await?;
        if inserted == ids.len() as u64 {
            return Ok(ids);
        }
        let there: Vec<UserId> = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(user::Column::Id.is_in(ids))
            .into_tuple()
            .all(&**self.tx)
            .await?;
        Ok(there.into_iter().collect())
    }

    async fn grant(&self, access: Vec<(UserId, Vec<entity::ProductId>)>) -> Result<(), DbErr> {
        let rows: Vec<_> = access
            .into_iter()
            .flat_map(|(user_id, products)| {
                let row = move |product_id| product_access::Model {
                    user_id: user_id.clone(),
                    product_id,
                };
                products.into_iter().map(row)
            })
            .collect();
        for some in rows.chunks(10 * CHUNK) {
            let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
            product_access::Entity::insert_many(rows)
                .exec_without_returning(&**self.tx)
                .await?;
        }
        Ok(())
    }

    fn created(&self, drafts: &[Draft]) -> Vec<Happening> {
        let organization = &self.organization().id;
        let happening = |draft: &Draft| Happening {
            user_id: Some(draft.invitee().clone()),
            status: Some(UserStatus::Created),
            ..Happening::in_organization(organization.clone(), EventKind::UserCreated)
                .by(self.admin.actor())
        };
        drafts.iter().map(happening).collect()
    }
}

/// What the outcome says of everything that is wrong with a person: the first that has a word of its own.
fn outcome(problems: &[Problem]) -> OutcomeCode {
    let code = |problem: &Problem| {
        Some(match problem.code {
            Code::InvalidEmail => OutcomeCode::InvalidEmail,
            Code::InvalidPhone => OutcomeCode::InvalidPhone,
            Code::TeamNotFound => OutcomeCode::TeamNotFound,
            Code::ProductNotFound => OutcomeCode::ProductNotFound,
            Code::RoleNotGrantable => OutcomeCode::RoleNotGrantable,
            _ => return None,
        })
    };
    problems
        .iter()
        .find_map(code)
        .unwrap_or(OutcomeCode::InvalidRow)
}

//! What each row would do: the one judgement that previews and confirmations share.

use std::collections::HashMap;

use entity::{
    EmailAddress, Flaw, ImportField, PhoneNumber, ProductId, Role, RowClass, RowFlaw, Timestamp,
    UserId, UserSource, UserStatus, organization, user,
};

use super::{
    known::Known,
    names::Names,
    reading::Reading,
    verdict::{Change, Verdict, differences},
};
use crate::{access::Admin, app::App, db::Write, problem::Fault};

/// Judges the rows of one file, one after the other.
pub(super) struct Census<'a> {
    app: &'a App,
    admin: &'a Admin,
    organization: &'a organization::Model,
    now: Timestamp,
    creates_missing: bool,
    pub(super) names: Names<'a>,
    /// The addresses, the numbers and the people of earlier rows, with their lines.
    seen: HashMap<String, i32>,
}

impl<'a> Census<'a> {
    /// A judge of this organisation, who knows its teams, products and owners.
    pub(super) async fn begin(
        tx: &Write,
        app: &'a App,
        admin: &'a Admin,
        organization: &'a organization::Model,
        creates_missing: bool,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        Ok(Self {
            app,
            admin,
            organization,
            now,
            creates_missing,
            names: Names::read(tx, app, &organization.id, now).await?,
            seen: HashMap::new(),
        })
    }

    /// Forgets what rows from this line on came to, and reads the teams and products anew: they will be judged again.
    pub(super) async fn forget_from(&mut self, tx: &Write, line: i32) -> Result<(), Fault> {
        self.seen.retain(|_, earlier| *earlier < line);
        self.names = Names::read(tx, self.app, &self.organization.id, self.now).await?;
        Ok(())
    }

    /// What one row would do.
    pub(super) fn judge(&mut self, line: i32, mut reading: Reading, known: &Known) -> Verdict {
        self.look_for_names(&mut reading);
        let person = reading
            .email
            .as_ref()
            .and_then(|email| known.with_email(email));
        let holder = reading
            .phone
            .as_ref()
            .and_then(|phone| known.with_phone(phone));
        let person = match (person, holder) {
            (Some(person), Some(holder)) if person.id != holder.id => {
                reading.flaw(RowFlaw::ContactTaken, Some(ImportField::Phone));
                Some(person)
            }
            (None, Some(holder)) if reading.email.is_some() => {
                reading.flaw(RowFlaw::ContactTaken, Some(ImportField::Phone));
                Some(holder)
            }
            (person, holder) => person.or(holder),
        };
        let mut verdict = Verdict {
            line,
            class: RowClass::Invalid,
            flaws: std::mem::take(&mut reading.flaws),
            user_id: person.map(|person| person.id.clone()),
            change: None,
        };
        if !verdict.flaws.is_empty() {
            return verdict;
        }
        if let Some(flaw) = self.named_before(line, &reading, person) {
            verdict.flaws.push(flaw);
            verdict.class = RowClass::DuplicateInFile;
            return verdict;
        }
        match person {
            None => self.add(&mut verdict, reading),
            Some(person) => self.change(&mut verdict, reading, person, known),
        }
        verdict
    }

    /// Notes every team and product that is not there, unless they are made.
    fn look_for_names(&self, reading: &mut Reading) {
        if self.creates_missing {
            return;
        }
        if reading
            .team
            .as_ref()
            .is_some_and(|name| self.names.team(name).is_none())
        {
            reading.flaw(RowFlaw::TeamUnknown, Some(ImportField::Team));
        }
        if reading
            .products
            .iter()
            .any(|name| self.names.product(name).is_none())
        {
            reading.flaw(RowFlaw::ProductUnknown, Some(ImportField::Products));
        }
    }

    /// The flaw of naming somebody whom an earlier row names, by whichever address or number; else they are this row's.
    fn named_before(
        &mut self,
        line: i32,
        reading: &Reading,
        person: Option<&user::Model>,
    ) -> Option<Flaw> {
        let email = reading.email.as_ref().map(EmailAddress::key);
        let phone = reading.phone.as_ref().map(PhoneNumber::as_str);
        let id = person.map(|person| person.id.as_str());
        let by = if email.is_some() {
            ImportField::Email
        } else {
            ImportField::Phone
        };
        let names = [
            (ImportField::Email, email),
            (ImportField::Phone, phone),
            (by, id),
        ];
        let names = || {
            names
                .iter()
                .filter_map(|(field, name)| Some((*field, (*name)?)))
        };
        for (field, name) in names() {
            if let Some(earlier) = self.seen.get(name) {
                return Some(Flaw {
                    what: RowFlaw::NamedBefore,
                    field: Some(field),
                    line: Some(*earlier),
                });
            }
        }
        self.seen
            .extend(names().map(|(_, name)| (name.to_owned(), line)));
        None
    }

    fn products(&mut self, reading: &Reading) -> Vec<ProductId> {
        let mut products: Vec<_> = reading
            .products
            .iter()
            .map(|name| self.names.product_or_new(name))
            .collect();
        products.sort_unstable();
        products.dedup();
        products
    }

    fn add(&mut self, verdict: &mut Verdict, reading: Reading) {
        let role = reading.role.unwrap_or(Role::Member);
        if !self.admin.reaches(role) {
            return verdict.refuse(RowFlaw::RoleAbove);
        }
        let products = self.products(&reading);
        let team_id = reading
            .team
            .as_ref()
            .map(|name| self.names.team_or_new(name));
        let (email, phone) = (reading.email.as_ref(), reading.phone.as_ref());
        let (search_key, name_key) = user::keys(
            reading.full_name.as_deref(),
            email.map(|email| email.typed()),
            phone.map(|phone| phone.as_str()),
        );
        let user = user::Model {
            id: UserId::new(self.now, self.app.random.bytes()),
            organization_id: self.organization.id.clone(),
            email: email.map(|email| email.typed().to_owned()),
            email_key: email.map(|email| email.key().to_owned()),
            phone: phone.map(|phone| phone.as_str().to_owned()),
            full_name: reading.full_name,
            slack_id: None,
            search_key,
            name_key,
            locale: reading.locale.unwrap_or(self.organization.locale),
            role,
            status: UserStatus::Created,
            source: UserSource::Import,
            team_id,
            invitation_id: None,
            password_hash: None,
            created_at: self.now,
            invited_at: None,
            activated_at: None,
            last_event_at: self.now,
        };
        verdict.class = RowClass::New;
        verdict.change = Some(Change {
            user,
            products,
            changed: Vec::new(),
        });
    }

    fn change(
        &mut self,
        verdict: &mut Verdict,
        reading: Reading,
        before: &user::Model,
        known: &Known,
    ) {
        verdict.class = match before.status {
            UserStatus::Deactivated => return verdict.class = RowClass::Deactivated,
            UserStatus::Active => RowClass::AlreadyActive,
            UserStatus::Invited => RowClass::AlreadyInvited,
            UserStatus::Created => RowClass::Unchanged,
        };
        let mut after = self.merged(&reading, before);
        let mut changed = differences(before, &after);
        let elsewhere = |name: &&String| {
            self.names
                .team(name)
                .is_none_or(|team| before.team_id != Some(team))
        };
        let team = reading.team.as_ref().filter(elsewhere);
        changed.extend(team.map(|_| "teamId"));
        // What is given is added: a file takes nothing away from anybody.
        let has = |name: &String| {
            self.names
                .product(name)
                .is_some_and(|product| known.has_access(&before.id, &product))
        };
        if !reading.products.iter().all(has) {
            changed.push("productIds");
        }
        if changed.is_empty() {
            return;
        }
        if !self.admin.reaches(before.role) || !self.admin.reaches(after.role) {
            return verdict.refuse(RowFlaw::RoleAbove);
        }
        // Who owns the organisation is decided one by one, where somebody sees that an owner remains.
        if before.role == Role::Owner && after.role != Role::Owner {
            return verdict.refuse(RowFlaw::OwnerStays);
        }
        if let Some(name) = team {
            after.team_id = Some(self.names.team_or_new(name));
        }
        let mut products = self.products(&reading);
        products.retain(|product| !known.has_access(&before.id, product));
        verdict.class = RowClass::Update;
        verdict.change = Some(Change {
            user: after,
            products,
            changed,
        });
    }

    /// The person as the row has them, where it says anything.
    fn merged(&self, reading: &Reading, before: &user::Model) -> user::Model {
        let mut after = before.clone();
        after.full_name = reading.full_name.clone().or(after.full_name);
        after.phone = reading
            .phone
            .as_ref()
            .map(|phone| phone.as_str().to_owned())
            .or(after.phone);
        after.role = reading.role.unwrap_or(after.role);
        // The language that somebody chose when they joined is theirs.
        if before.status != UserStatus::Active {
            after.locale = reading.locale.unwrap_or(after.locale);
        }
        (after.search_key, after.name_key) = user::keys(
            after.full_name.as_deref(),
            after.email.as_deref(),
            after.phone.as_deref(),
        );
        after.last_event_at = self.now;
        after
    }
}

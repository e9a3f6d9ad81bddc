//! What the rows of a file come to, written a thousand at a time with a statement for each table.

use entity::{EventKind, OutcomeCode, RowClass, RowFlaw, import_row, product_access, user};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};

use super::{
    CHUNK,
    verdict::{Change, Verdict},
};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events::{self, Happening},
    invitations::{
        draft::{self, Draft, Offer},
        hold_back::{Addressee, hold_back},
        ledger::Ledger,
    },
    problem::{DeedError, Fault},
    reach::{Channels, Reach, Way},
    users,
};

/// Where some rows of a file are being carried out.
pub(super) struct Site<'a> {
    pub(super) tx: &'a Write,
    pub(super) app: &'a App,
    pub(super) admin: &'a Admin,
    pub(super) offer: &'a Offer<'a>,
    pub(super) invite: bool,
}

impl Site<'_> {
    /// Keeps what became of rows that were judged otherwise when the file was read.
    pub(super) async fn correct(
        &self,
        rows: &[import_row::Model],
        verdicts: &[Verdict],
    ) -> Result<(), Fault> {
        let judged = rows
            .iter()
            .zip(verdicts)
            .map(|(row, verdict)| import_row::Model {
                class: verdict.class,
                flaws: entity::Flaw::write(&verdict.flaws),
                user_id: verdict.user_id.clone(),
                ..row.clone()
            });
        let others = rows
            .iter()
            .zip(judged)
            .filter(|(row, judged)| *row != judged);
        let others: Vec<_> = others
            .map(|(_, judged)| judged.into_active_model())
            .collect();
        if others.is_empty() {
            return Ok(());
        }
        use import_row::Column::{Class, Flaws, ImportId, Line, UserId};
        let give_way = OnConflict::columns([ImportId, Line])
            .update_columns([Class, Flaws, UserId])
            .to_owned();
        import_row::Entity::insert_many(others)
            .on_conflict(give_way)
            .exec_without_returning(&**self.tx)
            .await?;
        Ok(())
    }

    /// Writes what some rows come to, a statement for each table.
    pub(super) async fn write(
        &self,
        verdicts: Vec<Verdict>,
        ledger: &mut Ledger,
    ) -> Result<(), DeedError> {
        let mut codes: Vec<OutcomeCode> = verdicts.iter().map(|v| self.outcome(v)).collect();
        self.hold_back(&verdicts, &mut codes).await?;
        let (mut added, mut changed, mut access) = (Vec::new(), Vec::new(), Vec::new());
        let (mut drafts, mut happened, mut moved) = (Vec::new(), Vec::new(), Vec::new());
        for (verdict, code) in verdicts.into_iter().zip(codes) {
            let change = verdict.change;
            let new = change.as_ref().filter(|_| verdict.class == RowClass::New);
            let new = new.map(|change| change.user.id.clone());
            ledger.note(
                verdict.line,
                code,
                verdict.user_id.as_ref().or(new.as_ref()),
            );
            let Some(Change {
                mut user,
                products,
                changed: fields,
            }) = change
            else {
                continue;
            };
            access.extend(
                products
                    .into_iter()
                    .map(|product_id| product_access::Model {
                        user_id: user.id.clone(),
                        product_id,
                    }),
            );
            if new.is_none() {
                happened.push(self.updated(&user, &fields));
                moved.extend(fields.contains(&"phone").then(|| user.clone()));
                changed.push(user);
                continue;
            }
            happened.push(self.created(&user));
            if code == OutcomeCode::Invited {
                // Whoever no channel reaches has another outcome.
                let way = self.way(&user);
                let draft = way.map(|way| Draft::open(self.app, self.offer, &mut user, &way));
                happened.extend(draft.as_ref().map(Draft::happening));
                drafts.extend(draft);
            }
            added.push(user);
        }
        self.write_people(added, changed, access).await?;
        let (organization, now) = (self.offer.organization, self.offer.now);
        let again = users::text_again(self.tx, self.app, organization, &moved, now).await?;
        happened.extend(again.into_iter().map(|again| again.by(self.admin.actor())));
        ledger.note_undoable(drafts.len());
        draft::write_many(self.tx, self.app, self.offer, drafts).await?;
        events::record(self.tx, self.offer.now, happened).await?;
        Ok(ledger.write(self.tx).await?)
    }

    /// Who would be written to and must not be is added all the same, and told apart.
    async fn hold_back(
        &self,
        verdicts: &[Verdict],
        codes: &mut [OutcomeCode],
    ) -> Result<(), DeedError> {
        let way = |verdict: &Verdict| self.way(&verdict.change.as_ref()?.user);
        let ways: Vec<Option<Way>> = verdicts.iter().map(way).collect();
        let invited = verdicts
            .iter()
            .zip(&ways)
            .zip(codes)
            .filter(|(_, code)| **code == OutcomeCode::Invited);
        let people = invited.filter_map(|((verdict, way), code)| {
            Some(Addressee {
                user: verdict.change.as_ref()?.user.id.clone(),
                known: false,
                way: way.as_ref()?,
                code,
            })
        });
        let organization = self.offer.organization;
        hold_back(
            self.tx,
            self.app,
            organization,
            people.collect(),
            self.offer.now,
        )
        .await
    }

    async fn write_people(
        &self,
        mut added: Vec<user::Model>,
        changed: Vec<user::Model>,
        access: Vec<product_access::Model>,
    ) -> Result<(), DeedError> {
        if !added.is_empty() {
            // In one order, so that two files with the same people cannot wait for each other.
            added.sort_by(|one, other| {
                (&one.email_key, &one.phone).cmp(&(&other.email_key, &other.phone))
            });
            let rows = added.into_iter().map(IntoActiveModel::into_active_model);
            user::Entity::insert_many(rows)
                .exec_without_returning(&**self.tx)
                .await?;
        }
        if !changed.is_empty() {
            use user::Column::{
                FullName, Id, LastEventAt, Locale, NameKey, Phone, Role, SearchKey, TeamId,
            };
            // The rows are locked and there: an insertion that gives way to its own row is the one statement that changes
            // many rows, each to its own values, on both databases.
            let give_way = OnConflict::column(Id)
                .update_columns([
                    FullName,
                    Phone,
                    SearchKey,
                    NameKey,
                    Locale,
                    Role,
                    TeamId,
                    LastEventAt,
                ])
                .to_owned();
            let rows = changed.into_iter().map(|user| user.into_active_model());
            user::Entity::insert_many(rows)
                .on_conflict(give_way)
                .exec_without_returning(&**self.tx)
                .await?;
        }
        for some in access.chunks(CHUNK) {
            let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
            product_access::Entity::insert_many(rows)
                .exec_without_returning(&**self.tx)
                .await?;
        }
        Ok(())
    }

    fn created(&self, user: &user::Model) -> Happening {
        let mut created = Happening::to(user, EventKind::UserCreated).by(self.admin.actor());
        created.previous_status = None;
        created
    }

    fn updated(&self, user: &user::Model, fields: &[&str]) -> Happening {
        Happening::to(user, EventKind::UserUpdated)
            .by(self.admin.actor())
            .detail(fields.join(", "))
    }

    /// How somebody is reached, if at all.
    fn way(&self, user: &user::Model) -> Option<Way> {
        let channels = Channels::of(&self.app.config, self.offer.organization);
        let reach = Reach::of(user);
        reach.by(reach.usual(channels), channels).ok()
    }

    /// What becomes of a row, unless it is held back. Whoever no channel reaches is added and not invited.
    fn outcome(&self, verdict: &Verdict) -> OutcomeCode {
        let invited = verdict.class == RowClass::New
            && self.invite
            && verdict
                .change
                .as_ref()
                .is_some_and(|change| self.way(&change.user).is_some());
        if invited {
            OutcomeCode::Invited
        } else {
            outcome_of(verdict)
        }
    }
}

fn outcome_of(verdict: &Verdict) -> OutcomeCode {
    match verdict.class {
        RowClass::New => OutcomeCode::Created,
        RowClass::Update => OutcomeCode::Updated,
        RowClass::Unchanged => OutcomeCode::Unchanged,
        RowClass::AlreadyActive => OutcomeCode::AlreadyActive,
        RowClass::AlreadyInvited => OutcomeCode::AlreadyInvited,
        RowClass::Deactivated => OutcomeCode::Deactivated,
        RowClass::DuplicateInFile => OutcomeCode::DuplicateInRequest,
        RowClass::Invalid => match verdict.flaws.first().map(|flaw| flaw.what) {
            Some(
                RowFlaw::EmailLong
                | RowFlaw::EmailInvisible
                | RowFlaw::EmailShape
                | RowFlaw::EmailDomain,
            ) => OutcomeCode::InvalidEmail,
            Some(RowFlaw::Phone) => OutcomeCode::InvalidPhone,
            Some(RowFlaw::TeamUnknown) => OutcomeCode::TeamNotFound,
            Some(RowFlaw::ProductUnknown) => OutcomeCode::ProductNotFound,
            Some(RowFlaw::RoleAbove | RowFlaw::OwnerStays) => OutcomeCode::RoleNotGrantable,
            _ => OutcomeCode::InvalidRow,
        },
    }
}

//! confirmImport: carry out what a file says, in one transaction, with an outcome for each row.

use entity::{
    Country, EventKind, ImportField, ImportId, OperationKind, RowFlaw, import, import_row,
    operation,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    CHUNK, census::Census, known::Known, reading::Reading, record, sheet::Row, site::Site,
    verdict::Verdict,
};
use crate::{
    access::{Admin, Refusal},
    app::App,
    db::{self, Write},
    events::{self, Happening},
    invitations::{
        draft::Offer,
        ledger::{self, Ledger},
    },
    once,
    outbox::texts,
    problem::{Code, DeedError, Fault, Problem},
    users,
};

/// Which file to carry out.
#[derive(Clone, Debug)]
pub struct ConfirmImport {
    /// Its id.
    pub id: ImportId,
    /// Whether the people it adds are invited at once; without it the organisation's `autoInvite` decides.
    pub invite: Option<bool>,
}

/// Carries a file out. Every row is judged again, with the person it is about held still. A second confirmation answers what
/// the first one did. `progress` hears how many rows have been written, and of how many.
///
/// # Errors
/// When there is no such file, or when other doors keep adding the same people at this very moment: then nothing was done.
pub async fn confirm_import(
    app: &App,
    admin: &Admin,
    input: ConfirmImport,
    progress: impl Fn(usize, usize),
) -> Result<operation::Model, DeedError> {
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    if let Some(earlier) = once::begin(&tx, admin, now).await? {
        return ledger::again(&tx, admin, &earlier).await;
    }
    let import = import::Entity::find_by_id(input.id)
        .filter(import::Column::OrganizationId.eq(admin.organization().clone()))
        .lock_exclusive()
        .one(&*tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if let Some(done) = &import.operation_id {
        let done = ledger::again(&tx, admin, done.as_str()).await?;
        once::done(&tx, admin, done.id.as_str()).await?;
        tx.commit().await?;
        return Ok(done);
    }
    let organization = users::organization(&tx, admin).await?;
    texts::count_first(&tx, app, &organization.id).await?;
    let rows =
        import_row::Entity::find().filter(import_row::Column::ImportId.eq(import.id.clone()));
    let count = usize::try_from(rows.count(&*tx).await?).unwrap_or(usize::MAX);
    let invite = users::are_invited(&organization, input.invite);
    let undo_until = ledger::undo_until(&organization, count, now).filter(|_| invite);
    let mut ledger = Ledger::open(&tx, app, admin, OperationKind::Import, undo_until, now).await?;
    let deed = Deed {
        app,
        admin,
        offer: Offer {
            organization: &organization,
            inviter: admin.actor(),
            note: None,
            operation: Some((ledger.id().clone(), ledger.due_at())),
            now,
        },
        invite,
    };
    let carried_out = deed.carry_out(&tx, &import, &mut ledger, |done| progress(done, count));
    carried_out.await.map_err(|error| match was_taken(&error) {
        true => Problem::at(Code::CountChanged, "id").into(),
        false => error,
    })?;
    let operation = ledger.close(&tx, admin).await?;
    let completed =
        Happening::in_organization(import.organization_id.clone(), EventKind::ImportCompleted)
            .by(admin.actor())
            .detail(import.file_name.clone());
    events::record(&tx, now, [completed]).await?;
    let mut change = import.into_active_model();
    change.operation_id = Set(Some(operation.id.clone()));
    change.update(&*tx).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(operation)
}

/// How often some rows are looked at: each time somebody may have taken an address, a number or a name since.
const LOOKS: usize = 5;

/// Where a file is being carried out, and what is the same for all its rows.
struct Deed<'a> {
    app: &'a App,
    admin: &'a Admin,
    offer: Offer<'a>,
    invite: bool,
}

impl Deed<'_> {
    async fn carry_out(
        &self,
        tx: &Write,
        import: &import::Model,
        ledger: &mut Ledger,
        progress: impl Fn(usize),
    ) -> Result<(), DeedError> {
        let organization = self.offer.organization;
        let fields = record::read_fields(&import.fields);
        let makes = import.creates_missing;
        let now = self.offer.now;
        let mut census = Census::begin(tx, self.app, self.admin, organization, makes, now).await?;
        let (mut last, mut done) = (0, 0);
        loop {
            let some = import_row::Entity::find()
                .filter(import_row::Column::ImportId.eq(import.id.clone()))
                .filter(import_row::Column::Line.gt(last))
                .order_by_asc(import_row::Column::Line)
                .limit(CHUNK as u64)
                .all(&**tx)
                .await?;
            let (Some(first), Some(end)) = (some.first(), some.last()) else {
                return Ok(());
            };
            last = end.line;
            let (undoable, mut looks) = (ledger.undoable(), 1);
            loop {
                let part = tx.part().await?;
                match self.write(&part, &some, &fields, &mut census, ledger).await {
                    Ok(()) => break part.commit().await?,
                    Err(error) if looks < LOOKS && was_taken(&error) => part.roll_back().await?,
                    Err(error) => return Err(error),
                }
                looks += 1;
                ledger.forget(undoable);
                census.forget_from(tx, first.line).await?;
            }
            done += some.len();
            progress(done);
        }
    }

    /// Looks at some rows and writes what they come to.
    async fn write(
        &self,
        tx: &Write,
        some: &[import_row::Model],
        fields: &[Option<ImportField>],
        census: &mut Census<'_>,
        ledger: &mut Ledger,
    ) -> Result<(), DeedError> {
        let country = self.offer.organization.country;
        let readings: Vec<Reading> = some.iter().map(|row| again(row, fields, country)).collect();
        let known = Known::read(tx, &self.offer.organization.id, &readings, true).await?;
        let verdicts: Vec<Verdict> = some
            .iter()
            .zip(readings)
            .map(|(row, reading)| census.judge(row.line, reading, &known))
            .collect();
        census.names.write(tx).await?;
        let site = Site {
            tx,
            app: self.app,
            admin: self.admin,
            offer: &self.offer,
            invite: self.invite,
        };
        site.correct(some, &verdicts).await?;
        site.write(verdicts, ledger).await
    }
}

/// Whether somebody took an address, a number or a name between the look and the writing: the database has the last word.
fn was_taken(error: &DeedError) -> bool {
    matches!(error, DeedError::Fault(Fault::Database(error)) if db::is_duplicate(error))
}

/// A row as it was kept, read again. What its quotation marks did to it is in what was kept.
fn again(
    row: &import_row::Model,
    fields: &[Option<entity::ImportField>],
    country: Option<Country>,
) -> Reading {
    let kept = |what| {
        entity::Flaw::read(&row.flaws)
            .iter()
            .any(|flaw| flaw.what == what)
    };
    let cells = Row {
        line: row.line,
        cells: record::names(&row.cells),
        is_open: kept(RowFlaw::QuoteOpen),
        is_overfull: kept(RowFlaw::CellsTooMany),
    };
    Reading::of(&cells, fields, country)
}

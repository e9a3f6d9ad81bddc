//! The ledger of a deed done to many: what was done for each person, so that it can be answered now and read later.

use entity::{
    OperationId, OperationKind, OutcomeCode, Timestamp, UserId, operation, organization, outcome,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::selection::CHUNK;
use crate::{
    access::{Admin, Refusal},
    app::App,
    db::Write,
    once,
    problem::DeedError,
};

/// The undo window is counted from the answer, which is not there before everyone is written: so much longer it is for a
/// crowd, in people a millisecond. Either database writes a person in less.
const WRITTEN_PER_MILLISECOND: usize = 20;

/// One operation, and the outcomes of it that are not written yet.
pub(crate) struct Ledger {
    operation: operation::Model,
    rows: Vec<outcome::ActiveModel>,
    undoable: usize,
}

impl Ledger {
    /// Opens the ledger of a deed by an administrator. `undo_until` is the end of its undo window, if it has one.
    pub(crate) async fn open(
        tx: &Write,
        app: &App,
        admin: &Admin,
        kind: OperationKind,
        undo_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, DbErr> {
        let operation = operation::Model {
            id: OperationId::new(now, app.random.bytes()),
            organization_id: admin.organization().clone(),
            kind,
            actor_id: Some(admin.actor().user().clone()),
            created_at: now,
            undo_until,
            cancelled_at: None,
        };
        operation.clone().into_active_model().insert(&**tx).await?;
        Ok(Self {
            operation,
            rows: Vec::new(),
            undoable: 0,
        })
    }

    /// The operation's id, which its messages carry.
    pub(crate) fn id(&self) -> &OperationId {
        &self.operation.id
    }

    /// When its messages are due.
    pub(crate) fn due_at(&self) -> Timestamp {
        self.operation
            .undo_until
            .unwrap_or(self.operation.created_at)
    }

    /// Whether it can be taken back for a while.
    pub(crate) fn may_be_undone(&self) -> bool {
        self.operation.undo_until.is_some()
    }

    /// Notes what was done for somebody, or for a line of the request that names nobody.
    pub(crate) fn note(&mut self, line: i32, code: OutcomeCode, user: Option<&UserId>) {
        self.rows.push(outcome::ActiveModel {
            operation_id: Set(self.operation.id.clone()),
            line: Set(line),
            code: Set(code),
            user_id: Set(user.cloned()),
        });
    }

    /// Notes that something was done for so many people that can be taken back.
    pub(crate) fn note_undoable(&mut self, people: usize) {
        self.undoable += people;
    }

    /// Forgets what was noted and not written: the part it belongs to never happened. `undoable` is what
    /// [`Ledger::undoable`] was before.
    pub(crate) fn forget(&mut self, undoable: usize) {
        self.rows.clear();
        self.undoable = undoable;
    }

    /// For how many people something was done that can be taken back.
    pub(crate) fn undoable(&self) -> usize {
        self.undoable
    }

    /// Writes what was noted.
    pub(crate) async fn write(&mut self, tx: &Write) -> Result<(), DbErr> {
        while !self.rows.is_empty() {
            let some = self.rows.drain(..CHUNK.min(self.rows.len()));
            outcome::Entity::insert_many(some)
                .exec_without_returning(&**tx)
                .await?;
        }
        Ok(())
    }

    /// Writes the rest and closes the ledger: the operation is complete, and remembered under the deed's idempotency key.
    pub(crate) async fn close(
        mut self,
        tx: &Write,
        admin: &Admin,
    ) -> Result<operation::Model, DbErr> {
        self.write(tx).await?;
        once::done(tx, admin, self.operation.id.as_str()).await?;
        if self.undoable > 0 || self.operation.undo_until.is_none() {
            return Ok(self.operation);
        }
        // Nothing was done, so there is nothing to take back.
        let mut change = self.operation.into_active_model();
        change.undo_until = Set(None);
        change.update(&**tx).await
    }
}

/// The end of the undo window of a deed done to so many people now; none when the organisation has no such window.
pub(crate) fn undo_until(
    organization: &organization::Model,
    people: usize,
    now: Timestamp,
) -> Option<Timestamp> {
    let window = i64::from(organization.undo_seconds) * 1_000;
    let writing = i64::try_from(people / WRITTEN_PER_MILLISECOND).unwrap_or(i64::MAX);
    (window > 0).then(|| now.plus_millis(window.saturating_add(writing)))
}

/// The operation that was made when the deed was asked for the first time.
pub(crate) async fn again(
    tx: &Write,
    admin: &Admin,
    id: &str,
) -> Result<operation::Model, DeedError> {
    let found = operation::Entity::find()
        .filter(operation::Column::Id.eq(id))
        .filter(operation::Column::OrganizationId.eq(admin.organization().clone()));
    let found = found.one(&**tx).await?;
    found.ok_or(DeedError::Refused(Refusal::NotFound))
}

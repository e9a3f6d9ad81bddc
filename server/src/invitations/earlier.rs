//! What invitations were before a reminder, so that it can be taken back.

use entity::{
    InvitationId, LinkEnd, OperationId, OrganizationId, Timestamp,
    earlier_invitation::{Column, Entity},
    invitation, operation,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use super::links;
use crate::db::{self, Write};

/// Each column that is kept, and whence.
const KEPT: [(Column, invitation::Column); 9] = [
    (Column::LinkId, invitation::Column::LinkId),
    (Column::ExpiresAt, invitation::Column::ExpiresAt),
    (Column::Channel, invitation::Column::Channel),
    (Column::Note, invitation::Column::Note),
    (Column::RemindedAt, invitation::Column::RemindedAt),
    (Column::DeliveryState, invitation::Column::DeliveryState),
    (
        Column::DeliveryAttempts,
        invitation::Column::DeliveryAttempts,
    ),
    (Column::DeliveryAt, invitation::Column::DeliveryAt),
    (Column::DeliveryReason, invitation::Column::DeliveryReason),
];

/// Keeps some invitations as they are, before an operation changes them.
pub(super) async fn keep(
    tx: &Write,
    operation: &OperationId,
    invitations: &[InvitationId],
) -> Result<(), DbErr> {
    let mut as_they_are = Query::select();
    as_they_are
        .expr(Expr::value(operation.clone()))
        .column(invitation::Column::Id)
        .columns(KEPT.map(|(_, from)| from))
        .from(invitation::Entity)
        .and_where(invitation::Column::Id.is_in(invitations.iter().cloned()));
    let mut insert = Query::insert();
    insert.into_table(Entity).columns(
        [Column::OperationId, Column::InvitationId]
            .into_iter()
            .chain(KEPT.map(|(to, _)| to)),
    );
    insert
        .select_from(as_they_are)
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    tx.execute(&insert).await?;
    Ok(())
}

/// Gives some invitations back what they were before an operation: the older link works again, and what had not left about
/// it may leave. Their links of the operation end. The people's rows must be locked.
pub(super) async fn restore(
    tx: &Write,
    operation: &operation::Model,
    invitations: &[InvitationId],
    now: Timestamp,
) -> Result<(), DbErr> {
    links::end(tx, invitations, LinkEnd::Superseded, now).await?;
    let earlier_links = Entity::find()
        .filter(db::beside_ids((Entity, Column::OperationId)).eq(operation.id.clone()))
        .filter(Column::InvitationId.is_in(invitations.iter().cloned()))
        .select_only()
        .column(Column::LinkId)
        .into_query();
    links::reopen(tx, operation, invitations, earlier_links).await?;
    let mut update = invitation::Entity::update_many().col_expr(
        invitation::Column::RemindersSent,
        Expr::col(invitation::Column::RemindersSent).sub(1),
    );
    for (kept, to) in KEPT {
        update = update.col_expr(to, SimpleExpr::from(as_it_was(operation, kept)));
    }
    update
        .filter(invitation::Column::Id.is_in(invitations.iter().cloned()))
        .exec(&**tx)
        .await?;
    Ok(())
}

fn as_it_was(operation: &operation::Model, kept: Column) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(kept)
        .filter(Column::OperationId.eq(operation.id.clone()))
        .filter(
            Expr::col((Entity, Column::InvitationId))
                .equals((invitation::Entity, invitation::Column::Id)),
        )
        .into_query()
}

/// Forgets what can no longer be restored: of operations that were taken back, or whose window is over.
pub(super) async fn forget(
    tx: &Write,
    organization: &OrganizationId,
    now: Timestamp,
) -> Result<(), DbErr> {
    let over = Condition::any()
        .add(operation::Column::UndoUntil.lte(now))
        .add(operation::Column::CancelledAt.is_not_null());
    let over = operation::Entity::find()
        .select_only()
        .column(operation::Column::Id)
        .filter(operation::Column::OrganizationId.eq(organization.clone()))
        .filter(over)
        .into_query();
    Entity::delete_many()
        .filter(Column::OperationId.in_subquery(over))
        .exec(&**tx)
        .await?;
    Ok(())
}

//! What a revocation ended, and opening it again.

use entity::{
    DeliveryState, InvitationId, InvitationState, LinkEnd, MessageState, Timestamp, UserId,
    UserStatus, invitation, link, message, operation, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use super::links;
use crate::db::Write;

/// Which of these people's invitations a revocation ended and nothing has replaced since. Their rows must be locked.
pub(super) async fn still_revoked(
    tx: &Write,
    revocation: &operation::Model,
    people: &[UserId],
) -> Result<Vec<(UserId, InvitationId)>, DbErr> {
    links::latest_of(people)
        .filter(user::Column::Status.eq(UserStatus::Created))
        .filter(invitation::Column::State.eq(InvitationState::Revoked))
        .filter(link::Column::End.eq(LinkEnd::Revoked))
        .filter(link::Column::EndedAt.eq(revocation.created_at))
        .into_tuple()
        .all(&**tx)
        .await
}

/// Opens revoked invitations again as they were: the link works until its end, and what had not left may leave.
pub(super) async fn reopen(
    tx: &Write,
    revocation: &operation::Model,
    people: &[UserId],
    invitations: &[InvitationId],
    now: Timestamp,
) -> Result<(), DbErr> {
    user::Entity::update_many()
        .col_expr(user::Column::Status, Expr::value(UserStatus::Invited))
        .col_expr(user::Column::LastEventAt, Expr::value(now))
        .filter(user::Column::Id.is_in(people.iter().cloned()))
        .exec(&**tx)
        .await?;
    let waits_again = CaseStatement::new()
        .case(
            SimpleExpr::exists(taken_back(revocation)),
            Expr::value(DeliveryState::Queued),
        )
        .finally(Expr::col(invitation::Column::DeliveryState));
    invitation::Entity::update_many()
        .col_expr(
            invitation::Column::State,
            Expr::value(InvitationState::Pending),
        )
        .col_expr(invitation::Column::DeliveryState, waits_again.into())
        .filter(invitation::Column::Id.is_in(invitations.iter().cloned()))
        .exec(&**tx)
        .await?;
    let newest_links = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::LinkId)
        .filter(invitation::Column::Id.is_in(invitations.iter().cloned()))
        .into_query();
    links::reopen(tx, revocation, invitations, newest_links).await
}

/// The message about the newest link of an invitation that is updated, if the revocation took it back.
fn taken_back(revocation: &operation::Model) -> SelectStatement {
    message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(
            Expr::col((message::Entity, message::Column::InvitationId))
                .equals((invitation::Entity, invitation::Column::Id)),
        )
        .filter(
            Expr::col((message::Entity, message::Column::LinkId))
                .equals((invitation::Entity, invitation::Column::LinkId)),
        )
        .filter(message::Column::State.eq(MessageState::Cancelled))
        .filter(message::Column::SettledAt.eq(revocation.created_at))
        .into_query()
}

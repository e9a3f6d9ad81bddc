//! revokeInvitation: take open invitations back. Their links stop working, and what has not left never will.

use entity::{
    EventKind, InvitationState, LinkEnd, OperationId, OperationKind, OutcomeCode, UserId,
    UserStatus, operation, user,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{links, selection};
use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    problem::DeedError,
    users::Selection,
};

/// Revokes the open invitation of everyone of a selection who has one, in one transaction.
///
/// # Errors
/// When the selection is no longer what the person saw.
pub async fn revoke_invitation(
    app: &App,
    admin: &Admin,
    input: Selection,
) -> Result<operation::Model, DeedError> {
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let lines = selection::lock(&tx, app, admin, input, now).await?;
    let mut outcomes = Vec::with_capacity(lines.len());
    let (mut people, mut invitations) = (Vec::new(), Vec::new());
    let mut happened = Vec::new();
    for line in lines {
        let code = line
            .without_open_invitation()
            .unwrap_or(OutcomeCode::Revoked);
        outcomes.push((code, line.user.as_ref().map(|user| user.id.clone())));
        if let (OutcomeCode::Revoked, Some(mut user), Some(invitation)) =
            (code, line.user, line.invitation)
        {
            user.status = UserStatus::Created;
            let event = Happening::to(&user, EventKind::InvitationRevoked).by(admin.actor());
            let event = event
                .from_status(UserStatus::Invited)
                .about(&invitation.id, InvitationState::Revoked);
            happened.push(event);
            people.push(user.id);
            invitations.push(invitation.id);
        }
    }
    links::close(
        &tx,
        &invitations,
        InvitationState::Revoked,
        LinkEnd::Revoked,
        now,
    )
    .await?;
    back_to_created(&tx, &people, now).await?;
    events::record(&tx, now, happened).await?;
    let id = OperationId::new(now, app.random.bytes());
    let operation = selection::record(
        &tx,
        app,
        admin,
        OperationKind::RevokeInvitation,
        outcomes,
        id,
    )
    .await?;
    tx.commit().await?;
    app.events.ring();
    Ok(operation)
}

async fn back_to_created(
    tx: &crate::db::Write,
    people: &[UserId],
    now: entity::Timestamp,
) -> Result<(), sea_orm::DbErr> {
    for some in people.chunks(1_000) {
        user::Entity::update_many()
            .col_expr(user::Column::Status, Expr::value(UserStatus::Created))
            .col_expr(user::Column::LastEventAt, Expr::value(now))
            .filter(user::Column::Id.is_in(some.iter().cloned()))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

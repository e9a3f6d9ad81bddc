//! revokeInvitation: take open invitations back. Their links stop working, and what has not left never will, unless the
//! revocation is undone.

use entity::{
    EventKind, InvitationId, InvitationState, LinkEnd, OperationKind, OutcomeCode, Timestamp,
    UserId, UserStatus, operation, user,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    ledger::{self, Ledger},
    links,
    selection::{self, Locked, without_open_invitation},
};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events::{self, Happening},
    once,
    problem::DeedError,
    users::{self, Selection},
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
    if let Some(earlier) = once::begin(&tx, admin, now).await? {
        return ledger::again(&tx, admin, &earlier).await;
    }
    let organization = users::organization(&tx, admin).await?;
    let chosen = selection::choose(&tx, app, admin, input, now).await?;
    let undo_until = ledger::undo_until(&organization, chosen.len(), now);
    let kind = OperationKind::RevokeInvitation;
    let mut ledger = Ledger::open(&tx, app, admin, kind, undo_until, now).await?;
    for some in chosen.chunks() {
        let mut open = Vec::new();
        for Locked { line, person } in selection::lock(&tx, admin, some, &mut ledger).await? {
            let code = without_open_invitation(&person).unwrap_or(OutcomeCode::Revoked);
            ledger.note(line, code, Some(&person.id));
            if let (OutcomeCode::Revoked, Some(invitation)) = (code, person.invitation_id) {
                open.push((person.id, invitation));
            }
        }
        ledger.note_undoable(open.len());
        revoke(&tx, admin, open, now).await?;
        ledger.write(&tx).await?;
    }
    let operation = ledger.close(&tx, admin).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(operation)
}

/// Revokes the open invitations of some locked people.
async fn revoke(
    tx: &Write,
    admin: &Admin,
    open: Vec<(UserId, InvitationId)>,
    now: Timestamp,
) -> Result<(), DbErr> {
    if open.is_empty() {
        return Ok(());
    }
    let organization = admin.organization();
    let happening = |(user, invitation): &(UserId, InvitationId)| Happening {
        user_id: Some(user.clone()),
        status: Some(UserStatus::Created),
        ..Happening::in_organization(organization.clone(), EventKind::InvitationRevoked)
            .by(admin.actor())
            .from_status(UserStatus::Invited)
            .about(invitation, InvitationState::Revoked)
    };
    let happened: Vec<_> = open.iter().map(happening).collect();
    let (people, invitations): (Vec<_>, Vec<_>) = open.into_iter().unzip();
    let state = InvitationState::Revoked;
    links::close(tx, &invitations, state, LinkEnd::Revoked, now).await?;
    user::Entity::update_many()
        .col_expr(user::Column::Status, Expr::value(UserStatus::Created))
        .col_expr(user::Column::LastEventAt, Expr::value(now))
        .filter(user::Column::Id.is_in(people))
        .exec(&**tx)
        .await?;
    events::record(tx, now, happened).await
}

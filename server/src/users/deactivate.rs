//! deactivateUser: the person may not sign in until reactivated. Their sessions end and an open invitation is revoked.

use entity::{EventKind, InvitationState, LinkEnd, Role, UserId, UserStatus, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{lock, owners, sessions};
use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    invitations::links,
    problem::{Code, DeedError, Problem},
};

/// Deactivates a person.
///
/// # Errors
/// When they are unknown, already deactivated, above the administrator, or the last active owner.
pub async fn deactivate(app: &App, admin: &Admin, id: &UserId) -> Result<user::Model, DeedError> {
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let person = lock(&tx, admin, id, "id").await?;
    if person.status == UserStatus::Deactivated {
        return Err(Problem::at(Code::Deactivated, "id").into());
    }
    if person.status == UserStatus::Active && person.role == Role::Owner {
        owners::keep_one(&tx, admin.organization(), id).await?;
    }
    let before = person.status;
    let open = person
        .invitation_id
        .clone()
        .filter(|_| before == UserStatus::Invited);
    let mut change = person.into_active_model();
    change.status = Set(UserStatus::Deactivated);
    change.last_event_at = Set(now);
    let user = change.update(&*tx).await?;
    let event = |kind| {
        Happening::to(&user, kind)
            .by(admin.actor())
            .from_status(before)
    };
    let mut happened = Vec::new();
    if let Some(open) = open {
        let revoked = InvitationState::Revoked;
        links::close(
            &tx,
            std::slice::from_ref(&open),
            revoked,
            LinkEnd::Revoked,
            now,
        )
        .await?;
        happened.push(event(EventKind::InvitationRevoked).about(&open, revoked));
    }
    happened.push(event(EventKind::UserDeactivated));
    sessions::end_all(&tx, id, None, now).await?;
    events::record(&tx, now, happened).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(user)
}

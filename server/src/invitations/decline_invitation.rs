//! declineInvitation: the invitee's no.

use entity::{EventKind, InvitationState, LinkEnd, UserStatus, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::{accept_invitation::open_or_why, links, preview};
use crate::{
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
};

/// Declines an invitation: the person goes back to CREATED and may be invited again.
///
/// # Errors
/// Where the link stands, when it does not work.
pub async fn decline_invitation(app: &App, token: &str) -> Result<(), DeedError> {
    let unknown = || DeedError::from(Problem::at(Code::LinkUnknown, "token"));
    let presented = preview::find(&*app.db, token).await?.ok_or_else(unknown)?;
    let tx = app.db.begin_write().await?;
    let invitee = user::Entity::find_by_id(presented.invitation.user_id.clone())
        .lock_exclusive()
        .one(&*tx)
        .await?;
    let invitee = invitee.ok_or_else(unknown)?;
    // Read again under the lock: it may have been accepted, renewed or revoked meanwhile.
    let presented = preview::find(&*tx, token).await?.ok_or_else(unknown)?;
    let now = app.clock.now();
    open_or_why(presented.state(now))?;
    let id = presented.invitation.id;
    links::close(
        &tx,
        std::slice::from_ref(&id),
        InvitationState::Declined,
        LinkEnd::Declined,
        now,
    )
    .await?;
    let mut change = invitee.into_active_model();
    change.status = Set(UserStatus::Created);
    change.last_event_at = Set(now);
    let user = change.update(&*tx).await?;
    let declined = Happening::to(&user, EventKind::InvitationDeclined)
        .by(&user.id)
        .from_status(UserStatus::Invited)
        .about(&id, InvitationState::Declined);
    events::record(&tx, now, [declined]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(())
}

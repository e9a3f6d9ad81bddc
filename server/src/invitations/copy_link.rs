//! copyLink: a fresh link to hand over by hand. The one place where a secret is answered: once, to the admin who asks.

use entity::{
    DeliveryState, EventKind, InvitationState, LinkReason, UserId, UserStatus, invitation, user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{invite, links};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
    reach::Way,
    users,
};

/// Makes a fresh link for somebody who has not joined, inviting them if they are not. The older link stops working.
///
/// # Errors
/// When the person is unknown, has joined or is deactivated.
pub async fn copy_link(
    app: &App,
    admin: &Admin,
    id: &UserId,
) -> Result<(String, invitation::Model), DeedError> {
    let tx = app.db.begin_write().await?;
    let user = users::lock(&tx, admin, id, "userId").await?;
    let invitation = match user.status {
        UserStatus::Created => {
            invite::open(&tx, app, admin, user, &Way::BY_HAND, None)
                .await?
                .1
        }
        UserStatus::Invited => renew(&tx, app, admin, user).await?,
        UserStatus::Active => return Err(Problem::at(Code::AlreadyActive, "userId").into()),
        UserStatus::Deactivated => return Err(Problem::at(Code::Deactivated, "userId").into()),
    };
    tx.commit().await?;
    app.events.ring();
    Ok((app.link_url(&invitation.link_id), invitation))
}

async fn renew(
    tx: &Write,
    app: &App,
    admin: &Admin,
    user: user::Model,
) -> Result<invitation::Model, DeedError> {
    let now = app.clock.now();
    let organization = users::organization(tx, admin).await?;
    let open = match &user.invitation_id {
        Some(id) => {
            invitation::Entity::find_by_id(id.clone())
                .one(&**tx)
                .await?
        }
        None => None,
    };
    let open = open.ok_or_else(|| Problem::at(Code::NotInvited, "userId"))?;
    let expires_at = now.plus_hours(organization.link_hours(open.channel));
    let mut invitations = [open];
    links::renew(tx, app, &mut invitations, LinkReason::Copy, now, expires_at).await?;
    let [mut invitation] = invitations;
    if invitation.delivery_state == DeliveryState::Queued {
        // Its message was taken back with the older link: from here on it goes by hand.
        let mut change = invitation.into_active_model();
        change.delivery_state = Set(DeliveryState::Suppressed);
        change.delivery_at = Set(Some(now));
        invitation = change.update(&**tx).await?;
    }
    let mut change = user.into_active_model();
    change.last_event_at = Set(now);
    let user = change.update(&**tx).await?;
    let copied = Happening::to(&user, EventKind::InvitationLinkRequested)
        .by(admin.actor())
        .about(&invitation.id, InvitationState::Pending);
    events::record(tx, now, [copied]).await?;
    Ok(invitation)
}

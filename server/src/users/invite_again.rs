//! Another address for somebody invited: the link that went to the old one must not work for whoever reads there.

use entity::{
    DeliveryState, EventKind, InvitationState, LinkReason, MessageKind, Timestamp, UserStatus,
    invitation, organization, user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    access::Refusal,
    app::App,
    db::Write,
    events::Happening,
    invitations::{draft, hold_back, links},
    outbox::{self, texts},
    problem::{DeedError, Problem},
    reach::{Channels, Reach, Way},
};

/// The open invitation of somebody who is invited.
pub(super) async fn open(
    tx: &Write,
    user: &user::Model,
) -> Result<Option<invitation::Model>, DeedError> {
    let Some(id) = &user.invitation_id else {
        return Ok(None);
    };
    if user.status != UserStatus::Invited {
        return Ok(None);
    }
    let found = invitation::Entity::find_by_id(id.clone())
        .one(&**tx)
        .await?;
    found.map(Some).ok_or(DeedError::Refused(Refusal::NotFound))
}

/// Ends the link and sends a new one, if the invitation had gone to what has changed between the two rows: the address of a
/// letter, the number of a text message, Slack's id of a direct message. A link that was handed over by hand stays.
///
/// # Errors
/// With what holds a text message to the new number back.
pub(crate) async fn invite_again(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    before: &user::Model,
    user: &user::Model,
    now: Timestamp,
) -> Result<Option<Happening>, DeedError> {
    let Some(open) = open(tx, user).await? else {
        return Ok(None);
    };
    let reached_at = |user| Reach::of(user).address(open.channel);
    if reached_at(before) == reached_at(user) {
        return Ok(None);
    }
    let channels = Channels::of(&app.config, organization);
    let way = Reach::of(user).by(open.channel, channels).ok();
    if let Some(way) = &way {
        refuse_held_text(tx, app, organization, way, now).await?;
    }
    let expires_at = now.plus_hours(organization.link_hours(open.channel));
    let mut invitations = [open];
    links::renew(
        tx,
        app,
        &mut invitations,
        LinkReason::Invitation,
        now,
        expires_at,
    )
    .await?;
    let [invitation] = invitations;
    let promise = way.and_then(|way| draft::promise(&way, &invitation, MessageKind::Invitation));
    let renewed = Happening::to(user, EventKind::InvitationReminded)
        .about(&invitation.id, InvitationState::Pending);
    let mut change = invitation.into_active_model();
    // Nothing sends by this channel any more: then the new link goes by hand.
    change.delivery_state = Set(match &promise {
        Some(_) => DeliveryState::Queued,
        None => DeliveryState::NotConfigured,
    });
    change.delivery_attempts = Set(0);
    change.delivery_at = Set(Some(now));
    change.delivery_reason = Set(None);
    change.update(&**tx).await?;
    outbox::enqueue(tx, app, now, promise.into_iter().collect()).await?;
    Ok(Some(renewed))
}

/// Refuses a number to which no text message may go now: changing it must not be a way around what keeps them from becoming
/// a bill.
async fn refuse_held_text(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    way: &Way,
    now: Timestamp,
) -> Result<(), DeedError> {
    let numbers: Vec<&str> = hold_back::number(way).into_iter().collect();
    let held = texts::held(tx, app, &organization.id, &numbers, now).await?;
    match held.into_iter().flatten().next() {
        Some(held) => Err(Problem::at(held.code(), "phone").into()),
        None => Ok(()),
    }
}

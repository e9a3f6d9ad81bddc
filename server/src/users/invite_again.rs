//! Another address for somebody invited: the link that went to the old one must not work for whoever reads there.

use entity::{
    Channel, DeliveryState, EventKind, InvitationState, LinkReason, MessageKind, Timestamp,
    UserStatus, invitation, organization, user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    access::Refusal,
    app::App,
    db::Write,
    events::Happening,
    invitations::{draft, hold_back, links},
    outbox,
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

/// The open invitation, if it had gone to what has changed between the two rows: the address of a letter, the number of a text
/// message, Slack's id of a direct message. With it, the way to the person now, if there is one. A link that was handed over by hand
/// went nowhere.
async fn gone_elsewhere(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    before: &user::Model,
    user: &user::Model,
) -> Result<Option<(invitation::Model, Option<Way>)>, DeedError> {
    let Some(open) = open(tx, user).await? else {
        return Ok(None);
    };
    if Reach::of(before).address(open.channel) == Reach::of(user).address(open.channel) {
        return Ok(None);
    }
    let channels = Channels::of(&app.config, organization);
    let way = Reach::of(user).by(open.channel, channels).ok();
    Ok(Some((open, way)))
}

/// Ends the link and sends a new one, if the invitation had gone elsewhere.
///
/// # Errors
/// When the database fails.
pub(crate) async fn invite_again(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    before: &user::Model,
    user: &user::Model,
    now: Timestamp,
) -> Result<Option<Happening>, DeedError> {
    match gone_elsewhere(tx, app, organization, before, user).await? {
        Some((open, way)) => send(tx, app, organization, user, open, way, now).await,
        None => Ok(None),
    }
}

/// The same, refused when a limit holds the message back: changing an address must not be a way around what protects people from
/// too many messages, and the organisation from a bill.
///
/// # Errors
/// With what holds the message back.
pub(super) async fn invite_again_within_limits(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    before: &user::Model,
    user: &user::Model,
    now: Timestamp,
) -> Result<Option<Happening>, DeedError> {
    let Some((open, way)) = gone_elsewhere(tx, app, organization, before, user).await? else {
        return Ok(None);
    };
    if let Some(way) = &way
        && let Some(code) = hold_back::held(tx, app, organization, &user.id, true, way, now).await?
    {
        let field = if way.channel() == Channel::Sms {
            "phone"
        } else {
            "email"
        };
        return Err(Problem::at(code, field).into());
    }
    send(tx, app, organization, user, open, way, now).await
}

async fn send(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    user: &user::Model,
    open: invitation::Model,
    way: Option<Way>,
    now: Timestamp,
) -> Result<Option<Happening>, DeedError> {
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

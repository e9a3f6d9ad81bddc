//! requestNewLink: a fresh link in place of an expired or superseded one. It goes to the same address only.

use entity::{
    EventKind, InvitationId, InvitationState, LinkReason, MessageKind, Timestamp, link,
    organization, user,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QuerySelect,
};

use super::{
    draft,
    hold_back::number,
    links,
    preview::{self, LinkState},
};
use crate::{
    app::App,
    db::Write,
    events::{self, Happening},
    outbox::{self, texts},
    problem::Fault,
    reach::{Channels, Reach, Way},
};

/// How long the next request of the same invitation does nothing, in milliseconds: an impatient finger, or somebody who
/// found an old letter, must not fill a mailbox.
const QUIET_MILLIS: i64 = 2 * 60 * 1_000;
/// How many fresh links one invitation answers in a day.
const MOST_A_DAY: u64 = 5;

/// Promises a fresh link to the invited address, if the presented one belongs to an invitation that is still open and no
/// longer works itself. Answers alike whatever it did, so that nobody learns anything from it.
///
/// # Errors
/// When the database fails.
pub async fn request_new_link(app: &App, token: &str) -> Result<(), Fault> {
    let Some(presented) = preview::find(&*app.db, token).await? else {
        return Ok(());
    };
    let tx = app.db.begin_write().await?;
    texts::count_first_for(&tx, app, &presented.invitation.user_id).await?;
    let invitee = user::Entity::find_by_id(presented.invitation.user_id.clone())
        .lock_exclusive()
        .one(&*tx)
        .await?;
    let (Some(invitee), Some(presented)) = (invitee, preview::find(&*tx, token).await?) else {
        return Ok(());
    };
    let now = app.clock.now();
    let state = presented.state(now);
    if !matches!(state, LinkState::Expired | LinkState::Superseded)
        || asked_too_often(&tx, &presented.invitation.id, now).await?
    {
        return Ok(());
    }
    let organization = organization::Entity::find_by_id(invitee.organization_id.clone())
        .one(&*tx)
        .await?;
    let Some(organization) = organization else {
        return Ok(());
    };
    let channels = Channels::of(&app.config, &organization);
    let again = Reach::of(&invitee).again(presented.invitation.channel, channels);
    let Ok(way) = again else {
        return Ok(());
    };
    if is_held(&tx, app, &organization, &way, now).await? {
        return Ok(());
    }
    let expires_at = now.plus_hours(organization.link_hours(way.channel()));
    let mut invitations = [presented.invitation];
    links::renew(
        &tx,
        app,
        &mut invitations,
        LinkReason::Request,
        now,
        expires_at,
    )
    .await?;
    let [mut invitation] = invitations;
    invitation.channel = way.channel();
    let promise = draft::promise(&way, &invitation, MessageKind::FreshLink);
    let mut change = invitation.into_active_model();
    change.channel = Set(way.channel());
    change.delivery_state = Set(entity::DeliveryState::Queued);
    change.delivery_attempts = Set(0);
    change.delivery_at = Set(Some(now));
    change.delivery_reason = Set(None);
    let invitation = change.update(&*tx).await?;
    outbox::enqueue(&tx, app, now, promise.into_iter().collect()).await?;
    let mut touched = invitee.into_active_model();
    touched.last_event_at = Set(now);
    let user = touched.update(&*tx).await?;
    let asked = Happening::to(&user, EventKind::InvitationLinkRequested)
        .by(&user.id)
        .about(&invitation.id, InvitationState::Pending);
    events::record(&tx, now, [asked]).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(())
}

/// Whether the message would be a text message that must not leave.
async fn is_held(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    way: &Way,
    now: Timestamp,
) -> Result<bool, Fault> {
    let numbers: Vec<&str> = number(way).into_iter().collect();
    let held = texts::held(tx, app, &organization.id, &numbers, now).await?;
    Ok(held.iter().any(Option::is_some))
}

async fn asked_too_often(
    tx: &Write,
    invitation: &InvitationId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let asked_since = |millis: i64| {
        link::Entity::find()
            .filter(link::Column::InvitationId.eq(invitation.clone()))
            .filter(link::Column::Reason.eq(LinkReason::Request))
            .filter(link::Column::IssuedAt.gt(now.plus_millis(-millis)))
            .count(&**tx)
    };
    Ok(asked_since(QUIET_MILLIS).await? > 0 || asked_since(24 * 3_600_000).await? >= MOST_A_DAY)
}

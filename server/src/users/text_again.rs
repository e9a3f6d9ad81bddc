//! Other numbers for many who are invited: what `invite_again` does for one, with a statement for each table.

use std::collections::HashMap;

use entity::{
    Channel, DeliveryState, EventKind, InvitationId, InvitationState, LinkReason, MessageKind,
    Timestamp, UserStatus, invitation, organization, user,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use crate::{
    app::App,
    db::Write,
    events::Happening,
    invitations::{draft, links},
    outbox::{self, texts},
    reach::{Channels, Way},
};

/// Ends the links that had gone by text message to people whose number is another one now, and sends new ones. What may not
/// leave goes by hand from here on, and reads as not delivered.
///
/// # Errors
/// When the database fails.
pub(crate) async fn text_again(
    tx: &Write,
    app: &App,
    organization: &organization::Model,
    people: &[user::Model],
    now: Timestamp,
) -> Result<Vec<Happening>, DbErr> {
    let invited = people
        .iter()
        .filter(|person| person.status == UserStatus::Invited);
    let people: HashMap<&InvitationId, &user::Model> = invited
        .filter_map(|person| Some((person.invitation_id.as_ref()?, person)))
        .collect();
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut open = invitation::Entity::find()
        .filter(invitation::Column::Id.is_in(people.keys().copied().cloned()))
        .filter(invitation::Column::Channel.eq(Channel::Sms))
        .order_by_asc(invitation::Column::Id)
        .all(&**tx)
        .await?;
    let expires_at = now.plus_hours(organization.link_hours(Channel::Sms));
    let reason = LinkReason::Invitation;
    links::renew(tx, app, &mut open, reason, now, expires_at).await?;
    let number = |open: &invitation::Model| people[&open.id].phone.as_deref().unwrap_or_default();
    let numbers: Vec<&str> = open.iter().map(number).collect();
    let held = texts::held(tx, app, &organization.id, &numbers, now).await?;
    let sends = Channels::of(&app.config, organization).sms;
    let (leaving, staying): (Vec<_>, Vec<_>) = open
        .iter()
        .zip(held)
        .partition(|(_, held)| sends && held.is_none());
    let ids =
        |some: &[(&invitation::Model, _)]| some.iter().map(|(open, _)| open.id.clone()).collect();
    fares(tx, ids(&leaving), DeliveryState::Queued, now).await?;
    let stays = if sends {
        DeliveryState::Suppressed
    } else {
        DeliveryState::NotConfigured
    };
    fares(tx, ids(&staying), stays, now).await?;
    let promises = leaving.iter().filter_map(|(open, _)| {
        draft::promise(
            &Way::to(Channel::Sms, number(open)),
            open,
            MessageKind::Invitation,
        )
    });
    outbox::enqueue(tx, app, now, promises.collect()).await?;
    let renewed = open.iter().map(|open| {
        Happening::to(people[&open.id], EventKind::InvitationReminded)
            .about(&open.id, InvitationState::Pending)
    });
    Ok(renewed.collect())
}

/// Says of invitations how the message of their newest link fares.
async fn fares(
    tx: &Write,
    invitations: Vec<InvitationId>,
    state: DeliveryState,
    now: Timestamp,
) -> Result<(), DbErr> {
    use invitation::Column;
    if invitations.is_empty() {
        return Ok(());
    }
    invitation::Entity::update_many()
        .col_expr(Column::DeliveryState, Expr::value(state))
        .col_expr(Column::DeliveryAttempts, Expr::value(0))
        .col_expr(Column::DeliveryAt, Expr::value(Some(now)))
        .col_expr(Column::DeliveryReason, Expr::value(None::<String>))
        .filter(Column::Id.is_in(invitations))
        .exec(&**tx)
        .await?;
    Ok(())
}

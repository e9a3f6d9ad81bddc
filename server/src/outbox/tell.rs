//! What came of messages, said on their invitations and in events.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{
    DeliveryState, EventKind, InvitationId, InvitationState, Timestamp, UserId, UserStatus,
    invitation, user,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::fate::{Fate, Settlement};
use crate::{
    db::Write,
    events::{self, Happening},
};

/// Says on the invitations, and in events, what came of messages whose own rows say so already.
pub(super) async fn tell(
    tx: &Write,
    now: Timestamp,
    settlements: &[Settlement],
    people: &HashMap<UserId, UserStatus>,
) -> Result<(), DbErr> {
    settle_invitations(tx, now, settlements).await?;
    let happened = happenings(tx, now, settlements, people).await?;
    touch(tx, now, &happened).await?;
    events::record(tx, now, happened).await
}

/// What an invitation says about its newest message.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Delivery<'a> {
    state: DeliveryState,
    attempts: i32,
    reason: Option<&'a str>,
}

/// Says on each invitation how its newest message fared; an older link's message changes nothing there.
async fn settle_invitations(
    tx: &Write,
    now: Timestamp,
    settlements: &[Settlement],
) -> Result<(), DbErr> {
    let mut alike: BTreeMap<Delivery<'_>, (Vec<InvitationId>, Vec<entity::LinkId>)> =
        BTreeMap::new();
    for Settlement { message, fate } in settlements {
        let (state, reason) = match fate {
            Fate::Sent(_) => (DeliveryState::Sent, None),
            Fate::Delivered => (DeliveryState::Delivered, None),
            Fate::Later(_, reason) | Fate::InDoubt(_, reason) => {
                (DeliveryState::Queued, Some(reason.as_str()))
            }
            Fate::Ended(ending, reason) => (ending.of_invitation(), Some(reason.as_str())),
            Fate::PutBack(_) | Fate::Cancelled => continue,
        };
        if let (Some(invitation), Some(link)) = (&message.invitation_id, &message.link_id) {
            let group = alike
                .entry(Delivery {
                    state,
                    attempts: message.attempts,
                    reason,
                })
                .or_default();
            group.0.push(invitation.clone());
            group.1.push(link.clone());
        }
    }
    for (delivery, (invitations, links)) in alike {
        let mut update = invitation::Entity::update_many()
            .col_expr(
                invitation::Column::DeliveryState,
                Expr::value(delivery.state),
            )
            .col_expr(
                invitation::Column::DeliveryAttempts,
                Expr::value(delivery.attempts),
            )
            .col_expr(invitation::Column::DeliveryAt, Expr::value(now))
            .col_expr(
                invitation::Column::DeliveryReason,
                Expr::value(delivery.reason.map(str::to_owned)),
            )
            .filter(invitation::Column::Id.is_in(invitations))
            .filter(invitation::Column::LinkId.is_in(links));
        update = match delivery.state {
            DeliveryState::Sent => {
                update.col_expr(invitation::Column::LastSentAt, Expr::value(now))
            }
            DeliveryState::Delivered => update,
            // What was taken back while it was on its way neither waits nor fails any more.
            _ => update.filter(invitation::Column::State.eq(InvitationState::Pending)),
        };
        update.exec(&**tx).await?;
    }
    Ok(())
}

/// What is worth an event: that a message with a link left, or that it never will.
async fn happenings(
    tx: &Write,
    now: Timestamp,
    settlements: &[Settlement],
    people: &HashMap<UserId, UserStatus>,
) -> Result<Vec<Happening>, DbErr> {
    let told = |settlement: &&Settlement| {
        settlement.message.link_id.is_some()
            && matches!(
                settlement.fate,
                Fate::Sent(_) | Fate::Delivered | Fate::Ended(..)
            )
    };
    let ids: BTreeSet<InvitationId> = settlements
        .iter()
        .filter(told)
        .filter_map(|settlement| settlement.message.invitation_id.clone())
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<(InvitationId, InvitationState, Timestamp)> = invitation::Entity::find()
        .select_only()
        .columns([
            invitation::Column::Id,
            invitation::Column::State,
            invitation::Column::ExpiresAt,
        ])
        .filter(invitation::Column::Id.is_in(ids))
        .into_tuple()
        .all(&**tx)
        .await?;
    let states: HashMap<_, _> = found
        .into_iter()
        .map(|(id, state, expires_at)| (id, state.at(now, expires_at)))
        .collect();
    let happening = |Settlement { message, fate }: &Settlement| {
        let (kind, detail) = match fate {
            Fate::Ended(_, reason) => (EventKind::InvitationFailed, Some(reason.clone())),
            Fate::Delivered => (EventKind::InvitationDelivered, None),
            _ => (EventKind::InvitationSent, None),
        };
        let invitation = message.invitation_id.as_ref()?;
        let status = *people.get(&message.user_id)?;
        Some(Happening {
            user_id: Some(message.user_id.clone()),
            status: Some(status),
            detail,
            ..Happening::in_organization(message.organization_id.clone(), kind)
                .from_status(status)
                .about(invitation, *states.get(invitation)?)
        })
    };
    Ok(settlements
        .iter()
        .filter(told)
        .filter_map(happening)
        .collect())
}

/// Brings people whose message failed to the top of the order by last event. That a message left follows within moments
/// from an event that did so already, and rewriting a hundred thousand people for it would cost PostgreSQL more than
/// everything else here: every index of a person's row, the trigrams among them.
async fn touch(tx: &Write, now: Timestamp, happened: &[Happening]) -> Result<(), DbErr> {
    let people: BTreeSet<UserId> = happened
        .iter()
        .filter(|happening| happening.kind == EventKind::InvitationFailed)
        .filter_map(|happening| happening.user_id.clone())
        .collect();
    if !people.is_empty() {
        user::Entity::update_many()
            .col_expr(user::Column::LastEventAt, Expr::value(now))
            .filter(user::Column::Id.is_in(people))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

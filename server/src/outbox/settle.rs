//! Settling: what came of messages is written down, with the events that say so, all at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{
    DeliveryState, EventKind, InvitationId, InvitationState, MessageId, MessageState, Timestamp,
    UserId, UserStatus, invitation, message, user,
};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use crate::{
    app::App,
    db::Write,
    events::{self, Happening},
};

/// A message that was claimed, and what came of it.
#[derive(Debug)]
pub(super) struct Settlement {
    pub(super) message: message::Model,
    pub(super) fate: Fate,
}

/// What came of a message.
#[derive(Debug)]
pub(super) enum Fate {
    /// The server took it.
    Sent,
    /// It is tried again, then.
    Later(Timestamp, String),
    /// It was not tried after all, and is tried then.
    PutBack(Timestamp),
    /// It never leaves.
    Failed(String),
    /// Its link ended first.
    Cancelled,
}

/// Writes down what came of messages, in one transaction.
///
/// # Errors
/// When the database fails: then nothing is written, and the same may be tried again.
pub(super) async fn settle(
    app: &App,
    now: Timestamp,
    settlements: &[Settlement],
) -> Result<(), DbErr> {
    let tx = app.db.begin_write().await?;
    let people = lock_people(&tx, settlements).await?;
    settle_messages(&tx, now, settlements).await?;
    settle_invitations(&tx, now, settlements).await?;
    let happened = happenings(&tx, now, settlements, &people).await?;
    touch(&tx, now, &happened).await?;
    events::record(&tx, now, happened).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(())
}

/// Locks the people whose invitations are touched, in the order of their ids as every rule does: what happens to one person
/// is written in the order in which it happens, and two writers never wait for each other. Answers where each stands.
async fn lock_people(
    tx: &Write,
    settlements: &[Settlement],
) -> Result<HashMap<UserId, UserStatus>, DbErr> {
    let ids: BTreeSet<UserId> = settlements
        .iter()
        .map(|settlement| settlement.message.user_id.clone())
        .collect();
    let people: Vec<(UserId, UserStatus)> = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Status])
        .filter(user::Column::Id.is_in(ids))
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(people.into_iter().collect())
}

async fn settle_messages(
    tx: &Write,
    now: Timestamp,
    settlements: &[Settlement],
) -> Result<(), DbErr> {
    let of = |wanted: fn(&Fate) -> bool| -> Vec<MessageId> {
        let chosen = settlements
            .iter()
            .filter(|settlement| wanted(&settlement.fate));
        chosen
            .map(|settlement| settlement.message.id.clone())
            .collect()
    };
    let sent = of(|fate| matches!(fate, Fate::Sent));
    if !sent.is_empty() {
        // Whatever the row says by now: a message that left while its link ended has left.
        let update = message::Entity::update_many().filter(message::Column::Id.is_in(sent));
        end(update, MessageState::Sent, now, None)
            .exec(&**tx)
            .await?;
    }
    let cancelled = of(|fate| matches!(fate, Fate::Cancelled));
    if !cancelled.is_empty() {
        let update = message::Entity::update_many()
            .filter(queued())
            .filter(message::Column::Id.is_in(cancelled));
        end(update, MessageState::Cancelled, now, None)
            .col_expr(message::Column::Attempts, untried())
            .exec(&**tx)
            .await?;
    }
    for Settlement { message, fate } in settlements {
        let row = || {
            message::Entity::update_many()
                .filter(queued())
                .filter(message::Column::Id.eq(message.id.clone()))
        };
        let update = match fate {
            Fate::Sent | Fate::Cancelled => continue,
            Fate::Failed(reason) => end(row(), MessageState::Failed, now, Some(reason))
                .col_expr(message::Column::Attempts, Expr::value(message.attempts)),
            Fate::Later(due_at, reason) => {
                due(row(), *due_at).col_expr(message::Column::Reason, Expr::value(reason.as_str()))
            }
            Fate::PutBack(due_at) => {
                due(row(), *due_at).col_expr(message::Column::Attempts, untried())
            }
        };
        update.exec(&**tx).await?;
    }
    Ok(())
}

type Update = sea_orm::UpdateMany<message::Entity>;

/// The claim counted an attempt that was not made.
fn untried() -> Expr {
    Expr::col(message::Column::Attempts).sub(1)
}

fn queued() -> Condition {
    Condition::all().add(message::Column::State.eq(MessageState::Queued))
}

fn end(update: Update, state: MessageState, now: Timestamp, reason: Option<&String>) -> Update {
    update
        .col_expr(message::Column::State, Expr::value(state))
        .col_expr(message::Column::SettledAt, Expr::value(now))
        .col_expr(message::Column::LeasedUntil, Expr::value(None::<i64>))
        .col_expr(message::Column::Reason, Expr::value(reason.cloned()))
}

fn due(update: Update, due_at: Timestamp) -> Update {
    update
        .col_expr(message::Column::DueAt, Expr::value(due_at))
        .col_expr(message::Column::LeasedUntil, Expr::value(None::<i64>))
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
            Fate::Sent => (DeliveryState::Sent, None),
            Fate::Later(_, reason) => (DeliveryState::Queued, Some(reason.as_str())),
            Fate::Failed(reason) => (DeliveryState::Failed, Some(reason.as_str())),
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
        update = if delivery.state == DeliveryState::Sent {
            update.col_expr(invitation::Column::LastSentAt, Expr::value(now))
        } else {
            // What was taken back while it was on its way neither waits nor fails any more.
            update.filter(invitation::Column::State.eq(InvitationState::Pending))
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
            && matches!(settlement.fate, Fate::Sent | Fate::Failed(_))
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
            Fate::Failed(reason) => (EventKind::InvitationFailed, Some(reason.clone())),
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

//! Settling: what came of messages is written down, with the events that say so, all at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use entity::{
    Channel, MessageId, MessageState, OrganizationId, Timestamp, UserId, UserStatus, message, user,
};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::{
    claim::LEASE,
    fate::{Ending, Fate, Settlement},
    tell::tell,
};
use crate::{app::App, db::Write, delivery::Receipt, slack};

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
    refuse_tokens(&tx, now, settlements).await?;
    let ids = settlements
        .iter()
        .map(|settlement| settlement.message.user_id.clone());
    let people = lock_people(&tx, ids).await?;
    let reported = reported(&tx, settlements).await?;
    let (late, news): (Vec<_>, Vec<_>) = settlements
        .iter()
        .cloned()
        .partition(|settlement| reported.contains(&settlement.message.id));
    for settlement in late {
        keep_receipt(&tx, &settlement).await?;
    }
    settle_messages(&tx, now, &news).await?;
    tell(&tx, now, &news, &people).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(())
}

/// Notes whose workspaces have taken the token back. Workspaces are held before people, in the order of their organisations.
async fn refuse_tokens(
    tx: &Write,
    now: Timestamp,
    settlements: &[Settlement],
) -> Result<(), DbErr> {
    let mut refused: BTreeMap<&OrganizationId, Timestamp> = BTreeMap::new();
    for Settlement { message, fate } in settlements {
        // The token was read after the message was claimed.
        if let (Fate::Ended(Ending::TokenRefused, _), Some(until)) = (fate, message.leased_until) {
            let claimed_at = until.plus_millis(-LEASE);
            let last = refused
                .entry(&message.organization_id)
                .or_insert(claimed_at);
            *last = Ord::max(claimed_at, *last);
        }
    }
    for (organization, claimed_at) in refused {
        slack::refuse(tx, organization, claimed_at, now).await?;
    }
    Ok(())
}

/// The messages of which their provider has said already how they fared: it may be quicker than its own answer. That one
/// copy failed says nothing of another that the provider has just taken.
async fn reported(tx: &Write, settlements: &[Settlement]) -> Result<HashSet<MessageId>, DbErr> {
    let taken_as: HashMap<&MessageId, Option<&String>> = settlements
        .iter()
        .filter(|settlement| settlement.message.channel != Channel::Email)
        .map(|Settlement { message, fate }| match fate {
            Fate::Sent(receipt) => (&message.id, receipt.provider_id.as_ref()),
            _ => (&message.id, None),
        })
        .collect();
    if taken_as.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<(MessageId, MessageState, Option<String>)> = message::Entity::find()
        .select_only()
        .columns([
            message::Column::Id,
            message::Column::State,
            message::Column::ProviderId,
        ])
        .filter(message::Column::Id.is_in(taken_as.keys().copied().cloned()))
        .filter(message::Column::ProviderId.is_not_null())
        .filter(message::Column::State.ne(MessageState::Queued))
        .into_tuple()
        .all(&**tx)
        .await?;
    let is_last = |(id, state, known): &(MessageId, MessageState, Option<String>)| {
        let left = matches!(state, MessageState::Sent | MessageState::Delivered);
        let another = taken_as[id].filter(|taken| Some(*taken) != known.as_ref());
        left || another.is_none()
    };
    let last = found.into_iter().filter(is_last);
    Ok(last.map(|(id, ..)| id).collect())
}

/// What is known of a message besides how it fared.
async fn keep_receipt(tx: &Write, settlement: &Settlement) -> Result<(), DbErr> {
    if let Fate::Sent(receipt) = &settlement.fate
        && *receipt != Receipt::default()
    {
        let row = message::Entity::update_many()
            .filter(message::Column::Id.eq(settlement.message.id.clone()));
        taken(row, receipt).exec(&**tx).await?;
    }
    Ok(())
}

/// Locks the people whose invitations are touched, in the order of their ids as every rule does: what happens to one person
/// is written in the order in which it happens, and two writers never wait for each other. Answers where each stands.
pub(super) async fn lock_people(
    tx: &Write,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, UserStatus>, DbErr> {
    let ids: BTreeSet<UserId> = ids.into_iter().collect();
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
    let sent = of(|fate| matches!(fate, Fate::Sent(_)));
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
    for settlement in settlements {
        keep_receipt(tx, settlement).await?;
        let Settlement { message, fate } = settlement;
        let row = || {
            message::Entity::update_many()
                .filter(queued())
                .filter(message::Column::Id.eq(message.id.clone()))
        };
        let update = match fate {
            Fate::Sent(_) | Fate::Delivered | Fate::Cancelled => continue,
            Fate::Ended(ending, reason) => end(row(), ending.of_message(), now, Some(reason))
                .col_expr(message::Column::Attempts, Expr::value(message.attempts)),
            Fate::Later(due_at, reason) => cleared(due(row(), *due_at), message)
                .col_expr(message::Column::Reason, Expr::value(reason.as_str())),
            Fate::InDoubt(due_at, reason) => due(row(), *due_at)
                .col_expr(message::Column::Reason, Expr::value(reason.as_str()))
                .col_expr(
                    message::Column::Doubts,
                    Expr::col(message::Column::Doubts).add(1),
                ),
            Fate::PutBack(due_at) => {
                due(row(), *due_at).col_expr(message::Column::Attempts, untried())
            }
        };
        update.exec(&**tx).await?;
    }
    Ok(())
}

type Update = sea_orm::UpdateMany<message::Entity>;

/// The process has outlived the attempt: a letter that does not end it may be tried as long as its link lives.
fn cleared(update: Update, message: &message::Model) -> Update {
    match message.channel {
        Channel::Email => update.col_expr(message::Column::Doubts, Expr::value(0)),
        Channel::Sms | Channel::Slack | Channel::Link => update,
    }
}

/// The claim counted an attempt that was not made.
fn untried() -> Expr {
    Expr::col(message::Column::Attempts).sub(1)
}

fn queued() -> Condition {
    Condition::all().add(message::Column::State.eq(MessageState::Queued))
}

pub(super) fn end(
    update: Update,
    state: MessageState,
    now: Timestamp,
    reason: Option<&String>,
) -> Update {
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

fn taken(update: Update, receipt: &Receipt) -> Update {
    update
        .col_expr(
            message::Column::ProviderId,
            Expr::value(receipt.provider_id.clone()),
        )
        .col_expr(message::Column::Segments, Expr::value(receipt.segments))
}

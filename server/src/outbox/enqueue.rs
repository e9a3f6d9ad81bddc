//! Promises are written here, and taken back here.

use entity::{
    Channel, InvitationId, LinkId, Locale, MessageId, MessageKind, MessageState, OperationId,
    OrganizationId, Timestamp, UserId, message,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{app::App, db::Write};

/// One message to one person, about to be promised.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Where.
    pub organization_id: OrganizationId,
    /// To whom.
    pub user_id: UserId,
    /// About which invitation.
    pub invitation_id: Option<InvitationId>,
    /// With which link.
    pub link_id: Option<LinkId>,
    /// Within which operation.
    pub operation_id: Option<OperationId>,
    /// What it says.
    pub kind: MessageKind,
    /// How it goes.
    pub channel: Channel,
    /// The language it is written in.
    pub locale: Locale,
    /// The stored address or number.
    pub recipient: String,
    /// Not at or after then: the end of its link.
    pub give_up_at: Timestamp,
}

/// How many rows one statement inserts: 21 values each, under SQLite's 32,766 and PostgreSQL's 65,535.
const ROWS_PER_INSERT: usize = 1_000;

/// How many ids one statement names.
const IDS_PER_UPDATE: usize = 10_000;

/// Promises messages, in the transaction of what causes them. Ring the outbox's bell once it is committed.
///
/// A promise has a recipient, and only a channel that sends gives one. Should it be set up no longer when the message is
/// due, the dispatcher settles it as NOT_CONFIGURED.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(
    tx: &Write,
    app: &App,
    at: Timestamp,
    promises: Vec<Promise>,
) -> Result<(), DbErr> {
    enqueue_later(tx, app, at, at, promises).await
}

/// The same for messages that wait until they are due: within the undo window of their operation they can be taken back.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_later(
    tx: &Write,
    app: &App,
    at: Timestamp,
    due_at: Timestamp,
    promises: Vec<Promise>,
) -> Result<(), DbErr> {
    let mut rows = promises
        .into_iter()
        .map(|promise| row(app, at, due_at, promise))
        .peekable();
    while rows.peek().is_some() {
        let batch: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        message::Entity::insert_many(batch)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

fn row(app: &App, at: Timestamp, due_at: Timestamp, promise: Promise) -> message::ActiveModel {
    message::ActiveModel {
        id: Set(MessageId::new(at, app.random.bytes())),
        organization_id: Set(promise.organization_id),
        user_id: Set(promise.user_id),
        invitation_id: Set(promise.invitation_id),
        link_id: Set(promise.link_id),
        operation_id: Set(promise.operation_id),
        kind: Set(promise.kind),
        channel: Set(promise.channel),
        locale: Set(promise.locale),
        recipient: Set(promise.recipient),
        state: Set(MessageState::Queued),
        attempts: Set(0),
        doubts: Set(0),
        provider_id: Set(None),
        segments: Set(None),
        created_at: Set(at),
        due_at: Set(due_at),
        give_up_at: Set(promise.give_up_at),
        leased_until: Set(None),
        settled_at: Set(None),
        reason: Set(None),
    }
}

/// Takes back what has not left yet about these invitations, in the transaction that ends their links. Call it before the
/// messages with the new links are promised.
///
/// A message that is on its way at this moment may still arrive; then it is settled as what it is, SENT.
///
/// # Errors
/// When the database fails.
pub async fn cancel(tx: &Write, invitations: &[InvitationId], at: Timestamp) -> Result<(), DbErr> {
    for some in invitations.chunks(IDS_PER_UPDATE) {
        message::Entity::update_many()
            .col_expr(message::Column::State, Expr::value(MessageState::Cancelled))
            .col_expr(message::Column::SettledAt, Expr::value(at))
            .filter(message::Column::InvitationId.is_in(some.iter().cloned()))
            .filter(message::Column::State.eq(MessageState::Queued))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

//! Claiming: this process takes messages that are due, for as long as a lease lasts.

use std::collections::HashMap;

use entity::{MessageId, OrganizationId, Timestamp, message};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Statement,
    sea_query::{
        CaseStatement, Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement,
        SimpleExpr, UnionType,
    },
};

use super::queue::Queue;
use crate::app::App;

/// How long a claim holds without being renewed, in milliseconds. What a process that died had claimed leaves after that.
pub(super) const LEASE: i64 = 30_000;

/// How many organisations one claim serves. The next claim begins with the one after the last.
pub(super) const ORGANIZATIONS_PER_CLAIM: usize = 64;

/// An organisation with messages that wait.
#[derive(Debug, FromQueryResult)]
pub(super) struct Waiting {
    pub(super) organization_id: OrganizationId,
    /// When the first of them is due; none when another process has claimed it meanwhile.
    pub(super) first_due_at: Option<Timestamp>,
}

/// A message that waits. Written out and not bound, so that both databases see that the partial index answers it.
fn queued() -> SimpleExpr {
    Expr::col((message::Entity, message::Column::State)).eq(Expr::cust("'QUEUED'"))
}

/// A message that another process claimed and did not settle: whether it left is not known.
fn was_abandoned() -> SimpleExpr {
    CaseStatement::new()
        .case(message::Column::LeasedUntil.is_not_null(), 1)
        .finally(0)
        .into()
}

/// Every organisation with messages of a queue that wait, each with its first due instant.
///
/// In SQL, because no query builder has it: a recursive walk from one organisation to the next over the index of what waits
/// costs two look-ups an organisation, however long each backlog is. `DISTINCT` or `GROUP BY` would read every row of it.
pub(super) async fn waiting(app: &App, queue: Queue) -> Result<Vec<Waiting>, DbErr> {
    let channel = queue.channel();
    let of_queue = format!("state = 'QUEUED' AND channel = '{channel}'");
    let walk = format!(
        "WITH RECURSIVE walk (organization_id) AS (\
            SELECT min(organization_id) FROM messages WHERE {of_queue} \
            UNION ALL \
            SELECT (SELECT min(m.organization_id) FROM messages m WHERE {of_queue} AND m.organization_id > walk.organization_id) \
            FROM walk WHERE walk.organization_id IS NOT NULL) \
        SELECT organization_id, (SELECT min(m.due_at) FROM messages m \
            WHERE {of_queue} AND m.organization_id = walk.organization_id) AS first_due_at \
        FROM walk WHERE organization_id IS NOT NULL"
    );
    let statement = Statement::from_string(app.db.get_database_backend(), walk);
    Waiting::find_by_statement(statement).all(&*app.db).await
}

/// Claims at most `room` messages, in equal shares of the organisations named: one organisation's backlog never delays
/// another's single message. Counts an attempt for each, so that even one that ends the process is counted.
///
/// They are answered in the order in which they should leave: one of each organisation in turn, the oldest first.
pub(super) async fn claim(
    app: &App,
    queue: Queue,
    now: Timestamp,
    organizations: &[OrganizationId],
    room: usize,
) -> Result<Vec<message::Model>, DbErr> {
    let served = organizations.len().min(ORGANIZATIONS_PER_CLAIM).min(room);
    let mut shares = organizations
        .iter()
        .take(served)
        .enumerate()
        .map(|(place, organization)| {
            // The remainder goes to the first ones.
            due(
                queue,
                organization,
                now,
                room / served + usize::from(place < room % served),
            )
        });
    let Some(mut chosen) = shares.next() else {
        return Ok(Vec::new());
    };
    for share in shares {
        chosen.union(UnionType::All, share);
    }
    let until = now.plus_millis(LEASE);
    let tx = app.db.begin_write().await?;
    // `due_at` moves with the lease, so that one index range finds what is due and what was abandoned alike.
    let claimed = message::Entity::update_many()
        .col_expr(message::Column::LeasedUntil, Expr::value(until))
        .col_expr(message::Column::DueAt, Expr::value(until))
        .col_expr(
            message::Column::Attempts,
            Expr::col(message::Column::Attempts).add(1),
        )
        .col_expr(
            message::Column::Doubts,
            Expr::col(message::Column::Doubts).add(was_abandoned()),
        )
        .filter(message::Column::Id.in_subquery(chosen))
        .exec_with_returning(&*tx)
        .await?;
    tx.commit().await?;
    Ok(in_turn(claimed))
}

fn in_turn(mut messages: Vec<message::Model>) -> Vec<message::Model> {
    messages.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let mut counts: HashMap<OrganizationId, usize> = HashMap::new();
    let mut placed: Vec<_> = messages
        .into_iter()
        .map(|message| {
            let count = counts.entry(message.organization_id.clone()).or_default();
            *count += 1;
            (*count, message)
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, message)| message).collect()
}

/// The first messages of one organisation that are due, locked against other processes where several share a database.
fn due(
    queue: Queue,
    organization: &OrganizationId,
    now: Timestamp,
    share: usize,
) -> SelectStatement {
    let share = u64::try_from(share).unwrap_or(u64::MAX);
    let first = Query::select()
        .column(message::Column::Id)
        .from(message::Entity)
        .and_where(message::Column::Channel.eq(queue.channel()))
        .and_where(message::Column::OrganizationId.eq(organization.clone()))
        .and_where(queued())
        .and_where(message::Column::DueAt.lte(now))
        // By nothing else: a bulk invitation shares one instant, and ordering within it would sort the whole backlog.
        .order_by(message::Column::DueAt, Order::Asc)
        .limit(share)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .to_owned();
    Query::select()
        .column(message::Column::Id)
        .from_subquery(first, "due")
        .to_owned()
}

/// Holds on to messages that are still being sent.
pub(super) async fn renew(
    app: &App,
    now: Timestamp,
    messages: Vec<MessageId>,
) -> Result<(), DbErr> {
    if messages.is_empty() {
        return Ok(());
    }
    let until = now.plus_millis(LEASE);
    let tx = app.db.begin_write().await?;
    message::Entity::update_many()
        .col_expr(message::Column::LeasedUntil, Expr::value(until))
        .col_expr(message::Column::DueAt, Expr::value(until))
        .filter(message::Column::Id.is_in(messages))
        .filter(queued())
        .exec(&*tx)
        .await?;
    tx.commit().await
}

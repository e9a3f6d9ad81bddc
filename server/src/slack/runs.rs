//! One synchronisation at a time: asking for it, taking its lease, keeping it, and ending it without result.

use std::time::Duration;

use entity::{
    SlackFailure, SlackSyncId, SlackSyncKind, SlackSyncState, Timestamp, UserId, slack_sync,
    slack_workspace,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
    sea_query::{Expr, OnConflict},
};
use tokio::time::sleep;

use super::{HOURS_BETWEEN, refuse::refuse, stored};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    problem::{Code, DeedError, Fault, Problem},
    secret::Token,
};

/// How long a lease lasts, in milliseconds, and how often it is renewed meanwhile.
const LEASE: i64 = 120_000;
const RENEW_EVERY: Duration = Duration::from_secs(30);
/// After how many hours one that failed is tried again by itself, when another try may go well.
const HOURS_TO_NEXT_TRY: i64 = 1;

/// What is asked for.
pub(super) struct Asked {
    pub(super) kind: SlackSyncKind,
    pub(super) expected_changes: Option<i32>,
}

/// A synchronisation that this process has taken up.
pub(super) struct Run {
    pub(super) sync: slack_sync::Model,
    pub(super) holder: String,
}

/// Writes down what is asked for, and wakes whoever carries it out.
pub(super) async fn ask(
    app: &App,
    admin: &Admin,
    asked: Asked,
) -> Result<slack_sync::Model, DeedError> {
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let workspace = stored::lock(&tx, admin.organization()).await?;
    let workspace = workspace.ok_or_else(stored::not_connected)?;
    let actor = Some(admin.actor().user().clone());
    let sync = begin(&tx, app, &workspace, asked, actor, now).await?;
    let sync = sync.ok_or_else(|| Problem::whole(Code::SlackSyncRunning))?;
    tx.commit().await?;
    app.slack.ring();
    Ok(sync)
}

/// Writes one down, unless one is running. One that nobody asked for begins by itself.
async fn begin(
    tx: &Write,
    app: &App,
    workspace: &slack_workspace::Model,
    asked: Asked,
    actor: Option<UserId>,
    now: Timestamp,
) -> Result<Option<slack_sync::Model>, DbErr> {
    let sync = slack_sync::Model {
        id: SlackSyncId::new(now, app.random.bytes()),
        organization_id: workspace.organization_id.clone(),
        kind: asked.kind,
        state: SlackSyncState::Running,
        by_itself: actor.is_none(),
        actor_id: actor,
        expected_changes: asked.expected_changes,
        started_at: now,
        ended_at: None,
        holder: None,
        leased_until: None,
        failure: None,
        created: 0,
        updated: 0,
        unchanged: 0,
        skipped: 0,
        missing: 0,
        gone: 0,
        operation_id: None,
    };
    // The unique index decides.
    let inserted = slack_sync::Entity::insert_many([sync.clone().into_active_model()])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok((inserted == 1).then_some(sync))
}

/// The next one that nobody carries out, with its lease; what is due is begun first.
pub(super) async fn next(app: &App) -> Result<Option<Run>, Fault> {
    begin_due(app).await?;
    let now = app.clock.now();
    let waiting = slack_sync::Entity::find()
        .filter(slack_sync::Column::State.eq(SlackSyncState::Running))
        .filter(is_free(now))
        .order_by_asc(slack_sync::Column::Id);
    for mut sync in waiting.all(&*app.db).await? {
        let holder = Token::random(&app.random).expose().to_owned();
        let taken = slack_sync::Entity::update_many()
            .col_expr(slack_sync::Column::Holder, Expr::value(holder.clone()))
            .col_expr(
                slack_sync::Column::LeasedUntil,
                Expr::value(now.plus_millis(LEASE)),
            )
            .filter(slack_sync::Column::Id.eq(sync.id.clone()))
            .filter(slack_sync::Column::State.eq(SlackSyncState::Running))
            .filter(is_free(now));
        let tx = app.db.begin_write().await?;
        let taken = taken.exec(&*tx).await?.rows_affected;
        tx.commit().await?;
        if taken == 1 {
            sync.holder = Some(holder.clone());
            return Ok(Some(Run { sync, holder }));
        }
    }
    Ok(None)
}

fn is_free(now: Timestamp) -> Condition {
    let until = slack_sync::Column::LeasedUntil;
    Condition::any().add(until.is_null()).add(until.lte(now))
}

/// Begins what is due by itself, one workspace in a transaction.
async fn begin_due(app: &App) -> Result<(), Fault> {
    let now = app.clock.now();
    let due = slack_workspace::Entity::find()
        .filter(slack_workspace::Column::Automatic.eq(true))
        .filter(slack_workspace::Column::RefusedAt.is_null())
        .filter(slack_workspace::Column::NextSyncAt.lte(now));
    for found in due.all(&*app.db).await? {
        let tx = app.db.begin_write().await?;
        let Some(workspace) = stored::lock(&tx, &found.organization_id).await? else {
            continue;
        };
        if !workspace.automatic || workspace.next_sync_at > now {
            continue;
        }
        let asked = Asked {
            kind: SlackSyncKind::Sync,
            expected_changes: None,
        };
        let begun = begin(&tx, app, &workspace, asked, None, now).await?;
        // One that somebody asked for is running: theirs may be a mere preview.
        let hours = begun.map_or(HOURS_TO_NEXT_TRY, |_| HOURS_BETWEEN);
        put_off(&tx, &workspace, now.plus_hours(hours)).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn put_off(
    tx: &Write,
    workspace: &slack_workspace::Model,
    until: Timestamp,
) -> Result<(), DbErr> {
    slack_workspace::Entity::update_many()
        .col_expr(slack_workspace::Column::NextSyncAt, Expr::value(until))
        .filter(slack_workspace::Column::OrganizationId.eq(workspace.organization_id.clone()))
        .exec(&**tx)
        .await?;
    Ok(())
}

impl Run {
    /// Keeps the lease; ends when it is lost, for good.
    pub(super) async fn keep(&self, app: &App) {
        loop {
            sleep(RENEW_EVERY).await;
            match self.renew(app).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(fault) => tracing::warn!(%fault, "a lease could not be renewed; trying again"),
            }
        }
    }

    async fn renew(&self, app: &App) -> Result<bool, Fault> {
        let tx = app.db.begin_write().await?;
        let until = app.clock.now().plus_millis(LEASE);
        let renewed = slack_sync::Entity::update_many()
            .col_expr(slack_sync::Column::LeasedUntil, Expr::value(until))
            .filter(slack_sync::Column::Id.eq(self.sync.id.clone()))
            .filter(slack_sync::Column::Holder.eq(self.holder.clone()));
        let renewed = renewed.exec(&*tx).await?.rows_affected;
        tx.commit().await?;
        Ok(renewed == 1)
    }

    /// Ends it with what came of it, in the transaction that did it. False when another process has taken it up meanwhile:
    /// then nothing must be committed.
    pub(super) async fn end(&self, tx: &Write, ended: slack_sync::Model) -> Result<bool, DbErr> {
        let held = slack_sync::Entity::update_many()
            .col_expr(
                slack_sync::Column::Holder,
                Expr::value(Option::<String>::None),
            )
            .filter(slack_sync::Column::Id.eq(self.sync.id.clone()))
            .filter(slack_sync::Column::State.eq(SlackSyncState::Running))
            .filter(slack_sync::Column::Holder.eq(self.holder.clone()));
        if held.exec(&**tx).await?.rows_affected == 0 {
            return Ok(false);
        }
        let ended = slack_sync::Model {
            holder: None,
            leased_until: None,
            ..ended
        };
        ended.into_active_model().reset_all().update(&**tx).await?;
        Ok(true)
    }

    /// Ends it without having done anything.
    pub(super) async fn fail(&self, app: &App, failure: SlackFailure) -> Result<(), Fault> {
        let now = app.clock.now();
        let tx = app.db.begin_write().await?;
        let workspace = stored::lock(&tx, &self.sync.organization_id).await?;
        if let Some(workspace) = workspace {
            if failure == SlackFailure::TokenRefused {
                let (organization, begun_at) = (&self.sync.organization_id, self.sync.started_at);
                refuse(&tx, organization, begun_at, now).await?;
            } else if self.sync.by_itself && may_pass(failure) {
                put_off(&tx, &workspace, now.plus_hours(HOURS_TO_NEXT_TRY)).await?;
            }
        }
        let failed = slack_sync::Model {
            state: SlackSyncState::Failed,
            failure: Some(failure),
            ended_at: Some(now),
            ..self.sync.clone()
        };
        if self.end(&tx, failed).await? {
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Whether another try may go well without anybody having done anything.
fn may_pass(failure: SlackFailure) -> bool {
    use SlackFailure::{Incomplete, Overtaken, RateLimited, Unreachable};
    matches!(failure, Unreachable | RateLimited | Incomplete | Overtaken)
}

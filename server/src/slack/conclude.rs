//! Concluding a synchronisation, in one transaction: judge everyone, and do all of it, or only say it.

use std::mem;

use entity::{
    EventKind, SlackRowClass, SlackSyncKind, SlackSyncState, Timestamp, slack_member, slack_sync,
    slack_sync_row, slack_workspace,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
    sea_query::ExprTrait,
};

use super::{
    CHUNK, counts,
    judge::Bench,
    people,
    runs::Run,
    stored,
    verdict::Verdict,
    write::{Site, Written},
};
use crate::{
    access::Admin,
    app::App,
    db::{self, Write},
    events::{self, Happening},
    problem::{DeedError, Fault},
    slack_api::directory::Directory,
};

/// How long the log keeps the members of each synchronisation, in hours: thirty days. Its counts stay.
const KEPT_HOURS: i64 = 30 * 24;

/// What was found.
pub(super) struct Found {
    pub(super) workspace: slack_workspace::Model,
    pub(super) admin: Admin,
    pub(super) directory: Directory,
    /// Whether more people seem to be missing than Slack was asked after.
    pub(super) is_doubtful: bool,
}

/// Why nothing was concluded.
pub(super) enum Ended {
    /// Somebody changed the connection or added a person at the same moment.
    Overtaken,
    /// The database failed.
    Fault(Fault),
}

impl From<DbErr> for Ended {
    fn from(error: DbErr) -> Self {
        DeedError::from(error).into()
    }
}

impl From<DeedError> for Ended {
    fn from(error: DeedError) -> Self {
        match error {
            DeedError::Fault(Fault::Database(error)) if db::is_duplicate(&error) => Self::Overtaken,
            DeedError::Fault(fault) => Self::Fault(fault),
            other => Self::Fault(Fault::Other(other.to_string())),
        }
    }
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        DeedError::Fault(fault).into()
    }
}

/// Concludes, unless another process has taken it up.
pub(super) async fn conclude(app: &App, run: &Run, found: Found) -> Result<(), Ended> {
    let now = app.clock.now();
    let Found {
        workspace,
        admin,
        directory,
        is_doubtful,
    } = found;
    let tx = app.db.begin_write().await?;
    let held = stored::lock(&tx, &workspace.organization_id).await?;
    if !held.as_ref().is_some_and(|held| is_same(held, &workspace)) {
        return Err(Ended::Overtaken);
    }
    let people = people::concerned(&tx, &workspace.organization_id, &directory).await?;
    let known = slack_member::Entity::find()
        .filter(slack_member::Column::OrganizationId.eq(workspace.organization_id.clone()))
        .all(&*tx)
        .await?;
    let bench = Bench::new(&admin, &workspace.team_id, &directory, people, known);
    let recognised = bench.recognised();
    let mut verdicts = bench.judge();
    drop(directory);
    verdicts.sort_by(|one, other| place(one).cmp(&place(other)));
    let mut ended = run.sync.clone();
    counts::note(&mut ended, &verdicts);
    ended.ended_at = Some(now);
    ended.state = match ended.kind {
        SlackSyncKind::Preview => SlackSyncState::Previewed,
        SlackSyncKind::Sync if counts::must_be_seen(&ended, recognised, is_doubtful) => {
            SlackSyncState::Held
        }
        SlackSyncKind::Sync => SlackSyncState::Done,
    };
    let mut rows = rows(&ended, &verdicts);
    let mut happened = Vec::new();
    if ended.state == SlackSyncState::Done {
        let site = Site {
            tx: &tx,
            app,
            admin: &admin,
            workspace: &workspace,
            by_itself: ended.by_itself,
            now,
        };
        let Written { operation, added } = site.write(verdicts).await?;
        ended.operation_id = operation;
        // Whoever was added is in the first rows, in the same order.
        for (row, id) in rows.iter_mut().zip(added) {
            row.user_id = Some(id);
        }
    }
    let kind = match ended.state {
        SlackSyncState::Done if ended.changes() > 0 || !ended.by_itself => {
            Some(EventKind::SyncCompleted)
        }
        SlackSyncState::Held => Some(EventKind::SyncHeld),
        _ => None,
    };
    happened.extend(kind.map(|kind| said(&workspace, kind, &ended, &admin)));
    if !run.end(&tx, ended).await? {
        return Ok(());
    }
    keep(&tx, &run.sync, mem::take(&mut rows), now).await?;
    events::record(&tx, now, happened).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(())
}

/// Whether the connection is the one that was read: the same workspace, choice and name.
fn is_same(held: &slack_workspace::Model, read: &slack_workspace::Model) -> bool {
    let matters = |workspace: &slack_workspace::Model| slack_workspace::Model {
        next_sync_at: Timestamp::from_millis(0),
        automatic: false,
        refused_at: None,
        ..workspace.clone()
    };
    matters(held) == matters(read)
}

/// Additions first, then changes, who is missing, and who is left alone; within, the order of Slack's ids.
fn place(verdict: &Verdict) -> (u8, &str) {
    let class = match verdict.class {
        SlackRowClass::New => 0,
        SlackRowClass::Update => 1,
        SlackRowClass::Missing => 2,
        SlackRowClass::Skipped => 3,
        SlackRowClass::Unchanged => 4,
    };
    (class, &verdict.slack_id)
}

fn rows(sync: &slack_sync::Model, verdicts: &[Verdict]) -> Vec<slack_sync_row::Model> {
    let told = verdicts
        .iter()
        .filter(|verdict| verdict.class != SlackRowClass::Unchanged);
    let row = |(line, verdict): (i32, &Verdict)| slack_sync_row::Model {
        sync_id: sync.id.clone(),
        line,
        slack_id: verdict.slack_id.clone(),
        class: verdict.class,
        reason: verdict.reason,
        full_name: verdict.full_name.clone(),
        email: verdict.email.clone(),
        user_id: verdict.user_id.clone(),
    };
    (1..).zip(told).map(row).collect()
}

/// Keeps the members of this one. Those of earlier ones that were only to be looked at go, and those of long ago.
async fn keep(
    tx: &Write,
    sync: &slack_sync::Model,
    rows: Vec<slack_sync_row::Model>,
    now: Timestamp,
) -> Result<(), DbErr> {
    use slack_sync::Column::{Id, OrganizationId, StartedAt, State};
    let looked_at = State.is_in([SlackSyncState::Previewed, SlackSyncState::Held]);
    let earlier = slack_sync::Entity::find()
        .select_only()
        .column(Id)
        .filter(OrganizationId.eq(sync.organization_id.clone()))
        .filter(Id.ne(sync.id.clone()))
        .filter(looked_at.or(StartedAt.lt(now.plus_hours(-KEPT_HOURS))));
    slack_sync_row::Entity::delete_many()
        .filter(slack_sync_row::Column::SyncId.in_subquery(earlier.into_query()))
        .exec(&**tx)
        .await?;
    for some in rows.chunks(CHUNK) {
        let some = some.iter().cloned().map(IntoActiveModel::into_active_model);
        slack_sync_row::Entity::insert_many(some)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

fn said(
    workspace: &slack_workspace::Model,
    kind: EventKind,
    ended: &slack_sync::Model,
    admin: &Admin,
) -> Happening {
    let happened = Happening::in_organization(workspace.organization_id.clone(), kind)
        .detail(format!("Slack {}, {}", workspace.name, ended.changes()));
    if ended.by_itself {
        happened
    } else {
        happened.by(admin.actor())
    }
}

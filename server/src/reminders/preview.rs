//! What would happen next: for the plan that is stored, and for one that is still being typed.

use entity::{
    DeliveryState, OrganizationId, StepAnchor, Timestamp, UserStatus, invitation, link,
    organization, reminder_step, user,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::UnionType,
};

use super::{
    calendar::Calendar,
    check::{self, PlanInput},
    due,
    plan::{ReminderPlan, Step},
    stored::{self, Stored},
};
use crate::{
    access::{Admin, Refusal},
    app::App,
    problem::{Code, DeedError, Fault, Problem},
};

/// How far ahead people are counted, in hours.
const AHEAD_HOURS: i64 = 24;

/// What the plan does next, if nobody answers meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Upcoming {
    /// When the next reminder leaves; none when nobody waits for one.
    pub next_at: Option<Timestamp>,
    /// How many people are reminded in the next 24 hours.
    pub people_in_next_day: u64,
}

/// What the stored plan of an organisation does next: nothing while it is off.
///
/// # Errors
/// When the database fails.
pub async fn upcoming(app: &App, organization: &organization::Model) -> Result<Upcoming, Fault> {
    match stored::find(&*app.db, &organization.id).await? {
        Some(stored) if stored.row.enabled => {
            Ok(look_ahead(app, &organization.time_zone, &stored.plan(), &stored.steps).await?)
        }
        _ => Ok(Upcoming::default()),
    }
}

/// What a plan would do next if it were saved and switched on now.
///
/// # Errors
/// With every problem of the plan.
pub async fn preview(
    app: &App,
    admin: &Admin,
    input: PlanInput,
    time_zone: Option<String>,
) -> Result<Upcoming, DeedError> {
    let id = admin.organization();
    let organization = organization::Entity::find_by_id(id.clone())
        .one(&*app.db)
        .await?;
    let organization = organization.ok_or(DeedError::Refused(Refusal::NotFound))?;
    let zone = time_zone.unwrap_or(organization.time_zone);
    if super::time_zone(&zone).is_none() {
        return Err(Problem::at(Code::InvalidTimeZone, "timeZone").into());
    }
    let plan = check::check(
        PlanInput {
            enabled: true,
            ..input
        },
        organization.link_lifetime_hours,
    )?;
    let stored = stored::find(&*app.db, id)
        .await?
        .filter(|stored| stored.row.enabled);
    let steps = as_if_saved(id, &plan, stored.as_ref(), app.clock.now());
    Ok(look_ahead(app, &zone, &plan, &steps).await?)
}

/// The steps of a plan as saving it would leave them: those that are carried out already stay where they are.
fn as_if_saved(
    organization: &OrganizationId,
    plan: &ReminderPlan,
    stored: Option<&Stored>,
    now: Timestamp,
) -> Vec<reminder_step::Model> {
    let step = |step: &Step| {
        let same =
            |had: &&reminder_step::Model| had.anchor == step.anchor && had.hours == step.hours;
        let had = stored.and_then(|stored| stored.steps.iter().find(same));
        had.cloned()
            .unwrap_or_else(|| stored::begun(organization, *step, now))
    };
    plan.steps.iter().map(step).collect()
}

async fn look_ahead(
    app: &App,
    zone: &str,
    plan: &ReminderPlan,
    steps: &[reminder_step::Model],
) -> Result<Upcoming, DbErr> {
    let now = app.clock.now();
    let calendar = Calendar::new(zone, plan.quiet_hours, plan.quiet_days.clone());
    let waiting = waiting(plan.most_reminders);
    let mut first: Option<Timestamp> = None;
    for step in steps {
        let due = first_due(&*app.db, step, waiting.clone()).await?;
        first = first.into_iter().chain(due).min();
    }
    let people_in_next_day = match calendar.last_open(now, now.plus_hours(AHEAD_HOURS)) {
        Some(last) => count(&*app.db, steps, last, waiting).await?,
        None => 0,
    };
    Ok(Upcoming {
        next_at: first.and_then(|due| calendar.next_open(due.max(now))),
        people_in_next_day,
    })
}

/// Whoever the plan still writes to, as far as can be told before the time comes.
fn waiting(most_reminders: i32) -> Condition {
    let undelivered = [
        DeliveryState::Failed,
        DeliveryState::Bounced,
        DeliveryState::Suppressed,
    ];
    Condition::all()
        .add(user::Column::Status.eq(UserStatus::Invited))
        .add(user::Column::Email.is_not_null())
        .add(invitation::Column::DeliveryState.is_not_in(undelivered))
        .add(invitation::Column::RemindersSent.lt(most_reminders))
}

async fn count(
    db: &impl ConnectionTrait,
    steps: &[reminder_step::Model],
    until: Timestamp,
    waiting: Condition,
) -> Result<u64, DbErr> {
    let mut due = steps.iter().map(|step| due::ids(step, until));
    let Some(mut any) = due.next() else {
        return Ok(0);
    };
    for further in due {
        any.union(UnionType::Distinct, further);
    }
    user::Entity::find()
        .inner_join(invitation::Entity)
        .filter(user::Column::InvitationId.in_subquery(any))
        .filter(waiting)
        .count(db)
        .await
}

/// When a step is next due for anybody: in the order of its index, the first who waits.
async fn first_due(
    db: &impl ConnectionTrait,
    step: &reminder_step::Model,
    waiting: Condition,
) -> Result<Option<Timestamp>, DbErr> {
    let invitee = invitation::Entity::belongs_to(user::Entity)
        .from(invitation::Column::UserId)
        .to(user::Column::Id)
        .into();
    let first: Option<(Timestamp, Timestamp)> = match step.anchor {
        StepAnchor::AfterInvitation => {
            due::invitations(step, None)
                .join(JoinType::InnerJoin, invitee)
                .filter(waiting)
                .select_only()
                .columns([invitation::Column::CreatedAt, invitation::Column::ExpiresAt])
                .order_by_asc(invitation::Column::Id)
                .limit(1)
                .into_tuple()
                .one(db)
                .await?
        }
        StepAnchor::BeforeExpiry => {
            due::links(step, None)
                .join(JoinType::InnerJoin, invitee)
                .filter(waiting)
                .select_only()
                .columns([invitation::Column::CreatedAt, invitation::Column::ExpiresAt])
                .order_by_asc(link::Column::ExpiresAt)
                .limit(1)
                .into_tuple()
                .one(db)
                .await?
        }
    };
    Ok(first.map(|(created_at, expires_at)| step.due(created_at, expires_at)))
}

//! The plan as it is stored: reading it, holding on to it, and putting another in its place.

use entity::{OrganizationId, Timestamp, reminder_plan, reminder_step};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

use super::plan::{ReminderPlan, Step, minute};
use crate::{app::App, db::Write, problem::Fault};

/// A plan with its steps, each with how far it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(super) row: reminder_plan::Model,
    pub(super) steps: Vec<reminder_step::Model>,
}

impl Stored {
    pub(super) fn plan(&self) -> ReminderPlan {
        let step = |step: &reminder_step::Model| Step {
            anchor: step.anchor,
            hours: step.hours,
        };
        ReminderPlan::from_rows(&self.row, self.steps.iter().map(step).collect())
    }
}

/// The plan of an organisation; the suggested one, switched off, when it has none.
///
/// # Errors
/// When the database fails.
pub async fn plan_of(app: &App, organization: &OrganizationId) -> Result<ReminderPlan, Fault> {
    let stored = find(&*app.db, organization).await?;
    Ok(stored.map_or_else(ReminderPlan::suggested, |stored| stored.plan()))
}

pub(super) async fn find(
    db: &impl ConnectionTrait,
    organization: &OrganizationId,
) -> Result<Option<Stored>, DbErr> {
    let row = reminder_plan::Entity::find_by_id(organization.clone())
        .one(db)
        .await?;
    with_steps(db, row).await
}

/// The plan, held until the transaction ends: it is carried out, or changed, by one at a time. Held before anything else.
pub(crate) async fn lock(
    tx: &Write,
    organization: &OrganizationId,
) -> Result<Option<Stored>, DbErr> {
    let row = reminder_plan::Entity::find_by_id(organization.clone())
        .lock_exclusive()
        .one(&**tx)
        .await?;
    with_steps(&**tx, row).await
}

async fn with_steps(
    db: &impl ConnectionTrait,
    row: Option<reminder_plan::Model>,
) -> Result<Option<Stored>, DbErr> {
    let Some(row) = row else {
        return Ok(None);
    };
    let steps = reminder_step::Entity::find()
        .filter(reminder_step::Column::OrganizationId.eq(row.organization_id.clone()))
        .order_by_asc(reminder_step::Column::Anchor)
        .order_by_asc(reminder_step::Column::Hours)
        .all(db)
        .await?;
    Ok(Some(Stored { row, steps }))
}

/// Puts a plan in the place of the one that is held, and answers whether anything differs.
///
/// A step that is new, or any step of a plan that is switched on, begins now: what it would have been due for before is left
/// alone, so that switching a plan on writes to nobody at once.
pub(crate) async fn write(
    tx: &Write,
    organization: &OrganizationId,
    held: Option<Stored>,
    plan: &ReminderPlan,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let before = held
        .as_ref()
        .map_or_else(ReminderPlan::suggested, Stored::plan);
    if before == *plan {
        return Ok(false);
    }
    let row = row(organization, plan).into_active_model();
    if held.is_some() {
        row.reset_all().update(&**tx).await?;
    } else {
        row.insert(&**tx).await?;
    }
    let steps = reminder_step::Column::OrganizationId.eq(organization.clone());
    let had = held.map(|held| held.steps).unwrap_or_default();
    let stays = |step: &reminder_step::Model| {
        plan.steps.contains(&Step {
            anchor: step.anchor,
            hours: step.hours,
        })
    };
    for gone in had.iter().filter(|step| !stays(step)) {
        let id = (organization.clone(), gone.anchor, gone.hours);
        reminder_step::Entity::delete_by_id(id).exec(&**tx).await?;
    }
    if plan.enabled && !before.enabled {
        reminder_step::Entity::update_many()
            .col_expr(reminder_step::Column::BegunAt, Expr::value(now))
            .col_expr(reminder_step::Column::TakenUntil, Expr::value(now))
            .filter(steps)
            .exec(&**tx)
            .await?;
    }
    let is_new = |step: &&Step| {
        !had.iter()
            .any(|had| had.anchor == step.anchor && had.hours == step.hours)
    };
    let fresh: Vec<_> = plan
        .steps
        .iter()
        .filter(is_new)
        .map(|step| begun(organization, *step, now))
        .collect();
    if !fresh.is_empty() {
        let rows = fresh.into_iter().map(IntoActiveModel::into_active_model);
        reminder_step::Entity::insert_many(rows)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(true)
}

/// A step that begins now.
pub(super) fn begun(
    organization: &OrganizationId,
    step: Step,
    now: Timestamp,
) -> reminder_step::Model {
    reminder_step::Model {
        organization_id: organization.clone(),
        anchor: step.anchor,
        hours: step.hours,
        begun_at: now,
        taken_until: now,
    }
}

fn row(organization: &OrganizationId, plan: &ReminderPlan) -> reminder_plan::Model {
    reminder_plan::Model {
        organization_id: organization.clone(),
        enabled: plan.enabled,
        quiet_from: plan.quiet_hours.map(|hours| minute(hours.from)),
        quiet_to: plan.quiet_hours.map(|hours| minute(hours.to)),
        quiet_days: reminder_plan::Model::bits(&plan.quiet_days),
        most_reminders: plan.most_reminders,
    }
}

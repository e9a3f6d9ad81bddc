//! One walk over an organisation's plan, from batch to batch.

use entity::{OrganizationId, Timestamp, organization, reminder_plan, reminder_step};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::{
    Taken, batch,
    calendar::Calendar,
    due::{self, Place},
    stored::{self, Stored},
};
use crate::{app::App, problem::Fault};

/// What was due so recently is looked at again, in milliseconds: somebody may have been locked by another deed when their
/// turn came, or have been invited by a transaction that committed late.
const LOOK_BACK: i64 = 3_600_000;

/// A walk over everyone for whom a step of one plan is due.
pub(super) struct Walk {
    pub(super) stored: Stored,
    pub(super) calendar: Calendar,
    /// What is due until then; what comes due meanwhile is for the next walk.
    pub(super) until: Timestamp,
    step: usize,
    place: Place,
}

/// A walk for each plan that is on.
pub(super) async fn begin(app: &App) -> Result<Vec<Walk>, Fault> {
    let until = app.clock.now();
    let on: Vec<(OrganizationId, String)> = reminder_plan::Entity::find()
        .select_only()
        .column(reminder_plan::Column::OrganizationId)
        .column(organization::Column::TimeZone)
        .join(
            sea_orm::JoinType::InnerJoin,
            reminder_plan::Entity::belongs_to(organization::Entity)
                .from(reminder_plan::Column::OrganizationId)
                .to(organization::Column::Id)
                .into(),
        )
        .filter(reminder_plan::Column::Enabled.eq(true))
        .into_tuple()
        .all(&*app.db)
        .await?;
    let mut walks = Vec::with_capacity(on.len());
    for (organization, zone) in on {
        if let Some(mut stored) = stored::find(&*app.db, &organization).await? {
            for step in &mut stored.steps {
                if let Some(rewound) = rewound(step, until) {
                    put(app, step, &rewound).await?;
                    *step = rewound;
                }
            }
            let plan = stored.plan();
            let calendar = Calendar::new(&zone, plan.quiet_hours, plan.quiet_days);
            walks.push(Walk {
                stored,
                calendar,
                until,
                step: 0,
                place: Place::Start,
            });
        }
    }
    Ok(walks)
}

impl Walk {
    /// Takes the next batch; none when the walk is over, or cannot go on for now.
    pub(super) async fn next(&mut self, app: &App) -> Result<Option<Taken>, Fault> {
        // A long walk may reach the quiet hours: the rest waits for their end.
        if self.calendar.is_quiet(app.clock.now()) {
            return Ok(None);
        }
        while let Some(step) = self.stored.steps.get(self.step) {
            let place = std::mem::take(&mut self.place);
            let (found, place) = due::next(&*app.db, step, self.until, place).await?;
            if found.is_empty() {
                self.step += 1;
                continue;
            }
            self.place = place;
            return batch::take(app, self, &found).await;
        }
        self.settle(app).await?;
        Ok(None)
    }

    /// Moves the steps on: everyone whom they were due for has been seen.
    async fn settle(&self, app: &App) -> Result<(), DbErr> {
        for step in &self.stored.steps {
            if let Some(settled) = settled(step, self.until) {
                put(app, step, &settled).await?;
            }
        }
        Ok(())
    }
}

/// A step after a walk over everyone it was due for until an instant, if that is worth writing down: what was due in the last
/// hours is found again quickly, and a write is a write.
pub(super) fn settled(
    step: &reminder_step::Model,
    until: Timestamp,
) -> Option<reminder_step::Model> {
    let taken_until = until.plus_millis(-LOOK_BACK);
    let is_far = taken_until - step.taken_until > LOOK_BACK;
    is_far.then(|| reminder_step::Model {
        taken_until,
        ..step.clone()
    })
}

/// A step whose time has not come yet, because the clock was put back: it begins to look again where it began, and not after
/// now. What was taken meanwhile stays taken.
pub(super) fn rewound(step: &reminder_step::Model, now: Timestamp) -> Option<reminder_step::Model> {
    let begun_at = step.begun_at.min(now);
    let is_ahead = now < step.taken_until;
    is_ahead.then(|| reminder_step::Model {
        begun_at,
        taken_until: begun_at,
        ..step.clone()
    })
}

/// Writes how far a step was taken, unless somebody who changed the plan, or wrote it first, has had the last word.
async fn put(
    app: &App,
    before: &reminder_step::Model,
    after: &reminder_step::Model,
) -> Result<(), DbErr> {
    use reminder_step::Column;
    let tx = app.db.begin_write().await?;
    reminder_step::Entity::update_many()
        .col_expr(Column::BegunAt, Expr::value(after.begun_at))
        .col_expr(Column::TakenUntil, Expr::value(after.taken_until))
        .filter(Column::OrganizationId.eq(before.organization_id.clone()))
        .filter(Column::Anchor.eq(before.anchor))
        .filter(Column::Hours.eq(before.hours))
        .filter(Column::BegunAt.eq(before.begun_at))
        .filter(Column::TakenUntil.eq(before.taken_until))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

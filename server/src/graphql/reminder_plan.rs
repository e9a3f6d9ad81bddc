//! The reminder plan: when people who have not answered are reminded by themselves.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::organization;

use super::{
    error::{UserError, part},
    request::Asked,
    scalar::{DateTime, LocalTime, TimeZone},
    status::{StepAnchor, Weekday},
};
use crate::{
    access::Admin,
    reminders::{self, PlanInput, QuietHours as Hours, StepInput, Upcoming},
};

/// A plan with the organisation it is of.
pub(super) struct ReminderPlan {
    plan: reminders::ReminderPlan,
    organization: organization::Model,
}

impl ReminderPlan {
    pub(super) async fn of(ctx: &Context<'_>, organization: &organization::Model) -> Result<Self> {
        Ok(Self {
            plan: reminders::plan_of(ctx.app(), &organization.id).await?,
            organization: organization.clone(),
        })
    }
}

/// When people who have not answered are reminded by themselves. Never who has joined, declined or is deactivated, whose
/// invitation was taken back or came back, who was written to within the last 20 hours, or twice for one step.
#[Object]
impl ReminderPlan {
    /// Whether it is carried out; off by default.
    async fn enabled(&self) -> bool {
        self.plan.enabled
    }

    /// Its steps: those after the invitation first, each kind in the order in which they come.
    async fn steps(&self) -> Vec<ReminderStep> {
        let step = |step: &reminders::Step| ReminderStep {
            anchor: step.anchor.into(),
            hours: step.hours,
        };
        self.plan.steps.iter().map(step).collect()
    }

    /// The hours of every day in which nothing leaves, in the organisation's time zone; null for none. What is due then
    /// leaves at their end.
    async fn quiet_hours(&self) -> Option<QuietHours> {
        self.plan.quiet_hours.map(Into::into)
    }

    /// The days on which nothing leaves.
    async fn quiet_days(&self) -> Vec<Weekday> {
        self.plan
            .quiet_days
            .iter()
            .copied()
            .map(Weekday::from)
            .collect()
    }

    /// How many reminders of one invitation are enough, by whomever they were sent: after that the plan sends none.
    async fn most_reminders(&self) -> i32 {
        self.plan.most_reminders
    }

    /// What it does next, if nobody answers meanwhile.
    async fn upcoming(&self, ctx: &Context<'_>) -> Result<UpcomingReminders> {
        Ok(reminders::upcoming(ctx.app(), &self.organization)
            .await?
            .into())
    }
}

/// One step of a plan, taken once for each invitation.
#[derive(SimpleObject)]
struct ReminderStep {
    /// What it counts from.
    anchor: StepAnchor,
    /// How far from there.
    hours: i32,
}

/// Hours of every day; over midnight when they end before they begin.
#[derive(SimpleObject)]
struct QuietHours {
    /// From then on it is quiet …
    from: LocalTime,
    /// … until then.
    to: LocalTime,
}

impl From<Hours> for QuietHours {
    fn from(hours: Hours) -> Self {
        let text = |time: jiff::civil::Time| LocalTime(time.strftime("%H:%M").to_string());
        Self {
            from: text(hours.from),
            to: text(hours.to),
        }
    }
}

/// What a plan does next.
#[derive(SimpleObject)]
struct UpcomingReminders {
    /// When the next reminder leaves; null when nobody waits for one.
    next_at: Option<DateTime>,
    /// How many people are reminded in the next 24 hours, at most.
    people_in_next_day: u64,
}

impl From<Upcoming> for UpcomingReminders {
    fn from(upcoming: Upcoming) -> Self {
        Self {
            next_at: upcoming.next_at.map(DateTime),
            people_in_next_day: upcoming.people_in_next_day,
        }
    }
}

/// What a plan that was not saved would do.
#[derive(SimpleObject)]
pub(super) struct ReminderPlanPreview {
    /// What it would do next; null when there are errors.
    upcoming: Option<UpcomingReminders>,
    /// What is wrong with it, all of it, with the paths of `updateOrganization`.
    errors: Vec<UserError>,
}

impl ReminderPlanPreview {
    pub(super) async fn of(
        ctx: &Context<'_>,
        admin: &Admin,
        plan: ReminderPlanInput,
        time_zone: Option<TimeZone>,
    ) -> Result<Self> {
        let zone = time_zone.map(|zone| zone.0);
        let upcoming = reminders::preview(ctx.app(), admin, plan.into(), zone).await;
        let (upcoming, errors) = part(ctx, upcoming, &[])?;
        Ok(Self {
            upcoming: upcoming.map(Into::into),
            errors,
        })
    }
}

/// A reminder plan as it is to be.
#[derive(InputObject)]
pub(super) struct ReminderPlanInput {
    /// Whether it is carried out.
    enabled: bool,
    /// Its steps, at most 10. One that is named twice is one step.
    steps: Vec<ReminderStepInput>,
    /// The hours of every day in which nothing leaves; null for none.
    quiet_hours: Option<QuietHoursInput>,
    /// The days on which nothing leaves.
    quiet_days: Vec<Weekday>,
    /// How many reminders of one invitation are enough: 1 to 20.
    most_reminders: i32,
}

/// A step as it is to be.
#[derive(InputObject)]
struct ReminderStepInput {
    /// What it counts from.
    anchor: StepAnchor,
    /// How far from there: 24 to 2,160 after the invitation; before the expiry, less than the life of a link.
    hours: i32,
}

/// Quiet hours as they are to be.
#[derive(InputObject)]
struct QuietHoursInput {
    /// From then on it is quiet …
    from: LocalTime,
    /// … until then; over midnight when that is before.
    to: LocalTime,
}

impl From<ReminderPlanInput> for PlanInput {
    fn from(input: ReminderPlanInput) -> Self {
        let step = |step: ReminderStepInput| StepInput {
            anchor: step.anchor.into(),
            hours: step.hours,
        };
        Self {
            enabled: input.enabled,
            steps: input.steps.into_iter().map(step).collect(),
            quiet_hours: input.quiet_hours.map(|hours| (hours.from.0, hours.to.0)),
            quiet_days: input.quiet_days.into_iter().map(Into::into).collect(),
            most_reminders: input.most_reminders,
        }
    }
}

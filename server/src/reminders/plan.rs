//! The plan itself: what is typed, once it is checked.

use entity::{StepAnchor, Weekday, reminder_plan};
use jiff::civil::Time;

/// A reminder plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderPlan {
    /// Whether it is carried out.
    pub enabled: bool,
    /// Its steps: those after the invitation first, each kind in the order in which they come.
    pub steps: Vec<Step>,
    /// The hours in which nothing leaves.
    pub quiet_hours: Option<QuietHours>,
    /// The days on which nothing leaves, in the order of the week.
    pub quiet_days: Vec<Weekday>,
    /// How many reminders of one invitation are enough, by whomever they were sent.
    pub most_reminders: i32,
}

/// When somebody who has not answered is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Counted from what.
    pub anchor: StepAnchor,
    /// How far from there.
    pub hours: i32,
}

/// Hours of every day, from one minute to another; over midnight when they end before they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// From then on it is quiet …
    pub from: Time,
    /// … until then.
    pub to: Time,
}

impl QuietHours {
    pub(super) fn contain(self, time: Time) -> bool {
        if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            time >= self.from || time < self.to
        }
    }
}

impl ReminderPlan {
    /// What an organisation that has no plan is offered, switched off: two reminders in the first week and one before the
    /// link ends, in the daytime of working days.
    #[must_use]
    pub fn suggested() -> Self {
        let after = |hours| Step {
            anchor: StepAnchor::AfterInvitation,
            hours,
        };
        let last = Step {
            anchor: StepAnchor::BeforeExpiry,
            hours: 24,
        };
        Self {
            enabled: false,
            steps: vec![after(48), after(120), last],
            quiet_hours: Some(QuietHours {
                from: Time::constant(20, 0, 0, 0),
                to: Time::constant(8, 0, 0, 0),
            }),
            quiet_days: vec![Weekday::Saturday, Weekday::Sunday],
            most_reminders: 3,
        }
    }

    /// Puts steps in their order and leaves out what was named twice.
    pub(super) fn in_order(mut steps: Vec<Step>) -> Vec<Step> {
        steps.sort_unstable_by_key(|step| match step.anchor {
            StepAnchor::AfterInvitation => (step.anchor, step.hours),
            // The more hours are left, the earlier it comes.
            StepAnchor::BeforeExpiry => (step.anchor, -step.hours),
        });
        steps.dedup();
        steps
    }

    pub(super) fn from_rows(plan: &reminder_plan::Model, steps: Vec<Step>) -> Self {
        let quiet_hours = plan
            .quiet_from
            .zip(plan.quiet_to)
            .map(|(from, to)| QuietHours {
                from: time(from),
                to: time(to),
            });
        Self {
            enabled: plan.enabled,
            steps: Self::in_order(steps),
            quiet_hours,
            quiet_days: plan.days(),
            most_reminders: plan.most_reminders,
        }
    }
}

/// A time of day from its stored minute.
fn time(minute: i32) -> Time {
    let part = |number: i32| i8::try_from(number).unwrap_or_default();
    Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or_default()
}

/// The minute of the day by which a time is stored.
pub(super) fn minute(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

/// What an event keeps of a reminder that nobody sent by hand.
pub(super) fn detail(step: Step) -> String {
    format!("{} {}", step.anchor, step.hours)
}

/// Reads it back: the step of the plan that sent a reminder, if a plan did.
#[must_use]
pub fn said_by_the_plan(detail: &str) -> Option<Step> {
    let (anchor, hours) = detail.split_once(' ')?;
    Some(Step {
        anchor: anchor.parse().ok()?,
        hours: hours.parse().ok()?,
    })
}

//! What is typed as a plan, parsed once into what cannot be wrong.

use entity::{StepAnchor, Weekday};
use jiff::civil::Time;

use super::plan::{QuietHours, ReminderPlan, Step};
use crate::{
    problem::{Code, DeedError, Hint, Problem},
    users::person::Problems,
};

/// A plan as it was typed: all of it, in place of the one before.
#[derive(Clone, Debug)]
pub struct PlanInput {
    /// Whether it is carried out.
    pub enabled: bool,
    /// Its steps.
    pub steps: Vec<StepInput>,
    /// From and to, as `HH:MM`.
    pub quiet_hours: Option<(String, String)>,
    /// The days on which nothing leaves.
    pub quiet_days: Vec<Weekday>,
    /// How many reminders of one invitation are enough.
    pub most_reminders: i32,
}

/// A step as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct StepInput {
    /// Counted from what.
    pub anchor: StepAnchor,
    /// How far from there.
    pub hours: i32,
}

/// The places of steps, as a path names them: there are no more.
const PLACES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
/// The earliest and the latest reminder after an invitation, in hours: a day, for who reads mail once a day, and 90 days.
const AFTER: (i32, i32) = (24, 2_160);
/// How many reminders may be enough.
const MOST: std::ops::RangeInclusive<i32> = 1..=20;

/// Checks a plan for an organisation whose links live so many hours.
///
/// # Errors
/// With every problem, the paths as `updateOrganization` takes the plan.
pub fn check(input: PlanInput, link_lifetime_hours: i32) -> Result<ReminderPlan, DeedError> {
    let mut problems = Problems::default();
    if input.steps.len() > PLACES.len() || (input.enabled && input.steps.is_empty()) {
        let most = Hint::Between(1, PLACES.len().try_into().unwrap_or(i32::MAX));
        problems.add(Problem::at(Code::InvalidStepCount, "reminderPlan.steps").with(most));
    }
    for (step, place) in input.steps.iter().zip(PLACES) {
        let (least, most) = match step.anchor {
            StepAnchor::AfterInvitation => AFTER,
            StepAnchor::BeforeExpiry => (1, (link_lifetime_hours - 1).max(1)),
        };
        if !(least..=most).contains(&step.hours) {
            let mut problem = Problem::whole(Code::InvalidStep).with(Hint::Between(least, most));
            problem.path = vec!["reminderPlan", "steps", place, "hours"];
            problems.add(problem);
        }
    }
    let quiet_hours = match &input.quiet_hours {
        Some((from, to)) => problems.note(quiet_hours(from, to)),
        None => None,
    };
    if Weekday::ALL
        .iter()
        .all(|day| input.quiet_days.contains(day))
    {
        problems.add(Problem::at(Code::NeverOpen, "reminderPlan.quietDays"));
    }
    if !MOST.contains(&input.most_reminders) {
        let bounds = Hint::Between(*MOST.start(), *MOST.end());
        problems.add(
            Problem::at(Code::InvalidReminderCount, "reminderPlan.mostReminders").with(bounds),
        );
    }
    problems.none()?;
    let mut quiet_days = input.quiet_days;
    quiet_days.sort_unstable();
    quiet_days.dedup();
    let steps = input.steps.into_iter().map(|step| Step {
        anchor: step.anchor,
        hours: step.hours,
    });
    Ok(ReminderPlan {
        enabled: input.enabled,
        steps: ReminderPlan::in_order(steps.collect()),
        quiet_hours,
        quiet_days,
        most_reminders: input.most_reminders,
    })
}

fn quiet_hours(from: &str, to: &str) -> Result<QuietHours, Problem> {
    let (Some(begin), Some(end)) = (time_of_day(from), time_of_day(to)) else {
        return Err(Problem::at(Code::InvalidTime, "reminderPlan.quietHours"));
    };
    if begin == end {
        return Err(Problem::at(Code::NeverOpen, "reminderPlan.quietHours"));
    }
    Ok(QuietHours {
        from: begin,
        to: end,
    })
}

/// A time of day written as `HH:MM`.
fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let number = |digits: &str| {
        let plain = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        plain.then(|| digits.parse::<i8>().ok()).flatten()
    };
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

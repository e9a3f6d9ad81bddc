//! A plan as it is being typed.

use leptos::prelude::*;

use crate::api::reminder_plan::{
    LocalTime, Planned, PlannedInput, QuietHoursInput, ReminderPlanInput, ReminderStep,
    ReminderStepInput, StepAnchor, TimeZone, Weekday,
};

/// Everything that can be typed.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) enabled: RwSignal<bool>,
    pub(super) steps: RwSignal<Vec<StepDraft>>,
    pub(super) has_quiet_hours: RwSignal<bool>,
    pub(super) from: RwSignal<String>,
    pub(super) to: RwSignal<String>,
    pub(super) days: [RwSignal<bool>; 7],
    pub(super) zone: RwSignal<String>,
    pub(super) most: RwSignal<String>,
    next_key: StoredValue<u32>,
}

/// One step: a number and its unit, as people say it, and what it counts from.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct StepDraft {
    /// Which it is, wherever it stands.
    pub(super) key: u32,
    pub(super) number: RwSignal<String>,
    pub(super) in_days: RwSignal<bool>,
    pub(super) anchor: RwSignal<StepAnchor>,
}

impl StepDraft {
    fn of(key: u32, step: &ReminderStep) -> Self {
        // A day is said in hours: “24 hours before”.
        let in_days = step.hours % 24 == 0 && step.hours > 24;
        let number = if in_days { step.hours / 24 } else { step.hours };
        Self {
            key,
            number: RwSignal::new(number.to_string()),
            in_days: RwSignal::new(in_days),
            anchor: RwSignal::new(step.anchor),
        }
    }

    /// In hours, tracked; none when it is no number.
    pub(super) fn hours(self) -> Option<i32> {
        let number: i32 = self.number.with(|number| number.trim().parse().ok())?;
        number.checked_mul(if self.in_days.get() { 24 } else { 1 })
    }
}

impl Draft {
    pub(super) fn of(planned: &Planned) -> Self {
        let plan = &planned.reminder_plan;
        let hours = plan.quiet_hours.as_ref();
        let time = |time: Option<&LocalTime>, otherwise: &str| {
            RwSignal::new(time.map_or_else(|| otherwise.to_owned(), |time| time.0.clone()))
        };
        let steps: Vec<StepDraft> = (0..)
            .zip(&plan.steps)
            .map(|(key, step)| StepDraft::of(key, step))
            .collect();
        let next_key = steps.iter().map(|step| step.key + 1).max();
        Self {
            enabled: RwSignal::new(plan.enabled),
            steps: RwSignal::new(steps),
            has_quiet_hours: RwSignal::new(hours.is_some()),
            from: time(hours.map(|hours| &hours.from), "20:00"),
            to: time(hours.map(|hours| &hours.to), "08:00"),
            days: Weekday::ALL.map(|day| RwSignal::new(plan.quiet_days.contains(&day))),
            zone: RwSignal::new(planned.time_zone.0.clone()),
            most: RwSignal::new(plan.most_reminders.to_string()),
            next_key: StoredValue::new(next_key.unwrap_or_default()),
        }
    }

    /// Adds a step two days after the last of those after the invitation.
    pub(super) fn add(self) -> StepDraft {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        let after = |step: &StepDraft| {
            let hours = untrack(|| step.hours())?;
            (step.anchor.get_untracked() == StepAnchor::AfterInvitation).then_some(hours)
        };
        let last = self
            .steps
            .with_untracked(|steps| steps.iter().filter_map(after).max());
        let step = ReminderStep {
            anchor: StepAnchor::AfterInvitation,
            hours: last.unwrap_or_default().saturating_add(48),
        };
        let step = StepDraft::of(key, &step);
        self.steps.update(|steps| steps.push(step));
        step
    }

    pub(super) fn remove(self, key: u32) {
        self.steps
            .update(|steps| steps.retain(|step| step.key != key));
    }

    /// How many reminders are enough, tracked; none when it is no number.
    pub(super) fn most(self) -> Option<i32> {
        self.most.with(|most| most.trim().parse().ok())
    }

    /// What is to be sent, tracked; none while a number is missing.
    pub(super) fn input(self) -> Option<PlannedInput> {
        let step = |step: &StepDraft| {
            let hours = step.hours();
            let anchor = step.anchor.get();
            hours.map(|hours| ReminderStepInput { anchor, hours })
        };
        let steps: Vec<Option<ReminderStepInput>> =
            self.steps.with(|steps| steps.iter().map(step).collect());
        let hours = QuietHoursInput {
            from: LocalTime(self.from.get()),
            to: LocalTime(self.to.get()),
        };
        let days = Weekday::ALL.into_iter().zip(self.days);
        let quiet_days: Vec<Weekday> = days
            .filter_map(|(day, quiet)| quiet.get().then_some(day))
            .collect();
        let (enabled, zone, most) = (self.enabled.get(), self.zone.get(), self.most());
        Some(PlannedInput {
            time_zone: TimeZone(zone),
            reminder_plan: ReminderPlanInput {
                enabled,
                steps: steps.into_iter().collect::<Option<_>>()?,
                quiet_hours: self.has_quiet_hours.get().then_some(hours),
                quiet_days,
                most_reminders: most?,
            },
        })
    }

    pub(super) fn input_untracked(self) -> Option<PlannedInput> {
        untrack(|| self.input())
    }
}

//! What is wrong with a reminder plan.

use crate::problem::{Code, Hint};

pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    match code {
        Code::InvalidStep => between("Choose", "hours for this reminder", hint),
        Code::InvalidStepCount => between("Plan", "reminders", hint),
        Code::InvalidReminderCount => between("Allow", "reminders", hint),
        Code::InvalidTimeZone => "Choose a time zone from the list, like Europe/Paris.".to_owned(),
        Code::InvalidTime => "Write both times with hours and minutes, like 20:00.".to_owned(),
        _ => "No reminder could ever leave. Keep some hours of some day open.".to_owned(),
    }
}

fn between(verb: &str, what: &str, hint: Option<&Hint>) -> String {
    match hint {
        Some(Hint::Between(least, most)) => format!("{verb} {least} to {most} {what}."),
        _ => format!("{verb} fewer or more {what}."),
    }
}

//! How much may be written to people.

use clap::Args;

use crate::config::MessageLimits;

/// How many messages may be promised.
#[derive(Clone, Debug, Args)]
pub struct Limits {
    /// The most messages to one person within 24 hours; more are held back, and the administrator is told.
    #[arg(
        long,
        env = "BIENVENUE_MESSAGES_PER_PERSON_A_DAY",
        default_value_t = MessageLimits::USUAL.per_person_a_day,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub messages_per_person_a_day: u32,
    /// The most messages of one organisation within an hour.
    #[arg(
        long,
        env = "BIENVENUE_MESSAGES_PER_ORGANIZATION_AN_HOUR",
        default_value_t = MessageLimits::USUAL.per_organization_an_hour,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub messages_per_organization_an_hour: u32,
    /// The least time between two reminders to one person, in hours; 0 for none.
    #[arg(
        long,
        env = "BIENVENUE_HOURS_BETWEEN_REMINDERS",
        default_value_t = MessageLimits::USUAL.hours_between_reminders,
        value_parser = clap::value_parser!(u32).range(..=720)
    )]
    pub hours_between_reminders: u32,
}

impl Limits {
    pub(super) fn check(&self) -> MessageLimits {
        MessageLimits {
            per_person_a_day: self.messages_per_person_a_day,
            per_organization_an_hour: self.messages_per_organization_an_hour,
            hours_between_reminders: self.hours_between_reminders,
        }
    }
}

//! Reminder plans: when people who have not answered are reminded by themselves. An organisation without a row has none.

use sea_orm::entity::prelude::*;

use crate::{OrganizationId, Weekday};

/// The plan of one organisation; its steps are rows of their own.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder_plans")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Whether it is carried out.
    pub enabled: bool,
    /// The minute of the day from which nothing leaves, by the organisation's clocks; null without quiet hours.
    pub quiet_from: Option<i32>,
    /// The minute of the day from which reminders leave again.
    pub quiet_to: Option<i32>,
    /// The days on which nothing leaves: one bit each, Monday's the lowest. Read it through [`Model::days`].
    pub quiet_days: i32,
    /// How many reminders of one invitation are enough, by whomever they were sent.
    pub most_reminders: i32,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The days on which nothing leaves, in the order of the week.
    #[must_use]
    pub fn days(&self) -> Vec<Weekday> {
        let is_quiet = |place: usize| self.quiet_days & (1 << place) != 0;
        let days = Weekday::ALL.iter().enumerate();
        days.filter_map(|(place, day)| is_quiet(place).then_some(*day))
            .collect()
    }

    /// The same days as they are stored.
    #[must_use]
    pub fn bits(days: &[Weekday]) -> i32 {
        let bit = |(place, day)| i32::from(days.contains(day)) << place;
        (0..).zip(Weekday::ALL).map(bit).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::Model;
    use crate::{OrganizationId, Timestamp, Weekday};

    #[test]
    fn days_are_stored_as_bits_and_read_back_in_the_order_of_the_week() {
        let days = [Weekday::Sunday, Weekday::Monday, Weekday::Sunday];
        let plan = Model {
            organization_id: OrganizationId::new(Timestamp::from_millis(0), [0; 10]),
            enabled: false,
            quiet_from: None,
            quiet_to: None,
            quiet_days: Model::bits(&days),
            most_reminders: 1,
        };
        assert_eq!(plan.quiet_days, 0b100_0001);
        assert_eq!(plan.days(), [Weekday::Monday, Weekday::Sunday]);
    }
}

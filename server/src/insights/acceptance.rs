//! acceptanceOverTime: how many were invited and how many accepted, day by day or week by week.

use std::collections::HashMap;

use entity::{Timestamp, invitation};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{access::Admin, app::App, db::how_many_rows, problem::Fault};

/// Milliseconds of a day.
const DAY: i64 = 24 * 3_600_000;
/// The epoch was a Thursday: three days after a Monday.
const DAYS_SINCE_MONDAY: i64 = 3;

/// How time is cut, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// From midnight.
    Day,
    /// From Monday's midnight.
    Week,
}

impl Interval {
    /// The day since the epoch on which the interval of another day begins.
    fn beginning(self, day: i64) -> i64 {
        match self {
            Self::Day => day,
            Self::Week => day - (day + DAYS_SINCE_MONDAY).rem_euclid(7),
        }
    }

    const fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
        }
    }
}

/// What came to pass in one interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its first instant.
    pub start: Timestamp,
    /// How many invitations were made.
    pub invited: i64,
    /// How many were accepted, whenever they were made.
    pub accepted: i64,
}

/// The last `count` intervals, oldest first, the present one included. None is left out, whether anything happened or not.
///
/// # Errors
/// When the database fails.
pub async fn acceptance_over_time(
    app: &App,
    admin: &Admin,
    interval: Interval,
    count: u16,
) -> Result<Vec<Step>, Fault> {
    let today = app.clock.now().as_millis().div_euclid(DAY);
    let present = interval.beginning(today);
    let first = present - (i64::from(count) - 1) * interval.days();
    let invited = by_day(app, admin, invitation::Column::CreatedAt, first).await?;
    let accepted = by_day(app, admin, invitation::Column::AcceptedAt, first).await?;
    let gathered = |days: &[(i64, i64)]| {
        let mut gathered: HashMap<i64, i64> = HashMap::new();
        for (day, count) in days {
            *gathered.entry(interval.beginning(*day)).or_default() += count;
        }
        gathered
    };
    let (invited, accepted) = (gathered(&invited), gathered(&accepted));
    let step = |n: u16| {
        let day = first + i64::from(n) * interval.days();
        Step {
            start: Timestamp::from_millis(day * DAY),
            invited: invited.get(&day).copied().unwrap_or_default(),
            accepted: accepted.get(&day).copied().unwrap_or_default(),
        }
    };
    Ok((0..count).map(step).collect())
}

/// How many invitations have an instant on each day, from a day on.
async fn by_day(
    app: &App,
    admin: &Admin,
    instant: invitation::Column,
    first: i64,
) -> Result<Vec<(i64, i64)>, Fault> {
    // Grouped by the name of the column: were the expression repeated, PostgreSQL would take its two parameters for different ones.
    let day = Expr::col((invitation::Entity, instant)).div(DAY);
    let days = invitation::Entity::find()
        .select_only()
        .column_as(day, "day")
        .column_as(how_many_rows(), "count")
        .filter(invitation::Column::OrganizationId.eq(admin.organization().clone()))
        .filter(instant.gte(Timestamp::from_millis(first * DAY)))
        .group_by(Expr::col("day"))
        .into_tuple()
        .all(&*app.db)
        .await?;
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_before_the_epoch_as_well() {
        // 1 January 1970 was a Thursday.
        for (day, monday) in [(0, -3), (3, -3), (4, 4), (10, 4), (-3, -3), (-4, -10)] {
            assert_eq!(Interval::Week.beginning(day), monday, "{day}");
            assert_eq!(Interval::Day.beginning(day), day);
        }
    }
}

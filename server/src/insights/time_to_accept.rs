//! timeToAccept: how long people really take, from the invitation to the yes.
//!
//! Quartiles are taken here and not by the database: SQLite has no percentiles, and two numbers a person are a narrow column even of
//! 100,000 people.

use std::collections::BTreeMap;

use entity::{Timestamp, invitation, user};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

use crate::{access::Admin, app::App, problem::Fault};

/// By what people are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// By how they were reached.
    Channel,
    /// By the team they are in now.
    Team,
    /// By the language of the invitation.
    Language,
}

/// How long the people of a group took, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeToAccept {
    /// Which group, as it is stored; none without groups, and for those without a team.
    pub group: Option<String>,
    /// How many accepted.
    pub accepted: usize,
    /// A quarter took no longer.
    pub lower_quartile: i64,
    /// Half took no longer.
    pub median: i64,
    /// Three quarters took no longer.
    pub upper_quartile: i64,
}

/// How long people took who accepted since an instant, or ever; by group if one is given, in the order of the groups' names.
/// Groups in which nobody accepted are left out.
///
/// # Errors
/// When the database fails.
pub async fn time_to_accept(
    app: &App,
    admin: &Admin,
    by: Option<Group>,
    since: Option<Timestamp>,
) -> Result<Vec<TimeToAccept>, Fault> {
    let mut accepted = invitation::Entity::find()
        .select_only()
        .columns([
            invitation::Column::CreatedAt,
            invitation::Column::AcceptedAt,
        ])
        .filter(invitation::Column::OrganizationId.eq(admin.organization().clone()))
        .filter(invitation::Column::AcceptedAt.is_not_null());
    if let Some(since) = since {
        accepted = accepted.filter(invitation::Column::AcceptedAt.gte(since));
    }
    let Some(by) = by else {
        let rows: Vec<(i64, i64)> = accepted.into_tuple().all(&*app.db).await?;
        return Ok(Some(rows.into_iter().map(|(from, to)| to - from).collect())
            .filter(|times: &Vec<i64>| !times.is_empty())
            .map(|times| summary(None, times))
            .into_iter()
            .collect());
    };
    accepted = match by {
        Group::Channel => accepted.column(invitation::Column::Channel),
        Group::Language => accepted.column(invitation::Column::Locale),
        Group::Team => accepted
            .column(user::Column::TeamId)
            .join(JoinType::InnerJoin, invitation::Relation::User.def()),
    };
    let rows: Vec<(i64, i64, Option<String>)> = accepted.into_tuple().all(&*app.db).await?;
    let mut groups: BTreeMap<Option<String>, Vec<i64>> = BTreeMap::new();
    for (from, to, group) in rows {
        groups.entry(group).or_default().push(to - from);
    }
    Ok(groups
        .into_iter()
        .map(|(group, times)| summary(group, times))
        .collect())
}

/// Sums up at least one time.
fn summary(group: Option<String>, mut times: Vec<i64>) -> TimeToAccept {
    times.sort_unstable();
    TimeToAccept {
        group,
        accepted: times.len(),
        lower_quartile: quantile(&times, 1),
        median: quantile(&times, 2),
        upper_quartile: quantile(&times, 3),
    }
}

/// The value below which so many quarters of a sorted list lie, between its neighbours in proportion (R's type 7, PostgreSQL's
/// `percentile_cont`). Nothing, of an empty list.
fn quantile(sorted: &[i64], quarters: i64) -> i64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0;
    };
    let place = i64::try_from(last)
        .unwrap_or(i64::MAX)
        .saturating_mul(quarters);
    let below = usize::try_from(place / 4).unwrap_or(last);
    let above = (below + 1).min(last);
    let (below, above) = (sorted[below], sorted[above]);
    below + (above - below).saturating_mul(place % 4) / 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_their_neighbours() {
        let of = |times: &[i64]| {
            let summary = summary(None, times.to_vec());
            (
                summary.lower_quartile,
                summary.median,
                summary.upper_quartile,
            )
        };
        assert_eq!(of(&[7]), (7, 7, 7));
        assert_eq!(of(&[40, 20]), (25, 30, 35));
        assert_eq!(of(&[5, 1, 4, 2, 3]), (2, 3, 4));
        assert_eq!(of(&[10, 20, 30, 40]), (17, 25, 32));
    }
}

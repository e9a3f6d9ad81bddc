//! How far people have come, when they accept, and how long they take.

use cynic::{Enum, QueryBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::values::{Channel, DateTime, Locale};
use super::{Failure, post};

/// How many people have come how far.
#[derive(QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "InvitationFunnel")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Funnel {
    pub created: i32,
    pub invited: i32,
    pub delivered: i32,
    pub opened: i32,
    pub maybe_automatic: i32,
    pub active: i32,
}

/// What came to pass in one week.
#[derive(QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "AcceptanceStep")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Week {
    pub start: DateTime,
    pub invited: i32,
    pub accepted: i32,
}

/// By what people are told apart.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "TimeToAcceptGroup")]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum Group {
    Channel,
    Team,
    Language,
}

/// How long the people of a group took, in seconds.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct TimeToAccept {
    pub channel: Option<Channel>,
    pub team: Option<TeamName>,
    pub locale: Option<Locale>,
    pub accepted: i32,
    pub lower_quartile: i32,
    pub median: i32,
    pub upper_quartile: i32,
}

/// What a team is called.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Team")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct TeamName {
    pub name: String,
}

/// What the page asks for: since when, how many weeks one by one, and by which groups.
#[derive(QueryVariables)]
#[expect(missing_docs, reason = "the arguments are those of schema.graphql")]
pub struct InsightVariables {
    pub since: Option<DateTime>,
    pub weeks: i32,
    pub by: Group,
}

/// Everything that the page shows, in one question.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Query", variables = "InsightVariables")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Insights {
    #[arguments(since: $since)]
    pub invitation_funnel: Funnel,
    #[arguments(count: $weeks)]
    pub acceptance_over_time: Vec<Week>,
    #[cynic(rename = "timeToAccept", alias)]
    #[arguments(since: $since)]
    pub everyone: Vec<TimeToAccept>,
    #[arguments(since: $since, by: $by)]
    pub time_to_accept: Vec<TimeToAccept>,
}

/// Reads how invitations fare.
///
/// # Errors
/// See [`post`].
pub async fn insights(variables: InsightVariables) -> Result<Insights, Failure> {
    post(Insights::build(variables)).await
}

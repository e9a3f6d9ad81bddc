//! For how many people of a filter what can be done, and by what they would be written to.

use cynic::{QueryBuilder, QueryFragment, QueryVariables};

use crate::api::values::{Channel, Locale, UserFilter, UserStatus};
use crate::api::{Failure, post, schema};

#[derive(QueryVariables)]
struct EligibleVariables {
    filter: UserFilter,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EligibleVariables")]
struct EligibleQuery {
    #[arguments(filter: $filter)]
    user_counts: Eligible,
}

/// For how many people of a filter what can be done.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "UserCounts")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Eligible {
    pub invitable: i32,
    pub remindable: i32,
    pub revocable: i32,
    pub reachable: Vec<ReachableCount>,
}

/// How many people of a status and a language can be written to by a channel.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ReachableCount {
    pub status: UserStatus,
    pub locale: Locale,
    pub channel: Channel,
    pub count: i32,
}

/// Counts for whom of a filter what can be done.
///
/// # Errors
/// See [`post`].
pub async fn eligible(filter: UserFilter) -> Result<Eligible, Failure> {
    Ok(post(EligibleQuery::build(EligibleVariables { filter }))
        .await?
        .user_counts)
}

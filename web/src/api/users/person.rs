//! One person with their timeline.

use cynic::{QueryBuilder, QueryFragment, QueryVariables};

use super::{PageInfo, Person};
use crate::api::schema;
use crate::api::values::{DateTime, EventKind};
use crate::api::{Failure, post};

/// Events in one stretch of a timeline.
pub const STRETCH: i32 = 20;

#[derive(QueryVariables)]
struct HistoryVariables {
    id: cynic::Id,
    first: i32,
    after: Option<String>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "HistoryVariables")]
struct PersonQuery {
    #[arguments(id: $id)]
    user: Option<Person>,
    #[arguments(id: $id)]
    #[cynic(alias, rename = "user")]
    history: Option<History>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "User", variables = "HistoryVariables")]
struct History {
    #[arguments(first: $first, after: $after)]
    events: EventConnection,
}

/// A stretch of a person's timeline, newest first.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct EventConnection {
    pub nodes: Vec<Event>,
    pub page_info: PageInfo,
}

/// Something that happened.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Event {
    pub cursor: String,
    pub at: DateTime,
    pub kind: EventKind,
    pub summary: String,
}

/// Reads a person with a stretch of their timeline, from its newest event or from a cursor on; none when there is no such person.
///
/// # Errors
/// See [`post`].
pub async fn person(
    id: cynic::Id,
    after: Option<String>,
) -> Result<Option<(Person, EventConnection)>, Failure> {
    let answer = post(PersonQuery::build(HistoryVariables {
        id,
        first: STRETCH,
        after,
    }))
    .await?;
    Ok(answer
        .user
        .zip(answer.history.map(|history| history.events)))
}

//! What happened in the organisation.

use cynic::{Enum, InputObject, QueryBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::users::{Colleague, PageInfo};
use super::values::DateTime;
use super::{Failure, post};

/// What happened, as far as the page tells kinds apart.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "EventKind", non_exhaustive)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum Kind {
    UserCreated,
    UserUpdated,
    UserActivated,
    UserDeactivated,
    UserReactivated,
    UserDeleted,
    InvitationCreated,
    InvitationSent,
    InvitationDelivered,
    InvitationFailed,
    InvitationBounced,
    InvitationViewed,
    InvitationReminded,
    InvitationLinkRequested,
    InvitationAccepted,
    InvitationDeclined,
    InvitationRevoked,
    InvitationCancelled,
    InvitationReopened,
    InvitationExpired,
    ImportCompleted,
    SyncCompleted,
    SyncHeld,
    OrganizationUpdated,
    ApiTokenCreated,
    ApiTokenRevoked,
    #[cynic(fallback)]
    Other,
}

/// Which events.
#[derive(InputObject, Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct EventFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Vec<Kind>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime>,
}

/// Something that happened.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Event {
    pub at: DateTime,
    pub kind: Kind,
    pub summary: String,
    pub user: Option<Colleague>,
}

#[derive(QueryVariables)]
struct EventsVariables {
    first: i32,
    after: Option<String>,
    filter: EventFilter,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EventsVariables")]
struct EventsQuery {
    #[arguments(first: $first, after: $after, filter: $filter)]
    events: EventConnection,
}

/// A page of what happened.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct EventConnection {
    pub nodes: Vec<Event>,
    pub page_info: PageInfo,
}

/// Reads a page of what happened, newest first.
///
/// # Errors
/// See [`post`].
pub async fn events(
    filter: EventFilter,
    after: Option<String>,
) -> Result<EventConnection, Failure> {
    let variables = EventsVariables {
        first: 50,
        after,
        filter,
    };
    Ok(post(EventsQuery::build(variables)).await?.events)
}

//! Slack, as the organisation uses it.

mod deeds;

use cynic::{Enum, QueryBuilder, QueryFragment, QueryVariables};

pub use deeds::{
    ConnectSlackInput, SlackGrantInput, SyncSlackInput, UpdateSlackSettingsInput, connect_slack,
    disconnect_slack, preview_slack_sync, start_slack_connection, sync_slack,
    update_slack_settings,
};

use super::schema;
use super::users::Colleague;
use super::values::{Channel, DateTime};
use super::{Failure, post};

/// How a synchronisation stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum SlackSyncState {
    Running,
    Previewed,
    Done,
    Held,
    Failed,
}

/// What a synchronisation does with a member.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum SlackRowClass {
    New,
    Update,
    Unchanged,
    Skipped,
    Missing,
}

/// Everything that the page shows.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Slack {
    pub has_app: bool,
    pub workspace: Option<SlackWorkspace>,
    #[arguments(first: 10)]
    pub syncs: SlackSyncConnection,
    #[arguments(first: 100)]
    pub missing: SlackMissingConnection,
}

/// The workspace.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackWorkspace {
    pub name: String,
    pub refused_at: Option<DateTime>,
    pub user_groups: Vec<SlackChoice>,
    pub channels: Vec<SlackChoice>,
    pub invites_by: Channel,
    pub automatic: bool,
    pub next_sync_at: Option<DateTime>,
}

/// A user group or a channel.
#[derive(QueryFragment, Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackChoice {
    pub id: String,
    pub name: String,
}

/// What the workspace offers.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackChoices {
    pub user_groups: Vec<SlackChoice>,
    pub channels: Vec<SlackChoice>,
}

#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackSyncConnection {
    pub nodes: Vec<SlackSync>,
}

/// People who are not found in the workspace any more: the first hundred, and how many there are.
#[derive(QueryFragment, Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackMissingConnection {
    pub nodes: Vec<SlackMissing>,
    pub total_count: i32,
}

/// Somebody who is not found any more.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackMissing {
    pub user: Option<Colleague>,
    pub since: Option<DateTime>,
}

/// A synchronisation, or a preview of one.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackSync {
    pub id: cynic::Id,
    pub state: SlackSyncState,
    pub started_at: DateTime,
    pub created: i32,
    pub updated: i32,
    pub unchanged: i32,
    pub skipped: i32,
    pub missing: i32,
    pub changes: i32,
    pub failure_message: Option<String>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query")]
struct SlackQuery {
    slack: Slack,
}

/// Reads what the page shows.
///
/// # Errors
/// See [`post`].
pub async fn slack() -> Result<Slack, Failure> {
    Ok(post(SlackQuery::build(())).await?.slack)
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query")]
struct ChoicesQuery {
    slack: ChoicesOfSlack,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Slack")]
struct ChoicesOfSlack {
    choices: Option<SlackChoices>,
}

/// What the workspace offers at this moment; none when Slack does not answer.
///
/// # Errors
/// See [`post`].
pub async fn choices() -> Result<Option<SlackChoices>, Failure> {
    Ok(post(ChoicesQuery::build(())).await?.slack.choices)
}

/// A member, and what is done with them.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "SlackSyncRow")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Member {
    pub slack_id: String,
    pub class: SlackRowClass,
    pub full_name: Option<String>,
    pub email: Option<String>,
    pub message: Option<String>,
}

#[derive(QueryVariables)]
struct MembersVariables {
    id: cynic::Id,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MembersVariables")]
struct MembersQuery {
    slack: MembersOfSlack,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Slack", variables = "MembersVariables")]
struct MembersOfSlack {
    #[arguments(id: $id)]
    sync: Option<MembersOfSync>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "SlackSync")]
struct MembersOfSync {
    #[arguments(first: 100)]
    rows: MemberConnection,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "SlackSyncRowConnection")]
struct MemberConnection {
    nodes: Vec<Member>,
}

/// The first hundred members that a synchronisation found: additions, then changes, who is missing, who is left alone.
///
/// # Errors
/// See [`post`].
pub async fn members(id: cynic::Id) -> Result<Vec<Member>, Failure> {
    let found = post(MembersQuery::build(MembersVariables { id })).await?;
    Ok(found
        .slack
        .sync
        .map(|sync| sync.rows.nodes)
        .unwrap_or_default())
}

//! Connecting, choosing and synchronising.

use cynic::{InputObject, MutationBuilder, QueryFragment, QueryVariables};

use crate::api::schema;
use crate::api::values::{Channel, UserError};
use crate::api::{Failure, post};

/// What Slack sends people back with.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SlackGrantInput {
    pub code: String,
    pub state: String,
}

/// With what to connect.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ConnectSlackInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub bot_token: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub grant: Option<SlackGrantInput>,
}

/// What to change.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct UpdateSlackSettingsInput {
    pub user_group_ids: Option<Vec<String>>,
    pub channel_ids: Option<Vec<String>>,
    pub invites_by: Option<Channel>,
    pub automatic: Option<bool>,
}

/// How to synchronise.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SyncSlackInput {
    pub expected_changes: Option<i32>,
}

/// What came of a deed of which nothing more must be known.
type Done = Result<Result<(), Vec<UserError>>, Failure>;

fn done(errors: Vec<UserError>) -> Done {
    Ok(if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    })
}

#[derive(QueryVariables)]
struct ConnectSlackVariables {
    input: ConnectSlackInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ConnectSlackVariables")]
struct ConnectSlack {
    #[arguments(input: $input)]
    connect_slack: ConnectSlackPayload,
}

#[derive(QueryFragment)]
struct ConnectSlackPayload {
    errors: Vec<UserError>,
}

/// Connects a workspace.
///
/// # Errors
/// See [`post`].
pub async fn connect_slack(input: ConnectSlackInput) -> Done {
    done(
        post(ConnectSlack::build(ConnectSlackVariables { input }))
            .await?
            .connect_slack
            .errors,
    )
}

#[derive(QueryVariables)]
struct UpdateSlackSettingsVariables {
    input: UpdateSlackSettingsInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateSlackSettingsVariables")]
struct UpdateSlackSettings {
    #[arguments(input: $input)]
    update_slack_settings: UpdateSlackSettingsPayload,
}

#[derive(QueryFragment)]
struct UpdateSlackSettingsPayload {
    errors: Vec<UserError>,
}

/// Changes the settings.
///
/// # Errors
/// See [`post`].
pub async fn update_slack_settings(input: UpdateSlackSettingsInput) -> Done {
    done(
        post(UpdateSlackSettings::build(UpdateSlackSettingsVariables {
            input,
        }))
        .await?
        .update_slack_settings
        .errors,
    )
}

#[derive(QueryVariables)]
struct SyncSlackVariables {
    input: SyncSlackInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SyncSlackVariables")]
struct SyncSlack {
    #[arguments(input: $input)]
    sync_slack: SyncSlackPayload,
}

#[derive(QueryFragment)]
struct SyncSlackPayload {
    errors: Vec<UserError>,
}

/// Begins a synchronisation.
///
/// # Errors
/// See [`post`].
pub async fn sync_slack(input: SyncSlackInput) -> Done {
    done(
        post(SyncSlack::build(SyncSlackVariables { input }))
            .await?
            .sync_slack
            .errors,
    )
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct PreviewSlackSync {
    preview_slack_sync: PreviewSlackSyncPayload,
}

#[derive(QueryFragment)]
struct PreviewSlackSyncPayload {
    errors: Vec<UserError>,
}

/// Begins a preview.
///
/// # Errors
/// See [`post`].
pub async fn preview_slack_sync() -> Done {
    done(
        post(PreviewSlackSync::build(()))
            .await?
            .preview_slack_sync
            .errors,
    )
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct DisconnectSlack {
    disconnect_slack: DisconnectSlackPayload,
}

#[derive(QueryFragment)]
struct DisconnectSlackPayload {
    errors: Vec<UserError>,
}

/// Forgets the workspace’s token.
///
/// # Errors
/// See [`post`].
pub async fn disconnect_slack() -> Done {
    done(
        post(DisconnectSlack::build(()))
            .await?
            .disconnect_slack
            .errors,
    )
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct Start {
    start_slack_connection: StartSlackConnectionPayload,
}

#[derive(QueryFragment)]
struct StartSlackConnectionPayload {
    url: Option<String>,
    errors: Vec<UserError>,
}

/// Where to let the app into a workspace.
///
/// # Errors
/// See [`post`].
pub async fn start_slack_connection() -> Result<Result<String, Vec<UserError>>, Failure> {
    let payload = post(Start::build(())).await?.start_slack_connection;
    Ok(payload.url.ok_or(payload.errors))
}

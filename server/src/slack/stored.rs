//! What is kept about a workspace.

use entity::{OrganizationId, organization, slack_workspace};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use crate::{
    access::Admin,
    app::App,
    db::Write,
    problem::{Code, DeedError, Fault, Problem},
    slack_api::{Choice, Secret, directory::Patience},
};

/// The workspace that an organisation has connected, if any.
///
/// # Errors
/// When the database fails.
pub async fn workspace_of(
    app: &App,
    organization: &OrganizationId,
) -> Result<Option<slack_workspace::Model>, Fault> {
    let found = slack_workspace::Entity::find_by_id(organization.clone());
    Ok(found.one(&*app.db).await?)
}

/// The same, held until the transaction ends. It is held before any person is.
pub(super) async fn lock(
    tx: &Write,
    organization: &OrganizationId,
) -> Result<Option<slack_workspace::Model>, Fault> {
    let found = slack_workspace::Entity::find_by_id(organization.clone()).lock_exclusive();
    Ok(found.one(&**tx).await?)
}

/// Notes with the organisation whether it can write in Slack.
pub(super) async fn note_connected(
    tx: &Write,
    organization: &OrganizationId,
    connected: bool,
) -> Result<(), DbErr> {
    organization::Entity::update_many()
        .col_expr(organization::Column::SlackConnected, Expr::value(connected))
        .filter(organization::Column::Id.eq(organization.clone()))
        .exec(&**tx)
        .await?;
    Ok(())
}

pub(super) fn not_connected() -> DeedError {
    Problem::whole(Code::SlackNotConnected).into()
}

/// Under what an organisation's token is sealed.
fn purpose(organization: &OrganizationId) -> String {
    format!("slack {organization}")
}

/// Seals a token for the database to keep.
pub(super) fn seal(app: &App, organization: &OrganizationId, token: &Secret) -> String {
    app.secrets
        .seal(&app.random, &purpose(organization), token.expose())
}

/// The token; none when it was sealed with another server key.
pub(crate) fn token(app: &App, workspace: &slack_workspace::Model) -> Option<Secret> {
    let purpose = purpose(&workspace.organization_id);
    app.secrets
        .open(&purpose, &workspace.token)
        .map(Secret::new)
}

/// A list of user groups or channels as it is kept.
#[must_use]
pub fn choices_of(kept: &str) -> Vec<Choice> {
    serde_json::from_str(kept).unwrap_or_default()
}

pub(super) fn written(choices: &[Choice]) -> String {
    serde_json::to_string(choices).unwrap_or_else(|_| "[]".to_owned())
}

/// The user groups and the channels that the workspace offers at this moment.
///
/// # Errors
/// When none is connected, or Slack does not answer now.
pub async fn offered(app: &App, admin: &Admin) -> Result<(Vec<Choice>, Vec<Choice>), DeedError> {
    let workspace = workspace_of(app, admin.organization()).await?;
    let workspace = workspace.ok_or_else(not_connected)?;
    let token = token(app, &workspace).ok_or_else(|| Problem::whole(Code::SlackTokenRefused))?;
    let mut patience = Patience::of_a_person();
    let say = |error| DeedError::from(super::problem(&error, ""));
    let groups = app.slack_api.user_groups(&token).await.map_err(say)?;
    let channels = app.slack_api.channels(&token, &mut patience).await;
    Ok((groups, channels.map_err(say)?))
}

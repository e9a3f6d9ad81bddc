//! What Slack tells us by itself: that the app was taken out of a workspace, or its token back.

use entity::slack_workspace;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::Deserialize;

use super::stored;
use crate::{app::App, problem::Fault};

/// A request of Slack's, once its signature is proven (<https://docs.slack.dev/apis/events-api>).
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Heard {
    /// Slack asks whether we are there: the challenge is the answer.
    UrlVerification {
        /// What to answer.
        challenge: String,
    },
    /// Something happened in a workspace.
    EventCallback {
        /// Which workspace.
        team_id: String,
        /// What.
        event: Happened,
    },
    /// Anything else, which needs no answer but that it was heard.
    #[serde(other)]
    Other,
}

/// What happened in a workspace.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Happened {
    /// The app was taken out.
    AppUninstalled,
    /// Tokens were taken back.
    TokensRevoked,
    /// Anything else.
    #[serde(other)]
    Other,
}

/// Hears what happened: from now on the token counts as refused, and nothing is tried with it. It says nothing about people.
///
/// # Errors
/// When the database fails; Slack then says it again.
pub async fn hear(app: &App, team_id: &str, event: &Happened) -> Result<(), Fault> {
    match event {
        Happened::AppUninstalled | Happened::TokensRevoked => {}
        Happened::Other => return Ok(()),
    }
    let tx = app.db.begin_write().await?;
    let told = slack_workspace::Entity::find()
        .filter(slack_workspace::Column::TeamId.eq(team_id))
        .filter(slack_workspace::Column::RefusedAt.is_null())
        .order_by_asc(slack_workspace::Column::OrganizationId)
        .lock_exclusive();
    for workspace in told.all(&*tx).await? {
        stored::note_connected(&tx, &workspace.organization_id, false).await?;
        let mut refused = workspace.into_active_model();
        refused.refused_at = Set(Some(app.clock.now()));
        refused.update(&*tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

//! What Slack tells us by itself: that the app was taken out of a workspace, or its token back.

use entity::{OrganizationId, Timestamp, slack_workspace};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait,
};
use serde::Deserialize;

use super::refuse::refuse;
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
    EventCallback(Told),
    /// Anything else, which needs no answer but that it was heard.
    #[serde(other)]
    Other,
}

/// Something that happened in a workspace.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// Which workspace.
    team_id: String,
    /// To which app.
    api_app_id: Option<String>,
    /// When, in seconds.
    event_time: Option<i64>,
    /// What.
    event: Happened,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Happened {
    /// The app was taken out.
    AppUninstalled,
    /// Tokens were taken back.
    TokensRevoked {
        #[serde(default)]
        tokens: Revoked,
    },
    #[serde(other)]
    Other,
}

/// Whose tokens were taken back, by the ids of users.
#[derive(Debug, Default, Deserialize)]
struct Revoked {
    #[serde(default)]
    bot: Vec<String>,
}

impl Told {
    /// Whether it ends connections. That somebody takes their own token back does not.
    fn ends(&self) -> bool {
        match &self.event {
            Happened::AppUninstalled => true,
            Happened::TokensRevoked { tokens } => !tokens.bot.is_empty(),
            Happened::Other => false,
        }
    }

    /// When it happened. Slack tries for hours to say it, and may say it again: a workspace that was connected since has
    /// another token.
    fn at(&self, now: Timestamp) -> Timestamp {
        let millis = self
            .event_time
            .and_then(|seconds| seconds.checked_mul(1_000));
        millis.map_or(now, Timestamp::from_millis)
    }
}

/// Hears what happened: from now on the token counts as refused, and nothing is tried with it. It says nothing about people.
///
/// # Errors
/// When the database fails; Slack then says it again.
pub async fn hear(app: &App, told: &Told) -> Result<(), Fault> {
    if !told.ends() {
        return Ok(());
    }
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let mut connected = slack_workspace::Entity::find()
        .select_only()
        .column(slack_workspace::Column::OrganizationId)
        .filter(slack_workspace::Column::TeamId.eq(told.team_id.as_str()));
    if let Some(app_id) = &told.api_app_id {
        // Where the app is not known, it is taken for the one whose secret has signed this.
        let known = slack_workspace::Column::AppId;
        connected = connected.filter(known.eq(app_id.as_str()).or(known.is_null()));
    }
    let connected: Vec<OrganizationId> = connected
        .order_by_asc(slack_workspace::Column::OrganizationId)
        .into_tuple()
        .all(&*tx)
        .await?;
    for organization in connected {
        refuse(&tx, &organization, told.at(now), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

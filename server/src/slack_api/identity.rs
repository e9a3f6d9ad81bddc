//! Whose a token is, and how one is got.

use reqwest::header::HeaderMap;
use serde::Deserialize;
use url::Url;

use super::{
    Secret, SlackApi, SlackError,
    call::{Answer, Shown},
};

/// What the app must be allowed (<https://docs.slack.dev/reference/scopes>): to read people with their addresses, user
/// groups, public channels and the private ones it was invited to, and to write direct messages.
pub const SCOPES: [&str; 7] = [
    "users:read",
    "users:read.email",
    "usergroups:read",
    "channels:read",
    "groups:read",
    "im:write",
    "chat:write",
];

/// Where a token of a workspace lets one in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Slack's id of the workspace.
    pub team_id: String,
    /// Its name.
    pub name: String,
    /// Slack's id of the user as which the app acts there.
    pub bot_id: String,
    /// Slack's id of the app, where it says so.
    pub app_id: Option<String>,
}

/// What a code was given for.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The bot token.
    pub token: Secret,
    /// Slack's id of the app.
    pub app_id: Option<String>,
}

#[derive(Deserialize)]
struct Tested {
    team: String,
    team_id: String,
    user_id: String,
    #[serde(default)]
    app_id: Option<String>,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    token_type: String,
    #[serde(default)]
    app_id: Option<String>,
}

impl SlackApi {
    /// Whose a token is (`auth.test`), and that it may do what it must.
    ///
    /// # Errors
    /// [`SlackError::ScopeMissing`] names all that is missing.
    pub async fn identity(&self, token: &Secret) -> Result<Identity, SlackError> {
        let answer: Answer<Tested> = self.call(Shown::Token(token), "auth.test", &[]).await?;
        let missing = missing_scopes(&answer.headers);
        if !missing.is_empty() {
            return Err(SlackError::ScopeMissing(missing.join(", ")));
        }
        Ok(Identity {
            team_id: answer.said.team_id,
            name: answer.said.team,
            bot_id: answer.said.user_id,
            app_id: answer.said.app_id,
        })
    }

    /// The address at which a person lets the app in, and from which they come back to `redirect` with a code and `state`
    /// (<https://docs.slack.dev/authentication/installing-with-oauth>). None without an app.
    #[must_use]
    pub fn authorization(&self, redirect: &str, state: &str) -> Option<Url> {
        let app = self.slack.app.as_ref()?;
        let mut url = self.slack.authorize.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &app.client_id)
            .append_pair("scope", &SCOPES.join(","))
            .append_pair("redirect_uri", redirect)
            .append_pair("state", state);
        Some(url)
    }

    /// The token that a code was given for (`oauth.v2.access`). A code works once, for ten minutes.
    ///
    /// # Errors
    /// [`SlackError::Refused`] when it does not work, or there is no app.
    pub async fn redeem(&self, code: &str, redirect: &str) -> Result<Grant, SlackError> {
        let Some(app) = &self.slack.app else {
            return Err(SlackError::Refused("no_app".to_owned()));
        };
        let form = [("code", code), ("redirect_uri", redirect)];
        let answer = self.call(Shown::App(app), "oauth.v2.access", &form).await;
        let granted: Granted = match answer {
            Ok(Answer { said, .. }) => said,
            Err(SlackError::No(reason)) => return Err(SlackError::Refused(reason)),
            Err(other) => return Err(other),
        };
        if granted.token_type != "bot" {
            return Err(SlackError::Refused("not_a_bot_token".to_owned()));
        }
        Ok(Grant {
            token: Secret::new(granted.access_token),
            app_id: granted.app_id,
        })
    }
}

/// Slack lists what a token may in a header of each answer; one that lists nothing is asked and will say.
fn missing_scopes(headers: &HeaderMap) -> Vec<&'static str> {
    let Some(granted) = headers
        .get("x-oauth-scopes")
        .and_then(|value| value.to_str().ok())
    else {
        return Vec::new();
    };
    let granted: Vec<&str> = granted.split(',').map(str::trim).collect();
    let missing = SCOPES.into_iter().filter(|scope| !granted.contains(scope));
    missing.collect()
}

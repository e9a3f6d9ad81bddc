//! One call: a form in, JSON out, and what may go wrong in between.

use reqwest::{
    Response, StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Secret, SlackApi, SlackError};

/// The longest answer that is read, in bytes: a page of 200 members has a few hundred kilobytes.
const LONGEST: usize = 16 * 1024 * 1024;
/// How long to wait when Slack asks for patience without saying how much, in seconds.
const USUAL_WAIT: u64 = 30;

/// With what a call shows who asks.
pub(super) enum Shown<'a> {
    /// The token of a workspace.
    Token(&'a Secret),
    /// The app itself, by its client ID and secret (RFC 6749, 2.3.1).
    App(&'a super::SlackApp),
}

/// What every answer says beside what was asked.
#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    needed: Option<String>,
}

/// An answer, with its headers.
pub(super) struct Answer<T> {
    pub(super) said: T,
    pub(super) headers: HeaderMap,
}

impl SlackApi {
    /// Calls a method.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        shown: Shown<'_>,
        method: &str,
        form: &[(&str, &str)],
    ) -> Result<Answer<T>, SlackError> {
        let url = format!("{}/{method}", self.slack.api.as_str().trim_end_matches('/'));
        let request = self.http.post(url).form(form);
        let request = match shown {
            Shown::Token(token) => request.bearer_auth(token.expose()),
            Shown::App(app) => request.basic_auth(&app.client_id, Some(app.client_secret.expose())),
        };
        let response = request.send().await.map_err(unreachable)?;
        let headers = response.headers().clone();
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            return Err(busy(&headers));
        }
        if !response.status().is_success() {
            return Err(SlackError::Garbled(format!(
                "HTTP {}",
                response.status().as_u16()
            )));
        }
        let body = read(response).await?;
        let nonsense = |_| SlackError::Garbled(format!("{method} was answered with nonsense"));
        let envelope: Envelope = serde_json::from_slice(&body).map_err(nonsense)?;
        if !envelope.ok {
            return Err(refusal(envelope, &headers));
        }
        let said = serde_json::from_slice(&body).map_err(nonsense)?;
        Ok(Answer { said, headers })
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, SlackError> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(unreachable)? {
        if body.len() + piece.len() > LONGEST {
            return Err(SlackError::Garbled("the answer is too long".to_owned()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// Without the address: what stands in a log is what went wrong and nothing else.
fn unreachable(error: reqwest::Error) -> SlackError {
    let is_connect = error.is_connect();
    let reason = error.without_url().to_string();
    if is_connect {
        SlackError::Unreachable(reason)
    } else {
        SlackError::Garbled(reason)
    }
}

fn busy(headers: &HeaderMap) -> SlackError {
    let seconds = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    SlackError::Busy {
        seconds: seconds.unwrap_or(USUAL_WAIT),
    }
}

/// What Slack's words for a refusal mean: <https://docs.slack.dev/reference/methods/auth.test#errors>.
fn refusal(envelope: Envelope, headers: &HeaderMap) -> SlackError {
    let error = envelope.error.unwrap_or_default();
    match error.as_str() {
        "ratelimited" | "rate_limited" => busy(headers),
        "internal_error"
        | "fatal_error"
        | "service_unavailable"
        | "request_timeout"
        | "team_added_to_org" => SlackError::Garbled(error),
        "missing_scope" => SlackError::ScopeMissing(envelope.needed.unwrap_or_default()),
        "invalid_auth"
        | "not_authed"
        | "account_inactive"
        | "token_revoked"
        | "token_expired"
        | "no_permission"
        | "org_login_required"
        | "ekm_access_denied"
        | "not_allowed_token_type"
        | "team_access_not_granted"
        | "access_denied" => SlackError::Refused(error),
        _ => SlackError::No(error),
    }
}

//! `/slack/events`: what Slack tells us, and its receipts of buttons. Nothing is read before its signature is proven.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::Doors;
use crate::slack::{self, Heard};
use crate::slack_api::signature::is_genuine;

/// The longest request that is read, in bytes: what Slack sends has a few kilobytes.
const LONGEST: usize = 256 * 1024;

/// Hears what Slack says. A button that opens a link is told here as well, in a form; it is acknowledged and needs no more.
pub(super) async fn events(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let app = &doors.app;
    let Some(secret) = &app.config.slack.signing_secret else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(body) = to_bytes(body, LONGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let header = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let (time, signature) = (
        header("x-slack-request-timestamp"),
        header("x-slack-signature"),
    );
    if !is_genuine(secret, time, signature, &body, app.clock.now()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match serde_json::from_slice(&body) {
        Ok(Heard::UrlVerification { challenge }) => challenge.into_response(),
        Ok(Heard::EventCallback(told)) => match slack::hear(app, &told).await {
            Ok(()) => StatusCode::OK.into_response(),
            Err(fault) => {
                tracing::error!(%fault, "what Slack said could not be kept; it will say it again");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        },
        Ok(Heard::Other) | Err(_) => StatusCode::OK.into_response(),
    }
}

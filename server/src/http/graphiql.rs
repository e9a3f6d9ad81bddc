//! GraphiQL, for signed-in administrators.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::{Doors, session};

/// GraphiQL's files are ours to serve (`server/graphiql`), since the policy lets none come from elsewhere. Its editor makes
/// style sheets as it goes and brings its fonts inside its own.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
     img-src 'self' data:; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const PAGE: &str = include_str!("../../graphiql/index.html");

/// `/graphiql`.
pub(super) async fn page(State(doors): State<Arc<Doors>>, headers: HeaderMap) -> Response {
    let viewer = match session::viewer(&doors.app, &headers).await {
        Ok(Some(viewer)) => viewer,
        Ok(None) => return Redirect::to("/sign-in").into_response(),
        Err(fault) => {
            tracing::error!(%fault, "a session could not be looked up");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    if viewer.admin().is_err() {
        return (StatusCode::FORBIDDEN, "This page is for administrators.\n").into_response();
    }
    if doors
        .client
        .file("graphiql/graphiql.min.js")
        .await
        .is_none()
    {
        let message = "GraphiQL is not part of this server. Build it with `cargo xtask web`.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, message).into_response();
    }
    (
        [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_SECURITY_POLICY, POLICY),
        ],
        PAGE,
    )
        .into_response()
}

//! `/join/{token}`: the page of a link. Reading it changes nothing, however often a mail scanner does.

use std::sync::Arc;

use axum::extract::{Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use entity::Locale;
use serde::Deserialize;

use super::join::{self, JoinPreview};
use super::{Doors, client, web_client};
use crate::invitations::preview::{self, LinkState, Preview};
use crate::limits::TooMany;

/// The query string of the page.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The language chosen on the first screen.
    lang: Option<String>,
}

/// `/join`: where the address bar stands once the token has left it.
pub(super) async fn without_token(
    State(doors): State<Arc<Doors>>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let language = asked
        .language()
        .unwrap_or_else(|| client::language(request.headers()));
    respond(&doors, None, Some(language)).await
}

/// `/join/{token}`: the first screen of the link.
pub(super) async fn with_token(
    State(doors): State<Arc<Doors>>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let address = client::address(&parts, doors.app.config.behind_proxy);
    let browsers = client::language(&parts.headers);
    let later = async |status: StatusCode| {
        let preview = Some(JoinPreview::later(browsers));
        let mut response = respond(&doors, preview, asked.language()).await;
        *response.status_mut() = status;
        response
    };
    if let Err(TooMany { seconds }) = doors.app.limits.token(address, &token) {
        let mut response = later(StatusCode::TOO_MANY_REQUESTS).await;
        let wait = HeaderValue::from(seconds);
        response.headers_mut().insert(RETRY_AFTER, wait);
        return response;
    }
    match preview::preview(&doors.app, &token).await {
        Ok(preview) => respond(&doors, Some(shown(preview, browsers)), asked.language()).await,
        Err(fault) => {
            tracing::error!(%fault, "a link could not be looked up");
            later(StatusCode::SERVICE_UNAVAILABLE).await
        }
    }
}

impl Asked {
    fn language(&self) -> Option<Locale> {
        self.lang
            .as_deref()
            .and_then(|tag| Locale::from_tag(tag).ok())
    }
}

async fn respond(
    doors: &Doors,
    preview: Option<JoinPreview>,
    language: Option<Locale>,
) -> Response {
    let shell = match doors.client.page("join/index.html").await {
        Ok(shell) => shell,
        Err(missing) => return missing,
    };
    let mut response = web_client::html(join::page(&shell, preview.as_ref(), language));
    // The page holds what only the holder of the link may know.
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn shown(preview: Preview, browsers: Locale) -> JoinPreview {
    JoinPreview {
        state: match preview.state {
            LinkState::Open => join::LinkState::Open,
            LinkState::Expired => join::LinkState::Expired,
            LinkState::Superseded => join::LinkState::Superseded,
            LinkState::Revoked => join::LinkState::Revoked,
            LinkState::Declined => join::LinkState::Declined,
            LinkState::Accepted => join::LinkState::Accepted,
            LinkState::Unknown => join::LinkState::Unknown,
        },
        organization_name: preview.organization_name,
        invited_by_name: preview.invited_by_name,
        sent_to: preview.sent_to,
        locale: preview.locale.unwrap_or(browsers),
        locales: Locale::ALL.to_vec(),
        asks_full_name: preview.asks_full_name,
        expires_at: preview.expires_at,
    }
}

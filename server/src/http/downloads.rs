//! Files to download, for administrators: people, the result of an import, and an empty file to begin with.
//!
//! A file is sent as it is written, so that it may be longer than memory.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use entity::ImportId;
use futures_util::{Stream, TryStreamExt};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{Doors, session};
use crate::access::Admin;
use crate::imports::{self, Download};
use crate::problem::Fault;
use crate::{graphql, words};

/// What a file name may hold as it is in a header's extended value (RFC 8187, attr-char).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// Which people.
#[derive(Deserialize)]
pub(super) struct Which {
    /// A `UserFilter` of the contract, in JSON.
    filter: Option<String>,
}

/// `/downloads/users.csv?filter={…}`: everyone the filter finds.
pub(super) async fn users(
    State(doors): State<Arc<Doors>>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Response {
    let admin = match admin(&doors, &headers).await {
        Ok(admin) => admin,
        Err(refused) => return refused,
    };
    let filter = which.filter.filter(|filter| !filter.is_empty());
    match filter.map_or(Ok(Default::default()), |filter| {
        graphql::read_filter(&filter)
    }) {
        Ok(filter) => file(imports::export_users(
            Arc::clone(&doors.app),
            &admin,
            filter,
        )),
        Err(message) => (
            StatusCode::BAD_REQUEST,
            format!("The filter cannot be read: {message}\n"),
        )
            .into_response(),
    }
}

/// `/downloads/imports/{id}`: the rows of a file with what came of each.
pub(super) async fn result(
    State(doors): State<Arc<Doors>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let admin = match admin(&doors, &headers).await {
        Ok(admin) => admin,
        Err(refused) => return refused,
    };
    let missing = || (StatusCode::NOT_FOUND, "There is no such import.\n").into_response();
    let Ok(id) = ImportId::parse(&id) else {
        return missing();
    };
    match imports::result(Arc::clone(&doors.app), &admin, &id).await {
        Ok(Some(found)) => file(found),
        Ok(None) => missing(),
        Err(fault) => unavailable(&fault),
    }
}

/// `/downloads/import-template.csv`: headings and nothing else.
pub(super) async fn template(State(doors): State<Arc<Doors>>, headers: HeaderMap) -> Response {
    match admin(&doors, &headers).await {
        Ok(admin) => named(
            words::template_file_name(admin.locale()),
            Body::from(imports::template(admin.locale())),
        ),
        Err(refused) => refused,
    }
}

async fn admin(doors: &Doors, headers: &HeaderMap) -> Result<Admin, Response> {
    let refused = || {
        (
            StatusCode::FORBIDDEN,
            "Sign in as an administrator first.\n",
        )
            .into_response()
    };
    doors.front.origins.check(headers).map_err(|_| refused())?;
    let viewer = session::viewer(&doors.app, headers)
        .await
        .map_err(|fault| unavailable(&fault))?;
    viewer
        .and_then(|viewer| viewer.admin().ok())
        .ok_or_else(refused)
}

fn unavailable(fault: &Fault) -> Response {
    tracing::error!(%fault, "a file could not be written");
    (
        StatusCode::SERVICE_UNAVAILABLE,
        "The server cannot answer now; try again in a moment.\n",
    )
        .into_response()
}

fn file(
    download: Download<impl Stream<Item = Result<Vec<u8>, Fault>> + Send + 'static>,
) -> Response {
    // Broken off, the file shows that it is not whole.
    let pieces = download
        .pieces
        .inspect_err(|fault| tracing::error!(%fault, "a file broke off"));
    named(&download.file_name, Body::from_stream(pieces))
}

fn named(file_name: &str, body: Body) -> Response {
    let ascii: String = file_name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_. ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let extended = utf8_percent_encode(file_name, PLAIN);
    let disposition = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{extended}");
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

//! Files to download, for administrators: people, the result of an import, and an empty file to begin with.
//!
//! A file is sent as it is written, so that it may be longer than memory.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use entity::{ImportId, Locale};
use futures_util::{Stream, TryStreamExt};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{Doors, client, session};
use crate::access::Admin;
use crate::graphql;
use crate::imports::{self, Download};
use crate::problem::Fault;
use crate::words::{self, NoDownload};

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
        Err(message) => {
            let said = words::no_download(NoDownload::NoFilter, admin.locale());
            (StatusCode::BAD_REQUEST, format!("{said} {message}\n")).into_response()
        }
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
    let found = match ImportId::parse(&id) {
        Ok(id) => imports::result(Arc::clone(&doors.app), &admin, &id).await,
        Err(_) => Ok(None),
    };
    match found {
        Ok(Some(found)) => file(found),
        Ok(None) => refused(NoDownload::NoImport, admin.locale()),
        Err(fault) => unavailable(&fault, admin.locale()),
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

/// The administrator who asks; else why they get nothing, in their language: their own, or their browser's.
async fn admin(doors: &Doors, headers: &HeaderMap) -> Result<Admin, Response> {
    let browsers = client::language(headers);
    let not_allowed = |locale| refused(NoDownload::NotAllowed, locale);
    let here = doors.front.origins.check(headers);
    here.map_err(|_| not_allowed(browsers))?;
    let viewer = session::viewer(&doors.app, headers)
        .await
        .map_err(|fault| unavailable(&fault, browsers))?
        .ok_or_else(|| not_allowed(browsers))?;
    let own = viewer.locale();
    viewer.admin().map_err(|_| not_allowed(own))
}

fn refused(why: NoDownload, locale: Locale) -> Response {
    let status = match why {
        NoDownload::NotAllowed => StatusCode::FORBIDDEN,
        NoDownload::NoImport => StatusCode::NOT_FOUND,
        NoDownload::NoFilter => StatusCode::BAD_REQUEST,
        NoDownload::NotNow => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, format!("{}\n", words::no_download(why, locale))).into_response()
}

fn unavailable(fault: &Fault, locale: Locale) -> Response {
    tracing::error!(%fault, "a file could not be written");
    refused(NoDownload::NotNow, locale)
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

//! Headers that every answer carries, and the log's line about it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::Doors;

/// What our own pages may load and do: our own files, and WebAssembly. A page that needs another policy sets it itself.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
     img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Sets of every answer what the answer has not set itself.
///
/// No referrer leaves any page, since the address of one kind of page is a secret. Nothing is kept by a cache unless it says
/// so, and nothing is for search engines.
fn complete(headers: &mut HeaderMap, https: bool) {
    const ALWAYS: [(HeaderName, HeaderValue); 9] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex, nofollow"),
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
        ),
    ];
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if https {
        let two_years = HeaderValue::from_static("max-age=63072000");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
}

/// Numbers requests within one run of the server; the run's own number keeps those of several processes apart.
#[derive(Debug)]
pub(super) struct RequestIds {
    run: u32,
    last: AtomicU64,
}

impl RequestIds {
    pub(super) fn new(run: [u8; 4]) -> Self {
        Self {
            run: u32::from_be_bytes(run),
            last: AtomicU64::new(0),
        }
    }

    fn next(&self) -> String {
        let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{:08x}-{number:x}", self.run)
    }
}

/// Gives the request an id, completes the answer's headers and logs one line.
///
/// The line names the route and never the address: addresses of links are secrets.
pub(super) async fn around(
    State(doors): State<Arc<Doors>>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let id = doors.request_ids.next();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    let status = response.status();
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let micros = begun.elapsed().as_micros();
    if status.is_server_error() {
        tracing::warn!(target: "bienvenue::http", %id, %method, route, status = status.as_u16(), micros, "answered");
    } else {
        tracing::debug!(target: "bienvenue::http", %id, %method, route, status = status.as_u16(), micros, "answered");
    }
    let headers = response.headers_mut();
    complete(headers, doors.app.config.is_https());
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert("x-request-id", id);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_what_it_has_set_itself() {
        let mut headers =
            HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static("no-cache"))]);
        complete(&mut headers, false);
        assert_eq!(headers[CACHE_CONTROL], "no-cache");
        assert_eq!(headers[REFERRER_POLICY], "no-referrer");
        assert!(!headers.contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn https_is_remembered() {
        let mut headers = HeaderMap::new();
        complete(&mut headers, true);
        assert_eq!(headers[STRICT_TRANSPORT_SECURITY], "max-age=63072000");
    }

    #[test]
    fn no_two_requests_share_an_id() {
        let ids = RequestIds::new([0, 0, 0, 255]);
        assert_eq!([ids.next(), ids.next()], ["000000ff-1", "000000ff-2"]);
    }
}

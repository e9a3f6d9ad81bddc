//! The browser client: the pages that its entries' programs begin with, and their files.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path as UrlPath, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

use super::Doors;

/// What `cargo xtask web` has built. A release carries it inside; a debug build reads it from the disk.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../dist"]
#[allow_missing = true]
struct Embedded;

/// Where the client's files come from.
#[derive(Debug)]
pub(super) struct WebClient {
    /// A folder that takes the embedded files' place.
    folder: Option<PathBuf>,
}

impl WebClient {
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// A file by its path inside `dist`.
    pub(super) async fn file(&self, path: &str) -> Option<Bytes> {
        let relative = Path::new(path);
        let plain = relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return None;
        }
        let Some(folder) = &self.folder else {
            return Embedded::get(path).map(|file| match file.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            });
        };
        tokio::fs::read(folder.join(relative))
            .await
            .ok()
            .map(Bytes::from)
    }

    /// A page of the client as text, or what to say when it was not built.
    pub(super) async fn page(&self, path: &str) -> Result<String, Response> {
        let file = self
            .file(path)
            .await
            .and_then(|file| String::from_utf8(file.into()).ok());
        file.ok_or_else(|| {
            let message =
                "The browser client is not part of this server. Build it with `cargo xtask web`.\n";
            (StatusCode::SERVICE_UNAVAILABLE, message).into_response()
        })
    }
}

/// The page of each entry, and the addresses that it answers: its program reads the address. The same is said to the client by
/// `web/src/paths.rs`.
const SHELLS: [(&str, &[&str]); 2] = [
    (
        "console/index.html",
        &[
            "/sign-in",
            "/settings",
            "/settings/users",
            "/settings/users/{*page}",
        ],
    ),
    (
        "office/index.html",
        &[
            "/setup",
            "/account",
            "/settings/{*page}",
            "/settings/users/import",
            "/imports/{id}",
        ],
    ),
];

/// `/`: the console begins with its people.
pub(super) async fn root() -> Redirect {
    Redirect::to("/settings/users")
}

/// Answers the addresses of [`SHELLS`].
pub(super) fn shells() -> Router<Arc<Doors>> {
    let addresses = SHELLS
        .into_iter()
        .flat_map(|(file, addresses)| addresses.iter().map(move |address| (file, *address)));
    addresses.fold(Router::new(), |router, (file, address)| {
        let answer = async move |State(doors): State<Arc<Doors>>| shell(&doors, file).await;
        router.route(address, get(answer))
    })
}

async fn shell(doors: &Doors, file: &str) -> Response {
    match doors.client.page(file).await {
        Ok(page) => html(page),
        Err(missing) => missing,
    }
}

/// A page that is looked up again each time, so that it names the newest files.
pub(super) fn html(page: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, page).into_response()
}

/// `/assets/…`: the files of the clients, compressed if the browser can read that.
pub(super) async fn asset(
    State(doors): State<Arc<Doors>>,
    UrlPath(path): UrlPath<String>,
    headers: HeaderMap,
) -> Response {
    let Some(content_type) = content_type(&path) else {
        return not_found().await;
    };
    let compressed = if accepts_brotli(&headers) {
        doors.client.file(&format!("{path}.br")).await
    } else {
        None
    };
    let encoding = compressed.is_some().then(|| HeaderValue::from_static("br"));
    let file = match compressed {
        Some(file) => Some(file),
        None => doors.client.file(&path).await,
    };
    let Some(file) = file else {
        return not_found().await;
    };
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let caching = if is_named_by_content(&path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, encoding);
    }
    response
}

/// Whatever has no route.
pub(super) async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
}

/// The media type of a file that may be fetched by itself; pages may not, they are served at their addresses.
fn content_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        _ => return None,
    })
}

/// Whether trunk has put the hash of the content into the name, so that the name never means anything else.
fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut words = name.split(|letter: char| !letter.is_ascii_hexdigit());
    words.any(|word| word.len() >= 15)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).into_iter();
    let mut codings = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, parameters) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = matches!(parameters.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case("br") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_path_leaves_the_folder() {
        let folder = std::env::temp_dir().join(format!("web-client-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("inside")).unwrap();
        std::fs::write(folder.join("secret.js"), "secret").unwrap();
        std::fs::write(folder.join("inside/a.js"), "a").unwrap();
        let client = WebClient::new(Some(folder.join("inside")));
        assert_eq!(client.file("a.js").await.as_deref(), Some(&b"a"[..]));
        for path in [
            "../secret.js",
            "./../secret.js",
            "/etc/passwd",
            "x/../../secret.js",
            "",
            ".",
        ] {
            assert_eq!(client.file(path).await, None, "{path}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn only_names_that_hold_a_hash_are_kept_for_ever() {
        assert!(is_named_by_content("console/console-3f9c2d1ab47e8f60.js"));
        assert!(is_named_by_content("join/join-3f9c2d1ab47e8f60_bg.wasm"));
        assert!(!is_named_by_content("console/boot.js"));
        assert!(!is_named_by_content("3f9c2d1ab47e8f60/boot.js"));
    }

    #[test]
    fn compression_is_a_matter_of_what_the_browser_reads() {
        let accepting = |value: &'static str| {
            accepts_brotli(&HeaderMap::from_iter([(
                ACCEPT_ENCODING,
                HeaderValue::from_static(value),
            )]))
        };
        assert!(accepting("gzip, deflate, br, zstd"));
        assert!(accepting("br;q=0.5"));
        assert!(!accepting("gzip, br;q=0"));
        assert!(!accepting("gzip"));
        assert!(!accepts_brotli(&HeaderMap::new()));
    }
}

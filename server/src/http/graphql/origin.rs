//! Which sites may speak to the server with a browser's cookies.

use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use url::Url;

use super::bearer;
use super::refusal::{Code, Refusal};

/// The origins whose pages are ours.
#[derive(Clone, Debug)]
pub(crate) struct Origins {
    ours: Vec<String>,
}

impl Origins {
    /// The public URL's origin and, unless the server is in production, the other names of this machine on its port.
    pub(crate) fn new(public_url: &Url, production: bool) -> Self {
        let mut ours = vec![public_url.origin().ascii_serialization()];
        if !production {
            let port = public_url.port_or_known_default().unwrap_or(80);
            for name in ["localhost", "127.0.0.1", "[::1]"] {
                let url = Url::parse(&format!("http://{name}:{port}"));
                ours.extend(url.map(|url| url.origin().ascii_serialization()));
            }
        }
        Self { ours }
    }

    /// Refuses what a page of another site has asked for.
    ///
    /// Browsers send `Origin` with every POST and every socket; programs send neither header and carry no cookies of
    /// anybody else's. Whoever shows a token means to: no browser adds one by itself, and no cookie is looked at beside it.
    ///
    /// # Errors
    /// `FORBIDDEN` for a foreign `Origin` and for `Sec-Fetch-Site: cross-site`.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let cross_site = headers
            .get("sec-fetch-site")
            .is_some_and(|site| site.as_bytes().eq_ignore_ascii_case(b"cross-site"));
        let foreign = headers.get(ORIGIN).is_some_and(|origin| {
            !self
                .ours
                .iter()
                .any(|ours| ours.as_bytes() == origin.as_bytes())
        });
        if (cross_site || foreign) && bearer::in_headers(headers).is_none() {
            let message = "Another site may not ask this in the name of its visitor.";
            return Err(Refusal::new(Code::Forbidden, message));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn allowed(production: bool, name: &'static str, value: &'static str) -> bool {
        let url = Url::parse("http://localhost:8080/").unwrap();
        let header = (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        Origins::new(&url, production)
            .check(&HeaderMap::from_iter([header]))
            .is_ok()
    }

    #[test]
    fn our_own_pages_may_ask() {
        assert!(allowed(true, "origin", "http://localhost:8080"));
        assert!(allowed(true, "sec-fetch-site", "same-origin"));
        assert!(allowed(true, "sec-fetch-site", "none"));
        assert!(allowed(false, "origin", "http://127.0.0.1:8080"));
        assert!(allowed(false, "origin", "http://[::1]:8080"));
    }

    #[test]
    fn other_sites_may_not() {
        for origin in [
            "http://localhost:8081",
            "https://localhost:8080",
            "http://localhost:8080.evil.example",
            "http://127.0.0.1:8080",
            "null",
        ] {
            assert!(!allowed(true, "origin", origin), "{origin}");
        }
        assert!(!allowed(false, "origin", "http://evil.example:8080"));
        assert!(!allowed(false, "sec-fetch-site", "cross-site"));
    }
}

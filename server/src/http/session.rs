//! The session cookie, and whose session it is.

use std::fmt;

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};

use super::client;
use crate::access::Viewer;
use crate::app::App;
use crate::graphql::{Caller, SessionCookie, SetCookies};
use crate::problem::Fault;
use crate::users::sessions;

/// The prefix has browsers insist on `Secure`, `Path=/` and no `Domain`: no neighbouring host can plant it (RFC 6265bis, 4.1.3.2).
const NAME: &str = "__Host-bienvenue";

/// The token the request's cookie carries.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).into_iter();
    let pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    let mut named = pairs.filter_map(|pair| pair.trim().split_once('='));
    named.find_map(|(name, value)| (name == NAME).then_some(value))
}

/// Whoever is signed in.
///
/// # Errors
/// When the database fails.
pub(super) async fn viewer(app: &App, headers: &HeaderMap) -> Result<Option<Viewer>, Fault> {
    match token(headers) {
        Some(token) => sessions::viewer(app, token).await,
        None => Ok(None),
    }
}

/// Who asks.
///
/// # Errors
/// When the database fails.
pub(super) async fn caller(app: &App, parts: &Parts) -> Result<Caller, Fault> {
    Ok(Caller {
        viewer: viewer(app, &parts.headers).await?,
        client: client::address(parts, app.config.behind_proxy),
        cookies: SetCookies::default(),
        locale: client::language(&parts.headers),
        idempotency_key: None,
    })
}

/// Does to the session cookie what the operation wished.
pub(super) fn carry_out(cookies: &SetCookies, headers: &mut HeaderMap) {
    let (value, seconds) = match cookies.take() {
        None => return,
        Some(SessionCookie::Set(token)) => {
            (token.expose().to_owned(), sessions::LIFETIME_HOURS * 3600)
        }
        Some(SessionCookie::Remove) => (String::new(), 0),
    };
    match HeaderValue::try_from(
        Cookie {
            value: &value,
            seconds,
        }
        .to_string(),
    ) {
        Ok(mut cookie) => {
            cookie.set_sensitive(true);
            headers.append(SET_COOKIE, cookie);
        }
        Err(_) => tracing::error!("a session token is not made of visible letters"),
    }
}

struct Cookie<'a> {
    value: &'a str,
    seconds: i64,
}

impl fmt::Display for Cookie<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, seconds } = self;
        // Strict, since no page of ours is fetched with the cookie before our own script runs.
        write!(
            f,
            "{NAME}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token_in(cookies: &[&'static str]) -> Option<String> {
        let cookies = cookies
            .iter()
            .map(|cookie| (COOKIE, HeaderValue::from_static(cookie)));
        token(&HeaderMap::from_iter(cookies)).map(str::to_owned)
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        assert_eq!(
            token_in(&["a=b; __Host-bienvenue=x=y; c=d"]).as_deref(),
            Some("x=y")
        );
        assert_eq!(
            token_in(&["bienvenue=1; x__Host-bienvenue=2; __host-bienvenue=3"]),
            None
        );
        assert_eq!(token_in(&[]), None);
    }

    #[test]
    fn the_cookie_keeps_its_prefixs_promise() {
        let cookie = Cookie {
            value: "t",
            seconds: 60,
        }
        .to_string();
        assert_eq!(
            cookie,
            "__Host-bienvenue=t; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict"
        );
    }
}

//! Who asks: whoever the session cookie belongs to, or a program with its token. Never both: where a token is shown, no cookie is
//! looked at and none is set.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};

use entity::{Role, SessionId};

use super::client;
use super::graphql::{Code, Refusal, bearer};
use crate::access::{Credential, Viewer};
use crate::app::App;
use crate::graphql::{Caller, SessionCookie, SetCookies};
use crate::limits::TooMany;
use crate::problem::Fault;
use crate::tokens;
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
pub(super) async fn viewer(app: &Arc<App>, headers: &HeaderMap) -> Result<Option<Viewer>, Fault> {
    match token(headers) {
        Some(token) => sessions::viewer(app, token).await,
        None => Ok(None),
    }
}

/// Who asks.
///
/// # Errors
/// `UNAUTHENTICATED` when a token is shown that does not count, `RATE_LIMITED` when it asks too often, `UNAVAILABLE` when the
/// database fails.
pub(super) async fn caller(app: &Arc<App>, parts: &Parts) -> Result<Caller, Refusal> {
    let caller = Caller {
        viewer: None,
        client: client::address(parts, app.config.behind_proxy),
        cookies: SetCookies::default(),
        is_robot: client::is_robot(&parts.headers),
        locale: client::language(&parts.headers),
        idempotency_key: None,
    };
    let viewer = match bearer::in_headers(&parts.headers) {
        Some(token) => Some(program(app, token, &caller).await?),
        None => viewer(app, &parts.headers)
            .await
            .map_err(|fault| unavailable(&fault))?,
    };
    Ok(Caller { viewer, ..caller })
}

/// The program that shows a token.
///
/// # Errors
/// As [`caller`].
pub(super) async fn program(
    app: &Arc<App>,
    token: &str,
    caller: &Caller,
) -> Result<Viewer, Refusal> {
    let viewer = tokens::bearer(app, token, caller.locale)
        .await
        .map_err(|fault| unavailable(&fault))?;
    let viewer = viewer.ok_or_else(|| {
        let message = "This API token is not known, has reached its end, or was revoked.";
        Refusal::new(Code::Unauthenticated, message)
    })?;
    count(app, &viewer)?;
    Ok(viewer)
}

/// Counts what a program asks.
///
/// # Errors
/// `RATE_LIMITED`.
fn count(app: &App, viewer: &Viewer) -> Result<(), Refusal> {
    match viewer.credential() {
        Credential::Session(_) => Ok(()),
        Credential::Token(token) => app
            .limits
            .api_token(token)
            .map_err(|TooMany { seconds }| Refusal::too_many(seconds)),
    }
}

/// The viewer as they are now, asked for each operation over an open socket.
///
/// # Errors
/// `RATE_LIMITED`, and `UNAVAILABLE` when the database fails.
pub(super) async fn still(app: &Arc<App>, viewer: &Viewer) -> Result<Option<Viewer>, Refusal> {
    count(app, viewer)?;
    match viewer.credential() {
        Credential::Session(session) => sessions::still(app, viewer, session).await,
        Credential::Token(token) => tokens::still(app, viewer, token).await,
    }
    .map_err(|fault| unavailable(&fault))
}

/// A socket belongs to what was shown and to the role it had: a change of role ends it as a sign-out does.
pub(super) type Holder = (Credential, Role);

/// Which of these no longer count.
///
/// # Errors
/// When the database fails.
pub(super) async fn ended(app: &App, present: Vec<Holder>) -> Result<Vec<Holder>, Fault> {
    let (mut signed_in, mut programs) = (Vec::new(), Vec::new());
    for (credential, _) in &present {
        match credential {
            Credential::Session(session) => signed_in.push(session.clone()),
            Credential::Token(token) => programs.push(token.clone()),
        }
    }
    let signed_in: HashMap<SessionId, Role> = sessions::standing(app, &signed_in).await?;
    let programs = tokens::standing(app, &programs).await?;
    let counts = |(credential, role): &Holder| match credential {
        Credential::Session(session) => signed_in.get(session) == Some(role),
        Credential::Token(token) => programs.get(token) == Some(role),
    };
    Ok(present
        .into_iter()
        .filter(|holder| !counts(holder))
        .collect())
}

/// What is said when nobody can be identified now.
pub(super) fn unavailable(fault: &Fault) -> Refusal {
    tracing::error!(%fault, "a session could not be looked up");
    Refusal::new(
        Code::Unavailable,
        "The server cannot answer now; try again in a moment.",
    )
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

//! The token that a program shows (RFC 6750): in the header of a request, or in the first message over a socket.

use apollo_compiler::response::JsonMap;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// The token in the headers. Any other scheme is for somebody who stands in front of us.
///
/// Where there is one, no cookie is looked at: what a browser sends of its own accord and what a program means to send never
/// mix.
pub(crate) fn in_headers(headers: &HeaderMap) -> Option<&str> {
    let values = headers.get_all(AUTHORIZATION).into_iter();
    values
        .filter_map(|value| value.to_str().ok())
        .find_map(credentials)
}

/// The token in the payload of `connection_init`, for clients that cannot set headers: the header's name and value as JSON.
pub(crate) fn in_payload(payload: &JsonMap) -> Option<&str> {
    let mut entries = payload.iter();
    entries.find_map(|(name, value)| {
        let named = name.as_str().eq_ignore_ascii_case(AUTHORIZATION.as_str());
        credentials(value.as_str().filter(|_| named)?)
    })
}

fn credentials(value: &str) -> Option<&str> {
    let (scheme, token) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    scheme
        .eq_ignore_ascii_case("Bearer")
        .then_some(token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn found(values: &[&'static str]) -> Option<String> {
        let headers = values
            .iter()
            .map(|value| (AUTHORIZATION, HeaderValue::from_static(value)));
        in_headers(&HeaderMap::from_iter(headers)).map(str::to_owned)
    }

    #[test]
    fn a_token_is_found_whatever_the_scheme_s_case_and_beside_other_schemes() {
        assert_eq!(found(&["Bearer abc"]).as_deref(), Some("abc"));
        assert_eq!(found(&["bearer  abc "]).as_deref(), Some("abc"));
        assert_eq!(found(&["Basic eDp5", "BEARER abc"]).as_deref(), Some("abc"));
        assert_eq!(found(&["Basic eDp5"]), None);
        assert_eq!(found(&["Bearerabc"]), None);
        // Meant as a token, though there is none: no cookie takes its place.
        assert_eq!(found(&["Bearer"]).as_deref(), Some(""));
    }

    #[test]
    fn the_first_message_carries_it_like_a_header() {
        let found = |json: &str| {
            let payload: JsonMap = serde_json::from_str(json).unwrap();
            in_payload(&payload).map(str::to_owned)
        };
        assert_eq!(
            found(r#"{"x":1,"Authorization":"Bearer abc"}"#).as_deref(),
            Some("abc")
        );
        assert_eq!(
            found(r#"{"authorization":"bearer abc"}"#).as_deref(),
            Some("abc")
        );
        assert_eq!(found(r#"{"authorization":7,"token":"Bearer abc"}"#), None);
    }
}

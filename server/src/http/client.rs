//! Where a request comes from, and which language its sender reads.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use entity::Locale;

/// The other end of the connection, noted by [`serve`](super::serve).
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The address that rate limits count by: the peer's, or behind a proxy the one the proxy saw.
///
/// A proxy appends to `X-Forwarded-For`: only the last entry is its own word, the others are whatever the client sent.
pub(super) fn address(parts: &Parts, behind_proxy: bool) -> IpAddr {
    let seen_by_proxy = || {
        let last = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()?;
        let last = last.to_str().ok()?.rsplit(',').next()?.trim();
        parse(last)
    };
    let peer = || parts.extensions.get::<Peer>().map(|Peer(peer)| peer.ip());
    let address = if behind_proxy { seen_by_proxy() } else { None };
    address
        .or_else(peer)
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// An address, with or without a port.
fn parse(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip());
    bare.parse().or_else(|_| with_port()).ok()
}

/// Words by which scanners of mail and crawlers name themselves, in lower case.
const ROBOTS: [&str; 12] = [
    "bot",
    "crawl",
    "spider",
    "scan",
    "preview",
    "headless",
    "safelinks",
    "barracuda",
    "mimecast",
    "proofpoint",
    "curl/",
    "python",
];

/// Whether the client calls itself a robot, or does not say what it is.
pub(super) fn is_robot(headers: &HeaderMap) -> bool {
    let name = headers.get(USER_AGENT).and_then(|name| name.to_str().ok());
    name.is_none_or(|name| {
        let name = name.to_ascii_lowercase();
        name.is_empty() || ROBOTS.iter().any(|word| name.contains(word))
    })
}

/// The language the client prefers among ours (RFC 9110, 12.5.4), or English.
pub(super) fn language(headers: &HeaderMap) -> Locale {
    let ranges = headers
        .get_all(ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value: &HeaderValue| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let mut best: Option<(f32, Locale)> = None;
    for range in ranges {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let quality = parameters.trim().strip_prefix("q=");
        let quality: f32 = quality.map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
        let better = quality > best.map_or(0.0, |(best, _)| best);
        if let (true, Ok(locale)) = (better, Locale::from_tag(tag)) {
            best = Some((quality, locale));
        }
    }
    best.map_or(Locale::En, |(_, locale)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn seen(forwarded: &[&str], behind_proxy: bool) -> String {
        let mut request = Request::new(());
        for value in forwarded {
            let value = HeaderValue::from_str(value).unwrap();
            request.headers_mut().append("x-forwarded-for", value);
        }
        let peer = Peer("198.51.100.9:4711".parse().unwrap());
        request.extensions_mut().insert(peer);
        address(&request.into_parts().0, behind_proxy).to_string()
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        assert_eq!(seen(&["192.0.2.1"], false), "198.51.100.9");
        assert_eq!(seen(&["192.0.2.1, 192.0.2.2"], true), "192.0.2.2");
        assert_eq!(
            seen(&["192.0.2.1", "192.0.2.2, 192.0.2.3"], true),
            "192.0.2.3"
        );
        assert_eq!(seen(&["[2001:db8::1]:99"], true), "2001:db8::1");
        assert_eq!(seen(&["2001:db8::1"], true), "2001:db8::1");
        assert_eq!(seen(&["unknown"], true), "198.51.100.9");
        assert_eq!(seen(&[], true), "198.51.100.9");
    }

    #[test]
    fn a_robot_is_known_by_its_name_or_by_having_none() {
        let robot = |name| {
            is_robot(&HeaderMap::from_iter([(
                USER_AGENT,
                HeaderValue::from_static(name),
            )]))
        };
        assert!(robot("Mozilla/5.0 (compatible; Googlebot/2.1)"));
        assert!(robot(
            "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36"
        ));
        assert!(robot(""));
        assert!(is_robot(&HeaderMap::new()));
        assert!(!robot(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
        ));
        assert!(!robot(
            "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
        ));
    }

    fn reads(accept: &'static str) -> Locale {
        let header = (ACCEPT_LANGUAGE, HeaderValue::from_static(accept));
        language(&HeaderMap::from_iter([header]))
    }

    #[test]
    fn the_preferred_language_that_is_ours_wins() {
        assert_eq!(reads("fr-CA,fr;q=0.9,en;q=0.8"), Locale::Fr);
        assert_eq!(reads("de, fr;q=0.5, en;q=0.7"), Locale::En);
        assert_eq!(reads("de, fr;q=0"), Locale::En);
        assert_eq!(reads("*"), Locale::En);
        assert_eq!(language(&HeaderMap::new()), Locale::En);
    }
}

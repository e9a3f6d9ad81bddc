//! Media types: what a client may send and what it is willing to read (GraphQL over HTTP, RFC 9110).

use axum::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};

use super::refusal::{Code, Refusal};

/// The two media types a GraphQL answer can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/json`: for clients that read everything but transport failures from status 200.
    Json,
    /// `application/graphql-response+json`: the status says whether the request was executed.
    GraphqlResponse,
}

impl Media {
    /// The `Content-Type` of an answer.
    pub(crate) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        })
    }

    /// The media type that `Accept` prefers.
    ///
    /// No `Accept` and `*/*` mean `application/json`, as the specification advises. Between equals, the newer
    /// type wins, since only a client that knows it names it.
    ///
    /// # Errors
    /// `NOT_ACCEPTABLE` when neither will do.
    pub(crate) fn preferred(headers: &HeaderMap) -> Result<Self, Refusal> {
        let (mut json, mut graphql) = (Quality::default(), Quality::default());
        let mut named = false;
        for value in headers.get_all(ACCEPT) {
            let Ok(value) = value.to_str() else { continue };
            for range in value.split(',').map(str::trim).filter(|r| !r.is_empty()) {
                named = true;
                let (kind, parameters) = range.split_once(';').unwrap_or((range, ""));
                let quality = quality(parameters);
                match kind.trim().to_ascii_lowercase().as_str() {
                    "application/json" => json.offer(3, quality),
                    "application/graphql-response+json" => graphql.offer(3, quality),
                    "application/*" => json.offer(2, quality),
                    "*/*" => json.offer(1, quality),
                    _ => {}
                }
            }
        }
        match (graphql.value > 0, json.value > 0) {
            _ if !named => Ok(Self::Json),
            (true, _) if graphql.value >= json.value => Ok(Self::GraphqlResponse),
            (_, true) => Ok(Self::Json),
            _ => Err(Refusal::new(
                Code::NotAcceptable,
                "Accept application/graphql-response+json or application/json.",
            )),
        }
    }
}

/// The quality of a media type in thousandths; the most specific range that matches it decides.
#[derive(Default)]
struct Quality {
    specificity: u8,
    value: u16,
}

impl Quality {
    fn offer(&mut self, specificity: u8, value: u16) {
        if specificity > self.specificity {
            *self = Self { specificity, value };
        }
    }
}

/// The `q` parameter in thousandths: 1000 when absent, 0 when unreadable.
fn quality(parameters: &str) -> u16 {
    for parameter in parameters.split(';') {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("q") {
            let value: f32 = value.trim().parse().unwrap_or(0.0);
            return (value.clamp(0.0, 1.0) * 1000.0) as u16;
        }
    }
    1000
}

/// Lets only `application/json` in UTF-8, uncompressed, pass.
///
/// This is also what keeps other sites' forms out: a form cannot send this type without a preflight, and none is answered.
///
/// # Errors
/// `UNSUPPORTED_MEDIA_TYPE` for everything else, and for no content type at all.
pub(crate) fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let refused = |message| Err(Refusal::new(Code::UnsupportedMediaType, message));
    let value = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let Some(value) = value else {
        return refused("Send the request as application/json.");
    };
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return refused("Send the request as application/json.");
    }
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = value.trim().trim_matches('"');
        if name.trim().eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8") {
            return refused("Send the request in UTF-8.");
        }
    }
    match headers.get(CONTENT_ENCODING) {
        Some(encoding) if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") => {
            refused("Send the request without a content encoding.")
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(value: &'static str) -> Result<Media, Code> {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]);
        Media::preferred(&headers).map_err(|refusal| refusal.code)
    }

    fn sending(value: &'static str) -> Result<(), Code> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(value))]);
        check_content_type(&headers).map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_client_reads_what_it_asked_for() {
        assert_eq!(Media::preferred(&HeaderMap::new()), Ok(Media::Json));
        assert_eq!(accepting("*/*"), Ok(Media::Json));
        assert_eq!(accepting("application/*; q=0.2"), Ok(Media::Json));
        let newer = "application/graphql-response+json, application/json;q=0.9";
        assert_eq!(accepting(newer), Ok(Media::GraphqlResponse));
        let older = "application/graphql-response+json;q=0.5, Application/JSON ; charset=utf-8";
        assert_eq!(accepting(older), Ok(Media::Json));
        let urql = "application/graphql-response+json, application/graphql+json, application/json, text/event-stream";
        assert_eq!(accepting(urql), Ok(Media::GraphqlResponse));
    }

    #[test]
    fn what_a_client_cannot_read_is_not_sent() {
        assert_eq!(accepting("text/html"), Err(Code::NotAcceptable));
        assert_eq!(
            accepting("application/json;q=0, */*"),
            Err(Code::NotAcceptable)
        );
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        assert_eq!(sending("application/json"), Ok(()));
        assert_eq!(sending("Application/JSON; charset=\"UTF-8\""), Ok(()));
        for other in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=latin1",
            "application/jsonp",
            "",
        ] {
            assert_eq!(sending(other), Err(Code::UnsupportedMediaType), "{other}");
        }
        let none = check_content_type(&HeaderMap::new());
        assert_eq!(none.map_err(|r| r.code), Err(Code::UnsupportedMediaType));
    }

    #[test]
    fn a_compressed_body_is_refused_before_it_is_unpacked() {
        let headers = HeaderMap::from_iter([
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (CONTENT_ENCODING, HeaderValue::from_static("gzip")),
        ]);
        let refused = check_content_type(&headers).map_err(|refusal| refusal.code);
        assert_eq!(refused, Err(Code::UnsupportedMediaType));
    }
}

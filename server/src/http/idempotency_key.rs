//! The name that a client gives a deed, so that asking again does not do it again: the `Idempotency-Key` header
//! (draft-ietf-httpapi-idempotency-key-header).

use axum::http::HeaderMap;

use super::graphql::{Code, Refusal};

/// The longest key, in characters: a UUID has 36.
const LONGEST: usize = 255;

/// The request's key, if it has one. The draft writes it as a string of structured fields (RFC 9651, 3.3.3), in quotation
/// marks; clients that leave them out are understood as well.
///
/// # Errors
/// `BAD_REQUEST` when there are several, or when it is empty, too long or not made of visible ASCII letters.
pub(super) fn read(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let text = key.to_str().unwrap_or_default().trim();
    let quoted = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let key = quoted.unwrap_or(text);
    let visible = |byte: u8| (0x21..=0x7e).contains(&byte) && !matches!(byte, b'"' | b'\\');
    let right = (1..=LONGEST).contains(&key.len()) && key.bytes().all(visible);
    if !right || keys.next().is_some() {
        let message =
            "`Idempotency-Key` takes one string of 1 to 255 visible ASCII letters, such as a UUID.";
        return Err(Refusal::new(Code::BadRequest, message));
    }
    Ok(Some(key.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read_from(keys: &[&'static str]) -> Result<Option<String>, &'static str> {
        let mut headers = HeaderMap::new();
        for key in keys {
            headers.append("idempotency-key", HeaderValue::from_static(key));
        }
        read(&headers).map_err(|refusal| refusal.code.as_str())
    }

    #[test]
    fn a_key_is_read_with_or_without_quotation_marks() {
        assert_eq!(read_from(&[]), Ok(None));
        for written in ["\"8e03978e-40d5\"", "8e03978e-40d5", " \"8e03978e-40d5\" "] {
            assert_eq!(read_from(&[written]), Ok(Some("8e03978e-40d5".to_owned())));
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for keys in [
            &[""][..],
            &["\"\""],
            &["a b"],
            &["\"a"],
            &["a\", \"b"],
            &["a", "b"],
        ] {
            assert_eq!(read_from(keys), Err("BAD_REQUEST"), "{keys:?}");
        }
        let long: &'static str = Box::leak("x".repeat(256).into_boxed_str());
        assert_eq!(read_from(&[long]), Err("BAD_REQUEST"));
    }
}

//! Slack's requests to us: signed, and of this moment (<https://docs.slack.dev/authentication/verifying-requests-from-slack>).

use entity::Timestamp;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::Secret;

/// How old a request may be, in seconds: what Slack's documentation says.
const OLDEST: u64 = 5 * 60;

/// Whether Slack signed this body, just now: `v0=` and HMAC-SHA256 of `v0:time:body` in hex.
#[must_use]
pub fn is_genuine(
    secret: &Secret,
    time: &str,
    signature: &str,
    body: &[u8],
    now: Timestamp,
) -> bool {
    let Ok(seconds) = time.parse::<i64>() else {
        return false;
    };
    let age = (now.as_millis() / 1_000).checked_sub(seconds);
    if age.is_none_or(|age| age.unsigned_abs() > OLDEST) {
        return false;
    }
    let Some(signature) = signature.strip_prefix("v0=").and_then(bytes) else {
        return false;
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(b"v0:");
    mac.update(time.as_bytes());
    mac.update(b":");
    mac.update(body);
    // Takes the same time wherever the two differ.
    mac.verify_slice(&signature).is_ok()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Slack's documentation.
    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const TIME: &str = "1531420618";
    const BODY: &[u8] = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    #[test]
    fn slacks_own_example_is_genuine_and_nothing_else_is() {
        let now = |seconds: i64| Timestamp::from_millis((1_531_420_618 + seconds) * 1_000);
        let genuine = |time, signature, body, late| {
            is_genuine(&Secret::new(SECRET), time, signature, body, now(late))
        };
        assert!(genuine(TIME, SIGNATURE, BODY, 0));
        assert!(genuine(TIME, SIGNATURE, BODY, 300));
        assert!(!genuine(TIME, SIGNATURE, BODY, 301), "too old");
        assert!(!genuine(TIME, SIGNATURE, BODY, -301), "from the future");
        assert!(!genuine("1531420619", SIGNATURE, BODY, 0), "another time");
        assert!(!genuine(TIME, SIGNATURE, &BODY[1..], 0), "another body");
        for hostile in ["-9223372036854775808", "9223372036854775807"] {
            assert!(!genuine(hostile, SIGNATURE, BODY, 0), "{hostile}");
        }
        for broken in ["", "v0=", "v0=zz", &SIGNATURE[..60], &SIGNATURE[3..]] {
            assert!(!genuine(TIME, broken, BODY, 0), "{broken}");
        }
        assert!(!is_genuine(
            &Secret::new("other"),
            TIME,
            SIGNATURE,
            BODY,
            now(0)
        ));
    }
}

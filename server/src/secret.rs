//! Secrets: how a link's token is derived, and what the database keeps of a token.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use entity::LinkId;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::random::Random;

/// The server key: from it, and an id in the database, each link's secret is derived whenever it is needed, so that the
/// secret never rests anywhere.
#[derive(Clone)]
pub struct Secrets {
    key: [u8; 32],
}

/// A bearer secret on its way to a person: 32 bytes in base64url without padding (RFC 4648, 5), 43 characters.
///
/// It has no `Debug` and no `Display`, so that it cannot slip into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Why a server key is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the secret key must be 32 random bytes in base64url or hex; make one with `openssl rand -hex 32`"
)]
pub struct WeakKey;

impl Secrets {
    /// Takes a key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// Reads a key from its text form: 64 hex digits, or 43 characters of base64url.
    ///
    /// # Errors
    /// When it is neither, or when its bytes are plainly not random (fewer than 8 different ones).
    pub fn parse(text: &str) -> Result<Self, WeakKey> {
        let text = text.trim();
        let bytes = if text.len() == 64 {
            (0..64)
                .step_by(2)
                .map(|at| {
                    text.get(at..at + 2)
                        .and_then(|pair| u8::from_str_radix(pair, 16).ok())
                })
                .collect::<Option<Vec<u8>>>()
                .ok_or(WeakKey)?
        } else {
            URL_SAFE_NO_PAD
                .decode(text.trim_end_matches('='))
                .map_err(|_| WeakKey)?
        };
        let key: [u8; 32] = bytes.try_into().map_err(|_| WeakKey)?;
        let mut different = key.to_vec();
        different.sort_unstable();
        different.dedup();
        if different.len() < 8 {
            Err(WeakKey)
        } else {
            Ok(Self { key })
        }
    }

    /// The secret of a link: HMAC-SHA256(server key, link id) (RFC 2104).
    #[must_use]
    pub fn link_token(&self, link: &LinkId) -> Token {
        let secret = self.derive(&[b"link:", link.as_str().as_bytes()]);
        Token(URL_SAFE_NO_PAD.encode(secret))
    }
}

impl Secrets {
    /// Seals a secret of somebody else's that must be read again, for the database to keep: XChaCha20-Poly1305
    /// (draft-irtf-cfrg-xchacha-03) under a key of its own, derived from the server key. It opens under the same `purpose`
    /// alone: an organisation's id, so that a row moved to another organisation opens there no door.
    ///
    /// # Panics
    /// Never: what is sealed is shorter than 256 GiB.
    #[must_use]
    pub fn seal(&self, random: &Random, purpose: &str, secret: &str) -> String {
        let nonce: [u8; 24] = random.bytes();
        let payload = Payload {
            msg: secret.as_bytes(),
            aad: purpose.as_bytes(),
        };
        let sealed = self.cipher().encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = sealed.expect("a token is short");
        URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed under this purpose; none when it was sealed otherwise, with another server key, or changed.
    #[must_use]
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(24)?;
        let payload = Payload {
            msg: sealed,
            aad: purpose.as_bytes(),
        };
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), payload);
        String::from_utf8(opened.ok()?).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.derive(&[b"seal:"]).into())
    }

    /// A mark that only this server makes for these words, in base64url.
    #[must_use]
    pub fn mark(&self, words: &[&str]) -> String {
        // Each word with its end, so that no two lists of words are one text.
        let parts: Vec<[&[u8]; 2]> = words
            .iter()
            .map(|word| [word.as_bytes(), &b"\0"[..]])
            .collect();
        let parts: Vec<&[u8]> = [&b"mark:"[..]]
            .into_iter()
            .chain(parts.into_iter().flatten())
            .collect();
        URL_SAFE_NO_PAD.encode(self.derive(&parts))
    }

    /// Whether a mark is the one for these words; takes the same time wherever it differs.
    #[must_use]
    pub fn is_marked(&self, words: &[&str], mark: &str) -> bool {
        self.mark(words).as_bytes().ct_eq(mark.as_bytes()).into()
    }

    /// HMAC-SHA256 under the server key (RFC 2104).
    fn derive(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.key);
        let mut mac = mac.expect("HMAC takes a key of any length");
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Token {
    /// A fresh one, for a session.
    #[must_use]
    pub fn random(random: &Random) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random.bytes::<32>()))
    }

    /// The characters, to hand to the person it belongs to and to nobody else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database keeps: see [`hash`].
    #[must_use]
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

/// SHA-256 of a token, in base64url: what the database keeps and looks up. A token has 256 bits of entropy, so a slow hash
/// would protect nothing more, and looking up a hash leaks no token by time.
#[must_use]
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// Whether a text can be a token at all: saves a look-up for garbage.
#[must_use]
pub fn looks_like_token(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use entity::{LinkId, Timestamp};

    use super::{Secrets, Token, WeakKey, hash, looks_like_token};
    use crate::random::Random;

    #[test]
    fn a_link_token_is_derived_again_and_differs_for_each_link_and_key() {
        let link = |n| LinkId::new(Timestamp::from_millis(1), [n; 10]);
        let secrets = Secrets::new([1; 32]);
        let token = secrets.link_token(&link(1));
        assert!(token == secrets.link_token(&link(1)));
        assert!(token != secrets.link_token(&link(2)));
        assert!(token != Secrets::new([2; 32]).link_token(&link(1)));
        assert!(looks_like_token(token.expose()));
        assert_ne!(hash(token.expose()), token.expose());
    }

    #[test]
    fn what_is_sealed_opens_under_its_key_and_its_purpose_alone() {
        let (secrets, random) = (Secrets::new([1; 32]), Random::system());
        let sealed = secrets.seal(&random, "org_a", "xoxb-1");
        assert!(!sealed.contains("xoxb"));
        assert_ne!(sealed, secrets.seal(&random, "org_a", "xoxb-1"));
        assert_eq!(secrets.open("org_a", &sealed).as_deref(), Some("xoxb-1"));
        assert_eq!(secrets.open("org_b", &sealed), None, "another purpose");
        assert_eq!(
            Secrets::new([2; 32]).open("org_a", &sealed),
            None,
            "another key"
        );
        let mut letters: Vec<char> = sealed.chars().collect();
        letters[40] = if letters[40] == 'A' { 'B' } else { 'A' };
        let changed: String = letters.into_iter().collect();
        for broken in ["", "AAAA", &sealed[..20], &changed] {
            assert_eq!(secrets.open("org_a", broken), None, "{broken}");
        }
    }

    #[test]
    fn a_mark_is_for_its_words_alone() {
        let secrets = Secrets::new([1; 32]);
        let mark = secrets.mark(&["one", "two"]);
        assert!(secrets.is_marked(&["one", "two"], &mark));
        assert!(!secrets.is_marked(&["onet", "wo"], &mark));
        assert!(!secrets.is_marked(&["one", "two"], ""));
        assert!(!Secrets::new([2; 32]).is_marked(&["one", "two"], &mark));
    }

    #[test]
    fn a_weak_key_is_refused() {
        for text in [
            "",
            "secret",
            &"0".repeat(64),
            &"ab".repeat(31),
            &"zz".repeat(32),
        ] {
            assert_eq!(Secrets::parse(text).err(), Some(WeakKey), "{text}");
        }
        assert!(
            Secrets::parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
                .is_ok()
        );
        assert!(Secrets::parse(Token::random(&Random::system()).expose()).is_ok());
    }
}

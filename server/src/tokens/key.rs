//! What a token looks like: `bnv_` and 48 characters of base64url, 32 random bytes and a checksum of 4.
//!
//! The prefix lets scanners of repositories and logs recognise one that has leaked; the checksum tells a typing mistake from a
//! token without asking the database.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{random::Random, secret};

/// What every token begins with.
const PREFIX: &str = "bnv_";
/// Random bytes: as many as a session's token has.
const SECRET: usize = 32;
/// Bytes of the checksum.
const CHECK: usize = 4;
/// How many characters are kept in the clear: the prefix and 24 of 256 bits.
const BEGINNING: usize = 8;

/// A token's secret on its way to the person who made it.
///
/// It has no `Debug` and no `Display`, so that it cannot slip into a log.
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// A fresh one.
    #[must_use]
    pub fn random(random: &Random) -> Self {
        let mut bytes = random.bytes::<SECRET>().to_vec();
        bytes.extend(check(&bytes));
        Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The characters, to show once to whoever made it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database keeps and looks up.
    #[must_use]
    pub fn hash(&self) -> String {
        secret::hash(&self.0)
    }

    /// By which its holder finds it in the list.
    #[must_use]
    pub fn beginning(&self) -> &str {
        &self.0[..BEGINNING]
    }
}

/// Whether a text can be a token at all: saves a look-up for garbage.
#[must_use]
pub fn looks_like_key(text: &str) -> bool {
    let bytes = text
        .strip_prefix(PREFIX)
        .and_then(|body| URL_SAFE_NO_PAD.decode(body).ok());
    bytes.is_some_and(|bytes| {
        bytes.len() == SECRET + CHECK && bytes[SECRET..] == check(&bytes[..SECRET])
    })
}

fn check(secret: &[u8]) -> [u8; CHECK] {
    let mut hasher = Sha256::new();
    hasher.update(PREFIX);
    hasher.update(secret);
    let mut check = [0; CHECK];
    check.copy_from_slice(&hasher.finalize()[..CHECK]);
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_recognised_and_a_mistyped_one_is_not() {
        let key = ApiKey::random(&Random::system());
        assert_eq!(key.expose().len(), 52);
        assert!(looks_like_key(key.expose()));
        assert!(key.expose().starts_with(key.beginning()));
        for at in [4, 20, 51] {
            let mut letters: Vec<char> = key.expose().chars().collect();
            letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
            assert!(!looks_like_key(&letters.into_iter().collect::<String>()));
        }
        for text in [
            "",
            "bnv_",
            &key.expose()[4..],
            &format!("{}A", key.expose()),
        ] {
            assert!(!looks_like_key(text), "{text}");
        }
    }
}

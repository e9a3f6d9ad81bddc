//! Ids are types with one spelling in database, API, logs and URLs: a short noun, an underscore, and 26 characters.
//!
//! The 26 characters are a ULID (<https://github.com/ulid/spec>) in lower case: 48 bits of milliseconds and 80 random
//! bits in Crockford's base 32, so ids sort by creation and new rows land at the end of an index.

use crate::Timestamp;

/// A text that is not an id of the expected kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not the id of a {noun}")]
pub struct UnknownId {
    /// What was given.
    pub text: String,
    /// What was expected.
    pub noun: &'static str,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const BODY: usize = 26;

fn ulid(at: Timestamp, random: [u8; 10]) -> String {
    let mut bits = u128::from(at.as_millis().max(0).unsigned_abs()) << 80;
    for (place, byte) in random.iter().enumerate() {
        bits |= u128::from(*byte) << (72 - 8 * place);
    }
    (0..BODY)
        .rev()
        .map(|place| char::from(ALPHABET[(bits >> (5 * place)) as usize & 31]))
        .collect()
}

macro_rules! typed_id {
    ($(#[$meta:meta])* $name:ident, $prefix:literal, $noun:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::DeriveValueType)]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &str = concat!($prefix, "_");

            /// Makes an id from an instant and 80 random bits.
            #[must_use]
            pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
                Self(format!("{}{}", Self::PREFIX, ulid(at, random)))
            }

            /// Reads an id.
            ///
            /// # Errors
            /// When the text is not an id of this kind; whether such a row exists is another question.
            pub fn parse(text: &str) -> Result<Self, UnknownId> {
                let body = text.strip_prefix(Self::PREFIX).unwrap_or_default().as_bytes();
                if body.len() == BODY && body.iter().all(|byte| ALPHABET.contains(byte)) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(UnknownId { text: text.chars().take(64).collect(), noun: $noun })
                }
            }

            /// The spelling.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}

typed_id!(/** The id of an organisation. */ OrganizationId, "org", "organisation");
typed_id!(/** The id of a user. */ UserId, "usr", "user");
typed_id!(/** The id of a team. */ TeamId, "tea", "team");
typed_id!(/** The id of a product. */ ProductId, "prd", "product");
typed_id!(/** The id of an invitation. */ InvitationId, "inv", "invitation");
typed_id!(/** The id of a link. Its secret is derived from it with the server key. */ LinkId, "lnk", "link");
typed_id!(/** The id of a message in the outbox. */ MessageId, "msg", "message");
typed_id!(/** The id of an operation. */ OperationId, "op", "operation");
typed_id!(/** The id of an import. */ ImportId, "imp", "import");
typed_id!(/** The id of an API token; not its secret. */ ApiTokenId, "tok", "API token");
typed_id!(/** The id of a synchronisation with Slack. */ SlackSyncId, "syn", "synchronisation");
typed_id!(/** The id of a session. */ SessionId, "ses", "session");

#[cfg(test)]
mod tests {
    use super::{TeamId, UserId};
    use crate::Timestamp;

    #[test]
    fn an_id_reads_back_and_only_as_its_own_kind() {
        let id = UserId::new(Timestamp::from_millis(1_700_000_000_000), [7; 10]);
        assert_eq!(UserId::parse(id.as_str()), Ok(id.clone()));
        assert!(TeamId::parse(id.as_str()).is_err());
        assert_eq!(id.as_str().len(), 30);
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let at = |ms| UserId::new(Timestamp::from_millis(ms), [255; 10]);
        assert!(at(1_000) < at(1_001) && at(1_001) < at(1_000_000_000_000));
    }

    #[test]
    fn a_text_that_is_no_id_is_refused() {
        for text in [
            "",
            "usr_",
            "usr_01",
            "usr_UPPERCASEUPPERCASEUPPERCAS",
            "x' OR 1=1",
        ] {
            assert!(UserId::parse(text).is_err(), "{text}");
        }
    }
}

//! Countries, as far as they have phone numbers.

use std::{fmt, str::FromStr};

use phonenumber::{country::Id, metadata::DATABASE};

/// A country, by its two letters (ISO 3166-1 alpha-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String", column_type = "Text")]
pub struct Country(Id);

/// Two letters that are no country with phone numbers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a country, by its two letters such as FR")]
pub struct UnknownCountry(pub String);

impl Country {
    pub(crate) fn of(id: Id) -> Self {
        Self(id)
    }

    pub(crate) fn id(self) -> Id {
        self.0
    }

    /// Its two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let letters = text.trim().to_ascii_uppercase();
        let id = Id::from_str(&letters).ok();
        // Whatever has no numbers could never be meant by one.
        let known = id.filter(|_| DATABASE.by_id(&letters).is_some());
        known
            .map(Self)
            .ok_or_else(|| UnknownCountry(text.to_owned()))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

//! Instants.

use std::{fmt, ops::Sub};

/// An instant: milliseconds since 1970-01-01T00:00:00Z, stored as an integer.
///
/// An integer compares and sorts alike on SQLite and PostgreSQL, where SQLite's text instants do not (`' ' < 'T'`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::DeriveValueType)]
pub struct Timestamp(i64);

/// A text that is not an RFC 3339 instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an instant; write it like 2026-11-22T05:50:00.000Z")]
pub struct UnreadableInstant(pub String);

impl Timestamp {
    /// An instant from milliseconds since the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// This instant so many milliseconds later (or earlier, when negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This instant so many hours later.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_millis(hours.saturating_mul(3_600_000))
    }

    /// Reads an RFC 3339 instant, dropping what is finer than a millisecond.
    ///
    /// # Errors
    /// When the text is not one.
    pub fn parse(text: &str) -> Result<Self, UnreadableInstant> {
        let instant: jiff::Timestamp = text
            .parse()
            .map_err(|_| UnreadableInstant(text.chars().take(64).collect()))?;
        Ok(Self(instant.as_millisecond()))
    }

    /// The same instant as jiff's type, to speak of dates and time zones; the nearest representable one at the far ends.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

/// RFC 3339, UTC, always with three decimals.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.to_jiff())
    }
}

/// The difference in milliseconds.
impl Sub for Timestamp {
    type Output = i64;
    fn sub(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn an_instant_is_written_in_utc_with_milliseconds_and_reads_back() {
        let instant = Timestamp::from_millis(1_700_000_000_000);
        assert_eq!(instant.to_string(), "2023-11-14T22:13:20.000Z");
        assert_eq!(Timestamp::parse("2023-11-14T23:13:20+01:00"), Ok(instant));
        assert!(Timestamp::parse("yesterday").is_err());
    }

    #[test]
    fn the_far_ends_of_time_do_not_panic() {
        assert!(
            Timestamp::from_millis(i64::MAX)
                .to_string()
                .starts_with("9999")
        );
        assert_eq!(
            Timestamp::from_millis(i64::MAX).plus_hours(1).as_millis(),
            i64::MAX
        );
    }
}

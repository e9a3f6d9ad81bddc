//! The contract's own scalars.
//!
//! An address, a number and a language are taken as they were typed: whether they are one is for the rule to say, in words
//! and with the path, and not for a validation error.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use entity::Timestamp;

/// An instant.
#[derive(Clone, Copy)]
pub(super) struct DateTime(pub(super) Timestamp);

/// An instant, RFC 3339, UTC, milliseconds.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let refused = |error: InputValueError<Self>| error.with_extension("code", "BAD_USER_INPUT");
        match &value {
            Value::String(text) => Timestamp::parse(text)
                .map(Self)
                .map_err(|error| refused(InputValueError::custom(error))),
            _ => Err(refused(InputValueError::expected_type(value))),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

macro_rules! typed_text {
    ($(#[$meta:meta])* $name:ident, $specification:literal) => {
        /// A text as it was typed.
        #[derive(Clone)]
        pub(super) struct $name(pub(super) String);

        $(#[$meta])*
        #[Scalar(specified_by_url = $specification)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(InputValueError::expected_type(other).with_extension("code", "BAD_USER_INPUT")),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }
    };
}

typed_text! {
    /// A valid e-mail address, as it was typed. Equality is the canonical form's.
    EmailAddress, "https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address"
}
typed_text! {
    /// A phone number in E.164, e.g. +33612345678.
    PhoneNumber, "https://www.itu.int/rec/T-REC-E.164"
}
typed_text! {
    /// A language tag, BCP 47, e.g. fr or en.
    Locale, "https://www.rfc-editor.org/info/bcp47"
}

/// A file of a multipart request, by its place among the request's files. Nobody else can name one: what is no such place
/// is refused when the file is asked for.
#[derive(Clone)]
pub(super) struct Upload(pub(super) String);

/// A file of a multipart request (GraphQL multipart request specification).
#[Scalar(specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec")]
impl ScalarType for Upload {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(place) => Ok(Self(place)),
            other => {
                Err(InputValueError::expected_type(other).with_extension("code", "BAD_USER_INPUT"))
            }
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

typed_text! {
    /// The name of a time zone in the IANA database, e.g. Europe/Paris.
    TimeZone, "https://www.iana.org/time-zones"
}
typed_text! {
    /// A time of day by the clocks of the organisation's time zone, with hours and minutes, e.g. 20:00.
    LocalTime, "https://www.iso.org/iso-8601-date-and-time-format.html"
}

impl From<entity::Locale> for Locale {
    fn from(locale: entity::Locale) -> Self {
        Self(locale.as_str().to_owned())
    }
}

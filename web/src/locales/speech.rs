//! The language in which a part of the page speaks.

use leptos::prelude::*;

use super::{Count, Formats, Language, formats};

/// The language and its formats, found with [`Speech::expect`]. When the language changes the part is drawn again, so a page asks once
/// and needs no signal around its words.
#[derive(Clone, Copy)]
pub struct Speech {
    language: Language,
    formats: StoredValue<Formats, LocalStorage>,
}

impl Speech {
    /// Makes everything below the present owner speak `language`.
    pub fn provide(language: Language) -> Self {
        let speech = Self {
            language,
            formats: StoredValue::new_local(Formats::of(language)),
        };
        provide_context(speech);
        speech
    }

    /// How this part of the page speaks.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The language.
    pub fn language(self) -> Language {
        self.language
    }

    /// The words of a page: `speech.words(UsersWords)`.
    pub fn words<W>(self, of: fn(Language) -> W) -> W {
        of(self.language)
    }

    /// A number that knows its plural.
    pub fn count(self, value: i32) -> Count {
        self.formats.with_value(|formats| formats.count(value))
    }

    /// A number with its grouping.
    pub fn number(self, value: i32) -> String {
        self.formats.with_value(|formats| formats.number(value))
    }

    /// Several things as one phrase.
    pub fn list(self, items: &[String]) -> String {
        self.formats.with_value(|formats| formats.list(items))
    }

    /// Date and time in full.
    pub fn moment(self, at: f64) -> String {
        self.formats.with_value(|formats| formats.moment(at))
    }

    /// Date and time where there is little room.
    pub fn short_moment(self, at: f64) -> String {
        self.formats.with_value(|formats| formats.short_moment(at))
    }

    /// How far `at` lies from `now`.
    pub fn relative(self, at: f64, now: f64) -> String {
        self.formats.with_value(|formats| formats.relative(at, now))
    }

    /// A share in percent.
    pub fn percent(self, share: f64) -> String {
        formats::percent(self.language, share)
    }

    /// A span of time in the one unit that suits it.
    pub fn duration(self, seconds: i32) -> String {
        formats::duration(self.language, seconds)
    }

    /// The day of an instant in UTC, by which the server cuts time.
    pub fn day_of_utc(self, at: f64) -> String {
        formats::day_of_utc(self.language, at)
    }

    /// The day.
    pub fn day(self, at: f64, now: f64) -> String {
        self.formats.with_value(|formats| formats.day(at, now))
    }
}

//! Numbers, dates and plurals as the browser writes them in a language (`Intl`), so that none of their rules are shipped.

use js_sys::{Array, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::Language;

/// The formats of one language. Making one costs a few tenths of a millisecond: make it once and keep it.
#[derive(Clone)]
pub struct Formats {
    language: Language,
    number: Function,
    plural: Intl::PluralRules,
    relative: Intl::RelativeTimeFormat,
    day: Function,
    day_and_year: Function,
    moment: Function,
    short_moment: Function,
    conjunction: Intl::ListFormat,
}

impl Formats {
    /// The formats of `language`, times in this device's zone.
    pub fn of(language: Language) -> Self {
        let tags = Array::of1(&JsValue::from_str(language.tag()));
        let dates = |set: &[(&str, &str)]| Intl::DateTimeFormat::new(&tags, &options(set)).format();
        Self {
            language,
            number: Intl::NumberFormat::new(&tags, &options(&[])).format(),
            plural: Intl::PluralRules::new(&tags, &options(&[])),
            relative: Intl::RelativeTimeFormat::new(&tags, &options(&[("numeric", "auto")])),
            day: dates(&[("day", "numeric"), ("month", "short")]),
            day_and_year: dates(&[("day", "numeric"), ("month", "short"), ("year", "numeric")]),
            moment: dates(&[("dateStyle", "long"), ("timeStyle", "short")]),
            short_moment: dates(&[
                ("day", "numeric"),
                ("month", "short"),
                ("hour", "numeric"),
                ("minute", "2-digit"),
            ]),
            conjunction: Intl::ListFormat::new(&tags, &options(&[("type", "conjunction")])),
        }
    }

    /// The language these belong to.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A number with its grouping: 1,234 or 1 234.
    pub fn number(&self, value: i32) -> String {
        call(&self.number, &JsValue::from(value))
    }

    /// A number that knows its plural.
    pub fn count(&self, value: i32) -> Count {
        let one = self.plural.select(f64::from(value)) == "one";
        Count {
            text: self.number(value),
            value,
            one,
        }
    }

    /// Date and time in full: 22 November 2026 at 13:05.
    pub fn moment(&self, at: f64) -> String {
        call(&self.moment, &date(at))
    }

    /// Date and time where there is little room, and the year goes without saying: 22 Nov, 13:05.
    pub fn short_moment(&self, at: f64) -> String {
        call(&self.short_moment, &date(at))
    }

    /// The day, with its year unless it is the present one.
    pub fn day(&self, at: f64, now: f64) -> String {
        let same_year = date(at).get_full_year() == date(now).get_full_year();
        call(
            if same_year {
                &self.day
            } else {
                &self.day_and_year
            },
            &date(at),
        )
    }

    /// How far `at` lies from `now`: 3 minutes ago, in 2 hours, yesterday; beyond a week the day itself.
    pub fn relative(&self, at: f64, now: f64) -> String {
        let (distance, seconds) = (at - now, (at - now).abs() / 1000.0);
        match seconds {
            s if s < 45.0 => self.ago(0.0, "second"),
            s if s < 3_570.0 => self.ago((distance / 60_000.0).round(), "minute"),
            s if s < 84_600.0 => self.ago((distance / 3_600_000.0).round(), "hour"),
            s if s < 6.5 * 86_400.0 => self.ago((distance / 86_400_000.0).round(), "day"),
            _ => self.day(at, now),
        }
    }

    /// Several things as one phrase: a, b and c.
    pub fn list(&self, items: &[String]) -> String {
        let items: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
        self.conjunction.format(&items).into()
    }

    fn ago(&self, value: f64, unit: &str) -> String {
        self.relative.format(value, unit).into()
    }
}

/// A formatted number and which plural it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    text: String,
    value: i32,
    one: bool,
}

impl Count {
    /// The words that go with this number in the language it was made for.
    pub fn pick<'a>(&self, one: &'a str, other: &'a str) -> &'a str {
        if self.one { one } else { other }
    }

    /// The number itself.
    pub fn value(&self) -> i32 {
        self.value
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// A share as the language writes it: 42 % or 42%.
pub fn percent(language: Language, share: f64) -> String {
    let options = options(&[("style", "percent")]);
    let tags = Array::of1(&JsValue::from_str(language.tag()));
    call(
        &Intl::NumberFormat::new(&tags, &options).format(),
        &JsValue::from_f64(share),
    )
}

/// A span of time in the one unit that suits it: 40 min, 3.5 hrs, 2.1 days.
pub fn duration(language: Language, seconds: i32) -> String {
    let seconds = f64::from(seconds);
    let (value, unit) = match seconds {
        s if s < 5_400.0 => ((s / 60.0).round(), "minute"),
        s if s < 129_600.0 => ((s / 360.0).round() / 10.0, "hour"),
        s => ((s / 8_640.0).round() / 10.0, "day"),
    };
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short")]);
    let tags = Array::of1(&JsValue::from_str(language.tag()));
    call(
        &Intl::NumberFormat::new(&tags, &options).format(),
        &JsValue::from_f64(value),
    )
}

/// The day of an instant in UTC, by which the server cuts time: 24 Nov.
pub fn day_of_utc(language: Language, at: f64) -> String {
    let options = options(&[("day", "numeric"), ("month", "short"), ("timeZone", "UTC")]);
    let tags = Array::of1(&JsValue::from_str(language.tag()));
    call(
        &Intl::DateTimeFormat::new(&tags, &options).format(),
        &date(at),
    )
}

/// Milliseconds since 1970 of an RFC 3339 instant; not a number when it is none.
pub fn instant(text: &str) -> f64 {
    js_sys::Date::parse(text)
}

fn date(at: f64) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64(at))
}

fn options(set: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in set {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
    }
    options
}

fn call(format: &Function, value: &JsValue) -> String {
    let written = format.call1(&JsValue::UNDEFINED, value).unwrap_or_default();
    written
        .dyn_into::<JsString>()
        .map(String::from)
        .unwrap_or_default()
}

//! Instants in words: absolute, and in UTC, which is said. The server does not know where the reader is.

use entity::{Locale, Timestamp};
use jiff::{Zoned, tz::TimeZone};

/// “Sunday 29 November 2026 at 05:50 UTC”, for a letter.
#[must_use]
pub fn long(at: Timestamp, locale: Locale) -> String {
    let at = zoned(at);
    let calendar = Calendar::of(locale);
    let weekday = place(&calendar.weekdays, at.weekday().to_monday_zero_offset());
    let (day, time) = (calendar.day(&at), time(&at));
    match locale {
        Locale::En => format!("{weekday} {day} at {time}"),
        Locale::Fr => format!("{weekday} {day} à {time}"),
    }
}

/// “29 November 2026, 05:50 UTC”: short enough for one line of a phone, so that nothing moves when a page's program says it
/// in the reader's own time zone.
#[must_use]
pub fn short(at: Timestamp, locale: Locale) -> String {
    let at = zoned(at);
    let (day, time) = (Calendar::of(locale).day(&at), time(&at));
    match locale {
        Locale::En => format!("{day}, {time}"),
        Locale::Fr => format!("{day} à {time}"),
    }
}

/// “29 November”, for a text message: in UTC, and without the year, since it is near.
#[must_use]
pub fn day(at: Timestamp, locale: Locale) -> String {
    Calendar::of(locale).day_of_month(&zoned(at))
}

/// The names of a language, and how it calls the first of a month.
struct Calendar {
    first: &'static str,
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
}

impl Calendar {
    fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &ENGLISH,
            Locale::Fr => &FRENCH,
        }
    }

    fn day(&self, at: &Zoned) -> String {
        format!("{} {}", self.day_of_month(at), at.year())
    }

    fn day_of_month(&self, at: &Zoned) -> String {
        let month = place(&self.months, at.month() - 1);
        let day = match at.day() {
            1 => self.first.to_owned(),
            day => day.to_string(),
        };
        format!("{day} {month}")
    }
}

static ENGLISH: Calendar = Calendar {
    first: "1",
    weekdays: [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

static FRENCH: Calendar = Calendar {
    first: "1er",
    weekdays: [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ],
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
};

fn zoned(at: Timestamp) -> Zoned {
    at.to_jiff().to_zoned(TimeZone::UTC)
}

fn place(names: &[&'static str], place: i8) -> &'static str {
    let place = usize::try_from(place).unwrap_or_default();
    names.get(place).copied().unwrap_or_default()
}

fn time(at: &Zoned) -> String {
    format!("{:02}:{:02}\u{a0}UTC", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_in_each_language() {
        let at = Timestamp::parse("2026-11-29T05:50:59.999Z").unwrap();
        assert_eq!(
            long(at, Locale::En),
            "Sunday 29 November 2026 at 05:50\u{a0}UTC"
        );
        assert_eq!(
            long(at, Locale::Fr),
            "dimanche 29 novembre 2026 à 05:50\u{a0}UTC"
        );
        assert_eq!(short(at, Locale::En), "29 November 2026, 05:50\u{a0}UTC");
        let first = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
        assert_eq!(
            long(first, Locale::Fr),
            "vendredi 1er janvier 2027 à 00:00\u{a0}UTC"
        );
        assert_eq!(
            short(first, Locale::Fr),
            "1er janvier 2027 à 00:00\u{a0}UTC"
        );
    }
}

//! Instants in words: absolute, and in UTC, which is said. The server does not know where the reader is.

use entity::Timestamp;
use jiff::{Zoned, civil::Weekday, tz::TimeZone};

/// “Sunday 29 November 2026 at 05:50 UTC”.
pub(super) fn english(at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
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
    ];
    let at = at.to_jiff().to_zoned(TimeZone::UTC);
    let weekday = match at.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    format!(
        "{weekday} {} {} {} at {}",
        at.day(),
        month(&at, &MONTHS),
        at.year(),
        time(&at)
    )
}

/// « dimanche 29 novembre 2026 à 05:50 UTC ».
pub(super) fn french(at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
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
    ];
    let at = at.to_jiff().to_zoned(TimeZone::UTC);
    let weekday = match at.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    };
    let day = if at.day() == 1 {
        "1er".to_owned()
    } else {
        at.day().to_string()
    };
    format!(
        "{weekday} {day} {} {} à {}",
        month(&at, &MONTHS),
        at.year(),
        time(&at)
    )
}

fn month(at: &Zoned, names: &[&'static str; 12]) -> &'static str {
    let place = usize::from(at.month().unsigned_abs()).saturating_sub(1);
    names.get(place).copied().unwrap_or_default()
}

fn time(at: &Zoned) -> String {
    format!("{:02}:{:02}\u{a0}UTC", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, english, french};

    #[test]
    fn an_instant_is_said_in_each_language() {
        let at = Timestamp::parse("2026-11-29T05:50:59.999Z").unwrap();
        assert_eq!(english(at), "Sunday 29 November 2026 at 05:50\u{a0}UTC");
        assert_eq!(french(at), "dimanche 29 novembre 2026 à 05:50\u{a0}UTC");
        let first = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
        assert_eq!(french(first), "vendredi 1er janvier 2027 à 00:00\u{a0}UTC");
    }
}

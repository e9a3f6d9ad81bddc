//! The quiet, in many zones and through the nights in which clocks change.

use entity::{Timestamp, Weekday};
use jiff::civil::Time;
use proptest::{prelude::*, test_runner::RngSeed};

use super::{Calendar, QuietHours, time_zone};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Whole and half hours from UTC, changes of an hour and of half an hour, at midnight and at two, a year with a day that was
/// left out, and zones that change no more.
const ZONES: [&str; 12] = [
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
];

/// 2011, when Apia lost a day, to 2040, beyond the tables of any database.
const YEARS: std::ops::Range<i64> = 1_300_000_000_000..2_210_000_000_000;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        rng_seed: RngSeed::Fixed(1815),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn time() -> impl Strategy<Value = Time> {
    (0_i8..24, 0_i8..60).prop_filter_map("a time of day", |(hour, minute)| {
        Time::new(hour, minute, 0, 0).ok()
    })
}

fn hours() -> impl Strategy<Value = Option<QuietHours>> {
    let hours = (time(), time()).prop_filter("some time is left open", |(from, to)| from != to);
    prop::option::of(hours.prop_map(|(from, to)| QuietHours { from, to }))
}

fn days() -> impl Strategy<Value = Vec<Weekday>> {
    prop::sample::subsequence(Weekday::ALL.to_vec(), 0..7)
}

fn calendar() -> impl Strategy<Value = Calendar> {
    (prop::sample::select(ZONES.to_vec()), hours(), days())
        .prop_map(|(zone, hours, days)| Calendar::new(zone, hours, days))
}

/// An instant, and half of the time one near a change of the calendar's clocks.
fn with_instant() -> impl Strategy<Value = (Calendar, Timestamp)> {
    (calendar(), YEARS, any::<bool>(), -2 * DAY..DAY).prop_map(|(calendar, at, near, distance)| {
        let at = Timestamp::from_millis(at);
        let change = calendar.zone.following(at.to_jiff()).next();
        let change = change
            .filter(|_| near)
            .map(|change| change.timestamp().as_millisecond());
        let at = change.map_or(at, |change| Timestamp::from_millis(change + distance));
        (calendar, at)
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_waits_leaves_as_soon_as_it_may_and_not_before((calendar, due) in with_instant()) {
        let leaves = calendar.next_open(due).expect("some time of some day is open");
        prop_assert!(leaves >= due && !calendar.is_quiet(leaves));
        prop_assert!(leaves == due || calendar.is_quiet(leaves.plus_millis(-1)), "a moment earlier would have done");
        let mut between = due;
        while between < leaves {
            prop_assert!(calendar.is_quiet(between), "open at {between} already");
            between = between.plus_millis(7 * MINUTE);
        }
    }

    #[test]
    fn what_is_due_earlier_never_leaves_later((calendar, due) in with_instant(), later in 0..4 * DAY) {
        let (first, second) = (calendar.next_open(due), calendar.next_open(due.plus_millis(later)));
        prop_assert!(first <= second, "{first:?} and {second:?}");
    }

    #[test]
    fn the_last_open_moment_of_a_day_is_open_and_no_other_follows((calendar, from) in with_instant(), span in 0..2 * DAY) {
        let until = from.plus_millis(span);
        let last = calendar.last_open(from, until);
        if let Some(last) = last {
            prop_assert!(from <= last && last <= until && !calendar.is_quiet(last));
        }
        let mut after = last.map_or(from, |last| last.plus_millis(1));
        while after <= until {
            prop_assert!(calendar.is_quiet(after), "open at {after} still");
            after = after.plus_millis(7 * MINUTE);
        }
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

fn nights(zone: &str, from: (i8, i8), to: (i8, i8)) -> Calendar {
    let time = |(hour, minute)| Time::new(hour, minute, 0, 0).expect("a time of day");
    Calendar::new(
        zone,
        Some(QuietHours {
            from: time(from),
            to: time(to),
        }),
        Vec::new(),
    )
}

#[test]
fn a_night_without_two_oclock_ends_when_the_clocks_jump_over_its_end() {
    // Paris, 29 March 2026: 02:00 is 03:00. The quiet ends at 02:30, which that night does not have.
    let calendar = nights("Europe/Paris", (22, 0), (2, 30));
    let open = calendar.next_open(at("2026-03-28T23:00:00Z"));
    assert_eq!(open, Some(at("2026-03-29T01:00:00Z")));
}

#[test]
fn an_hour_that_comes_twice_is_quiet_both_times() {
    // Paris, 25 October 2026: 03:00 is 02:00 again. Quiet until 02:30, open until 03:00, quiet from 02:00 to 02:30 again.
    let calendar = nights("Europe/Paris", (22, 0), (2, 30));
    assert_eq!(
        calendar.next_open(at("2026-10-24T22:00:00Z")),
        Some(at("2026-10-25T00:30:00Z"))
    );
    assert!(!calendar.is_quiet(at("2026-10-25T00:59:59Z")));
    assert!(calendar.is_quiet(at("2026-10-25T01:00:00Z")));
    assert_eq!(
        calendar.next_open(at("2026-10-25T01:10:00Z")),
        Some(at("2026-10-25T01:30:00Z"))
    );
}

#[test]
fn a_weekend_lasts_from_midnight_to_midnight_of_the_place() {
    let weekend = vec![Weekday::Saturday, Weekday::Sunday];
    let calendar = Calendar::new("Asia/Kolkata", None, weekend);
    // Friday 6 March 2026, 18:30 UTC is midnight in India.
    assert!(!calendar.is_quiet(at("2026-03-06T18:29:59.999Z")));
    assert_eq!(
        calendar.next_open(at("2026-03-06T18:30:00Z")),
        Some(at("2026-03-08T18:30:00Z"))
    );
}

#[test]
fn zones_are_known_by_their_names_and_by_nothing_else() {
    let name = |text| time_zone(text).and_then(|zone| zone.iana_name().map(str::to_owned));
    assert_eq!(name("europe/paris").as_deref(), Some("Europe/Paris"));
    assert_eq!(name("UTC").as_deref(), Some("UTC"));
    for text in [
        "",
        "Paris",
        "CEST",
        "+01:00",
        "Etc/Unknown",
        "../../etc/passwd",
        "Europe/Paris\0",
    ] {
        assert_eq!(name(text), None, "{text:?}");
    }
}

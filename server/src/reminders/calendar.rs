//! When an organisation wants nothing to leave, by the clocks of its time zone.
//!
//! A night may lack an hour or have one twice. So time is walked in stretches within which neither the distance to UTC nor
//! the quiet changes: in each, clocks run as everyone expects, and its ends are instants.

use entity::{Timestamp, Weekday};
use jiff::{
    civil::{DateTime, Time},
    tz::TimeZone,
};

use super::plan::QuietHours;

/// More stretches than any quiet lasts: with one open quarter of an hour a week, in the night that lacks it, 45.
const MOST_STRETCHES: usize = 64;

/// The quiet hours and days of one organisation.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    hours: Option<QuietHours>,
    days: Vec<Weekday>,
}

/// A time zone by its name in the IANA database, whatever the case it is written in.
#[must_use]
pub fn time_zone(name: &str) -> Option<TimeZone> {
    let zone = TimeZone::get(name).ok()?;
    // What the database calls so stands for no place, and a zone of the system's own making has no name to keep.
    (!zone.is_unknown() && zone.iana_name().is_some()).then_some(zone)
}

impl Calendar {
    /// The calendar of a zone. A name that this machine does not know, which was checked when it was set, is read as UTC.
    #[must_use]
    pub fn new(zone: &str, hours: Option<QuietHours>, days: Vec<Weekday>) -> Self {
        let zone = time_zone(zone).unwrap_or_else(|| {
            tracing::warn!(zone, "this time zone is not known here; reading it as UTC");
            TimeZone::UTC
        });
        Self { zone, hours, days }
    }

    /// Whether nothing may leave at an instant.
    #[must_use]
    pub fn is_quiet(&self, at: Timestamp) -> bool {
        self.is_quiet_when(self.zone.to_datetime(at.to_jiff()))
    }

    /// The first instant, from one on, at which something may leave; none when the quiet never ends.
    #[must_use]
    pub fn next_open(&self, from: Timestamp) -> Option<Timestamp> {
        let mut at = from;
        for _ in 0..MOST_STRETCHES {
            if !self.is_quiet(at) {
                return Some(at);
            }
            at = self.turn_after(at)?;
        }
        None
    }

    /// The last instant between two, both included, at which something may leave.
    #[must_use]
    pub fn last_open(&self, from: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let (mut at, mut last) = (Some(from), None);
        while let Some(begin) = at.filter(|begin| *begin <= until) {
            at = self.turn_after(begin);
            if !self.is_quiet(begin) {
                let end = at.map_or(until, |turn| turn.plus_millis(-1));
                last = Some(end.min(until));
            }
        }
        last
    }

    fn is_quiet_when(&self, local: DateTime) -> bool {
        let day = usize::from(local.weekday().to_monday_zero_offset().unsigned_abs());
        let is_quiet_day = Weekday::ALL
            .get(day)
            .is_some_and(|day| self.days.contains(day));
        is_quiet_day || self.hours.is_some_and(|hours| hours.contain(local.time()))
    }

    /// The end of the stretch that an instant is in: the next instant at which the quiet may begin or end, or the clocks
    /// are changed. None at the end of time.
    fn turn_after(&self, at: Timestamp) -> Option<Timestamp> {
        let at = at.to_jiff();
        let offset = self.zone.to_offset(at);
        let local = offset.to_datetime(at);
        let midnight = local.date().tomorrow().ok()?.to_datetime(Time::midnight());
        let turns = self
            .hours
            .into_iter()
            .flat_map(|hours| [hours.from, hours.to]);
        let turns = turns.map(|turn| local.date().to_datetime(turn));
        let next = turns
            .filter(|turn| *turn > local)
            .fold(midnight, DateTime::min);
        let turn = offset.to_timestamp(next).ok()?;
        let change = self
            .zone
            .following(at)
            .next()
            .map(|change| change.timestamp());
        let first = change.map_or(turn, |change| change.min(turn));
        Some(Timestamp::from_millis(first.as_millisecond()))
    }
}

#[cfg(test)]
mod tests;

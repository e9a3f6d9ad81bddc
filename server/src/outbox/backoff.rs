//! When to try again.

use entity::Timestamp;

use crate::random::Random;

/// The wait after the first attempt, in milliseconds. Each further one is three times as long: 10 s, 30 s, 90 s, 4½ min,
/// 13½ min, 40 min, then every hour. A greylisting server (RFC 6647) is usually content by the fourth.
const FIRST: i64 = 10_000;
/// The longest wait, in milliseconds.
const LONGEST: i64 = 3_600_000;
/// The shortest wait worth a further attempt, in milliseconds.
const SHORTEST: i64 = 5_000;

/// When to try again after so many attempts, or never: a letter that arrives with the end of its link is of no use.
///
/// The wait is drawn from its upper half, so that what failed together does not come back together, and is never more than
/// half of the time that is left: the last hours of a link are not slept through.
pub(super) fn next_attempt(
    attempts: i32,
    now: Timestamp,
    give_up_at: Timestamp,
    random: &Random,
) -> Option<Timestamp> {
    let exponent = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let full = FIRST
        .saturating_mul(3_i64.saturating_pow(exponent))
        .min(LONGEST)
        .min((give_up_at - now) / 2);
    (full >= SHORTEST).then(|| now.plus_millis(jittered(full, random)))
}

/// A wait between half of `full` milliseconds and all of it.
pub(super) fn jittered(full: i64, random: &Random) -> i64 {
    let half = full / 2;
    let drawn = i64::from(u32::from_le_bytes(random.bytes::<4>()));
    half + drawn * (full - half) / i64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, next_attempt};
    use crate::random::Random;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn wait(attempts: i32, left: i64, random: &Random) -> Option<i64> {
        next_attempt(attempts, NOW, NOW.plus_millis(left), random).map(|at| at - NOW)
    }

    #[test]
    fn waits_grow_threefold_up_to_an_hour_and_spread_over_their_upper_half() {
        let random = Random::seeded(1);
        let week = 7 * 86_400_000;
        for (attempts, full) in [
            (1, 10_000),
            (2, 30_000),
            (4, 270_000),
            (7, 3_600_000),
            (1_000, 3_600_000),
        ] {
            let waits: Vec<i64> = (0..100)
                .filter_map(|_| wait(attempts, week, &random))
                .collect();
            assert_eq!(waits.len(), 100);
            assert!(
                waits.iter().all(|wait| (full / 2..=full).contains(wait)),
                "{attempts}: {waits:?}"
            );
            assert!(
                waits.iter().max() > waits.iter().min(),
                "no jitter after {attempts}"
            );
        }
    }

    #[test]
    fn the_end_of_the_link_brings_the_attempts_closer_and_then_ends_them() {
        let random = Random::seeded(2);
        assert!(wait(7, 60_000, &random).is_some_and(|wait| wait <= 30_000));
        assert_eq!(wait(1, 9_000, &random), None);
        assert_eq!(wait(1, 0, &random), None);
        assert_eq!(wait(1, -1, &random), None);
    }
}

//! Counting what passed.

use std::fmt;

/// Checks and tests, counted.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// Counts one check that is no test of its own, as formatting is.
    pub(crate) fn check(&mut self, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// Counts what one line of a test program's output sums up:
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; …`. Other lines count nothing.
    pub(crate) fn count(&mut self, line: &str) {
        let Some(summary) = line.strip_prefix("test result: ") else {
            return;
        };
        let mut number = 0;
        // Numbers stand before their words; colours may stand around the first word.
        for word in summary.split([' ', ';']) {
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => number = word.parse().unwrap_or(0),
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summaries_of_several_programs_add_up() {
        let mut tally = Tally::default();
        tally.count("running 4 tests");
        tally.count("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.21s");
        tally.count("test result: \u{1b}[31mFAILED\u{1b}[0m. 40 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        tally.check(true);
        assert_eq!(
            tally,
            Tally {
                passed: 44,
                failed: 2,
                skipped: 1
            }
        );
        assert_eq!(tally.to_string(), "44 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn nothing_skipped_is_not_mentioned() {
        assert_eq!(
            Tally {
                passed: 412,
                failed: 0,
                skipped: 0
            }
            .to_string(),
            "412 passed, 0 failed"
        );
    }
}

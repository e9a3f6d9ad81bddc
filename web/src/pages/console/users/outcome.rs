//! What came of a deed done to many, in one line: *Reminded 12. Skipped 3: already active (2), written to not long ago (1).*

use crate::api::invitations::{OutcomeCode, OutcomeCount};
use crate::locales::{Speech, users::UsersWords};

/// Whether it was done for these people.
pub fn is_done(code: OutcomeCode) -> bool {
    matches!(
        code,
        OutcomeCode::Invited | OutcomeCode::Reminded | OutcomeCode::Revoked
    )
}

/// Why people were left out, as far as the server can be asked for them.
pub fn left_out(counts: &[OutcomeCount]) -> Vec<OutcomeCode> {
    skipped(counts)
        .map(|count| count.code)
        .filter(|code| *code != OutcomeCode::Other)
        .collect()
}

fn skipped(counts: &[OutcomeCount]) -> impl Iterator<Item = &OutcomeCount> {
    counts
        .iter()
        .filter(|count| count.count > 0 && !is_done(count.code))
}

/// The line.
pub fn sentence(counts: &[OutcomeCount], words: UsersWords, speech: Speech) -> String {
    let done = counts
        .iter()
        .filter(|count| count.count > 0 && is_done(count.code))
        .map(|count| {
            let number = speech.count(count.count);
            match count.code {
                OutcomeCode::Revoked => words.done_revoked(number),
                OutcomeCode::Invited => words.done_invited(number),
                _ => words.done_reminded(number),
            }
        });
    let skipped: Vec<&OutcomeCount> = skipped(counts).collect();
    let reasons: Vec<String> = skipped
        .iter()
        .map(|count| words.because(reason(words, count.code), &speech.number(count.count)))
        .collect();
    let mut sentences: Vec<String> = done.collect();
    if !skipped.is_empty() {
        let number = speech.count(skipped.iter().map(|count| count.count).sum());
        sentences.push(words.skipped(number, &speech.list(&reasons)));
    }
    if sentences.is_empty() {
        words.done_nothing().to_owned()
    } else {
        sentences.join(" ")
    }
}

fn reason(words: UsersWords, code: OutcomeCode) -> &'static str {
    match code {
        OutcomeCode::AlreadyActive => words.skipped_active(),
        OutcomeCode::AlreadyInvited => words.skipped_invited(),
        OutcomeCode::NotInvited => words.skipped_not_invited(),
        OutcomeCode::Deactivated => words.skipped_deactivated(),
        OutcomeCode::TooSoon => words.skipped_too_soon(),
        OutcomeCode::RateLimited => words.skipped_limit(),
        OutcomeCode::OverBudget => words.skipped_budget(),
        OutcomeCode::NumberNotAllowed => words.skipped_number(),
        OutcomeCode::ChannelNotConfigured => words.skipped_channel(),
        OutcomeCode::ChannelNotPossible => words.skipped_no_address(),
        OutcomeCode::Invited
        | OutcomeCode::Reminded
        | OutcomeCode::Revoked
        | OutcomeCode::Cancelled
        | OutcomeCode::Other => words.skipped_other(),
    }
}

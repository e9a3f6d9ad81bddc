//! What a synchronisation comes to, counted.

use entity::{SlackRowClass, slack_sync};

use super::verdict::{Deed, Verdict};

/// As many changes are done unasked, however few people there are …
const FEW: usize = 10;
/// … or this share of the people who are known from the workspace.
const SHARE: usize = 10;

/// Notes how many there are of each class.
pub(super) fn note(sync: &mut slack_sync::Model, verdicts: &[Verdict]) {
    let count = |class| {
        let of = verdicts.iter().filter(|verdict| verdict.class == class);
        i32::try_from(of.count()).unwrap_or(i32::MAX)
    };
    sync.created = count(SlackRowClass::New);
    sync.updated = count(SlackRowClass::Update);
    sync.unchanged = count(SlackRowClass::Unchanged);
    sync.skipped = count(SlackRowClass::Skipped);
    sync.missing = count(SlackRowClass::Missing);
    let gone = verdicts
        .iter()
        .filter(|verdict| matches!(verdict.deed, Deed::Miss));
    sync.gone = i32::try_from(gone.count()).unwrap_or(i32::MAX);
}

/// Whether it must wait for somebody to see it: it changes more than is done unasked, or another number than was seen, or
/// what was read is doubtful.
pub(super) fn must_be_seen(sync: &slack_sync::Model, recognised: usize, is_doubtful: bool) -> bool {
    let changes = sync.changes();
    match sync.expected_changes {
        Some(expected) => changes != expected,
        None => is_doubtful || usize::try_from(changes).unwrap_or(0) > FEW.max(recognised / SHARE),
    }
}

//! Questions that are asked before anybody waits for their answer: what a page will ask is under way while it is still unknown who is
//! there, so that a page that is opened costs one round trip and not two.

use std::cell::RefCell;

use js_sys::Promise;

thread_local! {
    /// What was asked, and the answer to come. Each is given once.
    static SENT: RefCell<Vec<(String, Promise)>> = const { RefCell::new(Vec::new()) };
}

/// Notes the answer to come to a question. Whoever asks the same is given it, if it is one: after a refusal, they ask for themselves.
pub(super) fn note(question: String, answer: Option<Promise>) {
    if let Some(answer) = answer {
        SENT.with_borrow_mut(|sent| sent.push((question, answer)));
    }
}

/// The answer to come to a question that was asked ahead.
pub(super) fn take(question: &str) -> Option<Promise> {
    SENT.with_borrow_mut(|sent| {
        let place = sent.iter().position(|(asked, _)| asked == question)?;
        Some(sent.swap_remove(place).1)
    })
}

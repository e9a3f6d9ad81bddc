//! What came of a file: in numbers, how far its messages have left, and the way back while they wait.

use futures_util::future::AbortHandle;
use leptos::prelude::*;

use super::undo::Undo;
use crate::api::imports::{Operation, OutcomeCode};
use crate::api::operations::{self, DeliveryProgress};
use crate::components::badge::Tone;
use crate::locales::{Count, Speech, imports::ImportWords};

/// How many, how they are called, and how it looks.
type Fact = (Count, fn(ImportWords, Count) -> String, Tone);

/// The numbers and the progress. `undone` is called once the invitations have been taken back.
#[component]
pub fn Outcome(operation: Operation, undone: Callback<()>) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(ImportWords);
    let untouched: &[OutcomeCode] = &[
        OutcomeCode::Unchanged,
        OutcomeCode::AlreadyActive,
        OutcomeCode::AlreadyInvited,
        OutcomeCode::Deactivated,
    ];
    // Whose invitation was held back or taken back was added all the same.
    let added: &[OutcomeCode] = &[
        OutcomeCode::Invited,
        OutcomeCode::Created,
        OutcomeCode::Cancelled,
        OutcomeCode::RateLimited,
        OutcomeCode::OverBudget,
        OutcomeCode::NumberNotAllowed,
    ];
    let counted = |codes: &[OutcomeCode]| speech.count(operation.count(codes));
    let held = |code, say: fn(ImportWords, Count) -> String| -> Fact {
        (counted(&[code]), say, Tone::Quiet)
    };
    let facts: [Fact; 7] = [
        (counted(added), ImportWords::added, Tone::Good),
        held(OutcomeCode::RateLimited, ImportWords::over_limit),
        held(OutcomeCode::OverBudget, ImportWords::over_budget),
        held(OutcomeCode::NumberNotAllowed, ImportWords::no_texts),
        (
            counted(&[OutcomeCode::Updated]),
            ImportWords::changed,
            Tone::Info,
        ),
        (counted(untouched), ImportWords::untouched, Tone::Quiet),
        (
            counted(&[OutcomeCode::Other]),
            ImportWords::skipped,
            Tone::Bad,
        ),
    ];
    let facts = facts.into_iter().filter(|(count, ..)| count.value() > 0);
    let facts = facts
        .map(|(count, say, tone)| view! { <li class=tone.class()>{say(words, count)}</li> })
        .collect_view();
    let delivery = RwSignal::new(operation.delivery);
    follow(operation.id.clone(), delivery);
    view! {
        <section class="card outcome">
            <ul class="facts-line" role="list">{facts}</ul>
            <div class="stack" role="status">{move || progress(delivery.get(), speech)}</div>
            <Undo operation delivery undone />
        </section>
    }
}

/// How far the messages have left.
fn progress(delivery: DeliveryProgress, speech: Speech) -> Option<impl IntoView> {
    let words = speech.words(ImportWords);
    let all = delivery.total() - delivery.cancelled;
    let over = all - delivery.queued;
    let said = if delivery.queued == 0 && delivery.failed == 0 {
        words.all_left().to_owned()
    } else {
        words.left(&speech.number(delivery.sent), &speech.number(all))
    };
    let failed = (delivery.failed > 0).then(|| {
        view! { <span class="error">{words.failed(speech.count(delivery.failed))}</span> }
    });
    (all > 0).then(|| {
        view! {
            <label for="messages-left">{words.messages()}</label>
            <progress id="messages-left" max=all.to_string() value=over.to_string()></progress>
            <p>{said} " " {failed}</p>
        }
    })
}

/// Listens until nothing waits any more, or the page is left.
fn follow(id: cynic::Id, delivery: RwSignal<DeliveryProgress>) {
    if delivery.with_untracked(|delivery| delivery.queued == 0) {
        return;
    }
    let line = operations::listen(id, move |job| {
        // The page may be gone by then.
        let _ = delivery.try_set(job.delivery);
    });
    on_cleanup(move || AbortHandle::abort(&line));
}

//! What came of a file: in numbers, and how far its messages have left.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::imports::{Operation, OutcomeCode, import};
use crate::components::badge::Tone;
use crate::locales::{Count, Speech, imports::ImportWords};

/// How many, how they are called, and how it looks.
type Fact = (Count, fn(ImportWords, Count) -> String, Tone);

/// How long to wait before asking again how far the messages are, in milliseconds.
const WAIT: u32 = 1_000;

/// The numbers and the progress.
#[component]
pub fn Outcome(id: cynic::Id, operation: Operation) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(ImportWords);
    let done = RwSignal::new(operation);
    follow(id, done);
    let untouched: &[OutcomeCode] = &[
        OutcomeCode::Unchanged,
        OutcomeCode::AlreadyActive,
        OutcomeCode::AlreadyInvited,
        OutcomeCode::Deactivated,
    ];
    let counted =
        |codes: &[OutcomeCode]| speech.count(done.with_untracked(|done| done.count(codes)));
    let facts: [Fact; 4] = [
        (
            counted(&[OutcomeCode::Invited, OutcomeCode::Created]),
            ImportWords::added,
            Tone::Good,
        ),
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
    let progress = move || {
        let delivery = done.with(|done| done.delivery);
        let all = delivery.queued + delivery.sent + delivery.failed + delivery.cancelled;
        (all > 0).then(|| {
            let over = all - delivery.queued;
            let said = if delivery.queued == 0 && delivery.failed == 0 {
                words.all_left().to_owned()
            } else {
                words.left(&speech.number(delivery.sent), &speech.number(all))
            };
            let failed = (delivery.failed > 0).then(|| view! { <span class="error">{words.failed(speech.count(delivery.failed))}</span> });
            view! {
                <label for="messages-left">{words.messages()}</label>
                <progress id="messages-left" max=all.to_string() value=over.to_string()></progress>
                <p>{said} " " {failed}</p>
            }
        })
    };
    view! {
        <section class="card outcome">
            <ul class="facts-line" role="list">{facts}</ul>
            <div class="stack" role="status">{progress}</div>
        </section>
    }
}

/// Asks again until nothing waits any more, or the page is left.
fn follow(id: cynic::Id, done: RwSignal<Operation>) {
    spawn_local(async move {
        while done.try_with_untracked(|done| done.delivery.queued > 0) == Some(true) {
            TimeoutFuture::new(WAIT).await;
            // Whoever cannot be reached now is asked again.
            if let Ok(Some(found)) = import(id.clone()).await
                && let Some(operation) = found.operation
            {
                done.try_set(operation);
            }
        }
    });
}

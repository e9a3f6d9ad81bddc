//! How far people have come.

use leptos::prelude::*;

use super::{percent, share};
use crate::api::insights::Funnel;
use crate::locales::{Speech, insights::InsightWords};

/// Pixels from one bar to the next.
const STEP: i32 = 44;

/// The funnel as bars, and as numbers.
#[component]
pub fn FunnelCard(funnel: Funnel) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(InsightWords);
    let stages = [
        (words.created(), funnel.created),
        (words.invited(), funnel.invited),
        (words.delivered(), funnel.delivered),
        (words.opened(), funnel.opened),
        (words.active(), funnel.active),
    ];
    let maybe = (funnel.maybe_automatic > 0)
        .then(|| words.maybe_automatic(speech.count(funnel.maybe_automatic)));
    let rows = (0..)
        .zip(stages)
        .map(|(at, (name, people)): (usize, _)| {
            let before = at.checked_sub(1).map_or(people, |before| stages[before].1);
            let note = (at == 3).then(|| maybe.clone()).flatten();
            view! {
                <tr>
                    <th scope="row">{name} {note.map(|note| view! { <small class="muted">{note}</small> })}</th>
                    <td class="num">{speech.number(people)}</td>
                    <td class="num">{share(people, funnel.created, speech)}</td>
                    <td class="num">{(at > 0).then(|| share(people, before, speech))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card wide" aria-labelledby="funnel-title">
            <h2 id="funnel-title">{words.funnel()}</h2>
            <p class="muted">{words.funnel_about()}</p>
            <div class="figure">
                {picture(stages, funnel, speech)}
                <div class="table-wrap" tabindex="0" role="region" aria-label=words.funnel()><table class="table small">
                    <caption class="sr">{words.funnel()}</caption>
                    <thead><tr>
                        <th scope="col">{words.stage()}</th>
                        <th scope="col" class="num">{words.people()}</th>
                        <th scope="col" class="num">{words.of_created()}</th>
                        <th scope="col" class="num">{words.of_previous()}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            </div>
        </section>
    }
}

fn picture(stages: [(&'static str, i32); 5], funnel: Funnel, speech: Speech) -> impl IntoView {
    let whole = f64::from(funnel.created);
    let bars = (0..)
        .zip(stages)
        .map(|(at, (name, people))| {
            let top = at * STEP;
            // What only a scanner may have opened is drawn paler, at the end of its bar.
            let maybe = if at == 3 { funnel.maybe_automatic } else { 0 };
            let sure = percent(f64::from(people - maybe), whole);
            view! {
                <text x="0" y=top + 14>{name}</text>
                <text x="100%" y=top + 14 text-anchor="end" class="figure-number">{speech.number(people)}</text>
                <rect x="0" y=top + 22 width="100%" height="10" rx="5" class="figure-ground"></rect>
                <rect x="0" y=top + 22 width=percent(f64::from(people), whole) height="10" rx="5" class="figure-second"></rect>
                <rect x="0" y=top + 22 width=sure height="10" rx="5" class="figure-first"></rect>
            }
        })
        .collect_view();
    view! { <svg class="picture" role="img" aria-labelledby="funnel-title" height=STEP * 5>{bars}</svg> }
}

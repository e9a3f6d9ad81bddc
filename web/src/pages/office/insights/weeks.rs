//! Acceptance over time.

use leptos::prelude::*;

use super::percent;
use crate::api::insights::Week;
use crate::locales::{Speech, insights::InsightWords};

/// Pixels of the highest column.
const HIGHEST: f64 = 150.0;
/// Pixels above it, for the scale's word.
const ABOVE: f64 = 18.0;
/// Pixels below the columns, for the weeks.
const BELOW: f64 = 24.0;

/// Weeks that are drawn at least, if the period has them.
const QUARTER: usize = 13;

/// The weeks as columns, and as numbers.
#[component]
pub fn WeeksCard(weeks: Vec<Week>) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(InsightWords);
    let weeks = since_the_first(weeks);
    let count = weeks.len() as i32;
    // The newest first: that is the row one looks for.
    let rows = weeks
        .iter()
        .rev()
        .map(|week| {
            view! {
                <tr>
                    <th scope="row">{day(week, speech)}</th>
                    <td class="num">{speech.number(week.invited)}</td>
                    <td class="num">{speech.number(week.accepted)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card wide" aria-labelledby="weeks-title">
            <h2 id="weeks-title">{words.weeks()}</h2>
            <p class="muted">{words.weeks_about(speech.count(count))}</p>
            <div class="figure">
                <div>
                    {picture(&weeks, speech)}
                    <p class="legend"><span class="first">{words.week_accepted()}</span> <span class="second">{words.week_invited()}</span></p>
                </div>
                <div class="table-wrap low" tabindex="0" role="region" aria-label=words.weeks()><table class="table small">
                    <caption class="sr">{words.weeks()}</caption>
                    <thead><tr>
                        <th scope="col">{words.week()}</th>
                        <th scope="col" class="num">{words.week_invited()}</th>
                        <th scope="col" class="num">{words.week_accepted()}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            </div>
        </section>
    }
}

/// The weeks without those before anything happened; a quarter of a year is drawn at least.
fn since_the_first(mut weeks: Vec<Week>) -> Vec<Week> {
    let is_empty = |week: &&Week| week.invited == 0 && week.accepted == 0;
    let before = weeks.iter().take_while(is_empty).count();
    weeks.drain(..before.min(weeks.len().saturating_sub(QUARTER)));
    weeks
}

fn day(week: &Week, speech: Speech) -> String {
    let at = week.start.at();
    speech.day_of_utc(at)
}

fn picture(weeks: &[Week], speech: Speech) -> impl IntoView + use<> {
    let most = weeks
        .iter()
        .map(|week| week.invited.max(week.accepted))
        .max()
        .unwrap_or_default()
        .max(1);
    let height = |value: i32| f64::from(value) / f64::from(most) * HIGHEST;
    let count = weeks.len() as f64;
    let floor = ABOVE + HIGHEST;
    let columns = (0..)
        .zip(weeks)
        .map(|(at, week): (i32, &Week)| {
            let place = |part: f64| percent(f64::from(at) + part, count);
            let column = |part: f64, value: i32, class: &'static str| {
                view! {
                    <rect x=place(part) y=floor - height(value) width=percent(0.36, count) height=height(value) rx="2" class=class></rect>
                }
            };
            // Three days have room, on a phone as well.
            let name = at.cast_unsigned().is_multiple_of(weeks.len().div_ceil(3) as u32).then(|| view! {
                <text x=place(0.12) y=floor + BELOW - 6.0 class="figure-word">{day(week, speech)}</text>
            });
            view! {
                {column(0.12, week.invited, "figure-second")}
                {column(0.5, week.accepted, "figure-first")}
                {name}
            }
        })
        .collect_view();
    view! {
        <svg class="picture" role="img" aria-labelledby="weeks-title" height=floor + BELOW>
            <line x1="0" x2="100%" y1=ABOVE y2=ABOVE class="figure-line"></line>
            <line x1="0" x2="100%" y1=floor y2=floor class="figure-line"></line>
            <text x="0" y=ABOVE - 5.0 class="figure-word">{speech.number(most)}</text>
            {columns}
        </svg>
    }
}

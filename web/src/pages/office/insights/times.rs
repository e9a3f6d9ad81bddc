//! How long people take to accept.

use leptos::prelude::*;

use super::{GROUPS, percent};
use crate::api::insights::{Group, TimeToAccept};
use crate::locales::{Language, Speech, insights::InsightWords, values::ValueWords};

/// Pixels from one row to the next.
const STEP: i32 = 48;

/// The groups as bars from quartile to quartile, and as numbers.
#[component]
pub fn TimesCard(
    everyone: Vec<TimeToAccept>,
    groups: Vec<TimeToAccept>,
    by: Memo<Group>,
    choose: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(InsightWords);
    let group = by.get_untracked();
    let all = everyone
        .into_iter()
        .map(|times| (words.everyone().to_owned(), times));
    let named = groups
        .into_iter()
        .map(|times| (name(&times, group, speech), times));
    let rows: Vec<(String, TimeToAccept)> = all.chain(named).collect();
    let content = if rows.is_empty() {
        view! { <p class="muted">{words.nobody_yet()}</p> }.into_any()
    } else {
        view! { <div class="figure">{picture(&rows, speech)} {table(rows, speech)}</div> }
            .into_any()
    };
    view! {
        <section class="card wide" aria-labelledby="times-title">
            <div class="head">
                <div class="head-words"><h2 id="times-title">{words.time()}</h2><p class="muted">{words.time_about()}</p></div>
                <Grouping by choose />
            </div>
            {content}
        </section>
    }
}

#[component]
fn Grouping(
    by: Memo<Group>,
    choose: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = Speech::expect().words(InsightWords);
    let names = [words.by_channel(), words.by_team(), words.by_language()];
    let buttons = GROUPS
        .into_iter()
        .zip(names)
        .map(|((key, group), name)| {
            let pressed = move || (by.get() == group).to_string();
            view! {
                <button type="button" class="chip" aria-pressed=pressed on:click=move |_| choose(key.to_owned())>{name}</button>
            }
        })
        .collect_view();
    view! { <div class="chips" role="group" aria-label=words.by()>{buttons}</div> }
}

fn name(times: &TimeToAccept, by: Group, speech: Speech) -> String {
    match by {
        Group::Channel => times
            .channel
            .map(|channel| speech.words(ValueWords).channel(channel).to_owned()),
        Group::Team => times.team.as_ref().map(|team| team.name.clone()),
        Group::Language => times.locale.as_ref().map(|locale| {
            Language::from_tag(&locale.0)
                .map_or(locale.0.clone(), |language| language.own_name().to_owned())
        }),
    }
    .unwrap_or_else(|| speech.words(InsightWords).no_team().to_owned())
}

fn picture(rows: &[(String, TimeToAccept)], speech: Speech) -> impl IntoView + use<> {
    let longest = rows
        .iter()
        .map(|(_, times)| f64::from(times.upper_quartile))
        .fold(1.0, f64::max);
    let bars = (0..)
        .zip(rows)
        .map(|(at, (name, times))| {
            let top = at * STEP;
            let [lower, median, upper] =
                [times.lower_quartile, times.median, times.upper_quartile].map(f64::from);
            view! {
                <text x="0" y=top + 14>{name.clone()}</text>
                <text x="100%" y=top + 14 text-anchor="end" class="figure-number">{speech.duration(times.median)}</text>
                <rect x="0" y=top + 26 width="100%" height="6" rx="3" class="figure-ground"></rect>
                <rect x=percent(lower, longest) y=top + 24 width=percent(upper - lower, longest) height="10" rx="5" class="figure-second"></rect>
                <circle cx=percent(median, longest) cy=top + 29 r="6" class="figure-first"></circle>
            }
        })
        .collect_view();
    let height = STEP * i32::try_from(rows.len()).unwrap_or_default();
    view! { <svg class="picture" role="img" aria-labelledby="times-title" height=height>{bars}</svg> }
}

fn table(rows: Vec<(String, TimeToAccept)>, speech: Speech) -> impl IntoView {
    let words = speech.words(InsightWords);
    let rows = rows
        .into_iter()
        .map(|(name, times)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="num">{speech.number(times.accepted)}</td>
                    <td class="num">{speech.duration(times.lower_quartile)}</td>
                    <td class="num">{speech.duration(times.median)}</td>
                    <td class="num">{speech.duration(times.upper_quartile)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=words.time()><table class="table small">
            <caption class="sr">{words.time()}</caption>
            <thead><tr>
                <th scope="col">{words.group()}</th>
                <th scope="col" class="num">{words.accepted()}</th>
                <th scope="col" class="num">{words.quarter_within()}</th>
                <th scope="col" class="num">{words.half_within()}</th>
                <th scope="col" class="num">{words.three_quarters_within()}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}

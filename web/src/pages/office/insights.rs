//! Settings > Insights: pictures of how invitations fare, each with its table.

mod funnel;
mod times;
mod weeks;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::insights::{Group, InsightVariables, Insights, insights};
use crate::api::values::DateTime;
use crate::browser;
use crate::browser::location::Navigation;
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, console::ConsoleWords, insights::InsightWords};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::unread;
use crate::paths::Page;
use funnel::FunnelCard;
use times::TimesCard;
use weeks::WeeksCard;

/// The periods that are offered, in days; without one, everything since the beginning.
const PERIODS: [&str; 4] = ["", "30", "90", "365"];

/// The groups of the last picture, as the address says them.
const GROUPS: [(&str, Group); 3] = [
    ("channel", Group::Channel),
    ("team", Group::Team),
    ("language", Group::Language),
];

/// The page. Its period and its grouping are in the address.
#[component]
pub fn InsightsPage() -> impl IntoView {
    let (session, speech, navigation) = (Session::expect(), Speech::expect(), Navigation::expect());
    let words = speech.words(InsightWords);
    let query = navigation.query();
    let days =
        Memo::new(move |_| query.with(|query| query.get("days").unwrap_or_default().to_owned()));
    let by = Memo::new(move |_| {
        let asked = query.with(|query| query.get("by").map(str::to_owned));
        let known = GROUPS
            .iter()
            .find(|(name, _)| asked.as_deref() == Some(*name));
        known.map_or(Group::Channel, |(_, group)| *group)
    });
    let (found, failure) = (RwSignal::new(None::<Insights>), RwSignal::new(None));
    let read = move || {
        let days = days.with(|days| days.parse().ok().filter(|days| *days > 0.0));
        let question = InsightVariables {
            since: days.map(ago),
            weeks: weeks(days),
            by: by.get(),
        };
        spawn_local(async move {
            match insights(question).await {
                Ok(insights) => {
                    let _ = failure.try_set(None);
                    let _ = found.try_set(Some(insights));
                }
                Err(problem) => {
                    let _ = failure.try_set(Some(session.explain(&problem, speech)));
                }
            }
        });
    };
    Effect::new(move |_| read());
    let choose = move |name: &'static str, value: String| {
        let query = query.get_untracked().with(name, value);
        navigation.replace(&Page::Insights.with(&query));
    };
    view! {
        <PageHead title=words.title() about=words.about()>
            <Period chosen=days choose=move |days: String| choose("days", days) />
        </PageHead>
        <StatusLine />
        {move || match (found.get(), failure.get()) {
            (_, Some(failure)) => unread(failure, read),
            (None, None) => view! { <p class="muted" role="status">{speech.words(ConsoleWords).loading()}</p> }.into_any(),
            (Some(insights), None) => view! {
                <FunnelCard funnel=insights.invitation_funnel />
                <WeeksCard weeks=insights.acceptance_over_time />
                <TimesCard everyone=insights.everyone groups=insights.time_to_accept by=by choose=move |by: String| choose("by", by) />
            }.into_any(),
        }}
    }
}

/// So many days ago.
fn ago(days: f64) -> DateTime {
    let at = js_sys::Date::new(&(browser::now() - days * 86_400_000.0).into());
    DateTime(String::from(at.to_iso_string()))
}

/// The weeks of a period, each with a column; at most those of a year, which a picture can still show.
fn weeks(days: Option<f64>) -> i32 {
    days.map_or(52, |days| (days / 7.0).min(52.0) as i32) + 1
}

#[component]
fn Period(
    chosen: Memo<String>,
    choose: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = Speech::expect().words(InsightWords);
    let names = [words.ever(), words.month(), words.quarter(), words.year()];
    let options = PERIODS
        .into_iter()
        .zip(names)
        .map(|(days, name)| {
            let selected = move || chosen.with(|chosen| chosen == days);
            view! { <option value=days selected=selected>{name}</option> }
        })
        .collect_view();
    view! {
        <select class="input period" aria-label=words.period() on:change:target=move |event| choose(event.target().value())>
            {options}
        </select>
    }
}

/// A share in whole percent, as the language writes it; a dash of nothing.
fn share(part: i32, whole: i32, speech: Speech) -> String {
    if whole == 0 {
        "–".to_owned()
    } else {
        speech.percent(f64::from(part) / f64::from(whole))
    }
}

/// A length for a drawing: a part of a whole in percent.
fn percent(part: f64, whole: f64) -> String {
    format!(
        "{:.2}%",
        if whole > 0.0 {
            part / whole * 100.0
        } else {
            0.0
        }
    )
}

//! The days that are shown: the address says the first and the last of them.

use leptos::ev::Targeted;
use leptos::prelude::*;

use crate::api::values::DateTime;
use crate::browser::location::Navigation;
use crate::browser::query::Query;
use crate::components::time::iso;
use crate::locales::{Speech, insights::ActivityWords};
use crate::paths::Page;

/// The first and the last day, as the address says them: 2026-03-02, by this device's clock.
const FROM: &str = "from";
const TO: &str = "to";

/// The beginning of a day, or of one so many days later; none when it is no day.
fn midnight(day: &str, later: u32) -> Option<DateTime> {
    let date = js_sys::Date::new(&format!("{day}T00:00").into());
    date.set_date(date.get_date() + later);
    let at = date.get_time();
    (!at.is_nan()).then(|| DateTime(iso(at)))
}

/// When the days of an address begin.
pub fn since(query: &Query) -> Option<DateTime> {
    midnight(query.get(FROM)?, 0)
}

/// When they have ended.
pub fn until(query: &Query) -> Option<DateTime> {
    midnight(query.get(TO)?, 1)
}

/// The two fields.
#[component]
pub fn Days(query: Memo<Query>) -> impl IntoView {
    let words = Speech::expect().words(ActivityWords);
    view! {
        <div class="bar">
            <Day query side=FROM label=words.from() />
            <Day query side=TO label=words.to() />
        </div>
    }
}

/// The first or the last day that is shown.
#[component]
fn Day(query: Memo<Query>, side: &'static str, label: &'static str) -> impl IntoView {
    let navigation = Navigation::expect();
    let day = move |side| query.with(|query| query.get(side).unwrap_or_default().to_owned());
    let choose = move |event: Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let query = query.get_untracked().with(side, event.target().value());
        navigation.go(&Page::Activity.with(&query.with("after", "")));
    };
    // Neither can be chosen beyond the other.
    let (least, most) = if side == TO { (FROM, "") } else { ("", TO) };
    view! {
        <label class="day">
            <span class="muted">{label}</span>
            <input class="input" type="date" min=move || day(least) max=move || day(most) prop:value=move || day(side) on:change:target=choose />
        </label>
    }
}

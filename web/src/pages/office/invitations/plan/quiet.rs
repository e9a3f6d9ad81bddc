//! When nothing leaves.

use leptos::prelude::*;

use super::draft::Draft;
use crate::api::reminder_plan::Weekday;
use crate::locales::{Speech, reminder_plan::PlanWords};

/// The hours of every day.
#[component]
pub(super) fn QuietHours(draft: Draft, error: Signal<Option<String>>) -> impl IntoView {
    let words = Speech::expect().words(PlanWords);
    let times = [
        ("plan-from", words.from(), draft.from),
        ("plan-to", words.to(), draft.to),
    ];
    let times = times.map(|(id, label, value)| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input class="input" id=id type="time" step="60" aria-describedby="plan-hours-error"
                    aria-invalid=move || error.with(Option::is_some).then_some("true") bind:value=value />
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{words.quiet_hours()}</legend>
            <div class="check">
                <input id="plan-quiet" type="checkbox" aria-describedby="plan-quiet-hint" bind:checked=draft.has_quiet_hours />
                <label for="plan-quiet">{words.quiet()}</label>
                <p class="hint" id="plan-quiet-hint">{words.quiet_hint()}</p>
            </div>
            <div class="times" hidden=move || !draft.has_quiet_hours.get()>{times.collect_view()}</div>
            <p class="error" id="plan-hours-error" hidden=move || error.with(Option::is_none)>{error}</p>
        </fieldset>
    }
}

/// The days of every week.
#[component]
pub(super) fn QuietDays(draft: Draft, error: Signal<Option<String>>) -> impl IntoView {
    let words = Speech::expect().words(PlanWords);
    let days = Weekday::ALL.into_iter().zip(draft.days).enumerate();
    let days = days.map(|(place, (day, quiet))| {
        let id = format!("plan-day-{place}");
        view! {
            <div class="check">
                <input id=id.clone() type="checkbox" bind:checked=quiet />
                <label for=id>{words.day(day)}</label>
            </div>
        }
    });
    view! {
        <fieldset class="field" aria-describedby="plan-days-error">
            <legend>{words.quiet_days()}</legend>
            <div class="days">{days.collect_view()}</div>
            <p class="error" id="plan-days-error" hidden=move || error.with(Option::is_none)>{error}</p>
        </fieldset>
    }
}

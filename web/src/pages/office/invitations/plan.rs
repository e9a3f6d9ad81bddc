//! The reminder plan: steps, quiet hours and days, and what would happen next.

use std::time::Duration;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

mod draft;
mod quiet;
mod steps;

use self::draft::Draft;
use self::quiet::{QuietDays, QuietHours};
use self::steps::Steps;
use crate::api::reminder_plan::{
    Planned, UpcomingReminders, preview_reminder_plan, reminder_plan, save_reminder_plan,
};
use crate::browser::time_zones;
use crate::components::field::{FormErrors, SelectField};
use crate::components::status_line::Status;
use crate::locales::{Speech, reminder_plan::PlanWords};
use crate::pages::frame::form::Form;
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::unread;

/// How long nothing is typed before the server is asked what would happen.
const PAUSE: Duration = Duration::from_millis(300);

/// The plan, once it is read.
#[component]
pub(super) fn PlanSection() -> impl IntoView {
    let (session, speech) = (Session::expect(), Speech::expect());
    let read = RwSignal::new(None::<Result<Planned, String>>);
    let load = move || {
        spawn_local(async move {
            let answer = reminder_plan().await;
            let answer = answer.map_err(|failure| session.explain(&failure, speech));
            // Whoever left the page meanwhile has taken it with them.
            read.try_set(Some(answer));
        });
    };
    load();
    move || match read.get() {
        None => view! { <section class="card" aria-busy="true"></section> }.into_any(),
        Some(Err(reason)) => unread(reason, load),
        Some(Ok(planned)) => view! { <PlanForm planned /> }.into_any(),
    }
}

#[component]
fn PlanForm(planned: Planned) -> impl IntoView {
    let (form, speech, status) = (Form::blank(), Speech::expect(), Status::expect());
    let words = speech.words(PlanWords);
    let draft = Draft::of(&planned);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = draft.input_untracked() else {
            return form.mend();
        };
        form.send(true, save_reminder_plan(input), move |_| {
            status.say(words.saved());
        });
    };
    let zones = zones(&planned);
    view! {
        <form class="card plan" novalidate aria-labelledby="plan-title" on:submit=submit>
            <h2 id="plan-title">{words.title()}</h2>
            <div class="switch">
                <input id="plan-enabled" type="checkbox" role="switch" aria-describedby="plan-hint" bind:checked=draft.enabled />
                <label for="plan-enabled">{words.enabled()}</label>
                <p class="hint" id="plan-hint">{words.enabled_hint()}</p>
            </div>
            <Steps draft form />
            <QuietHours draft error=form.error("quietHours", || None) />
            <QuietDays draft error=form.error("quietDays", || None) />
            <SelectField label=words.zone() hint=words.zone_hint() value=draft.zone options=zones error=form.error("timeZone", || None) />
            <Most draft error=form.error("mostReminders", move || draft.most().is_none().then_some(words.number_missing())) />
            <p class="upcoming" role="status">{upcoming(draft)}</p>
            <FormErrors messages=form.rest(&["quietHours", "quietDays", "timeZone", "mostReminders", "hours"]) />
            <div class="form-end">
                <button type="submit" class="button primary" aria-busy=form.busy()>{words.save()}</button>
            </div>
        </form>
    }
}

/// Every zone there is to choose from, the chosen one in any case.
fn zones(planned: &Planned) -> Vec<(String, String)> {
    let mut zones = time_zones();
    let chosen = &planned.time_zone.0;
    if !zones.contains(chosen) {
        zones.push(chosen.clone());
    }
    let named = |zone: String| {
        let words = zone.replace('_', " ");
        (zone, words)
    };
    zones.into_iter().map(named).collect()
}

#[component]
fn Most(draft: Draft, error: Signal<Option<String>>) -> impl IntoView {
    let words = Speech::expect().words(PlanWords);
    view! {
        <div class="field">
            <label for="plan-most">{words.most()}</label>
            <div class="number-and-unit">
                <input class="input" id="plan-most" type="number" inputmode="numeric" min="1" max="20" step="1" autocomplete="off"
                    aria-describedby="plan-most-hint plan-most-error" aria-invalid=move || error.with(Option::is_some).then_some("true")
                    bind:value=draft.most />
                <span aria-hidden="true">{words.most_unit()}</span>
            </div>
            <p class="hint" id="plan-most-hint">{words.most_hint()}</p>
            <p class="error" id="plan-most-error" hidden=move || error.with(Option::is_none)>{error}</p>
        </div>
    }
}

/// What would happen next, asked again whenever the typing pauses; the answer to an older question is dropped.
fn upcoming(draft: Draft) -> impl Fn() -> Option<String> {
    let speech = Speech::expect();
    let words = speech.words(PlanWords);
    let next = RwSignal::new(None::<UpcomingReminders>);
    let asked = StoredValue::new(0_u32);
    let mut ask_soon = leptos::leptos_dom::helpers::debounce(PAUSE, move |()| {
        let Some(input) = draft.input_untracked() else {
            return next.set(None);
        };
        asked.update_value(|asked| *asked += 1);
        let turn = asked.get_value();
        spawn_local(async move {
            let answer = preview_reminder_plan(input).await;
            if asked.try_get_value() == Some(turn) {
                next.try_set(answer.ok().flatten());
            }
        });
    });
    Effect::new(move || {
        draft.input();
        ask_soon(());
    });
    move || {
        let next = next.get()?;
        let people = speech.count(next.people_in_next_day);
        let Some(at) = next.next_at else {
            return Some(words.nobody().to_owned());
        };
        let moment = speech.moment(at.at());
        Some(if draft.enabled.get() {
            words.next_on(&moment, people)
        } else {
            words.next_off(&moment, people)
        })
    }
}

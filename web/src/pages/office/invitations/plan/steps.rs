//! The steps of the plan: a line each, to be added, changed and removed.

use leptos::prelude::*;

use super::draft::{Draft, StepDraft};
use crate::api::reminder_plan::StepAnchor;
use crate::browser;
use crate::components::icon::{Draw, Icon};
use crate::locales::{Speech, reminder_plan::PlanWords};
use crate::pages::frame::form::Form;

/// The most steps there can be: the server's bound.
const MOST_STEPS: usize = 10;

/// The id of the button that adds one.
const ADD: &str = "plan-add";

fn number_id(key: u32) -> String {
    format!("plan-step-{key}")
}

/// Every step, with the way to add one.
#[component]
pub(super) fn Steps(draft: Draft, form: Form) -> impl IntoView {
    let words = Speech::expect().words(PlanWords);
    let add = move |_| {
        let step = draft.add();
        // To where one goes on typing, once it is drawn.
        request_animation_frame(move || browser::focus(&number_id(step.key)));
    };
    let is_full = move || draft.steps.with(|steps| steps.len() >= MOST_STEPS);
    view! {
        <fieldset class="field">
            <legend>{words.steps()}</legend>
            <p class="muted" hidden=move || draft.steps.with(|steps| !steps.is_empty())>{words.nothing_planned()}</p>
            <div class="steps">
                <For each=move || draft.steps.get() key=|step| step.key let:step>
                    <Step draft step form />
                </For>
            </div>
            <div>
                <button type="button" id=ADD class="button" disabled=is_full on:click=add>
                    <Draw icon=Icon::Plus /> {words.add()}
                </button>
            </div>
        </fieldset>
    }
}

#[component]
fn Step(draft: Draft, step: StepDraft, form: Form) -> impl IntoView {
    let words = Speech::expect().words(PlanWords);
    let place = Memo::new(move |_| {
        let place = draft
            .steps
            .with(|steps| steps.iter().position(|other| other.key == step.key));
        place.unwrap_or_default()
    });
    let counted = move || i32::try_from(place.get() + 1).unwrap_or(i32::MAX);
    let error = form.error_at(
        move || format!("reminderPlan.steps.{}.hours", place.get()),
        move || step.hours().is_none().then_some(words.number_missing()),
    );
    let error_id = format!("{}-error", number_id(step.key));
    let remove = move |_| {
        draft.remove(step.key);
        browser::focus(ADD);
    };
    let in_days = step.in_days.get_untracked();
    let anchors = [StepAnchor::AfterInvitation, StepAnchor::BeforeExpiry].map(|anchor| {
        let (value, chosen) = (value(anchor), step.anchor.get_untracked() == anchor);
        view! { <option value=value selected=chosen>{words.anchor(anchor)}</option> }
    });
    view! {
        <div role="group" aria-label=move || words.step(counted())>
            <input class="input" id=number_id(step.key) type="number" inputmode="numeric" min="1" step="1" autocomplete="off"
                aria-label=words.how_many() aria-describedby=error_id.clone()
                aria-invalid=move || error.with(Option::is_some).then_some("true") bind:value=step.number />
            <select class="input" aria-label=words.unit() on:change:target=move |event| step.in_days.set(event.target().value() == "days")>
                <option value="hours" selected=!in_days>{words.unit_hours()}</option>
                <option value="days" selected=in_days>{words.unit_days()}</option>
            </select>
            <select class="input" aria-label=words.from_when() on:change:target=move |event| step.anchor.set(anchor(&event.target().value()))>
                {anchors.collect_view()}
            </select>
            <button type="button" class="button quiet icon-only" aria-label=move || words.remove(counted()) on:click=remove>
                <Draw icon=Icon::Trash />
            </button>
            <p class="error" id=error_id hidden=move || error.with(Option::is_none)>{error}</p>
        </div>
    }
}

const fn value(anchor: StepAnchor) -> &'static str {
    match anchor {
        StepAnchor::AfterInvitation => "after",
        StepAnchor::BeforeExpiry => "before",
    }
}

fn anchor(value: &str) -> StepAnchor {
    if value == "before" {
        StepAnchor::BeforeExpiry
    } else {
        StepAnchor::AfterInvitation
    }
}

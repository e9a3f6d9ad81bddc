//! Settings > Invitations: whether people are invited by themselves, how long a link lives, and when they are reminded.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

mod plan;

use self::plan::PlanSection;
use crate::api::organization::{Organization, UpdateOrganizationInput, update_organization};
use crate::api::values::Channel;
use crate::components::field::FormErrors;
use crate::components::fresh_id;
use crate::components::page_head::PageHead;
use crate::components::status_line::Status;
use crate::components::time::Present;
use crate::locales::{Speech, console::ConsoleWords, organization::InvitationSettingsWords};
use crate::pages::frame::form::Form;
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::with_organization;

/// How long a link may live, in hours: the server's bounds.
const LIFETIME: std::ops::RangeInclusive<i32> = 1..=720;

/// The page, once the organisation is known.
#[component]
pub fn InvitationsPage() -> impl IntoView {
    let words = Speech::expect().words(InvitationSettingsWords);
    let content = |organization: Organization| {
        let settings = view! {
            <div class="stack">
                <Settings organization />
                <PlanSection />
            </div>
        };
        settings.into_any()
    };
    view! { <PageHead title=words.title() /> {with_organization(content)} }
}

#[component]
fn Settings(organization: Organization) -> impl IntoView {
    let (session, form, speech, status) = (
        Session::expect(),
        Form::blank(),
        Speech::expect(),
        Status::expect(),
    );
    let words = speech.words(InvitationSettingsWords);
    let auto_invite = RwSignal::new(organization.auto_invite);
    let lifetime = Lifetime::of(organization.link_lifetime_hours);
    // Where no text message can be sent there is nothing to say about its link.
    let text_lifetime = organization
        .can_send(Channel::Sms)
        .then(|| Lifetime::of(organization.text_link_lifetime_hours));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let hours = lifetime.hours();
        let text_hours = text_lifetime.map(Lifetime::hours);
        let input = UpdateOrganizationInput {
            auto_invite: Some(auto_invite.get_untracked()),
            link_lifetime_hours: hours,
            text_link_lifetime_hours: text_hours.flatten(),
            ..UpdateOrganizationInput::default()
        };
        form.send(
            hours.is_some() && text_hours.is_none_or(|hours| hours.is_some()),
            update_organization(input),
            move |organization| {
                session.renew_organization(organization);
                status.say(words.saved());
            },
        );
    };
    let error = move |field: &'static str, lifetime: Lifetime| {
        form.error(field, move || {
            let refused = lifetime.tracked_hours().is_none();
            refused.then(|| words.lifetime_refused())
        })
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <section class="card" aria-labelledby="auto-title">
                <h2 id="auto-title">{words.auto_title()}</h2>
                <div class="switch">
                    <input id="auto-invite" type="checkbox" role="switch" aria-describedby="auto-hint" bind:checked=auto_invite />
                    <label for="auto-invite">{words.auto()}</label>
                    <p class="hint" id="auto-hint">{words.auto_hint()}</p>
                </div>
            </section>
            <section class="card" aria-labelledby="lifetime-title">
                <h2 id="lifetime-title">{words.lifetime_title()}</h2>
                <LifetimeField label=words.lifetime() hint=words.lifetime_hint() lifetime error=error("linkLifetimeHours", lifetime) />
                {text_lifetime.map(|text| view! {
                    <LifetimeField label=words.text_lifetime() hint=words.text_lifetime_hint() lifetime=text most=lifetime
                        error=error("textLinkLifetimeHours", text) />
                })}
            </section>
            <FormErrors messages=form.rest(&["linkLifetimeHours", "textLinkLifetimeHours"]) />
            <div class="form-end">
                <button type="submit" class="button primary" aria-busy=form.busy()>{speech.words(ConsoleWords).save()}</button>
            </div>
        </form>
    }
}

/// A number and its unit, as people say it: 7 days, not 168 hours.
#[derive(Clone, Copy)]
struct Lifetime {
    number: RwSignal<String>,
    in_days: RwSignal<bool>,
}

impl Lifetime {
    fn of(hours: i32) -> Self {
        let in_days = hours % 24 == 0;
        let number = if in_days { hours / 24 } else { hours };
        Self {
            number: RwSignal::new(number.to_string()),
            in_days: RwSignal::new(in_days),
        }
    }

    /// In hours; none when it is no number or out of bounds.
    fn tracked_hours(self) -> Option<i32> {
        let number: i32 = self.number.with(|number| number.trim().parse().ok())?;
        let hours = number.checked_mul(if self.in_days.get() { 24 } else { 1 })?;
        LIFETIME.contains(&hours).then_some(hours)
    }

    fn hours(self) -> Option<i32> {
        untrack(|| self.tracked_hours())
    }
}

#[component]
fn LifetimeField(
    label: &'static str,
    hint: &'static str,
    lifetime: Lifetime,
    /// What it never lasts longer than.
    #[prop(optional)]
    most: Option<Lifetime>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let (speech, present) = (Speech::expect(), Present::expect());
    let words = speech.words(InvitationSettingsWords);
    let id = fresh_id("lifetime");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{hint_id} {error_id}");
    let example = move || {
        let hours = lifetime.tracked_hours()?;
        let most = most.and_then(Lifetime::tracked_hours).unwrap_or(hours);
        let end = present.get() + f64::from(hours.min(most)) * 3_600_000.0;
        Some(words.example(&speech.moment(end)))
    };
    let unit = NodeRef::<html::Select>::new();
    let choose_unit = move |_| {
        if let Some(unit) = unit.get_untracked() {
            lifetime.in_days.set(unit.value() == "days");
        }
    };
    let faulty = move || error.with(Option::is_some).then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <div class="number-and-unit">
                <input class="input" id=id type="number" inputmode="numeric" min="1" max="720" step="1" autocomplete="off"
                    aria-describedby=described aria-invalid=faulty bind:value=lifetime.number />
                <select class="input" aria-label=words.unit() node_ref=unit on:change=choose_unit>
                    <option value="hours" selected=!lifetime.in_days.get_untracked()>{words.unit_hours()}</option>
                    <option value="days" selected=lifetime.in_days.get_untracked()>{words.unit_days()}</option>
                </select>
            </div>
            <p class="hint" id=hint_id>{hint}</p>
            <p class="error" id=error_id hidden=move || error.with(Option::is_none)>{error}</p>
            <p class="muted" role="status">{example}</p>
        </div>
    }
}

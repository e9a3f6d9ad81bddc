//! Settings > Organisation: its name and language, and the ways it can reach people.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::organization::{
    ChannelStatus, Organization, UpdateOrganizationInput, update_organization,
};
use crate::api::values::{Channel, Locale};
use crate::components::field::{FormErrors, SelectField, TextField};
use crate::components::page_head::PageHead;
use crate::components::status_line::Status;
use crate::locales::{
    Language, Speech, console::ConsoleWords, organization::OrganizationWords, values::ValueWords,
};
use crate::pages::frame::form::{Form, is_blank, trimmed};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::with_organization;

/// The page, once the organisation is known.
#[component]
pub fn OrganizationPage() -> impl IntoView {
    let words = Speech::expect().words(OrganizationWords);
    let content = |organization: Organization| {
        view! { <Names organization=organization.clone() /> <Channels channels=organization.channels /> }.into_any()
    };
    view! { <PageHead title=words.title() /> {with_organization(content)} }
}

#[component]
fn Names(organization: Organization) -> impl IntoView {
    let (session, form, speech, status) = (
        Session::expect(),
        Form::blank(),
        Speech::expect(),
        Status::expect(),
    );
    let words = speech.words(OrganizationWords);
    let name = RwSignal::new(organization.name);
    let locale = RwSignal::new(organization.locale.0);
    let undo = RwSignal::new(organization.undo_seconds.to_string());
    let country = RwSignal::new(organization.country.unwrap_or_default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = UpdateOrganizationInput {
            name: Some(trimmed(name)),
            locale: Some(Locale(locale.get_untracked())),
            undo_seconds: undo.with_untracked(|seconds| seconds.parse().ok()),
            country: Some(trimmed(country)),
            ..UpdateOrganizationInput::default()
        };
        let complete = untrack(|| !is_blank(name));
        form.send(complete, update_organization(input), move |organization| {
            session.renew_organization(organization);
            status.say(words.saved());
        });
    };
    let name_error = form.error("name", move || is_blank(name).then(|| words.name_missing()));
    let locales = Language::ALL
        .map(|language| (language.tag().to_owned(), language.own_name().to_owned()))
        .to_vec();
    let windows = undo_windows(organization.undo_seconds, speech);
    let save = speech.words(ConsoleWords).save();
    view! {
        <section class="card">
            <form class="form" novalidate on:submit=submit>
                <TextField label=words.name() value=name autocomplete="organization" hint=words.name_hint() error=name_error />
                <SelectField label=words.language() value=locale options=locales hint=words.language_hint()
                    error=form.error("locale", || None) />
                <SelectField label=words.undo() value=undo options=windows hint=words.undo_hint()
                    error=form.error("undoSeconds", || None) />
                <TextField label=words.country() value=country autocomplete="country" hint=words.country_hint() error=form.error("country", || None) optional=true />
                <FormErrors messages=form.rest(&["name", "locale", "undoSeconds", "country"]) />
                <div class="form-end">
                    <button type="submit" class="button primary" aria-busy=form.busy()>{save}</button>
                </div>
            </form>
        </section>
    }
}

/// How long a deed may wait: what is usual, and what is chosen now.
fn undo_windows(now: i32, speech: Speech) -> Vec<(String, String)> {
    let words = speech.words(OrganizationWords);
    let mut windows = vec![0, 5, 10, 20, 30, 60, now];
    windows.sort_unstable();
    windows.dedup();
    let said = |seconds: i32| match seconds {
        0 => words.undo_never().to_owned(),
        _ => words.undo_for(speech.count(seconds)),
    };
    windows
        .into_iter()
        .map(|seconds| (seconds.to_string(), said(seconds)))
        .collect()
}

#[component]
fn Channels(channels: Vec<ChannelStatus>) -> impl IntoView {
    let words = Speech::expect().words(OrganizationWords);
    view! {
        <section class="card" aria-labelledby="channels-title">
            <h2 id="channels-title">{words.channels()}</h2>
            <p class="muted">{words.channels_about()}</p>
            <ul class="channels" role="list">{channels.into_iter().map(channel).collect_view()}</ul>
        </section>
    }
}

fn channel(status: ChannelStatus) -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(OrganizationWords);
    let (class, word) = if status.configured {
        ("badge good", words.ready())
    } else {
        ("badge", words.not_ready())
    };
    let about = (status.channel == Channel::Link).then(|| words.link_about().to_owned());
    let hint = status.hint.or(about);
    view! {
        <li>
            <b>{speech.words(ValueWords).channel(status.channel)}</b>
            <span class=class>{word}</span>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
        </li>
    }
}

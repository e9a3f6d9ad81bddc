//! Whom of the workspace, how they are invited, and whether by itself.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use crate::api::slack::{
    SlackChoice, SlackWorkspace, UpdateSlackSettingsInput, choices, update_slack_settings,
};
use crate::api::values::Channel;
use crate::components::field::{Checkbox, FormErrors, SelectField};
use crate::components::status_line::Status;
use crate::locales::{console::ConsoleWords, slack::SlackWords, values::ValueWords};
use crate::pages::frame::form::Form;

/// Something that can be chosen, and whether it is.
type Choice = (SlackChoice, RwSignal<bool>);

/// What can be chosen: user groups and channels.
#[derive(Clone)]
struct Offered(Vec<Choice>, Vec<Choice>);

fn marked(offered: Vec<SlackChoice>, chosen: &[SlackChoice]) -> Vec<Choice> {
    let mark = |choice: SlackChoice| {
        let is_chosen = chosen.iter().any(|chosen| chosen.id == choice.id);
        (choice, RwSignal::new(is_chosen))
    };
    offered.into_iter().map(mark).collect()
}

fn ids(choices: &[Choice]) -> Vec<String> {
    let chosen = choices
        .iter()
        .filter(|(_, is_chosen)| is_chosen.get_untracked());
    chosen.map(|(choice, _)| choice.id.clone()).collect()
}

/// The card.
#[component]
pub(super) fn Settings(desk: Desk, workspace: SlackWorkspace) -> impl IntoView {
    let (form, status) = (Form::blank(), Status::expect());
    let (words, values) = (desk.speech.words(SlackWords), desk.speech.words(ValueWords));
    let by_slack = workspace.invites_by == Channel::Slack;
    let by = RwSignal::new(if by_slack { "1" } else { "0" }.to_owned());
    let automatic = RwSignal::new(workspace.automatic);
    let offered = RwSignal::new(None::<Offered>);
    let unknown = RwSignal::new(false);
    spawn_local(async move {
        match choices().await {
            Ok(Some(found)) => {
                let groups = marked(found.user_groups, &workspace.user_groups);
                let channels = marked(found.channels, &workspace.channels);
                let _ = offered.try_set(Some(Offered(groups, channels)));
            }
            _ => {
                let _ = unknown.try_set(true);
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = offered.get_untracked();
        let input = UpdateSlackSettingsInput {
            user_group_ids: chosen.as_ref().map(|Offered(groups, _)| ids(groups)),
            channel_ids: chosen.as_ref().map(|Offered(_, channels)| ids(channels)),
            invites_by: Some(if by.get_untracked() == "1" {
                Channel::Slack
            } else {
                Channel::Email
            }),
            automatic: Some(automatic.get_untracked()),
        };
        form.send(true, update_slack_settings(input), move |()| {
            status.say(words.saved());
            desk.read();
        });
    };
    let ways = vec![
        ("0".to_owned(), values.email().to_owned()),
        ("1".to_owned(), values.slack().to_owned()),
    ];
    view! {
        <form class="card form" novalidate aria-labelledby="whom-title" on:submit=submit>
            <h2 id="whom-title">{words.whom()}</h2>
            <p class="hint">{words.whom_hint()}</p>
            {move || unknown.get().then(|| view! { <p class="muted">{words.no_choices()}</p> })}
            {move || offered.get().map(|Offered(groups, channels)| view! {
                {list(words.groups(), groups)}
                {list(words.channels(), channels)}
            })}
            <SelectField label=words.invites_by() value=by options=ways hint=words.invites_hint() />
            <Checkbox label=words.automatic() value=automatic />
            <FormErrors messages=form.rest(&[]) />
            <div class="form-end">
                <button type="submit" class="button primary" aria-busy=form.busy()>{desk.speech.words(ConsoleWords).save()}</button>
            </div>
        </form>
    }
}

fn list(title: &'static str, choices: Vec<Choice>) -> impl IntoView {
    (!choices.is_empty()).then(|| {
        let choices = choices
            .into_iter()
            .map(|(choice, is_chosen)| view! { <Checkbox label=choice.name value=is_chosen /> })
            .collect_view();
        view! { <fieldset class="field"><legend>{title}</legend><div class="low">{choices}</div></fieldset> }
    })
}

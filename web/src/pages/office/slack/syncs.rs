//! Looking, synchronising, and the log.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use crate::api::slack::{
    Member, SlackRowClass, SlackSync, SlackSyncState, SyncSlackInput, members, preview_slack_sync,
    sync_slack,
};
use crate::components::badge::Tone;
use crate::components::field::FormErrors;
use crate::components::time::RelativeTime;
use crate::locales::slack::SlackWords;
use crate::pages::frame::form::Form;

/// The card with the newest one, and the log of those before.
#[component]
pub(super) fn Syncs(desk: Desk) -> impl IntoView {
    let form = Form::blank();
    let words = desk.speech.words(SlackWords);
    let syncs = move || {
        desk.slack
            .with(|slack| slack.as_ref().map(|slack| slack.syncs.nodes.clone()))
            .unwrap_or_default()
    };
    let runs = Memo::new(move |_| {
        syncs()
            .first()
            .is_some_and(|sync| sync.state == SlackSyncState::Running)
    });
    let begin = move |expected_changes: Option<i32>| {
        form.send(
            true,
            sync_slack(SyncSlackInput { expected_changes }),
            move |()| desk.read(),
        );
    };
    let look = move |_| form.send(true, preview_slack_sync(), move |()| desk.read());
    view! {
        <section class="card wide" aria-labelledby="sync-title">
            <h2 id="sync-title">{words.sync_title()}</h2>
            <p class="muted" role="status">{move || runs.get().then(|| words.running())}</p>
            <FormErrors messages=form.rest(&[]) />
            <div class="form-end">
                <button type="button" class="button" disabled=runs on:click=look>{words.preview()}</button>
                <button type="button" class="button" disabled=runs on:click=move |_| begin(None)>{words.sync()}</button>
            </div>
            {move || syncs().into_iter().next().filter(|sync| sync.state != SlackSyncState::Running).map(|sync| newest(desk, sync, begin))}
        </section>
        {move || log(desk, syncs())}
    }
}

fn newest(
    desk: Desk,
    sync: SlackSync,
    begin: impl Fn(Option<i32>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = desk.speech.words(SlackWords);
    let rows = RwSignal::new(Vec::<Member>::new());
    let id = sync.id.clone();
    spawn_local(async move {
        if let Ok(found) = members(id).await {
            let _ = rows.try_set(found);
        }
    });
    let changes = sync.changes;
    let asks =
        matches!(sync.state, SlackSyncState::Previewed | SlackSyncState::Held) && changes > 0;
    let numbers = (sync.state != SlackSyncState::Failed).then(|| counts(desk, &sync));
    view! {
        <p><span class=tone(sync.state).class()>{words.standing(sync.state)}</span> " " {numbers}</p>
        {(sync.state == SlackSyncState::Held).then(|| view! { <p>{words.held()}</p> })}
        {sync.failure_message.map(|message| view! { <p class="error">{message}</p> })}
        {asks.then(|| view! {
            <div><button type="button" class="button primary" on:click=move |_| begin(Some(changes))>
                {words.carry_out(&desk.speech.number(changes))}
            </button></div>
        })}
        {move || (!rows.with(Vec::is_empty)).then(|| view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=words.what()><table class="table small">
                <thead><tr><th scope="col">{words.member()}</th><th scope="col">{words.what()}</th></tr></thead>
                <tbody>{rows.get().into_iter().map(|member| row(words, member)).collect_view()}</tbody>
            </table></div>
        })}
    }
}

fn counts(desk: Desk, sync: &SlackSync) -> String {
    let number = |number| desk.speech.number(number);
    desk.speech.words(SlackWords).counts(
        &number(sync.created),
        &number(sync.updated),
        &number(sync.missing),
        &number(sync.skipped),
    )
}

fn row(words: SlackWords, member: Member) -> impl IntoView {
    let name = member
        .full_name
        .or(member.email.clone())
        .unwrap_or(member.slack_id);
    let tone = match member.class {
        SlackRowClass::New => Tone::Good,
        SlackRowClass::Update => Tone::Info,
        SlackRowClass::Missing => Tone::Warn,
        SlackRowClass::Skipped | SlackRowClass::Unchanged => Tone::Quiet,
    };
    view! {
        <tr>
            <th scope="row"><span class="who"><b>{name}</b> <small>{member.email}</small></span></th>
            <td><span class=tone.class()>{words.class(member.class)}</span> " " <small class="muted">{member.message}</small></td>
        </tr>
    }
}

fn log(desk: Desk, syncs: Vec<SlackSync>) -> impl IntoView {
    let words = desk.speech.words(SlackWords);
    (!syncs.is_empty()).then(|| {
        let rows = syncs
            .into_iter()
            .map(|sync| {
                let what = sync.failure_message.clone().unwrap_or_else(|| counts(desk, &sync));
                view! {
                    <tr>
                        <th scope="row"><RelativeTime at=sync.started_at.at() /></th>
                        <td><span class=tone(sync.state).class()>{words.standing(sync.state)}</span></td>
                        <td>{what}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <section class="card wide" aria-labelledby="log-title">
                <h2 id="log-title">{words.log()}</h2>
                <div class="table-wrap" tabindex="0" role="region" aria-label=words.log()><table class="table small">
                    <thead><tr><th scope="col">{words.when()}</th><th scope="col">{words.state()}</th><th scope="col">{words.what()}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            </section>
        }
    })
}

fn tone(state: SlackSyncState) -> Tone {
    match state {
        SlackSyncState::Running | SlackSyncState::Previewed => Tone::Info,
        SlackSyncState::Done => Tone::Good,
        SlackSyncState::Held => Tone::Warn,
        SlackSyncState::Failed => Tone::Bad,
    }
}

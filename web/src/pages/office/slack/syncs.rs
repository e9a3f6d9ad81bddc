//! Looking, synchronising, and the log.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Desk, missing::Missing};
use crate::api::slack::{
    Member, SlackRowClass, SlackSync, SlackSyncState, SyncSlackInput, members, preview_slack_sync,
    sync_slack,
};
use crate::components::badge::Tone;
use crate::components::field::FormErrors;
use crate::components::time::RelativeTime;
use crate::locales::{Count, slack::SlackWords};
use crate::pages::frame::form::Form;

/// The card with the newest one, and the log of those before.
#[component]
pub(super) fn Syncs(desk: Desk) -> impl IntoView {
    let form = Form::blank();
    let words = desk.speech.words(SlackWords);
    let syncs = Memo::new(move |_| {
        desk.slack
            .with(|slack| slack.as_ref().map(|slack| slack.syncs.nodes.clone()))
            .unwrap_or_default()
    });
    let runs = Memo::new(move |_| {
        syncs.with(|syncs| {
            syncs
                .first()
                .is_some_and(|sync| sync.state == SlackSyncState::Running)
        })
    });
    // The newest that has ended: it stays in view while another one runs.
    let newest = Memo::new(move |_| {
        syncs.with(|syncs| {
            let ended = |sync: &&SlackSync| sync.state != SlackSyncState::Running;
            syncs.iter().find(ended).cloned()
        })
    });
    let begin = move |expected_changes: Option<i32>| {
        form.send(
            !runs.get_untracked(),
            sync_slack(SyncSlackInput { expected_changes }),
            move |()| desk.read(),
        );
    };
    let look = move |_| {
        form.send(!runs.get_untracked(), preview_slack_sync(), move |()| {
            desk.read();
        });
    };
    let busy = move || runs.get().then_some("true");
    view! {
        <section class="card wide" aria-labelledby="sync-title">
            <h2 id="sync-title">{words.sync_title()}</h2>
            <p class="muted">{words.sync_about()}</p>
            <FormErrors messages=form.rest(&[]) />
            <div class="facts-line">
                <button type="button" class="button" aria-disabled=busy on:click=look>{words.preview()}</button>
                <button type="button" class="button" aria-disabled=busy on:click=move |_| begin(None)>{words.sync()}</button>
            </div>
            <p role="status" class="muted">{move || runs.get().then(|| words.running())}</p>
            {move || newest.get().map(|sync| outcome(desk, sync, begin))}
        </section>
        <Missing desk />
        {move || log(desk, syncs.get())}
    }
}

fn outcome(
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
    let asks = matches!(sync.state, SlackSyncState::Previewed | SlackSyncState::Held);
    let changes = Some(sync.changes).filter(|changes| asks && *changes > 0);
    let all = sync.created + sync.updated + sync.unchanged + sync.skipped + sync.missing;
    let others = move || {
        let shown = rows.with(|rows| i32::try_from(rows.len()).unwrap_or(i32::MAX));
        Some(all - sync.unchanged - shown).filter(|others| shown > 0 && *others > 0)
    };
    view! {
        <p class="facts-line"><span class=tone(sync.state).class()>{words.standing(sync.state)}</span> " " <span>{said(desk, &sync)}</span></p>
        {(sync.state == SlackSyncState::Held).then(|| view! { <p>{words.held()}</p> })}
        {changes.map(|changes| view! {
            <div><button type="button" class="button primary" on:click=move |_| begin(Some(changes))>
                {words.carry_out(desk.speech.count(changes))}
            </button></div>
        })}
        {move || (!rows.with(Vec::is_empty)).then(|| view! {
            <div class="table-wrap low" tabindex="0" role="group" aria-label=words.what()><table class="table small">
                <thead><tr><th scope="col">{words.member()}</th><th scope="col">{words.what()}</th></tr></thead>
                <tbody>{rows.get().into_iter().map(|member| row(words, member)).collect_view()}</tbody>
            </table></div>
        })}
        {move || others().map(|others| view! { <p class="muted">{words.others(desk.speech.count(others))}</p> })}
    }
}

/// Why it failed, else how many of each; what is nought is left out.
fn said(desk: Desk, sync: &SlackSync) -> String {
    if let Some(failure) = &sync.failure_message {
        return failure.clone();
    }
    if sync.state == SlackSyncState::Running {
        return String::new();
    }
    let words = desk.speech.words(SlackWords);
    let some = |number: i32, said: fn(SlackWords, Count) -> String| {
        (number > 0).then(|| said(words, desk.speech.count(number)))
    };
    let parts = [
        some(sync.created, SlackWords::some_new),
        some(sync.updated, SlackWords::some_changed),
        some(sync.missing, SlackWords::some_missing),
        some(sync.skipped, SlackWords::some_left_alone),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        words.nothing().to_owned()
    } else {
        desk.speech.list(&parts)
    }
}

fn row(words: SlackWords, member: Member) -> impl IntoView {
    let (name, email) = match (member.full_name, member.email) {
        (Some(name), email) => (name, email),
        (None, email) => (email.unwrap_or(member.slack_id), None),
    };
    let tone = match member.class {
        SlackRowClass::New => Tone::Good,
        SlackRowClass::Update => Tone::Info,
        SlackRowClass::Missing => Tone::Warn,
        SlackRowClass::Skipped | SlackRowClass::Unchanged => Tone::Quiet,
    };
    view! {
        <tr>
            <th scope="row">{name} {email.map(|email| view! { <small class="muted">{email}</small> })}</th>
            <td><span class=tone.class()>{words.class(member.class)}</span> {member.message.map(|why| view! { <small class="muted">{why}</small> })}</td>
        </tr>
    }
}

fn log(desk: Desk, syncs: Vec<SlackSync>) -> impl IntoView {
    let words = desk.speech.words(SlackWords);
    (!syncs.is_empty()).then(|| {
        let rows = syncs
            .into_iter()
            .map(|sync| {
                view! {
                    <tr>
                        <th scope="row"><RelativeTime at=sync.started_at.at() /></th>
                        <td><span class=tone(sync.state).class()>{words.standing(sync.state)}</span></td>
                        <td>{said(desk, &sync)}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <section class="card wide" aria-labelledby="log-title">
                <h2 id="log-title">{words.log()}</h2>
                <div class="table-wrap" tabindex="0" role="group" aria-labelledby="log-title"><table class="table small">
                    <thead><tr><th scope="col">{words.when()}</th><th scope="col">{words.state()}</th><th scope="col">{words.came()}</th></tr></thead>
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

//! Settings > Slack.

mod connect;
mod disconnect;
mod missing;
mod settings;
mod syncs;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::slack::{Slack, SlackSyncState, SlackWorkspace, slack};
use crate::components::page_head::PageHead;
use crate::components::status_line::StatusLine;
use crate::locales::{Speech, console::ConsoleWords, slack::SlackWords};
use crate::pages::frame::session::Session;
use crate::pages::frame::unread::unread;
use connect::Connect;
use disconnect::AskDisconnect;
use settings::Settings;
use syncs::Syncs;

/// How often a running synchronisation is looked after, in milliseconds.
const LOOK_EVERY: u32 = 1_000;

/// What was read, and reading it again.
#[derive(Clone, Copy)]
struct Desk {
    slack: RwSignal<Option<Slack>>,
    failure: RwSignal<Option<String>>,
    session: Session,
    speech: Speech,
}

impl Desk {
    /// Reads, and again while a synchronisation is running.
    fn read(self) {
        spawn_local(async move {
            loop {
                match slack().await {
                    Ok(found) => {
                        let newest = found.syncs.nodes.first();
                        let runs = newest.is_some_and(|sync| sync.state == SlackSyncState::Running);
                        if self.slack.try_set(Some(found)).is_some() || !runs {
                            return;
                        }
                    }
                    Err(failure) => {
                        let words = self.session.explain(&failure, self.speech);
                        let _ = self.failure.try_set(Some(words));
                        return;
                    }
                }
                TimeoutFuture::new(LOOK_EVERY).await;
            }
        });
    }
}

/// The page.
#[component]
pub fn SlackPage() -> impl IntoView {
    let speech = Speech::expect();
    let words = speech.words(SlackWords);
    let desk = Desk {
        slack: RwSignal::new(None),
        failure: RwSignal::new(None),
        session: Session::expect(),
        speech,
    };
    desk.read();
    let has_app = Memo::new(move |_| {
        desk.slack
            .with(|slack| slack.as_ref().map(|slack| slack.has_app))
    });
    // When the next synchronisation is due changes with each; what is being filled in stays all the same.
    let workspace = Memo::new(move |_| {
        let workspace = desk.slack.with(|slack| slack.as_ref()?.workspace.clone())?;
        Some(SlackWorkspace {
            next_sync_at: None,
            ..workspace
        })
    });
    view! {
        <PageHead title=words.title() about=words.about() />
        <StatusLine />
        {move || match (has_app.get(), desk.failure.get()) {
            (_, Some(failure)) => unread(failure, move || {
                desk.failure.set(None);
                desk.read();
            }),
            (None, None) => view! { <p class="muted" role="status">{speech.words(ConsoleWords).loading()}</p> }.into_any(),
            (Some(has_app), None) => match workspace.get() {
                None => view! { <Connect desk has_app /> }.into_any(),
                Some(workspace) => view! { <Connected desk workspace has_app /> }.into_any(),
            },
        }}
    }
}

#[component]
fn Connected(desk: Desk, workspace: SlackWorkspace, has_app: bool) -> impl IntoView {
    let words = desk.speech.words(SlackWords);
    let refused = workspace.refused_at.is_some();
    let asking = RwSignal::new(false);
    let next = move || {
        let next = desk
            .slack
            .with(|slack| slack.as_ref()?.workspace.as_ref()?.next_sync_at.clone())?;
        Some(words.next(&desk.speech.moment(next.at())))
    };
    view! {
        <div class="stack">
            <section class="card" aria-labelledby="workspace-title">
                <h2 id="workspace-title">{workspace.name.clone()}</h2>
                {move || next().map(|next| view! { <p class="muted">{next}</p> })}
                {refused.then(|| view! { <p class="error">{words.refused()}</p> })}
                <div class="form-end">
                    <button type="button" class="button" on:click=move |_| asking.set(true)>{words.disconnect()}</button>
                </div>
            </section>
            {refused.then(|| view! { <Connect desk has_app /> })}
            <Settings desk workspace />
            <Syncs desk />
        </div>
        {move || asking.get().then(|| view! { <AskDisconnect desk on_close=move |()| asking.set(false) /> })}
    }
}

//! Deeds whose messages are leaving, and one's own that did not reach everyone: a card each. The server knows them, so a reload loses
//! none; which failures somebody has seen enough of, this device remembers.

use std::time::Duration;

use futures_util::future::AbortHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::deeds::Deeds;
use super::dialogs::Open;
use super::people::People;
use crate::api::operations::{self, Job, OperationKind};
use crate::api::users::Colleague;
use crate::browser;
use crate::components::icon::{Draw, Icon};
use crate::components::status_line::Status;
use crate::components::time::seconds;
use crate::locales::{Speech, console::ConsoleWords, users::UsersWords};
use crate::pages::frame::session::Session;

/// When deeds are looked for first: what is under way is no part of the first picture.
const FIRST_LOOK: Duration = Duration::from_millis(300);
/// How often deeds of others are looked for.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// Under what this device remembers the deeds whose failures were seen: ids, the latest first.
const SEEN: &str = "failures-seen";
/// How many of them: the server names no more.
const MOST_SEEN: usize = 20;

fn seen() -> String {
    browser::remembered(SEEN).unwrap_or_default()
}

/// A deed as it was heard of last.
#[derive(Clone, PartialEq)]
struct Heard {
    job: Job,
    /// When its undo window ends, by this device's clock.
    undo_until: f64,
    /// When its first message had left, and how many had by then.
    begun: Option<(f64, i32)>,
}

impl Heard {
    fn of(job: Job, before: Option<&Self>) -> Self {
        let now = browser::now();
        let left = job.delivery.sent + job.delivery.failed;
        let begun = before.and_then(|before| before.begun);
        Self {
            undo_until: now + f64::from(job.undo_seconds_left) * 1000.0,
            begun: begun.or((left > 0).then_some((now, left))),
            job,
        }
    }

    /// About how many seconds it takes until the last message has left.
    fn seconds_left(&self) -> Option<i32> {
        let (at, by_then) = self.begun?;
        let delivery = self.job.delivery;
        let left = delivery.sent + delivery.failed - by_then;
        let seconds = (browser::now() - at) / 1000.0;
        (left > 0 && seconds > 1.0)
            .then(|| (seconds * f64::from(delivery.queued) / f64::from(left)).ceil() as i32)
    }
}

/// A deed that is followed.
#[derive(Clone)]
struct Followed {
    id: cynic::Id,
    heard: ArcRwSignal<Heard>,
}

/// The deeds that are followed.
#[derive(Clone, Copy)]
pub struct Jobs {
    list: RwSignal<Vec<Followed>>,
    lines: StoredValue<Vec<AbortHandle>>,
    people: People,
    status: Status,
    session: Session,
    speech: Speech,
}

impl Jobs {
    /// Follows the organisation's deeds as long as the page is shown.
    pub fn provide(people: People) -> Self {
        let jobs = Self {
            list: RwSignal::new(Vec::new()),
            lines: StoredValue::new(Vec::new()),
            people,
            status: Status::expect(),
            session: Session::expect(),
            speech: Speech::expect(),
        };
        set_timeout(move || jobs.look(), FIRST_LOOK);
        let again = set_interval_with_handle(move || jobs.look(), LOOK_AGAIN).ok();
        on_cleanup(move || {
            if let Some(again) = again {
                again.clear();
            }
            jobs.lines
                .try_with_value(|lines| lines.iter().for_each(AbortHandle::abort));
        });
        jobs
    }

    fn look(self) {
        spawn_local(async move {
            for job in operations::running().await.into_iter().flatten() {
                if self.list.try_with_untracked(|_| ()).is_some() {
                    self.follow(job);
                }
            }
        });
    }

    /// Follows a deed until its last message has left. One that is over is shown if it did not reach everyone.
    pub fn follow(self, job: Job) {
        let known = |list: &Vec<Followed>| list.iter().any(|followed| followed.id == job.id);
        let Job { id, delivery, .. } = job.clone();
        let over = delivery.queued == 0;
        let settled = over && (delivery.failed == 0 || seen().contains(id.inner()));
        if settled || self.list.with_untracked(known) {
            return;
        }
        let heard = ArcRwSignal::new(Heard::of(job, None));
        self.list.update(|list| {
            list.push(Followed {
                id: id.clone(),
                heard: heard.clone(),
            });
        });
        if over {
            return;
        }
        let line = operations::listen(id, move |job| {
            heard.update(|heard| *heard = Heard::of(job.clone(), Some(&*heard)));
            if job.delivery.queued == 0 {
                self.ended(&job);
            }
        });
        self.lines.update_value(|lines| lines.push(line));
    }

    /// Everything has left: a card stays only when somebody was not reached.
    fn ended(self, job: &Job) {
        let delivery = job.delivery;
        self.people.count_soon();
        if delivery.failed > 0 {
            return;
        }
        self.forget(&job.id);
        if self.is_own(job.actor.as_ref()) && delivery.sent > 0 {
            let words = self.speech.words(UsersWords);
            self.status
                .say(words.all_sent(self.speech.count(delivery.sent)));
        }
    }

    fn forget(self, id: &cynic::Id) {
        self.list
            .update(|list| list.retain(|followed| followed.id != *id));
    }

    /// Takes a card away whose failures were seen, for good.
    fn dismiss(self, id: &cynic::Id) {
        self.forget(id);
        let seen = format!("{} {}", id.inner(), seen());
        let latest: Vec<&str> = seen.split(' ').take(MOST_SEEN).collect();
        browser::remember(SEEN, Some(&latest.join(" ")));
    }

    fn is_own(self, actor: Option<&Colleague>) -> bool {
        let viewer = self.session.viewer().get_untracked();
        match (actor, viewer) {
            (Some(actor), Some(viewer)) => actor.id == viewer.id,
            _ => false,
        }
    }
}

/// The cards.
#[component]
pub fn JobCards() -> impl IntoView {
    let jobs = Deeds::expect().jobs;
    let label = Speech::expect().words(UsersWords).messages_leaving();
    view! {
        <Show when=move || jobs.list.with(|list| !list.is_empty())>
            <section class="jobs" aria-label=label>
                <For each=move || jobs.list.get() key=|followed: &Followed| followed.id.clone() let(followed)>
                    <JobCard heard=followed.heard />
                </For>
            </section>
        </Show>
    }
}

#[component]
fn JobCard(heard: ArcRwSignal<Heard>) -> impl IntoView {
    let (deeds, speech) = (Deeds::expect(), Speech::expect());
    let words = speech.words(UsersWords);
    let shared = speech.words(ConsoleWords);
    let heard = RwSignal::from(heard);
    let now = seconds();
    let waits = Memo::new(move |_| {
        let now = now.get();
        let (left, most) =
            heard.with(|heard| (heard.undo_until - now, heard.job.undo_seconds_left));
        // The clock of the page ticks once a second: it may be a second behind.
        (left > 0.0).then_some(((left / 1000.0).ceil() as i32).min(most))
    });
    let delivery = move || heard.with(|heard| heard.job.delivery);
    let others = heard.with_untracked(|heard| {
        let actor = heard.job.actor.as_ref();
        (!deeds.jobs.is_own(actor)).then(|| actor.map(|actor| words.by(&actor.name())))
    });
    let ended = move || delivery().queued == 0;
    let title = move || {
        let kind = heard.with(|heard| heard.job.kind);
        let count = speech.count(delivery().total());
        match (kind, ended()) {
            (OperationKind::SendReminder, true) => words.done_reminded(count),
            (OperationKind::SendReminder, false) => words.reminding(count),
            (_, true) => words.done_invited(count),
            (_, false) => words.inviting(count),
        }
    };
    let progress = move || {
        let delivery = delivery();
        let mut parts = Vec::new();
        match waits.get() {
            Some(seconds) if delivery.queued > 0 => {
                parts.push(words.sending_in(&speech.number(seconds)));
            }
            _ if delivery.sent == 0 && delivery.failed == 0 => {
                parts.push(words.sending().to_owned())
            }
            _ => parts.push(words.sent(speech.count(delivery.sent))),
        }
        if delivery.failed > 0 {
            parts.push(words.failed(speech.count(delivery.failed)));
        }
        now.track();
        if let Some(seconds) = heard
            .with(Heard::seconds_left)
            .filter(|_| delivery.queued > 0)
        {
            parts.push(match seconds {
                ..90 => words.seconds_left(&speech.number(seconds)),
                _ => words.minutes_left(&speech.number((seconds + 59) / 60)),
            });
        }
        parts.join(" · ")
    };
    let id = move || heard.with_untracked(|heard| heard.job.id.clone());
    let can_undo = move || waits.get().is_some() && delivery().queued > 0;
    let undo = move |_| {
        browser::focus("main");
        deeds.undo(id(), false);
    };
    let show = move |_| deeds.open(Open::LeftOut(id(), Vec::new()));
    view! {
        <article class="job">
            <p class="job-head"><strong>{title}</strong> <span class="muted">{others.flatten()}</span></p>
            <progress max=move || delivery().total().to_string() value=move || (delivery().sent + delivery().failed).to_string() aria-label=title hidden=ended></progress>
            <p class="job-line"><span class="num muted">{progress}</span>
                <button type="button" class="button small" hidden=move || !can_undo() on:click=undo><Draw icon=Icon::Undo /> {shared.undo()}</button>
                <button type="button" class="button small" hidden=move || delivery().failed == 0 on:click=show>{shared.show_who()}</button>
                <button type="button" class="button quiet icon-only small" aria-label=shared.close() hidden=move || !ended() on:click=move |_| deeds.jobs.dismiss(&id())><Draw icon=Icon::Close /></button>
            </p>
        </article>
    }
}

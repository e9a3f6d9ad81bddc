//! What can be done to people from this page: each deed asks the server, renews the rows and says in words what came of it.

use std::{pin::Pin, sync::Arc};

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dialogs::{Ask, Open};
use super::foresight::Foreseen;
use super::jobs::Jobs;
use super::outcome::{is_done, left_out, sentence};
use super::people::People;
use super::selection::{ManyDeed, Selection};
use crate::api::invitations::{ManyOutcome, Operation, UserSelection};
use crate::api::operations::cancel;
use crate::api::users::{Outcome, Person, deactivate_user, delete_user, reactivate_user};
use crate::api::values::{Channel, UserError, UserErrorCode, UserStatus};
use crate::browser::location::Navigation;
use crate::components::status_line::{Said, Status, Undo};
use crate::locales::{Speech, users::UsersWords};
use crate::pages::frame::session::Session;
use crate::paths::Page;

/// So many people are written to without being asked about first: it can be undone.
const ASK_ABOVE: i32 = 25;

/// So many ids fit in one request.
const AT_ONCE: usize = 10_000;

/// A deed on its way. Boxed, so that what follows every deed is compiled once.
pub type Deed<T> = Pin<Box<dyn Future<Output = T>>>;

/// Everything a deed needs, found with [`Deeds::expect`].
#[derive(Clone, Copy)]
pub struct Deeds {
    /// The people of the page.
    pub people: People,
    /// The dialog that is open, if any.
    pub dialog: RwSignal<Option<Open>>,
    /// The deeds whose messages are leaving.
    pub jobs: Jobs,
    session: Session,
    speech: Speech,
    status: Status,
    navigation: Navigation,
}

impl Deeds {
    /// Makes them for this page.
    pub fn provide(people: People) -> Self {
        let deeds = Self {
            people,
            dialog: RwSignal::new(None),
            jobs: Jobs::provide(people),
            session: Session::expect(),
            speech: Speech::expect(),
            status: Status::expect(),
            navigation: Navigation::expect(),
        };
        provide_context(deeds);
        deeds
    }

    /// The deeds of this page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Opens a dialog.
    pub fn open(self, dialog: Open) {
        self.dialog.set(Some(dialog));
    }

    /// Invites someone who was added before, by a channel or as they can be reached, reminds them or takes their invitation
    /// back: their row shows it at once.
    pub fn to_one(self, deed: ManyDeed, person: &Person, channel: Option<Channel>) {
        let organization = self.session.organization().get_untracked();
        let hours = organization.map_or(0, |organization| organization.link_lifetime_hours);
        let foreseen = Foreseen::of(self.people, person, deed, hours);
        let users = UserSelection::one(person.id.clone());
        self.many(deed.to(users, channel, None), foreseen);
    }

    /// Reminds these people, however many they are.
    pub fn remind_these(self, ids: &[cynic::Id]) {
        for some in ids.chunks(AT_ONCE) {
            let users = UserSelection {
                ids: Some(some.to_vec()),
                matching: None,
            };
            self.many(ManyDeed::Remind.to(users, None, None), None);
        }
    }

    /// Takes one invitation back; asks first where that cannot be undone.
    pub fn revoke(self, person: &Person) {
        if self.can_undo() {
            self.to_one(ManyDeed::Revoke, person, None);
        } else {
            self.open(Open::Ask(Ask::Revoke(person.clone())));
        }
    }

    /// Whether the organisation leaves time to take a deed back.
    fn can_undo(self) -> bool {
        let organization = self.session.organization().get_untracked();
        organization.is_some_and(|organization| organization.undo_seconds > 0)
    }

    /// Does something for everyone who is ticked, by a channel or as each can be reached. What cannot be taken back, and what reaches
    /// many, is asked first.
    pub fn to_ticked(self, deed: ManyDeed, channel: Option<Channel>) {
        let eligible = self
            .people
            .selection
            .with_untracked(|selection| selection.eligible(deed));
        let for_good = deed == ManyDeed::Revoke && !self.can_undo();
        if for_good || eligible.is_none_or(|eligible| eligible > ASK_ABOVE) {
            self.open(Open::Ask(Ask::Ticked(deed, channel)));
        } else {
            self.do_to_ticked(deed, channel, None);
        }
    }

    /// Does it.
    pub fn do_to_ticked(self, deed: ManyDeed, channel: Option<Channel>, note: Option<String>) {
        let users = self.people.selection.with_untracked(Selection::to_input);
        self.many(deed.to(users, channel, note), None);
        self.people.selection.set(Selection::Nobody);
    }

    /// Takes a deed back whose messages have not left, or that wrote to nobody: a revocation.
    pub fn undo(self, id: cynic::Id, revocation: bool) {
        spawn_local(async move {
            match cancel(id).await {
                Ok(Ok(cancelled)) => {
                    let number = self.speech.count(cancelled.count());
                    self.status.say(if revocation {
                        self.words().reopened(number)
                    } else {
                        self.words().taken_back(number)
                    });
                    self.people.refresh();
                }
                Ok(Err(errors)) => self.regret(&errors),
                Err(failure) => self
                    .status
                    .regret(self.session.explain(&failure, self.speech)),
            }
        });
    }

    /// Takes access away. Undone at once, it comes back; only an invitation that was revoked with it does not.
    pub fn deactivate(self, person: &Person) {
        let back = person.clone();
        let can_undo = person.invitation.is_none() || person.status == UserStatus::Active;
        let undo = can_undo.then(|| Arc::new(move || self.reactivate(&back)) as Undo);
        self.one(
            Box::pin(deactivate_user(person.id.clone())),
            |words, person| words.said_deactivated(&person.name()),
            undo,
        );
    }

    /// Gives access back.
    pub fn reactivate(self, person: &Person) {
        let back = person.clone();
        let undo = Arc::new(move || self.deactivate(&back)) as Undo;
        self.one(
            Box::pin(reactivate_user(person.id.clone())),
            |words, person| words.said_reactivated(&person.name()),
            Some(undo),
        );
    }

    /// Removes someone for good.
    pub fn delete(self, person: &Person) {
        let (id, name) = (person.id.clone(), person.name());
        spawn_local(async move {
            match delete_user(id.clone()).await {
                Ok(Ok(_)) => {
                    self.people
                        .rows
                        .update(|rows| rows.retain(|row| row.id != id));
                    self.leave_drawer(&id);
                    self.people.refresh();
                    self.status.say(self.words().said_deleted(&name));
                }
                Ok(Err(errors)) => self.regret(&errors),
                Err(failure) => self
                    .status
                    .regret(self.session.explain(&failure, self.speech)),
            }
        });
    }

    /// Takes over a person who was added or changed in a dialog.
    pub fn saved(self, person: Person, added: bool, invited: bool) {
        let words = self.words();
        let name = person.name();
        self.status.say(match (added, invited) {
            (true, true) => words.said_invited(&name),
            (true, false) => words.said_added(&name),
            (false, _) => words.said_saved(&name),
        });
        self.people.renew(person);
        if added {
            self.people.refresh();
        } else {
            self.people.count();
        }
    }

    fn one(self, deed: Deed<Outcome>, said: fn(UsersWords, &Person) -> String, undo: Option<Undo>) {
        self.status.clear();
        spawn_local(async move {
            match deed.await {
                Ok(Ok(person)) => {
                    self.status.offer(said(self.words(), &person), undo);
                    self.people.renew(person);
                    self.people.count();
                }
                Ok(Err(errors)) => self.regret(&errors),
                Err(failure) => self
                    .status
                    .regret(self.session.explain(&failure, self.speech)),
            }
        });
    }

    fn many(self, deed: Deed<ManyOutcome>, foreseen: Option<Foreseen>) {
        self.status.say(self.words().working());
        spawn_local(async move {
            let answer = deed.await;
            if let Some(foreseen) = foreseen {
                foreseen.take_back();
            }
            match answer {
                Ok(Ok(operation)) => self.report(operation),
                Ok(Err(errors)) => {
                    self.regret(&errors);
                    if errors
                        .iter()
                        .any(|error| error.code == UserErrorCode::CountChanged)
                    {
                        self.people.refresh();
                    }
                }
                Err(failure) => self
                    .status
                    .regret(self.session.explain(&failure, self.speech)),
            }
        });
    }

    fn report(self, operation: Operation) {
        let done = operation.counts.iter().any(|count| is_done(count.code));
        let said = sentence(&operation.counts, self.words(), self.speech);
        // What writes to somebody has a card, with its own way back.
        let id = operation.id.clone();
        let silent = operation.delivery.total() == 0 && operation.undo_seconds_left > 0;
        let undo = silent.then(|| Arc::new(move || self.undo(id.clone(), true)) as Undo);
        let why = left_out(&operation.counts);
        let of = operation.id.clone();
        let show = (!why.is_empty())
            .then(|| Arc::new(move || self.open(Open::LeftOut(of.clone(), why.clone()))) as Undo);
        self.status.report(Said {
            words: said,
            wrong: !done,
            undo,
            show,
        });
        self.jobs.follow(operation.job());
        for person in operation
            .outcomes
            .nodes
            .into_iter()
            .filter_map(|outcome| outcome.user)
        {
            self.people.renew(person);
        }
        self.people.count();
    }

    fn regret(self, errors: &[UserError]) {
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        self.status.regret(messages.join(" "));
    }

    fn leave_drawer(self, id: &cynic::Id) {
        if self.navigation.page().get_untracked() == Page::User(id.inner().to_owned()) {
            self.people.show(&self.people.listing.get_untracked());
        }
    }

    fn words(self) -> UsersWords {
        self.speech.words(UsersWords)
    }
}

//! What can be done to people from this page: each deed asks the server, renews the rows and says in words what came of it.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dialogs::Open;
use super::people::People;
use super::selection::Selection;
use crate::api::invitations::{
    InviteInput, ManyOutcome, Operation, OutcomeCode, OutcomeCount, UserSelection, invite,
    revoke_invitation, send_reminder,
};
use crate::api::users::{Outcome, Person, deactivate_user, delete_user, reactivate_user};
use crate::api::values::{UserError, UserErrorCode};
use crate::browser::location::Navigation;
use crate::components::status_line::Status;
use crate::locales::{Speech, users::UsersWords};
use crate::pages::frame::session::Session;
use crate::paths::Page;

/// A deed on its way. Boxed, so that what follows every deed is compiled once.
type Deed<T> = Pin<Box<dyn Future<Output = T>>>;

/// Everything a deed needs, found with [`Deeds::expect`].
#[derive(Clone, Copy)]
pub struct Deeds {
    /// The people of the page.
    pub people: People,
    /// The dialog that is open, if any.
    pub dialog: RwSignal<Option<Open>>,
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

    /// Invites someone who was added before.
    pub fn invite(self, person: &Person) {
        let input = InviteInput {
            user_id: Some(person.id.clone()),
            ..InviteInput::default()
        };
        self.one(Box::pin(invite(input)), |words, person| {
            words.said_invited(&person.name())
        });
    }

    /// Reminds one person.
    pub fn remind(self, person: &Person) {
        self.many(Box::pin(send_reminder(
            UserSelection::one(person.id.clone()),
            None,
        )));
    }

    /// Takes one invitation back.
    pub fn revoke(self, person: &Person) {
        self.many(Box::pin(revoke_invitation(UserSelection::one(
            person.id.clone(),
        ))));
    }

    /// Reminds everyone who is ticked.
    pub fn remind_ticked(self, note: Option<String>) {
        let users = self.people.selection.with_untracked(Selection::to_input);
        self.many(Box::pin(send_reminder(users, note)));
        self.people.selection.set(Selection::Nobody);
    }

    /// Takes the invitations of everyone who is ticked back.
    pub fn revoke_ticked(self) {
        let users = self.people.selection.with_untracked(Selection::to_input);
        self.many(Box::pin(revoke_invitation(users)));
        self.people.selection.set(Selection::Nobody);
    }

    /// Takes access away.
    pub fn deactivate(self, person: &Person) {
        self.one(
            Box::pin(deactivate_user(person.id.clone())),
            |words, person| words.said_deactivated(&person.name()),
        );
    }

    /// Gives access back.
    pub fn reactivate(self, person: &Person) {
        self.one(
            Box::pin(reactivate_user(person.id.clone())),
            |words, person| words.said_reactivated(&person.name()),
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

    fn one(self, deed: Deed<Outcome>, said: fn(UsersWords, &Person) -> String) {
        self.status.clear();
        spawn_local(async move {
            match deed.await {
                Ok(Ok(person)) => {
                    self.status.say(said(self.words(), &person));
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

    fn many(self, deed: Deed<ManyOutcome>) {
        self.status.say(self.words().working());
        spawn_local(async move {
            match deed.await {
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
        let said = self.outcome(&operation.counts);
        if done {
            self.status.say(said)
        } else {
            self.status.regret(said)
        }
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

    /// What came of a deed done to many: *Reminded 12. Skipped 3: already active (2), reminded a moment ago (1).*
    fn outcome(self, counts: &[OutcomeCount]) -> String {
        let (words, speech) = (self.words(), self.speech);
        let done = counts
            .iter()
            .filter(|count| count.count > 0 && is_done(count.code))
            .map(|count| {
                let number = speech.count(count.count);
                if count.code == OutcomeCode::Revoked {
                    words.done_revoked(number)
                } else {
                    words.done_reminded(number)
                }
            });
        let skipped: Vec<&OutcomeCount> = counts
            .iter()
            .filter(|count| count.count > 0 && !is_done(count.code))
            .collect();
        let reasons: Vec<String> = skipped
            .iter()
            .map(|count| words.because(reason(words, count.code), &speech.number(count.count)))
            .collect();
        let mut sentences: Vec<String> = done.collect();
        if !skipped.is_empty() {
            let number = speech.count(skipped.iter().map(|count| count.count).sum());
            sentences.push(words.skipped(number, &speech.list(&reasons)));
        }
        if sentences.is_empty() {
            words.done_nothing().to_owned()
        } else {
            sentences.join(" ")
        }
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

fn is_done(code: OutcomeCode) -> bool {
    matches!(code, OutcomeCode::Reminded | OutcomeCode::Revoked)
}

fn reason(words: UsersWords, code: OutcomeCode) -> &'static str {
    match code {
        OutcomeCode::AlreadyActive => words.skipped_active(),
        OutcomeCode::NotInvited => words.skipped_not_invited(),
        OutcomeCode::Deactivated => words.skipped_deactivated(),
        OutcomeCode::TooSoon | OutcomeCode::RateLimited => words.skipped_too_soon(),
        OutcomeCode::ChannelNotConfigured => words.skipped_channel(),
        OutcomeCode::ChannelNotPossible => words.skipped_no_address(),
        OutcomeCode::Reminded | OutcomeCode::Revoked | OutcomeCode::Other => words.skipped_other(),
    }
}

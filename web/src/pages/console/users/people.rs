//! The people on the page, as signals: what was asked last, what came, what has changed since.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::listing::Listing;
use super::selection::Selection;
use crate::api::Failure;
use crate::api::users::{self, Counts, PageInfo, Person};
use crate::browser;
use crate::browser::location::Navigation;
use crate::paths::Page;

/// How long after the line is open a page is read again that may be older.
const SETTLED: Duration = Duration::from_millis(800);

/// A row: renewed in place, so that it neither moves nor loses the focus when its person changes.
#[derive(Clone)]
pub struct Row {
    /// Whose row.
    pub id: cynic::Id,
    /// The person now.
    pub person: ArcRwSignal<Person>,
    /// Whether it has just changed: flashes once.
    pub changed: ArcRwSignal<bool>,
}

impl Row {
    fn of(person: Person) -> Self {
        Self {
            id: person.id.clone(),
            person: ArcRwSignal::new(person),
            changed: ArcRwSignal::new(false),
        }
    }

    /// Takes over what is known of its person now.
    pub fn renew(&self, person: Person, flash: bool) {
        if self.person.with_untracked(|present| *present != person) {
            self.person.set(person);
            if flash {
                self.changed.set(true);
            }
        }
    }
}

/// How the table stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// The first answer is awaited.
    First,
    /// Another answer is awaited; the rows are still those of the one before.
    Next,
    /// The rows are the answer.
    Ready,
    /// There was no answer, since this instant.
    Failed(Failure, f64),
}

/// The people of the page, found with [`People::expect`].
#[derive(Clone, Copy)]
pub struct People {
    navigation: Navigation,
    /// What the address bar asks for.
    pub listing: Memo<Listing>,
    /// The rows, in the order of the answer.
    pub rows: RwSignal<Vec<Row>>,
    /// How the table stands.
    pub phase: RwSignal<Phase>,
    /// How many people the filter finds.
    pub total: RwSignal<i32>,
    /// Whether there are pages on either side.
    pub page_info: RwSignal<PageInfo>,
    /// How many stand where, among those of the other filters.
    pub counts: RwSignal<Option<Counts>>,
    /// Who is ticked.
    pub selection: RwSignal<Selection>,
    /// People who belong at the top since the rows were read, and are not among them.
    pub newcomers: RwSignal<Vec<cynic::Id>>,
    /// Counts up with each change of the person with this id: their drawer reads again.
    pub heard: RwSignal<Option<(cynic::Id, u32)>>,
    asked: StoredValue<u32>,
    counts_due: StoredValue<bool>,
}

impl People {
    /// Makes the page's people and keeps them as the address bar says.
    pub fn provide() -> Self {
        let navigation = Navigation::expect();
        let query = navigation.query();
        let people = Self {
            navigation,
            listing: Memo::new(move |_| query.with(Listing::read)),
            rows: RwSignal::new(Vec::new()),
            phase: RwSignal::new(Phase::First),
            total: RwSignal::new(0),
            page_info: RwSignal::new(PageInfo::default()),
            counts: RwSignal::new(None),
            selection: RwSignal::new(Selection::Nobody),
            newcomers: RwSignal::new(Vec::new()),
            heard: RwSignal::new(None),
            asked: StoredValue::new(0),
            counts_due: StoredValue::new(false),
        };
        provide_context(people);
        Effect::new(move || {
            people.listing.with(|_| ());
            people.load();
        });
        // Read, not only tracked: a memo that nobody reads is never computed, and so never changes.
        let filter = Memo::new(move |_| people.listing.with(|listing| listing.filter.clone()));
        Effect::new(move |before: Option<()>| {
            filter.with(|_| ());
            if before.is_some() {
                people.selection.set(Selection::Nobody);
            }
        });
        let scope = Memo::new(move |_| people.listing.with(Listing::scope));
        Effect::new(move || {
            scope.with(|_| ());
            people.count();
        });
        people
    }

    /// The people of the page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Shows another listing, leaving a step for Back.
    pub fn show(self, listing: &Listing) {
        self.navigation.go(&Page::Users.with(&listing.write()));
    }

    /// Shows another listing in place of this one: for each pause in typing.
    pub fn refine(self, listing: &Listing) {
        self.navigation.replace(&Page::Users.with(&listing.write()));
    }

    /// The URL of a person's drawer over this listing.
    pub fn drawer(self, id: &cynic::Id) -> String {
        Page::User(id.inner().to_owned()).with(&self.listing.with(Listing::write))
    }

    /// Reads the rows that the address bar asks for.
    pub fn load(self) {
        if self.phase.with_untracked(|phase| *phase != Phase::First) {
            self.phase.set(Phase::Next);
        }
        self.read();
    }

    /// An answer that comes after a later question is dropped.
    fn read(self) {
        let number = self.asked.with_value(|asked| asked + 1);
        self.asked.set_value(number);
        let question = self.listing.with_untracked(Listing::variables);
        spawn_local(async move {
            let answer = users::page(question).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.adopt(page.nodes);
                    self.total.set(page.total_count);
                    self.page_info.set(page.page_info);
                    self.newcomers.set(Vec::new());
                    self.phase.set(Phase::Ready);
                }
                // What is shown stays when it was only to be checked.
                Err(_) if self.phase.get_untracked() == Phase::Ready => {}
                Err(failure) => self.phase.set(Phase::Failed(failure, browser::now())),
            }
        });
    }

    /// Counts again who stands where.
    pub fn count(self) {
        let scope = self.listing.with_untracked(Listing::scope);
        spawn_local(async move {
            let counts = users::counts(scope.clone()).await;
            let current = self
                .listing
                .try_with_untracked(|listing| listing.scope() == scope);
            if let (Ok(counts), Some(true)) = (counts, current) {
                self.counts.set(Some(counts));
            }
        });
    }

    /// Counts again soon, once for many changes.
    pub fn count_soon(self) {
        if self.counts_due.get_value() {
            return;
        }
        self.counts_due.set_value(true);
        set_timeout(
            move || {
                if self.counts_due.try_set_value(false).is_none() {
                    self.count();
                }
            },
            Duration::from_millis(800),
        );
    }

    /// Reads rows and numbers again, after a deed of the viewer's own.
    pub fn refresh(self) {
        self.load();
        self.count();
    }

    /// Reads rows and numbers again soon, without a word: what is shown may be as old as the page. Not at once, where it would
    /// only get in the way of the first picture.
    pub fn check_soon(self) {
        let check = move || match self.phase.try_get_untracked() {
            Some(Phase::Ready) => {
                self.read();
                self.count();
            }
            Some(Phase::First | Phase::Next) => self.check_soon(),
            // Whoever tries again reads anew; or the page is gone.
            Some(Phase::Failed(..)) | None => {}
        };
        set_timeout(check, SETTLED);
    }

    /// Takes over what is known of a person now; their row flashes if it is on the page and changed. Answers whether it is.
    pub fn renew(self, person: Person) -> bool {
        let row = self.row(&person.id);
        self.heard.update(|heard| {
            let count = heard.as_ref().map_or(0, |(_, count)| count + 1);
            *heard = Some((person.id.clone(), count));
        });
        match row {
            Some(row) => {
                row.renew(person, true);
                true
            }
            None => false,
        }
    }

    /// The row of a person, if they are on the page.
    pub fn row(self, id: &cynic::Id) -> Option<Row> {
        self.rows
            .with_untracked(|rows| rows.iter().find(|row| row.id == *id).cloned())
    }

    /// Everyone on the page.
    pub fn on_page(self) -> Vec<Person> {
        self.rows
            .with(|rows| rows.iter().map(|row| row.person.get_untracked()).collect())
    }

    fn adopt(self, people: Vec<Person>) {
        let present = self.rows.get_untracked();
        let rows = people
            .into_iter()
            .map(
                |person| match present.iter().find(|row| row.id == person.id) {
                    Some(row) => {
                        row.renew(person, false);
                        row.clone()
                    }
                    None => Row::of(person),
                },
            )
            .collect();
        self.rows.set(rows);
    }
}

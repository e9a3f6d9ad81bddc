//! The lines to the mail server: connections kept open, and whose turn it is to use one.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use entity::OrganizationId;
use lettre::address::Envelope;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use url::Url;

use super::{
    super::DeliveryError,
    connection::{Line, open},
    transaction::{Done, send},
};
use crate::config::Smtp;

/// How long a message waits for a line before it is put back, so that what waits for a slow destination makes room.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How long the server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

/// So many names are remembered before those that nobody waits for at the moment are forgotten.
const NAMES: usize = 1_024;

/// The connections of one server.
#[derive(Debug)]
pub(super) struct Lines {
    smtp: Smtp,
    public_url: Url,
    turns: Arc<Semaphore>,
    /// A destination that is slow to be accepted never holds all lines: one stays free for the others.
    destinations: Queues<String>,
    /// Who queues for a destination: of each organisation no more than there are lines, however long its backlog. So one
    /// letter waits for a few of each of the others and never for all.
    shares: Queues<(OrganizationId, String)>,
    idle: Mutex<Vec<Line>>,
    /// How often the server could not be reached.
    failures: AtomicU64,
}

/// The right to use one line.
#[derive(Debug)]
pub struct Turn {
    _share: OwnedSemaphorePermit,
    _destination: OwnedSemaphorePermit,
    _line: OwnedSemaphorePermit,
}

impl Lines {
    pub(super) fn new(smtp: Smtp, public_url: &Url) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(smtp.connections)),
            public_url: public_url.clone(),
            destinations: Queues::of(smtp.connections.saturating_sub(1).max(1)),
            shares: Queues::of(smtp.connections),
            idle: Mutex::default(),
            failures: AtomicU64::new(0),
            smtp,
        }
    }

    pub(super) fn connections(&self) -> usize {
        self.smtp.connections
    }

    /// Waits for a line.
    pub(super) async fn turn(
        &self,
        organization: &OrganizationId,
        destination: &str,
    ) -> Result<Turn, DeliveryError> {
        let failures = self.failures.load(Ordering::SeqCst);
        let share = self
            .shares
            .named((organization.clone(), destination.to_owned()));
        let of_destination = self.destinations.named(destination.to_owned());
        let all = async {
            Some(Turn {
                _share: share.acquire_owned().await.ok()?,
                _destination: of_destination.acquire_owned().await.ok()?,
                _line: Arc::clone(&self.turns).acquire_owned().await.ok()?,
            })
        };
        let turn = timeout(LONGEST_WAIT, all)
            .await
            .ok()
            .flatten()
            .ok_or(DeliveryError::NoTurn)?;
        // Whoever waited while somebody else found the server gone need not find out once more.
        if self.failures.load(Ordering::SeqCst) != failures || self.turns.is_closed() {
            return Err(DeliveryError::NoTurn);
        }
        Ok(turn)
    }

    /// Sends over an idle line, or a new one. A line that ended while it was idle says so before anything was sent: then a
    /// new one is tried at once.
    pub(super) async fn send(
        &self,
        envelope: &Envelope,
        mail: Vec<u8>,
    ) -> Result<(), DeliveryError> {
        let idle = self.lock_idle().pop();
        if let Some(mut line) = idle {
            let done = send(&mut line, envelope, &mail, self.smtp.patience).await;
            if !done.untouched {
                return self.keep(line, done);
            }
        }
        let opened = open(&self.smtp, &self.public_url).await;
        let mut line = opened.inspect_err(|_| {
            self.failures.fetch_add(1, Ordering::SeqCst);
        })?;
        let done = send(&mut line, envelope, &mail, self.smtp.patience).await;
        self.keep(line, done)
    }

    fn keep(&self, line: Line, done: Done) -> Result<(), DeliveryError> {
        if done.line_is_good {
            self.lock_idle().push(line);
        }
        done.said
    }

    fn lock_idle(&self) -> std::sync::MutexGuard<'_, Vec<Line>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn close(&self) {
        self.turns.close();
    }

    /// Says goodbye on every idle line.
    pub(super) async fn hang_up(&self) {
        let idle = std::mem::take(&mut *self.lock_idle());
        for mut line in idle {
            // Whether the server says goodbye too does not matter.
            let _ = timeout(GOODBYE, line.smtp.quit()).await;
        }
    }
}

/// A queue for each name, first come, first served, that lets so many through at once.
#[derive(Debug)]
struct Queues<K> {
    at_once: usize,
    queues: Mutex<HashMap<K, Arc<Semaphore>>>,
}

impl<K: Eq + Hash> Queues<K> {
    fn of(at_once: usize) -> Self {
        Self {
            at_once,
            queues: Mutex::new(HashMap::new()),
        }
    }

    fn named(&self, name: K) -> Arc<Semaphore> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.len() > NAMES {
            queues.retain(|_, queue| Arc::strong_count(queue) > 1);
        }
        let queue = || Arc::new(Semaphore::new(self.at_once));
        Arc::clone(queues.entry(name).or_insert_with(queue))
    }
}

//! The lines to the mail server: connections kept open, and whose turn it is to use one.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

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

/// So many destinations are remembered before those that nobody writes to at the moment are forgotten.
const DESTINATIONS: usize = 1_024;

/// The connections of one server.
#[derive(Debug)]
pub(super) struct Lines {
    smtp: Smtp,
    public_url: Url,
    turns: Arc<Semaphore>,
    destinations: Mutex<HashMap<String, Arc<Semaphore>>>,
    idle: Mutex<Vec<Line>>,
    /// How often the server could not be reached.
    failures: AtomicU64,
}

/// The right to use one line.
#[derive(Debug)]
pub struct Turn {
    _destination: OwnedSemaphorePermit,
    _line: OwnedSemaphorePermit,
}

impl Lines {
    pub(super) fn new(smtp: Smtp, public_url: &Url) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(smtp.connections)),
            public_url: public_url.clone(),
            destinations: Mutex::default(),
            idle: Mutex::default(),
            failures: AtomicU64::new(0),
            smtp,
        }
    }

    pub(super) fn connections(&self) -> usize {
        self.smtp.connections
    }

    /// Waits for a line. A destination that is slow to be accepted never holds all of them: one stays free for the others.
    pub(super) async fn turn(&self, destination: &str) -> Result<Turn, DeliveryError> {
        let failures = self.failures.load(Ordering::SeqCst);
        let of_destination = self.destination(destination);
        let both = async {
            let destination = of_destination.acquire_owned().await.ok()?;
            let line = Arc::clone(&self.turns).acquire_owned().await.ok()?;
            Some(Turn {
                _destination: destination,
                _line: line,
            })
        };
        let turn = timeout(LONGEST_WAIT, both)
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

    fn destination(&self, name: &str) -> Arc<Semaphore> {
        let mut destinations = self
            .destinations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if destinations.len() > DESTINATIONS {
            destinations.retain(|_, turns| Arc::strong_count(turns) > 1);
        }
        let most = self.smtp.connections.saturating_sub(1).max(1);
        Arc::clone(
            destinations
                .entry(name.to_owned())
                .or_insert_with(|| Arc::new(Semaphore::new(most))),
        )
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

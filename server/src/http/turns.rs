//! Whose turn it is to send a file: it bounds the memory that files take, and no organisation waits for another one's line.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use entity::OrganizationId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

/// Files of one organisation that are on their way at one time: each may take 20 MB as it was sent.
const SENT: usize = 2;

/// Files that are read at one time: each may take up to three times as much again, decoded.
const READ: usize = 2;

/// Every turn.
pub(super) struct Turns {
    /// Of the organisations that are sending.
    sending: Mutex<HashMap<OrganizationId, Arc<Semaphore>>>,
    reading: Semaphore,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self {
            sending: Mutex::default(),
            reading: Semaphore::new(READ),
        }
    }

    /// Waits until an organisation may send a file: however slow the line is, others of it wait at most.
    pub(super) async fn to_send(&self, organization: &OrganizationId) -> OwnedSemaphorePermit {
        let turns = {
            let mut sending = self.sending.lock().unwrap_or_else(PoisonError::into_inner);
            sending.retain(|_, turns| Arc::strong_count(turns) > 1);
            let turns = sending.entry(organization.clone());
            Arc::clone(turns.or_insert_with(|| Arc::new(Semaphore::new(SENT))))
        };
        turns.acquire_owned().await.expect("never closed")
    }

    /// Waits until a file that is there whole may be read.
    pub(super) async fn to_read(&self) -> SemaphorePermit<'_> {
        self.reading.acquire().await.expect("never closed")
    }
}

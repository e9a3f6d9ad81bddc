//! Promises: what was decided will be delivered, whatever happens in between.
//!
//! A rule writes a message row in the transaction of its change ([`enqueue`]) and rings the bell after the commit. The
//! dispatcher ([`run`]) claims rows that are due, lets `delivery` send them, and settles what came of it. Delivery is
//! at least once: a process that dies between the mail server's yes and the settling leaves a row whose lease ends, and it
//! leaves once more, byte for byte the same letter with the same Message-ID and the same link.

mod allowance;
mod backoff;
mod claim;
mod dispatcher;
mod enqueue;
mod occasions;
mod settle;

use tokio::sync::Notify;

pub use allowance::Allowance;
pub(crate) use allowance::written_to_enough;
pub use dispatcher::{Dispatched, dispatch_due, run};
pub use enqueue::{Promise, cancel, enqueue, enqueue_later};
pub use occasions::occasions;

/// Wakes the dispatcher when a message was promised.
#[derive(Debug, Default)]
pub struct Bell(Notify);

impl Bell {
    /// Says that a message was promised. Rung before anybody listens, it is heard by whoever listens next.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until it rings.
    pub(crate) async fn rung(&self) {
        self.0.notified().await;
    }
}

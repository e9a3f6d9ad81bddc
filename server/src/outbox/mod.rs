//! Promises: what was decided will be delivered, whatever happens in between.
//!
//! A rule writes a message row in the transaction of its change ([`enqueue`]) and rings the bell after the commit. The
//! dispatchers ([`run`]), one for each channel, claim rows that are due, let `delivery` send them, and settle what came of
//! it. E-mail is delivered at least once: a process that dies between the mail server's yes and the settling leaves a row
//! whose lease ends, and it leaves once more, byte for byte the same letter with the same Message-ID and the same link. A text
//! message has no such mark, so it is repeated at most once.

mod allowance;
mod backoff;
mod claim;
mod desk;
mod dispatcher;
mod enqueue;
mod fate;
mod occasions;
mod queue;
mod report;
mod settle;
mod spent;
mod tell;
pub(crate) mod texts;

pub use allowance::Allowance;
pub(crate) use allowance::written_to_enough;
pub use dispatcher::{Dispatched, dispatch_due, run};
pub use enqueue::{Promise, cancel, enqueue, enqueue_later};
pub use occasions::occasions;
pub use queue::{Bell, Queue};
pub use report::{Report, report};
pub(crate) use spent::Spent;

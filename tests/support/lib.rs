//! The stage on which the tests play: a whole server per test, on a database of its own, with people who have verbs, a mail
//! server that can misbehave, and a clock that stands still until it is moved.

pub mod app;
pub mod browser;
pub mod crowd;
pub mod database;
pub mod files;
pub mod folder;
pub mod letter;
pub mod people;
pub mod program;
pub mod slack;
pub mod slack_people;
pub mod smtp;
pub mod socket;
pub mod twilio;
pub mod visitor;

pub use app::{Options, Post, TestApp};
pub use people::{Admin, Holder, Invitee, PASSWORD};
pub use visitor::{Answer, Payload, Visitor};

use std::time::{Duration, Instant};

/// How long a test waits for what other tasks do before it fails.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// Looks again and again until there is something to see, and fails after [`PATIENCE`].
///
/// # Panics
/// When it does not come to pass.
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(
            Instant::now() < deadline,
            "did not happen within {PATIENCE:?}: {what}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

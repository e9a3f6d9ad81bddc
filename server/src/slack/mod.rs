//! Slack: an organisation's workspace, and whom of it become people here. One file per deed, named as in the API.
//!
//! A synchronisation is a row. Whoever asks for one writes it; whichever process takes its lease first reads the whole
//! workspace, judges each member against the people who are there, and concludes in one transaction: all of it, or nothing.
//! Nobody is deactivated or deleted by it, and what is more than a few changes waits until somebody has seen it.

mod change;
mod conclude;
mod connect_slack;
mod counts;
mod disconnect_slack;
mod forget;
mod hear;
mod judge;
mod look;
mod people;
mod preview_slack_sync;
mod refuse;
mod remember;
mod runs;
mod start_slack_connection;
mod stored;
mod sync_slack;
mod update_slack_settings;
mod verdict;
mod write;

use std::{sync::Arc, time::Duration};

use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};
use tokio::{
    sync::{Notify, watch},
    time::sleep,
};

use crate::{
    app::App,
    problem::{Code, Fault, Hint, Problem},
    slack_api::{OTHER_WORKSPACE, SlackError},
};

pub use connect_slack::{Proof, connect_slack};
pub use disconnect_slack::disconnect_slack;
pub(crate) use forget::forget;
pub use hear::{Heard, Told, hear};
pub use preview_slack_sync::preview_slack_sync;
pub(crate) use refuse::refuse;
pub use start_slack_connection::start_slack_connection;
pub(crate) use stored::token;
pub use stored::{choices_of, offered, workspace_of};
pub use sync_slack::sync_slack;
pub use update_slack_settings::{SlackSettings, update_slack_settings};

/// How often the running server looks whether a synchronisation is due or was left behind.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// Workspaces that one process reads at a time.
const AT_ONCE: usize = 4;
/// Hours between two synchronisations that begin by themselves.
const HOURS_BETWEEN: i64 = 24;
/// Rows a statement writes: nineteen values each at most, well under SQLite's 32,766 and PostgreSQL's 65,535.
const CHUNK: usize = 1_000;

/// Wakes whoever synchronises when somebody asked for it.
#[derive(Debug, Default)]
pub struct Bell(Notify);

impl Bell {
    /// Says that a synchronisation was asked for. Rung before anybody listens, it is heard by whoever listens next.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// Synchronises when it is asked for and when it is due, until told to stop. What is cut short is taken up again once its
/// lease has ended, by whichever process.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut running = FuturesUnordered::new();
    while !*stop.borrow() {
        if running.len() < AT_ONCE {
            match runs::next(&app).await {
                Ok(Some(run)) => {
                    running.push(look::carry_out(Arc::clone(&app), run).boxed());
                    continue;
                }
                Ok(None) => {}
                Err(fault) => {
                    tracing::error!(%fault, "a synchronisation could not be taken up; trying again");
                }
            }
        }
        tokio::select! {
            Some(ended) = running.next() => if let Err(fault) = ended {
                tracing::error!(%fault, "a synchronisation broke off; it is taken up again");
            },
            () = app.slack.0.notified() => {}
            () = sleep(LOOK_EVERY) => {}
            // Dropped without a word is a stop as well.
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// Carries out everything that was asked for or is due now. [`run`] does the same from time to time.
///
/// # Errors
/// When the database fails.
pub async fn carry_out_due(app: &Arc<App>) -> Result<(), Fault> {
    while let Some(run) = runs::next(app).await? {
        look::carry_out(Arc::clone(app), run).await?;
    }
    Ok(())
}

/// What Slack's refusal means to whoever is setting it up.
fn problem(error: &SlackError, path: &'static str) -> Problem {
    match error {
        SlackError::ScopeMissing(scopes) => {
            Problem::at(Code::SlackScopeMissing, path).with(Hint::Words(scopes.clone()))
        }
        SlackError::Refused(_) => Problem::at(Code::SlackTokenRefused, path),
        SlackError::No(reason) if reason == OTHER_WORKSPACE => {
            Problem::at(Code::SlackOtherWorkspace, path)
        }
        SlackError::Unreachable(_)
        | SlackError::Garbled(_)
        | SlackError::Busy { .. }
        | SlackError::Incomplete
        | SlackError::No(_) => {
            tracing::warn!(%error, "Slack did not answer as expected");
            Problem::at(Code::SlackUnreachable, path)
        }
    }
}

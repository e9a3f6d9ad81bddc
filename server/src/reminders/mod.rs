//! The reminder plan: people who have not answered are reminded by themselves, step by step, when the organisation's clocks
//! allow it.
//!
//! A room of its own, beside `invitations`: it decides by itself when, where those rules wait to be asked, it has a loop that
//! must be started and stopped, and nothing in `invitations` needs to know of it. What a reminder is stays theirs: a new link
//! ([`crate::invitations::links`]) and a promise to deliver it.

mod batch;
mod calendar;
mod check;
mod due;
mod plan;
mod preview;
mod stored;
mod verdict;
mod walk;

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::sleep};

use crate::{app::App, problem::Fault};

pub use calendar::{Calendar, time_zone};
pub use check::{PlanInput, StepInput, check};
pub use plan::{QuietHours, ReminderPlan, Step, said_by_the_plan};
pub use preview::{Upcoming, preview, upcoming};
pub use stored::plan_of;
pub(crate) use stored::{lock, write};

/// How often the running server looks whether a step is due. Steps are hours apart: a minute late is on time.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// What was done for how many people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Reminded.
    pub reminded: usize,
    /// Passed over, for a reason that is kept.
    pub skipped: usize,
    /// Left for later: the organisation has written as much as an hour allows.
    pub held_back: usize,
}

/// Takes every step that is due now, of every organisation whose plan is on and whose clocks allow it. `run` does the same
/// from time to time.
///
/// Each batch is a transaction: it ends whole or not at all, and what a process that dies leaves behind is found by the next
/// look, of whichever process. One batch an organisation in turn, so that nobody's thousands delay somebody else's one.
///
/// # Errors
/// When the database fails; what was committed stays.
pub async fn take_due_steps(app: &App) -> Result<Taken, Fault> {
    let mut taken = Taken::default();
    let mut walks = walk::begin(app).await?;
    while !walks.is_empty() {
        let mut going = Vec::with_capacity(walks.len());
        for mut walk in walks {
            if let Some(batch) = walk.next(app).await? {
                taken.reminded += batch.reminded;
                taken.skipped += batch.skipped;
                taken.held_back += batch.held_back;
                // Who is held back is found again by the next look, and whoever comes after them with them.
                if batch.held_back == 0 {
                    going.push(walk);
                }
            }
        }
        walks = going;
    }
    Ok(taken)
}

/// Takes due steps until told to stop. A batch that is cut short never happened.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let look = async {
            if let Err(fault) = take_due_steps(&app).await {
                tracing::error!(%fault, "due reminders could not be taken; trying again");
            }
            sleep(LOOK_EVERY).await;
        };
        tokio::select! {
            () = look => {}
            // Dropped without a word is a stop as well.
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

#[cfg(test)]
mod tests;

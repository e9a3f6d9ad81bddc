//! The dispatchers: each claims what is due of its channel, has it sent, settles what came of it, again and again.
//!
//! Several messages are on their way at once, each in a task of its own: one that fails, hangs or panics is one that fails,
//! hangs or panics. Claims and settlements are batches, because a database transaction for each would cost more than SMTP.

use std::{ops::AddAssign, sync::Arc, time::Duration};

use tokio::{sync::watch, time::sleep};

use super::{desk::Desk, queue::Queue};
use crate::{app::App, delivery::Courier, problem::Fault};

/// How often the dispatcher looks whether something became due: a wake-up may be lost with the process that owed it.
pub(super) const LOOK_ANYWAY: Duration = Duration::from_secs(1);
/// After so many looks that found nothing, idle connections are closed.
const LOOKS_BEFORE_REST: u32 = 5;

/// What one step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dispatched {
    /// Taken by the server.
    pub sent: usize,
    /// To be tried again.
    pub later: usize,
    /// Not tried, for want of a server or a connection.
    pub put_back: usize,
    /// Given up or refused.
    pub failed: usize,
    /// Not sent, because their link had ended.
    pub cancelled: usize,
}

impl AddAssign for Dispatched {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.later += other.later;
        self.put_back += other.put_back;
        self.failed += other.failed;
        self.cancelled += other.cancelled;
    }
}

/// One step: claims a batch of what is due, sends it, settles it. `run` does the same without end.
///
/// # Errors
/// When the database fails; what was claimed becomes due again when its lease ends.
pub async fn dispatch_due(app: &Arc<App>, courier: &Arc<Courier>) -> Result<Dispatched, Fault> {
    let mut dispatched = Dispatched::default();
    for queue in Queue::ALL {
        let mut desk = Desk::new(Arc::clone(app), Arc::clone(courier), queue);
        desk.fill().await?;
        while !desk.is_clear() {
            let turn = desk.turn().await;
            desk.take(turn).await?;
        }
        desk.settle().await?;
        dispatched += desk.dispatched();
    }
    Ok(dispatched)
}

/// Dispatches until told to stop, then lets what is on its way arrive and gives back the rest: a desk for each channel, so
/// that a provider that is slow or cannot be reached holds up no other channel.
pub async fn run(app: Arc<App>, stop: watch::Receiver<bool>) {
    let courier = Arc::new(Courier::new(&app.config));
    let [mail, texts, slack] = Queue::ALL.map(|queue| {
        let desk = Desk::new(Arc::clone(&app), Arc::clone(&courier), queue);
        serve(Arc::clone(&app), desk, stop.clone())
    });
    tokio::join!(mail, texts, slack);
}

async fn serve(app: Arc<App>, mut desk: Desk, mut stop: watch::Receiver<bool>) {
    let mut quiet = 0;
    while !*stop.borrow() {
        let wait = match desk.fill().await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "messages could not be claimed; trying again");
                LOOK_ANYWAY
            }
        };
        quiet = if desk.is_clear() { quiet + 1 } else { 0 };
        if quiet == LOOKS_BEFORE_REST {
            desk.hang_up().await;
        }
        let turn = tokio::select! {
            // Dropped without a word is a stop as well.
            changed = stop.changed() => if changed.is_err() { break } else { continue },
            () = app.outbox.rung(desk.queue()), if desk.has_room() => continue,
            () = sleep(wait) => continue,
            turn = desk.turn() => turn,
        };
        if let Err(error) = desk.take(turn).await {
            tracing::error!(%error, "what came of messages could not be written down; trying again");
            sleep(LOOK_ANYWAY).await;
        }
    }
    desk.wind_up().await;
}

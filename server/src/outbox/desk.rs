//! A desk: everything that is between claiming and settling, of one channel.

mod intake;
mod journey;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc, time::Duration};

use entity::{OrganizationId, message};
use sea_orm::DbErr;
use tokio::{
    task::{self, JoinError, JoinSet},
    time::{Instant, sleep_until, timeout},
};

use self::journey::Journey;
use super::{
    claim::{self, LEASE},
    dispatcher::Dispatched,
    fate::{Fate, Settlement},
    queue::Queue,
    settle::settle,
};
use crate::{app::App, delivery::Courier};

/// So many outcomes are settled at once.
const SETTLE_BATCH: usize = 128;
/// An outcome waits so long for others to be settled with. What leaves and is not settled when the process is killed is sent
/// again: this bounds it.
const LINGER: Duration = Duration::from_millis(10);
/// How long a stopping dispatcher waits for what is on its way.
const GRACE: Duration = Duration::from_secs(10);

/// What happens next at the desk.
pub(super) enum Turn {
    /// A message came back, with what came of it.
    Back(task::Id, Result<Journey, JoinError>),
    /// It is time to settle.
    Settle,
    /// It is time to renew the leases.
    Renew,
}

/// Everything that is between claiming and settling.
pub(super) struct Desk {
    app: Arc<App>,
    courier: Arc<Courier>,
    queue: Queue,
    sending: JoinSet<Journey>,
    held: HashMap<task::Id, message::Model>,
    outcomes: Vec<Settlement>,
    settle_at: Option<Instant>,
    renew_at: Instant,
    /// The organisation served last: the next claim begins after it.
    served: Option<OrganizationId>,
    claim_at: Instant,
    newcomers_at: Instant,
    /// Nothing is claimed before then: the server could not be reached.
    paused_until: Option<Instant>,
    pauses: u32,
    dispatched: Dispatched,
}

impl Desk {
    pub(super) fn new(app: Arc<App>, courier: Arc<Courier>, queue: Queue) -> Self {
        Self {
            app,
            courier,
            queue,
            sending: JoinSet::new(),
            held: HashMap::new(),
            outcomes: Vec::new(),
            settle_at: None,
            renew_at: Instant::now() + renewal(),
            served: None,
            claim_at: Instant::now(),
            newcomers_at: Instant::now(),
            paused_until: None,
            pauses: 0,
            dispatched: Dispatched::default(),
        }
    }

    pub(super) fn queue(&self) -> Queue {
        self.queue
    }

    pub(super) fn dispatched(&self) -> Dispatched {
        self.dispatched
    }

    /// Whether nothing is on its way.
    pub(super) fn is_clear(&self) -> bool {
        self.sending.is_empty()
    }

    /// Closes connections that nobody needs for now.
    pub(super) async fn hang_up(&self) {
        self.courier.hang_up(self.queue.channel()).await;
    }

    /// Waits for what happens next. Dropped half-way, nothing is lost.
    pub(super) async fn turn(&mut self) -> Turn {
        let settle_at = self.settle_at;
        tokio::select! {
            Some(back) = self.sending.join_next_with_id() => returned(back),
            () = sleep_until(settle_at.unwrap_or(self.renew_at)), if settle_at.is_some() => Turn::Settle,
            () = sleep_until(self.renew_at) => Turn::Renew,
        }
    }

    pub(super) async fn take(&mut self, turn: Turn) -> Result<(), DbErr> {
        match turn {
            Turn::Back(id, journey) => self.welcome_back(id, journey),
            Turn::Settle => return self.settle().await,
            Turn::Renew => {
                self.renew_at = Instant::now() + renewal();
                let held = self
                    .held
                    .values()
                    .map(|message| message.id.clone())
                    .collect();
                return claim::renew(&self.app, self.app.clock.now(), held).await;
            }
        }
        while self.outcomes.len() < SETTLE_BATCH
            && let Some(back) = self.sending.try_join_next_with_id()
        {
            if let Turn::Back(id, journey) = returned(back) {
                self.welcome_back(id, journey);
            }
        }
        if self.outcomes.len() >= SETTLE_BATCH {
            self.settle().await
        } else {
            Ok(())
        }
    }

    fn note(&mut self, message: message::Model, fate: Fate) {
        let counter = match fate {
            Fate::Sent(_) | Fate::Delivered => &mut self.dispatched.sent,
            Fate::Later(..) | Fate::InDoubt(..) => &mut self.dispatched.later,
            Fate::PutBack(_) => &mut self.dispatched.put_back,
            Fate::Ended(..) => &mut self.dispatched.failed,
            Fate::Cancelled => &mut self.dispatched.cancelled,
        };
        *counter += 1;
        self.outcomes.push(Settlement { message, fate });
        self.settle_at
            .get_or_insert_with(|| Instant::now() + LINGER);
    }

    /// Writes down what came of messages. What fails is kept, to be written with the next.
    pub(super) async fn settle(&mut self) -> Result<(), DbErr> {
        if !self.outcomes.is_empty() {
            settle(&self.app, self.app.clock.now(), &self.outcomes).await?;
            self.outcomes.clear();
        }
        self.settle_at = None;
        Ok(())
    }

    /// Ends: nobody gets a turn any more, what is on its way may arrive. What does not arrive within the grace is left to
    /// its lease: whether it did is not known.
    pub(super) async fn wind_up(mut self) {
        self.courier.close();
        let arrive = async {
            while let Some(back) = self.sending.join_next_with_id().await {
                if let Turn::Back(id, journey) = returned(back) {
                    self.welcome_back(id, journey);
                }
            }
        };
        let in_time = timeout(GRACE, arrive).await.is_ok();
        if !in_time {
            tracing::warn!(
                messages = self.sending.len(),
                "stopping while messages are still on their way"
            );
        }
        if let Err(error) = self.settle().await {
            tracing::error!(%error, "what came of the last messages could not be written down; they may leave once more");
        }
        self.hang_up().await;
    }
}

fn renewal() -> Duration {
    Duration::from_millis(LEASE.unsigned_abs() / 3)
}

fn returned(back: Result<(task::Id, Journey), JoinError>) -> Turn {
    match back {
        Ok((id, journey)) => Turn::Back(id, Ok(journey)),
        Err(error) => Turn::Back(error.id(), Err(error)),
    }
}

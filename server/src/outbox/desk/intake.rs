//! What is claimed, and for whom first.

use std::{collections::HashSet, sync::Arc, time::Duration};

use entity::{OrganizationId, Timestamp, message};
use sea_orm::DbErr;
use tokio::time::Instant;

use super::{
    super::{
        claim,
        dispatcher::LOOK_ANYWAY,
        fate::{Ending, Fate},
        occasions::occasions,
        queue::Queue,
    },
    Desk,
    journey::journey,
};

/// How many messages are on their way or wait for a connection, per connection: enough to keep each busy while the next
/// batch is claimed, few enough that none waits long between the check of its link and its leaving.
const WINDOW_PER_CONNECTION: usize = 64;
/// After a claim that took all that was due, nothing is claimed for so long. What becomes due within it shares a transaction:
/// while many invite one by one, claiming takes a small share of SQLite's one writer. A first message leaves at once.
const BREATH: Duration = Duration::from_millis(20);
/// While the window is full, one looks so often whether an organisation that has nothing on its way wants to send.
const LOOK_FOR_NEWCOMERS: Duration = Duration::from_millis(100);

impl Desk {
    fn window(&self) -> usize {
        self.courier.connections(self.queue.channel()) * WINDOW_PER_CONNECTION
    }

    /// Whether a further claim is worth its transaction.
    pub(in crate::outbox) fn has_room(&self) -> bool {
        self.sending.len() * 2 <= self.window()
    }

    /// Claims messages until nothing is due or the window is full, and answers how long nothing more will be due.
    pub(in crate::outbox) async fn fill(&mut self) -> Result<Duration, DbErr> {
        let paused = self
            .paused_until
            .map(|until| until.saturating_duration_since(Instant::now()));
        if let Some(left) = paused.filter(|left| !left.is_zero()) {
            return Ok(left);
        }
        while self.has_room() {
            let breath = self.claim_at.saturating_duration_since(Instant::now());
            if !breath.is_zero() {
                return Ok(breath);
            }
            let now = self.app.clock.now();
            let waiting = claim::waiting(&self.app, self.queue).await?;
            let due = due(&waiting, now);
            if due.is_empty() {
                if self.queue != Queue::Mail {
                    // Most bells ring for mail.
                    self.claim_at = Instant::now() + BREATH;
                }
                let next = waiting
                    .iter()
                    .filter_map(|waiting| waiting.first_due_at)
                    .min();
                let wait = next.map_or(LOOK_ANYWAY, |due| {
                    Duration::from_millis((due - now).unsigned_abs())
                });
                return Ok(wait.min(LOOK_ANYWAY));
            }
            let room = self.window() - self.sending.len();
            let claimed = self.claim(now, due, room).await?;
            if claimed < room {
                self.claim_at = Instant::now() + BREATH;
            }
            if claimed == 0 {
                // Another process was quicker.
                return Ok(LOOK_ANYWAY);
            }
        }
        self.admit_newcomers().await?;
        Ok(LOOK_FOR_NEWCOMERS)
    }

    /// While the window is full, claims for organisations that have nothing on its way: a backlog fills the window of its own
    /// organisation and nobody else's.
    async fn admit_newcomers(&mut self) -> Result<(), DbErr> {
        if Instant::now() < self.newcomers_at {
            return Ok(());
        }
        self.newcomers_at = Instant::now() + LOOK_FOR_NEWCOMERS;
        let now = self.app.clock.now();
        let mut due = due(&claim::waiting(&self.app, self.queue).await?, now);
        let present: HashSet<_> = self
            .held
            .values()
            .map(|message| &message.organization_id)
            .collect();
        due.retain(|organization| !present.contains(organization));
        if !due.is_empty() {
            self.claim(now, due, WINDOW_PER_CONNECTION).await?;
        }
        Ok(())
    }

    /// Claims for organisations and sends on their way, at most `room` messages; answers how many.
    async fn claim(
        &mut self,
        now: Timestamp,
        due: Vec<OrganizationId>,
        room: usize,
    ) -> Result<usize, DbErr> {
        let due = self.in_turn(due);
        let claimed = claim::claim(&self.app, self.queue, now, &due, room).await?;
        let count = claimed.len();
        self.dispatch(now, claimed).await?;
        Ok(count)
    }

    /// The organisations in the order in which it is their turn.
    fn in_turn(&mut self, mut due: Vec<OrganizationId>) -> Vec<OrganizationId> {
        due.sort_unstable();
        let first =
            due.partition_point(|id| self.served.as_ref().is_some_and(|served| id <= served));
        let count = due.len();
        due.rotate_left(first % count);
        due.truncate(claim::ORGANIZATIONS_PER_CLAIM);
        self.served = due.last().cloned();
        due
    }

    /// Whether a message is on its way, or back and not yet settled.
    fn holds(&self, message: &message::Model) -> bool {
        let back = self.outcomes.iter().map(|settlement| &settlement.message);
        self.held
            .values()
            .chain(back)
            .any(|held| held.id == message.id)
    }

    /// Sends on their way the messages whose links still work.
    async fn dispatch(
        &mut self,
        now: Timestamp,
        mut claimed: Vec<message::Model>,
    ) -> Result<(), DbErr> {
        // Claimed from ourselves: the clock has jumped past the lease of what is still on its way.
        claimed.retain(|message| !self.holds(message));
        for (mut occasion, is_current) in occasions(&self.app, claimed).await? {
            if !is_current {
                self.note(occasion.message, Fate::Cancelled);
            } else if now >= occasion.message.give_up_at {
                let reason = occasion.message.reason.clone().unwrap_or_else(|| {
                    "the link expired before the message could leave".to_owned()
                });
                // The claim counted an attempt that is not made.
                occasion.message.attempts -= 1;
                self.note(occasion.message, Fate::Ended(Ending::Failed, reason));
            } else if occasion.message.doubts > self.queue.most_doubts() {
                // The processes that had claimed it died, or one died after an attempt without an answer.
                occasion.message.attempts -= 1;
                let reason = self.queue.in_doubt().to_owned();
                self.note(occasion.message, Fate::Ended(Ending::Failed, reason));
            } else {
                let message = occasion.message.clone();
                let journey = journey(Arc::clone(&self.app), Arc::clone(&self.courier), occasion);
                let id = self.sending.spawn(journey).id();
                self.held.insert(id, message);
            }
        }
        Ok(())
    }
}

/// The organisations that have messages to send by now.
fn due(waiting: &[claim::Waiting], now: Timestamp) -> Vec<OrganizationId> {
    waiting
        .iter()
        .filter(|waiting| waiting.first_due_at.is_some_and(|due| due <= now))
        .map(|waiting| waiting.organization_id.clone())
        .collect()
}

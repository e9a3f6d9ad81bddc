//! One message's way to the server, and what comes of it.

use std::{sync::Arc, time::Duration};

use entity::{Timestamp, message};
use tokio::{
    task::{self, JoinError},
    time::Instant,
};

use super::{
    super::{
        backoff::{jittered, next_attempt},
        fate::{Ending, Fate},
        occasions::is_still_current,
    },
    Desk,
};
use crate::{
    app::App,
    delivery::{Courier, DeliveryError, Receipt, letter::Occasion},
};

/// How long a message's link may go unchecked before it leaves.
const CHECK_AGAIN: Duration = Duration::from_secs(1);
/// How long nothing is claimed after the server could not be reached, in milliseconds: doubled each time …
const PAUSE: i64 = 1_000;
/// … up to this.
const LONGEST_PAUSE: i64 = 30_000;

/// What came of one journey to the server.
pub(in crate::outbox) enum Journey {
    /// The server took it.
    Arrived(Receipt),
    /// Its link had ended meanwhile.
    Overtaken,
    /// It did not get there.
    Failed(DeliveryError),
}

/// One message's way to the server.
pub(super) async fn journey(app: Arc<App>, courier: Arc<Courier>, occasion: Occasion) -> Journey {
    let checked_at = Instant::now();
    let turn = match courier.turn(&occasion).await {
        Ok(turn) => turn,
        Err(error) => return Journey::Failed(error),
    };
    if checked_at.elapsed() > CHECK_AGAIN {
        match is_still_current(&app, &occasion.message, app.clock.now()).await {
            Ok(true) => {}
            Ok(false) => return Journey::Overtaken,
            Err(_) => return Journey::Failed(DeliveryError::NoTurn),
        }
    }
    match courier.deliver(&turn, &occasion).await {
        Ok(receipt) => Journey::Arrived(receipt),
        Err(error) => Journey::Failed(error),
    }
}

impl Desk {
    pub(super) fn welcome_back(&mut self, id: task::Id, journey: Result<Journey, JoinError>) {
        let Some(message) = self.held.remove(&id) else {
            return;
        };
        let now = self.app.clock.now();
        let fate = match journey {
            Ok(Journey::Arrived(receipt)) => {
                self.pauses = 0;
                Fate::Sent(receipt)
            }
            Ok(Journey::Overtaken) => Fate::Cancelled,
            Ok(Journey::Failed(DeliveryError::Refused { reason })) => {
                Fate::Ended(Ending::Failed, reason)
            }
            Ok(Journey::Failed(DeliveryError::Suppressed { reason })) => {
                Fate::Ended(Ending::Suppressed, reason)
            }
            Ok(Journey::Failed(DeliveryError::NotConfigured { reason })) => {
                Fate::Ended(Ending::NotConfigured, reason)
            }
            Ok(Journey::Failed(DeliveryError::TokenRefused { reason })) => {
                Fate::Ended(Ending::TokenRefused, reason)
            }
            Ok(Journey::Failed(DeliveryError::Doubtful { reason })) => {
                self.in_doubt(&message, now, reason)
            }
            Ok(Journey::Failed(DeliveryError::Retry { reason })) => {
                self.later(&message, now, reason)
            }
            Ok(Journey::Failed(DeliveryError::Unreachable { reason })) => {
                self.pause(&reason);
                self.later(&message, now, reason)
            }
            Ok(Journey::Failed(DeliveryError::NoTurn)) => {
                Fate::PutBack(now.plus_millis(jittered(PAUSE * 4, &self.app.random)))
            }
            Err(error) => {
                tracing::error!(message = %message.id, %error, "a message could not be made and is set aside");
                let reason = "the message could not be made; the server's log says more";
                Fate::Ended(Ending::Failed, reason.to_owned())
            }
        };
        self.note(message, fate);
    }

    fn later(&self, message: &message::Model, now: Timestamp, reason: String) -> Fate {
        match next_attempt(message.attempts, now, message.give_up_at, &self.app.random) {
            Some(due_at) => Fate::Later(due_at, reason),
            None => Fate::Ended(Ending::Failed, reason),
        }
    }

    /// What may have left already is tried once more and never again: a text message that arrives twice is paid for twice.
    fn in_doubt(&self, message: &message::Model, now: Timestamp, reason: String) -> Fate {
        if message.doubts >= self.queue.most_doubts() {
            let given_up = self.queue.in_doubt();
            return Fate::Ended(Ending::Failed, format!("{reason}; {given_up}"));
        }
        match self.later(message, now, reason) {
            Fate::Later(due_at, reason) => Fate::InDoubt(due_at, reason),
            ended => ended,
        }
    }

    /// Stops claiming for a while: what waits keeps waiting, instead of failing message by message.
    fn pause(&mut self, reason: &str) {
        if self
            .paused_until
            .is_some_and(|until| until > Instant::now())
        {
            return;
        }
        let full = PAUSE
            .saturating_mul(2_i64.saturating_pow(self.pauses))
            .min(LONGEST_PAUSE);
        self.pauses = self.pauses.saturating_add(1);
        let wait = jittered(full, &self.app.random).unsigned_abs();
        tracing::warn!(
            reason,
            wait_ms = wait,
            channel = %self.queue.channel(),
            "what sends cannot be reached; messages wait"
        );
        self.paused_until = Some(Instant::now() + Duration::from_millis(wait));
    }
}

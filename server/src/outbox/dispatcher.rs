//! The dispatchers: each claims what is due of its channel, has it sent, settles what came of it, again and again.
//!
//! Several messages are on their way at once, each in a task of its own: one that fails, hangs or panics is one that fails,
//! hangs or panics. Claims and settlements are batches, because a database transaction for each would cost more than SMTP.

use std::{
    collections::{HashMap, HashSet},
    ops::AddAssign,
    sync::Arc,
    time::Duration,
};

use entity::{OrganizationId, Timestamp, message};
use sea_orm::DbErr;
use tokio::{
    sync::watch,
    task::{self, JoinError, JoinSet},
    time::{Instant, sleep, sleep_until, timeout},
};

use super::{
    backoff::{jittered, next_attempt},
    claim::{self, LEASE},
    fate::{Ending, Fate, Settlement},
    occasions::{is_still_current, occasions},
    queue::Queue,
    settle::settle,
};
use crate::{
    app::App,
    delivery::{Courier, DeliveryError, Receipt, letter::Occasion},
    problem::Fault,
};

/// How many messages are on their way or wait for a connection, per connection: enough to keep each busy while the next
/// batch is claimed, few enough that none waits long between the check of its link and its leaving.
const WINDOW_PER_CONNECTION: usize = 64;
/// So many outcomes are settled at once.
const SETTLE_BATCH: usize = 128;
/// An outcome waits so long for others to be settled with. What leaves and is not settled when the process is killed is sent
/// again: this bounds it.
const LINGER: Duration = Duration::from_millis(10);
/// How long a message's link may go unchecked before it leaves.
const CHECK_AGAIN: Duration = Duration::from_secs(1);
/// After a claim that took all that was due, nothing is claimed for so long. What becomes due within it shares a transaction:
/// while many invite one by one, claiming takes a small share of SQLite's one writer. A first message leaves at once.
const BREATH: Duration = Duration::from_millis(20);
/// While the window is full, one looks so often whether an organisation that has nothing on its way wants to send.
const LOOK_FOR_NEWCOMERS: Duration = Duration::from_millis(100);
/// How often the dispatcher looks whether something became due: a wake-up may be lost with the process that owed it.
const LOOK_ANYWAY: Duration = Duration::from_secs(1);
/// After so many looks that found nothing, idle connections are closed.
const LOOKS_BEFORE_REST: u32 = 5;
/// How long a stopping dispatcher waits for what is on its way.
const GRACE: Duration = Duration::from_secs(10);
/// How many attempts of a message that may have left may end without an answer before it is given up: after the first it is
/// tried once more.
const MOST_DOUBTS: i32 = 1;
/// Why such a message is given up.
const IN_DOUBT: &str = "no answer came twice, so it may have arrived and is not sent again";
/// How long nothing is claimed after the server could not be reached, in milliseconds: doubled each time …
const PAUSE: i64 = 1_000;
/// … up to this.
const LONGEST_PAUSE: i64 = 30_000;

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
        while !desk.sending.is_empty() {
            let turn = desk.turn().await;
            desk.take(turn).await?;
        }
        desk.settle().await?;
        dispatched += desk.dispatched;
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
        quiet = if desk.sending.is_empty() {
            quiet + 1
        } else {
            0
        };
        if quiet == LOOKS_BEFORE_REST {
            desk.courier.hang_up(desk.queue.channel()).await;
        }
        let turn = tokio::select! {
            // Dropped without a word is a stop as well.
            changed = stop.changed() => if changed.is_err() { break } else { continue },
            () = app.outbox.rung(desk.queue), if desk.has_room() => continue,
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

/// What happens next at the desk.
enum Turn {
    /// A message came back, with what came of it.
    Back(task::Id, Result<Journey, JoinError>),
    /// It is time to settle.
    Settle,
    /// It is time to renew the leases.
    Renew,
}

/// What came of one journey to the server.
enum Journey {
    /// The server took it.
    Arrived(Receipt),
    /// Its link had ended meanwhile.
    Overtaken,
    /// It did not get there.
    Failed(DeliveryError),
}

/// Everything that is between claiming and settling.
struct Desk {
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
    fn new(app: Arc<App>, courier: Arc<Courier>, queue: Queue) -> Self {
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

    fn window(&self) -> usize {
        self.courier.connections(self.queue.channel()) * WINDOW_PER_CONNECTION
    }

    /// Whether a further claim is worth its transaction.
    fn has_room(&self) -> bool {
        self.sending.len() * 2 <= self.window()
    }

    /// Claims messages until nothing is due or the window is full, and answers how long nothing more will be due.
    async fn fill(&mut self) -> Result<Duration, DbErr> {
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
            } else if self.queue.repeats_once() && occasion.message.doubts > MOST_DOUBTS {
                // The process that had claimed it died twice, or died after an attempt without an answer.
                occasion.message.attempts -= 1;
                self.note(
                    occasion.message,
                    Fate::Ended(Ending::Failed, IN_DOUBT.to_owned()),
                );
            } else {
                let message = occasion.message.clone();
                let journey = journey(Arc::clone(&self.app), Arc::clone(&self.courier), occasion);
                let id = self.sending.spawn(journey).id();
                self.held.insert(id, message);
            }
        }
        Ok(())
    }

    /// Waits for what happens next. Dropped half-way, nothing is lost.
    async fn turn(&mut self) -> Turn {
        let settle_at = self.settle_at;
        tokio::select! {
            Some(back) = self.sending.join_next_with_id() => returned(back),
            () = sleep_until(settle_at.unwrap_or(self.renew_at)), if settle_at.is_some() => Turn::Settle,
            () = sleep_until(self.renew_at) => Turn::Renew,
        }
    }

    async fn take(&mut self, turn: Turn) -> Result<(), DbErr> {
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

    fn welcome_back(&mut self, id: task::Id, journey: Result<Journey, JoinError>) {
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
        if message.doubts >= MOST_DOUBTS {
            return Fate::Ended(Ending::Failed, format!("{reason}; {IN_DOUBT}"));
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
    async fn settle(&mut self) -> Result<(), DbErr> {
        if !self.outcomes.is_empty() {
            settle(&self.app, self.app.clock.now(), &self.outcomes).await?;
            self.outcomes.clear();
        }
        self.settle_at = None;
        Ok(())
    }

    /// Ends: nobody gets a turn any more, what is on its way may arrive. What does not arrive within the grace is left to
    /// its lease: whether it did is not known.
    async fn wind_up(mut self) {
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
        self.courier.hang_up(self.queue.channel()).await;
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

fn renewal() -> Duration {
    Duration::from_millis(LEASE.unsigned_abs() / 3)
}

fn returned(back: Result<(task::Id, Journey), JoinError>) -> Turn {
    match back {
        Ok((id, journey)) => Turn::Back(id, Ok(journey)),
        Err(error) => Turn::Back(error.id(), Err(error)),
    }
}

/// One message's way to the server.
async fn journey(app: Arc<App>, courier: Arc<Courier>, occasion: Occasion) -> Journey {
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

//! Who sits at an open socket, and whether their session still counts.
//!
//! A session can end anywhere: by a sign-out in this process, by a deactivation in another. The database alone knows, and a
//! query for each event and each socket would cost more than the events. So all sockets share one query: whoever is about to
//! hand on an event waits for the next sweep that *begins* after the event was there, and one sweep answers everyone.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};

/// Sockets that one session may hold open: a few browser windows, or a program with many workers.
const SEATS_PER_SESSION: usize = 1_024;
/// How often sessions are looked after when nothing happens: half of the second that is promised.
const EVERY: Duration = Duration::from_millis(500);

/// Every session that holds a socket open, under its key.
pub(crate) struct Attendance<K> {
    present: Mutex<HashMap<K, Present>>,
    wanted: Notify,
    begun: AtomicU64,
    done: watch::Sender<u64>,
}

struct Present {
    seats: usize,
    ended: watch::Sender<bool>,
}

impl<K: Clone + Eq + Hash + Send + Sync> Attendance<K> {
    /// Nobody is there yet.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            present: Mutex::default(),
            wanted: Notify::new(),
            begun: AtomicU64::new(0),
            done: watch::Sender::new(0),
        })
    }

    /// Takes a seat for one socket; `None` when the session has too many.
    pub(crate) fn enter(self: &Arc<Self>, session: K) -> Option<Seat>
    where
        K: 'static,
    {
        let mut present = self.present();
        let entry = present.entry(session.clone()).or_insert_with(|| Present {
            seats: 0,
            ended: watch::Sender::new(false),
        });
        if entry.seats >= SEATS_PER_SESSION {
            return None;
        }
        entry.seats += 1;
        let ended = entry.ended.subscribe();
        let leave = {
            let attendance = Arc::clone(self);
            move || attendance.leave(&session)
        };
        Some(Seat {
            ended,
            sweeps: Arc::clone(self) as Arc<dyn Sweeps>,
            leave: Box::new(leave),
        })
    }

    /// Looks after the sessions until the process ends. `ended` names those of the given sessions that no longer count.
    ///
    /// When it fails, no event is handed on until it succeeds again.
    pub(crate) async fn look_after<F, E>(self: Arc<Self>, ended: impl Fn(Vec<K>) -> F)
    where
        F: Future<Output = Result<Vec<K>, E>>,
        E: Display,
    {
        loop {
            // Running out of time is as good a reason to look as being asked.
            let _ = tokio::time::timeout(EVERY, self.wanted.notified()).await;
            let turn = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
            let sessions: Vec<K> = self.present().keys().cloned().collect();
            let found = if sessions.is_empty() {
                Ok(Vec::new())
            } else {
                ended(sessions).await
            };
            match found {
                Ok(ended) => {
                    let present = self.present();
                    for session in ended.iter().filter_map(|session| present.get(session)) {
                        session.ended.send_replace(true);
                    }
                    drop(present);
                    self.done.send_replace(turn);
                }
                Err(error) => {
                    tracing::error!(%error, "the sessions of open sockets could not be checked");
                    tokio::time::sleep(EVERY).await;
                }
            }
        }
    }

    fn leave(&self, session: &K) {
        let mut present = self.present();
        if let Some(entry) = present.get_mut(session) {
            entry.seats -= 1;
            if entry.seats == 0 {
                present.remove(session);
            }
        }
    }

    fn present(&self) -> MutexGuard<'_, HashMap<K, Present>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The part of [`Attendance`] that does not depend on what a session is.
trait Sweeps: Send + Sync {
    /// Asks for a sweep that begins from now on; returns its number and where the done ones are told.
    fn ask(&self) -> (u64, watch::Receiver<u64>);
}

impl<K: Send> Sweeps for Attendance<K> {
    fn ask(&self) -> (u64, watch::Receiver<u64>) {
        let turn = self.begun.load(Ordering::SeqCst) + 1;
        self.wanted.notify_one();
        (turn, self.done.subscribe())
    }
}

/// One socket's place; dropping it gives the place back.
pub(crate) struct Seat {
    ended: watch::Receiver<bool>,
    sweeps: Arc<dyn Sweeps>,
    leave: Box<dyn Fn() + Send + Sync>,
}

impl Seat {
    /// Returns once the session no longer counts.
    pub(crate) async fn ended(&mut self) {
        if self.ended.wait_for(|ended| *ended).await.is_err() {
            // The sender lives as long as this seat: it cannot be gone.
            std::future::pending::<()>().await;
        }
    }

    /// Whether the session still counts, asked of the database from now on.
    pub(crate) async fn counts(&self) -> bool {
        let (turn, mut done) = self.sweeps.ask();
        let swept = done.wait_for(|done| *done >= turn).await;
        swept.is_ok() && !*self.ended.borrow()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        (self.leave)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[tokio::test(start_paused = true)]
    async fn an_ended_session_is_noticed_before_the_next_event() {
        let attendance = Attendance::new();
        let over = Arc::new(Mutex::new(Vec::new()));
        let sweeper = {
            let over = Arc::clone(&over);
            tokio::spawn(Arc::clone(&attendance).look_after(move |_| {
                let over: Vec<&str> = over.lock().unwrap().clone();
                async move { Ok::<_, String>(over) }
            }))
        };
        let mut ada = attendance.enter("ada").unwrap();
        let grace = attendance.enter("grace").unwrap();
        assert!(ada.counts().await && grace.counts().await);
        over.lock().unwrap().push("ada");
        assert!(!ada.counts().await);
        assert!(grace.counts().await);
        ada.ended().await;
        sweeper.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn a_thousand_sockets_share_a_query() {
        let attendance = Attendance::new();
        let queries = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&queries);
        tokio::spawn(
            Arc::clone(&attendance).look_after(move |sessions: Vec<usize>| {
                counted.fetch_add(1, Ordering::SeqCst);
                async move {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    Ok::<_, String>(Vec::from_iter(sessions.into_iter().filter(|s| *s == 7)))
                }
            }),
        );
        let seats: Vec<Seat> = (0..1_000)
            .map(|n| attendance.enter(n % 500).unwrap())
            .collect();
        let counting = futures_util::future::join_all(seats.iter().map(Seat::counts)).await;
        assert_eq!(counting.iter().filter(|counts| !**counts).count(), 2);
        assert!(queries.load(Ordering::SeqCst) <= 2);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_handed_on_while_the_database_is_silent() {
        let attendance = Attendance::new();
        tokio::spawn(Arc::clone(&attendance).look_after(|_| async { Err("no database") }));
        let seat = attendance.enter("ada").unwrap();
        let waited = tokio::time::timeout(Duration::from_secs(60), seat.counts()).await;
        assert!(waited.is_err());
    }

    #[tokio::test]
    async fn a_session_has_so_many_seats_and_gets_them_back() {
        let attendance = Attendance::new();
        let seats: Vec<Seat> = std::iter::from_fn(|| attendance.enter("ada")).collect();
        assert_eq!(seats.len(), SEATS_PER_SESSION);
        assert!(attendance.enter("grace").is_some());
        drop(seats);
        assert!(attendance.present().is_empty());
        assert!(attendance.enter("ada").is_some());
    }
}

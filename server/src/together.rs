//! Look-ups that go to the database together.
//!
//! Every request asks who sends it, and the answer may never be older than the question: a session that was ended is ended.
//! So nothing is remembered. But while one look-up is under way, those who ask wait, and all of them are answered by the next:
//! the busier the server, the fewer trips a request costs.

use std::{
    collections::HashMap,
    mem,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::FutureExt;
use sea_orm::DbErr;
use tokio::{sync::oneshot, time::timeout};

use crate::app::App;

/// How many keys one statement asks for at most. Statements are prepared for 1, 2, 4, … of them.
const MOST: usize = 64;

/// How long others wait behind a connection that hangs.
const LONGEST: Duration = Duration::from_secs(5);

/// What can be looked up by keys.
pub trait Found: Clone + Send + Sized + 'static {
    /// Where those wait who look for it.
    fn waiting(app: &App) -> &Together<Self>;

    /// The key it is found by.
    fn key(&self) -> &str;

    /// Looks up whatever is there now for these keys, of which one may be named twice.
    fn look_up(
        app: &App,
        keys: Vec<String>,
    ) -> impl Future<Output = Result<Vec<Self>, DbErr>> + Send;
}

/// Those who look for the same kind of thing.
#[derive(Debug)]
pub struct Together<T>(Mutex<Waiting<T>>);

#[derive(Debug)]
struct Waiting<T> {
    is_under_way: bool,
    asked: Vec<Asked<T>>,
}

#[derive(Debug)]
struct Asked<T> {
    key: String,
    answer: oneshot::Sender<Result<Option<T>, DbErr>>,
}

impl<T> Default for Together<T> {
    fn default() -> Self {
        Self(Mutex::new(Waiting {
            is_under_way: false,
            asked: Vec::new(),
        }))
    }
}

impl<T> Together<T> {
    fn waiting(&self) -> MutexGuard<'_, Waiting<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next to be asked for, or none, and then nothing is under way.
    fn next(&self) -> Option<Vec<Asked<T>>> {
        let mut waiting = self.waiting();
        let rest = waiting.asked.len().min(MOST);
        let rest = waiting.asked.split_off(rest);
        let next = mem::replace(&mut waiting.asked, rest);
        waiting.is_under_way = !next.is_empty();
        waiting.is_under_way.then_some(next)
    }
}

/// What there is for a key, read after this was called.
///
/// # Errors
/// When the database fails.
pub async fn find<T: Found>(app: &Arc<App>, key: String) -> Result<Option<T>, DbErr> {
    let (answer, answered) = oneshot::channel();
    let first = {
        let mut waiting = T::waiting(app).waiting();
        waiting.asked.push(Asked { key, answer });
        !mem::replace(&mut waiting.is_under_way, true)
    };
    if first {
        // A task of its own: whoever asked first may leave, and the others wait for it nevertheless.
        tokio::spawn(answer_all::<T>(Arc::clone(app)));
    }
    let stopping = || DbErr::Custom("the server stops".into());
    answered.await.map_err(|_| stopping())?
}

async fn answer_all<T: Found>(app: Arc<App>) {
    while let Some(next) = T::waiting(&app).next() {
        let mut keys: Vec<String> = next.iter().map(|asked| asked.key.clone()).collect();
        keys.sort_unstable();
        keys.dedup();
        // Named again, a key changes no answer.
        let again = keys[0].clone();
        keys.resize(keys.len().next_power_of_two(), again);
        let found = AssertUnwindSafe(T::look_up(&app, keys)).catch_unwind();
        let found = match timeout(LONGEST, found).await {
            Ok(Ok(found)) => found,
            Ok(Err(_)) => Err(DbErr::Custom("a look-up panicked".into())),
            Err(_) => Err(DbErr::Custom("a look-up took too long".into())),
        };
        let found = found.as_ref().map(|found| {
            let keyed = found.iter().map(|one| (one.key(), one));
            keyed.collect::<HashMap<_, _>>()
        });
        for Asked { key, answer } in next {
            let found = found
                .as_ref()
                .map(|found| found.get(&*key).copied().cloned());
            // Whoever has left needs no answer.
            let _ = answer.send(found.map_err(|error| DbErr::clone(error)));
        }
    }
}

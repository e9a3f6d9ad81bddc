//! Gives committed events their place in the feed and carries them to the sockets.

use std::{sync::Arc, time::Duration};

use entity::event;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
    sqlx::{self, postgres::PgListener},
};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::with_users;
use crate::{app::App, problem::Fault};

/// The channel on which processes that share a PostgreSQL tell each other that the feed has grown.
const CHANNEL: &str = "bienvenue_events";

/// How long the feed may stand still when a wake-up was lost, say by a process that died between commit and bell.
const LOOK_ANYWAY: Duration = Duration::from_secs(1);

/// The least time between two numberings. What happens within it shares a transaction: while many write, numbering takes a
/// small share of SQLite's one writer. What happens after a pause is carried at once.
const BREATH: Duration = Duration::from_millis(20);

/// How many events are carried at a time.
const BATCH: u64 = 1_000;

/// Gives every committed event a position, in the order of writing, and answers how many there were.
///
/// One sequencer at a time, whatever the number of processes: the table's newest position is read and extended under a
/// lock on the one row of `event_positions`. Two events of one person are written under that person's row lock, so the
/// earlier one is committed, and numbered, before the later one is written.
///
/// # Errors
/// When the database fails.
pub async fn number_committed(app: &App) -> Result<u64, DbErr> {
    let tx = app.db.begin_write().await?;
    let backend = tx.get_database_backend();
    // The update takes the row's lock: a second sequencer waits here and then sees what the first one numbered.
    let lock = "UPDATE event_positions SET last = last WHERE id = 1";
    tx.execute_raw(Statement::from_string(backend, lock))
        .await?;
    let number = "UPDATE events SET position = fresh.place FROM (\
            SELECT sequence, (SELECT last FROM event_positions WHERE id = 1) + row_number() OVER (ORDER BY sequence) AS place \
            FROM events WHERE position IS NULL) AS fresh \
        WHERE events.sequence = fresh.sequence";
    let numbered = tx
        .execute_raw(Statement::from_string(backend, number))
        .await?
        .rows_affected();
    if numbered > 0 {
        let advance = format!("UPDATE event_positions SET last = last + {numbered} WHERE id = 1");
        tx.execute_raw(Statement::from_string(backend, advance))
            .await?;
        if app.db.is_shared() {
            tx.execute_raw(Statement::from_string(backend, format!("NOTIFY {CHANNEL}")))
                .await?;
        }
    }
    tx.commit().await?;
    Ok(numbered)
}

/// Numbers and carries events until told to stop.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let listener = app
        .db
        .is_shared()
        .then(|| tokio::spawn(listen(Arc::clone(&app), stop.clone())));
    while !*stop.borrow() {
        let breath = Instant::now() + BREATH;
        if let Err(fault) = step(&app).await {
            tracing::error!(%fault, "events could not be carried; trying again");
            tokio::time::sleep(LOOK_ANYWAY).await;
        }
        tokio::select! {
            () = app.events.bell.notified() => {}
            () = tokio::time::sleep(LOOK_ANYWAY) => {}
            // Dropped without a word is a stop as well.
            changed = stop.changed() => if changed.is_err() { break },
        }
        sleep_until(breath).await;
    }
    if let Some(listener) = listener {
        listener.abort();
    }
}

/// The newest position that was given to an event.
///
/// # Errors
/// When the database fails.
pub async fn newest_position(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let newest: Option<Option<i64>> = event::Entity::find()
        .select_only()
        .column_as(event::Column::Position.max(), "newest")
        .into_tuple()
        .one(db)
        .await?;
    Ok(newest.flatten().unwrap_or(0))
}

async fn step(app: &App) -> Result<(), Fault> {
    let waiting = event::Entity::find()
        .filter(event::Column::Position.is_null())
        .limit(1)
        .one(&*app.db)
        .await?;
    if waiting.is_some() {
        number_committed(app).await?;
    }
    if app.events.nobody_listens() && app.events.pass_over(newest_position(&*app.db).await?) {
        return Ok(());
    }
    loop {
        let last = app.events.last_position();
        let events = event::Entity::find()
            .filter(event::Column::Position.gt(last))
            .order_by_asc(event::Column::Position)
            .limit(BATCH)
            .all(&*app.db)
            .await?;
        let Some(newest) = events.last().and_then(|event| event.position) else {
            return Ok(());
        };
        for fact in with_users(&*app.db, events).await? {
            // Nobody listening is not an error.
            let _ = app.events.facts.send(Arc::new(fact));
        }
        app.events.last.send_replace(newest);
    }
}

/// Rings this process's bell when another process has numbered events.
async fn listen(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let pool = app.db.get_postgres_connection_pool().clone();
    while !*stop.borrow() {
        let heard = async {
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.listen(CHANNEL).await?;
            loop {
                listener.recv().await?;
                app.events.ring();
            }
        };
        let ended: Result<(), sqlx::Error> = tokio::select! {
            ended = heard => ended,
            _ = stop.changed() => return,
        };
        if let Err(error) = ended {
            tracing::warn!(%error, "lost the connection that listens for other processes; connecting again");
            tokio::time::sleep(LOOK_ANYWAY).await;
        }
    }
}

//! The database: the only file, with the listener in `events`, that asks which one it is.

mod duplicate;
mod rows;

use std::{ops::Deref, sync::Arc, time::Duration};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sea_query::{BinOper, Expr, ExprTrait, IntoColumnRef, SimpleExpr},
    sqlx::{
        self, Connection, PgConnection,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use duplicate::is_duplicate;
pub(crate) use duplicate::is_duplicate_of;
pub(crate) use rows::how_many_rows;

/// A pool of connections, and the turn-taking of those who write to SQLite.
#[derive(Clone, Debug)]
pub struct Db {
    connection: DatabaseConnection,
    /// SQLite has one writer at a time. Waiting here, in order, beats sleeping and trying again inside SQLite.
    turn: Option<Arc<Semaphore>>,
}

/// A transaction that writes. Dropped without [`Write::commit`], it never happened.
#[derive(Debug)]
pub struct Write {
    transaction: DatabaseTransaction,
    _turn: Option<OwnedSemaphorePermit>,
}

/// What one transaction at a time does. Any numbers will do, as long as nothing else on the cluster's database uses them.
#[derive(Clone, Copy, Debug)]
#[repr(i64)]
pub(crate) enum Turn {
    /// Bring the schema up to date.
    Migrate = 0x0062_6965_6e76,
    /// Count text messages, and promise what the limits leave.
    CountTexts = 0x0062_6965_6e77,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It did not answer, or refused.
    #[error("the database cannot be opened: {0}")]
    Connect(DbErr),
    /// Nobody is there, or they refused.
    #[error("the database cannot be opened: {0}")]
    Refused(sqlx::Error),
    /// Nothing came back.
    #[error("the database cannot be opened: no answer within {} ms", FIRST_ANSWER.as_millis())]
    Silent,
    /// Its schema was made by a newer binary.
    #[error(
        "the database was migrated by a newer version of bienvenue (step {0}); use that version or a newer one"
    )]
    Newer(String),
    /// A step failed.
    #[error("the database cannot be migrated: {0}")]
    Migrate(DbErr),
}

/// How long a database may take to let the first connection in: whoever named a wrong one learns it within two seconds.
const FIRST_ANSWER: Duration = Duration::from_millis(1_500);
/// How long each further connection may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most connections to PostgreSQL at once.
const POSTGRES_CONNECTIONS: u32 = 16;
/// The most connections to an SQLite file at once: each is a thread.
const SQLITE_CONNECTIONS: u32 = 5;
/// So many rows an SQLite thread reads before somebody takes them: more than a page has, so that it never waits half-way.
const SQLITE_ROWS_AHEAD: usize = 128;

impl Db {
    /// Opens the database of a URL: `postgres://…` or `sqlite://path?mode=rwc`.
    ///
    /// # Errors
    /// When it does not answer in time, or refuses.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let mut options = ConnectOptions::new(url);
        // Statements carry addresses: neither logs nor spans show them.
        options
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .connect_timeout(PATIENCE);
        options
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false);
        let sqlite = url.starts_with("sqlite:");
        if !sqlite {
            first_connection(url).await?;
        }
        if sqlite {
            // No least number: the pool would open that many beside the first that is asked for, and of two that turn a new file to its
            // journal at once, one is refused.
            options
                .max_connections(SQLITE_CONNECTIONS)
                .idle_timeout(None);
            options.max_lifetime(None);
            // Durable when acknowledged: the default would lose the last commits with the power.
            options.map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(5))
                    .row_buffer_size(SQLITE_ROWS_AHEAD)
            });
        } else {
            options
                .min_connections(1)
                .max_connections(POSTGRES_CONNECTIONS);
            options.set_application_name("bienvenue");
        }
        let connection = Database::connect(options)
            .await
            .map_err(OpenError::Connect)?;
        Ok(Self {
            connection,
            turn: sqlite.then(|| Arc::new(Semaphore::new(1))),
        })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a step fails, or when the schema is newer than this binary.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        let steps = Migrator::migrations();
        let tx = self.begin_write().await.map_err(OpenError::Migrate)?;
        // Processes that start together migrate one after the other; the second finds nothing to do.
        let turn = tx.wait_for(Turn::Migrate).await;
        turn.map_err(OpenError::Migrate)?;
        // It makes the table of the steps where there is none.
        let applied = Migrator::get_migration_models(&*tx).await;
        let applied = applied.map_err(OpenError::Migrate)?;
        let is_known = |name: &String| steps.iter().any(|step| step.name() == name);
        if let Some(unknown) = applied.iter().find(|step| !is_known(&step.version)) {
            return Err(OpenError::Newer(unknown.version.clone()));
        }
        if applied.len() < steps.len() {
            let up = Migrator::up(&*tx, None).await;
            up.map_err(OpenError::Migrate)?;
        }
        tx.commit().await.map_err(OpenError::Migrate)
    }

    /// Begins a transaction that may write: at once with the write lock on SQLite, so that nothing read in it can change
    /// before it commits; on PostgreSQL, lock what is read and then written (`lock_exclusive`).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_write(&self) -> Result<Write, DbErr> {
        let turn = match &self.turn {
            Some(turn) => Some(
                Arc::clone(turn)
                    .acquire_owned()
                    .await
                    .map_err(|_| DbErr::Custom("the server is stopping".to_owned()))?,
            ),
            None => None,
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Write {
            transaction: self.connection.begin_with_options(options).await?,
            _turn: turn,
        })
    }

    /// Whether this is PostgreSQL, which several server processes may share.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.turn.is_none()
    }

    /// People whose folded profile contains every one of the folded words.
    ///
    /// Three letters or more use the trigram index of either database; fewer find beginnings of words by a scan of the
    /// organisation, as no trigram exists for them.
    #[must_use]
    pub fn search(&self, folded: &str) -> SimpleExpr {
        search_condition(self.connection.get_database_backend(), folded)
    }

    /// The same, decided by reading each person: for a few that were found by something else.
    #[must_use]
    pub fn search_by_reading(folded: &str) -> SimpleExpr {
        search_condition(DbBackend::Postgres, folded)
    }
}

/// Connects once, to learn why it cannot be done: the pool would try again and again and then say only that time is up.
async fn first_connection(url: &str) -> Result<(), OpenError> {
    let connecting = tokio::time::timeout(FIRST_ANSWER, PgConnection::connect(url));
    let connection = connecting.await.map_err(|_| OpenError::Silent)?;
    let closed = connection.map_err(OpenError::Refused)?.close().await;
    closed.map_err(OpenError::Refused)
}

fn search_condition(backend: DbBackend, folded: &str) -> SimpleExpr {
    use entity::user::{Column, Entity};
    let column = || Expr::col((Entity, Column::SearchKey));
    let escape = |word: &str| {
        word.replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_")
    };
    let like =
        |pattern: String| column().like(sea_orm::sea_query::LikeExpr::new(pattern).escape('\\'));
    let mut all = Expr::val(true).eq(true);
    let mut phrases = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        if word.chars().count() < 3 {
            let word = escape(word);
            all = all.and(like(format!("{word}%")).or(like(format!("% {word}%"))));
        } else if backend == DbBackend::Sqlite {
            phrases.push(format!("\"{}\"", word.replace('"', "\"\"")));
        } else {
            all = all.and(like(format!("%{}%", escape(word))));
        }
    }
    if phrases.is_empty() {
        return all;
    }
    all.and(Expr::cust_with_values(
        "users.id IN (SELECT r.user_id FROM user_search s JOIN user_search_rows r ON r.id = s.rowid WHERE s.user_search MATCH ?)",
        [phrases.join(" AND ")],
    ))
}

impl Deref for Db {
    type Target = DatabaseConnection;
    fn deref(&self) -> &DatabaseConnection {
        &self.connection
    }
}

impl Write {
    /// Waits until it is this transaction's turn, and keeps it until the end. On SQLite whoever writes has it.
    pub(crate) async fn wait_for(&self, turn: Turn) -> Result<(), DbErr> {
        if self.get_database_backend() == DbBackend::Postgres {
            let wait = format!("SELECT pg_advisory_xact_lock({})", turn as i64);
            self.execute_unprepared(&wait).await?;
        }
        Ok(())
    }

    /// A part of this transaction that can fail alone: dropped without [`Write::commit`], it never happened, and the rest did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn part(&self) -> Result<Self, DbErr> {
        Ok(Self {
            transaction: self.transaction.begin().await?,
            _turn: None,
        })
    }

    /// Undoes this part, so that the transaction it belongs to can go on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roll_back(self) -> Result<(), DbErr> {
        self.transaction.rollback().await
    }

    /// Makes it all happen at once.
    ///
    /// # Errors
    /// When the database fails: then none of it happened.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.transaction.commit().await
    }
}

impl Deref for Write {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

/// A text column as no index knows it, for a condition beside a list of ids: the list must find the rows.
///
/// Without statistics SQLite would rather walk everything of an organisation or of an operation for each list of a thousand
/// ids, and so would PostgreSQL for an operation that it has not counted yet: a hundred lists would be a hundred walks.
pub fn beside_ids(column: impl IntoColumnRef) -> Expr {
    Expr::col(column).binary(BinOper::Custom("||"), Expr::cust("''"))
}

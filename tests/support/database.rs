//! A database of the test's own: a copy of one that was migrated once.
//!
//! `TEST_DATABASE=postgres` takes PostgreSQL, whose superuser's URL is in `TEST_DATABASE_URL`; else it is SQLite.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use server::db::Db;
use tokio::sync::OnceCell;

use crate::eventually;

static TEMPLATE: OnceCell<Place> = OnceCell::const_new();
static CREATED: AtomicU32 = AtomicU32::new(0);

/// A database that is dropped with its last holder.
#[derive(Clone, Debug)]
pub struct TestDatabase {
    place: Arc<Place>,
}

/// Where a database is.
#[derive(Debug)]
enum Place {
    Sqlite { folder: PathBuf, url: String },
    Postgres { name: String, url: String },
}

/// Every row of every table, as text.
pub type Dump = BTreeMap<String, Vec<String>>;

/// Whether the tests run on PostgreSQL.
///
/// # Panics
/// When `TEST_DATABASE` is neither `sqlite` nor `postgres`.
#[must_use]
pub fn is_postgres() -> bool {
    match env::var("TEST_DATABASE").as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("TEST_DATABASE must be sqlite or postgres, not {other}"),
    }
}

fn cluster() -> String {
    env::var("TEST_DATABASE_URL")
        .expect("TEST_DATABASE=postgres needs TEST_DATABASE_URL, the superuser's")
}

fn postgres_url(name: &str) -> String {
    let cluster = cluster();
    let (server, _) = cluster
        .rsplit_once('/')
        .expect("a URL like postgres://user@host:port/name");
    format!("{server}/{name}")
}

impl Place {
    fn fresh() -> Self {
        let turn = CREATED.fetch_add(1, Ordering::SeqCst);
        let name = format!("bienvenue_test_{}_{turn}", process::id());
        if is_postgres() {
            let url = postgres_url(&name);
            return Self::Postgres { name, url };
        }
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder for the test's database");
        let url = format!("sqlite://{}?mode=rwc", folder.join("test.sqlite").display());
        Self::Sqlite { folder, url }
    }

    fn url(&self) -> &str {
        match self {
            Self::Sqlite { url, .. } | Self::Postgres { url, .. } => url,
        }
    }
}

/// One connection that is kept. Of those that a pool gives up when they are old, it may count more than there are, in the moment in
/// which another is given back, and then looks through them without an end (sqlx 0.9).
async fn connect(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    options.idle_timeout(None).max_lifetime(None);
    Database::connect(options)
        .await
        .expect("the test's database answers")
}

async fn administer(statement: &str) {
    let connection = connect(&cluster()).await;
    connection
        .execute_unprepared(statement)
        .await
        .expect("the superuser may");
    connection.close().await.expect("the connection closes");
}

/// Whether the process that made a database of this name is gone: then nobody else will remove it.
fn is_orphan(name: &str) -> bool {
    let maker = name
        .strip_prefix("bienvenue_test_")
        .and_then(|rest| rest.split('_').next());
    maker.is_some_and(|maker| !Path::new("/proc").join(maker).exists())
}

/// Removes what earlier runs left: each leaves its template, having no last moment.
async fn tidy() {
    if is_postgres() {
        let connection = connect(&cluster()).await;
        let names = texts(&connection, "SELECT datname::text FROM pg_database").await;
        for orphan in names.iter().filter(|name| is_orphan(name)) {
            // Another run may be tidying at the same moment.
            connection
                .execute_unprepared(&format!("DROP DATABASE IF EXISTS {orphan}"))
                .await
                .expect("the superuser may");
        }
        connection.close().await.expect("the connection closes");
        return;
    }
    for entry in fs::read_dir(env::temp_dir())
        .into_iter()
        .flatten()
        .flatten()
    {
        if entry.file_name().to_str().is_some_and(is_orphan) {
            // Somebody else's, if it cannot be removed.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

async fn template() -> Place {
    tidy().await;
    let place = Place::fresh();
    if let Place::Postgres { name, .. } = &place {
        administer(&format!("CREATE DATABASE {name}")).await;
    }
    let db = Db::open(place.url()).await.expect("the template opens");
    db.migrate().await.expect("the template is migrated");
    // Closed, so that it can be copied: PostgreSQL insists, and SQLite moves its log into the file.
    sea_orm::DatabaseConnection::clone(&db)
        .close()
        .await
        .expect("the template closes");
    place
}

impl TestDatabase {
    /// A migrated, empty database.
    pub async fn create() -> Self {
        let template = TEMPLATE.get_or_init(template).await;
        let place = Place::fresh();
        match (template, &place) {
            (Place::Sqlite { folder: from, .. }, Place::Sqlite { folder: to, .. }) => {
                fs::copy(from.join("test.sqlite"), to.join("test.sqlite"))
                    .expect("the template can be copied");
            }
            (Place::Postgres { name: from, .. }, Place::Postgres { name: to, .. }) => {
                administer(&format!("CREATE DATABASE {to} TEMPLATE {from}")).await;
            }
            _ => unreachable!("one run is on one kind of database"),
        }
        Self {
            place: Arc::new(place),
        }
    }

    /// A database without any table.
    pub async fn empty() -> Self {
        let place = Place::fresh();
        if let Place::Postgres { name, .. } = &place {
            administer(&format!("CREATE DATABASE {name}")).await;
        }
        Self {
            place: Arc::new(place),
        }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        self.place.url()
    }

    /// The same database for a second server process, where that is possible.
    #[must_use]
    pub fn shared(&self) -> Option<Self> {
        is_postgres().then(|| self.clone())
    }

    /// A connection that does not go through the server.
    pub async fn connect(&self) -> DatabaseConnection {
        connect(self.url()).await
    }

    /// Waits until no message is queued any more, patiently as long as fewer and fewer are.
    pub async fn all_settled(&self) {
        let queued = "SELECT count(*) FROM messages WHERE state = 'QUEUED'";
        let mut left = i64::MAX;
        while left > 0 {
            left = eventually("fewer messages wait", async || {
                let now = self.number(queued).await;
                (now < left).then_some(now)
            })
            .await;
        }
    }

    /// The number that a statement finds.
    pub async fn number(&self, sql: &str) -> i64 {
        let connection = self.connect().await;
        let found = connection
            .query_one_raw(statement(&connection, sql))
            .await
            .expect("a statement that runs");
        connection.close().await.expect("the connection closes");
        found
            .expect("one row")
            .try_get_by_index(0)
            .expect("one number")
    }

    /// The texts that a statement finds.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let connection = self.connect().await;
        let texts = texts(&connection, sql).await;
        connection.close().await.expect("the connection closes");
        texts
    }

    /// Does something behind the server's back.
    pub async fn execute(&self, sql: &str) {
        let connection = self.connect().await;
        connection
            .execute_unprepared(sql)
            .await
            .expect("a statement that runs");
        connection.close().await.expect("the connection closes");
    }

    /// Everything there is.
    pub async fn dump(&self) -> Dump {
        let connection = self.connect().await;
        let mut dump = Dump::new();
        for table in tables(&connection).await {
            let rows = match connection.get_database_backend() {
                DbBackend::Postgres => {
                    format!("SELECT to_jsonb(t)::text FROM \"{table}\" t ORDER BY 1")
                }
                _ => {
                    let columns = columns(&connection, &table).await;
                    let quoted: Vec<_> = columns
                        .iter()
                        .map(|name| format!("quote(\"{name}\")"))
                        .collect();
                    format!(
                        "SELECT {} FROM \"{table}\" ORDER BY 1",
                        quoted.join(" || ' | ' || ")
                    )
                }
            };
            let rows = texts(&connection, &rows).await;
            dump.insert(table, rows);
        }
        connection.close().await.expect("the connection closes");
        dump
    }

    /// Everything as it lies on the disk: the file and its log on SQLite; on PostgreSQL, the rows.
    pub async fn bytes_at_rest(&self) -> Vec<u8> {
        match &*self.place {
            Place::Sqlite { folder, .. } => {
                let files = fs::read_dir(folder).expect("the test's folder").flatten();
                files
                    .flat_map(|file| fs::read(file.path()).expect("a readable file"))
                    .collect()
            }
            Place::Postgres { .. } => format!("{:?}", self.dump().await).into_bytes(),
        }
    }
}

fn statement(connection: &DatabaseConnection, sql: &str) -> Statement {
    Statement::from_string(connection.get_database_backend(), sql)
}

async fn texts(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = connection
        .query_all_raw(statement(connection, sql))
        .await
        .expect("a statement that runs");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("one text"))
        .collect()
}

/// Every table with rows of ours; the parts of SQLite's full-text index follow from them.
pub async fn tables(connection: &DatabaseConnection) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        }
        _ => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'user_search%' ORDER BY 1"
        }
    };
    texts(connection, sql).await
}

/// The columns of a table.
pub async fn columns(connection: &DatabaseConnection, table: &str) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => format!(
            "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
        ),
        _ => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
    };
    texts(connection, &sql).await
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Sqlite { folder, .. } => {
                // Left to the system's own tidying if it cannot be removed.
                let _ = fs::remove_dir_all(folder);
            }
            Self::Postgres { name, .. } => {
                let drop_it = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                // A thread with a runtime of its own: this may be the middle of a test's.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build();
                    runtime.expect("a runtime").block_on(administer(&drop_it));
                });
                if dropped.join().is_err() {
                    eprintln!("a test's database could not be dropped");
                }
            }
        }
    }
}

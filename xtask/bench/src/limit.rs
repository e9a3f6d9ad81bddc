//! The limit: the same SQL, the same transactions and the same frames, without anything around them.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::Result;
use axum::{
    Router,
    extract::{Query, State, WebSocketUpgrade, ws::Message},
    response::Response,
    routing::get,
};
use sea_orm::sqlx::{
    self, PgPool, Row, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, sync::broadcast};

use crate::process::Part;

/// The page: fifty people with their team, newest first.
const COLUMNS: &str = "SELECT u.id, u.full_name, u.email, u.status, u.created_at, u.last_event_at, t.id AS team_id, t.name AS team_name \
    FROM users u LEFT JOIN teams t ON t.id = u.team_id";

#[derive(Clone)]
enum Pool {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

struct Limit {
    pool: Pool,
    number: AtomicI64,
    frames: broadcast::Sender<Arc<str>>,
}

#[derive(Serialize)]
struct Person {
    id: String,
    full_name: Option<String>,
    email: Option<String>,
    status: String,
    created_at: i64,
    last_event_at: i64,
    team_id: Option<String>,
    team_name: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    organization: String,
    created_at: Option<i64>,
    id: Option<String>,
}

#[derive(Deserialize)]
struct Search {
    organization: String,
    word: String,
}

#[derive(Deserialize)]
struct Deed {
    organization: String,
    actor: String,
    /// The invitation to accept.
    invitation: Option<String>,
}

/// Be the limit until killed.
pub(crate) async fn be(part: Part) -> Result<()> {
    let url = part.database();
    let pool = if url.starts_with("sqlite") {
        let options = SqliteConnectOptions::from_str(url)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .row_buffer_size(128);
        Pool::Sqlite {
            read: SqlitePoolOptions::new()
                .max_connections(4)
                .connect_with(options.clone())
                .await?,
            write: SqlitePoolOptions::new()
                .max_connections(1)
                .connect_with(options)
                .await?,
        }
    } else {
        Pool::Postgres(
            PgPoolOptions::new()
                .max_connections(16)
                .connect(url)
                .await?,
        )
    };
    let limit = Limit {
        pool,
        number: AtomicI64::new(0),
        frames: broadcast::channel(16).0,
    };
    let router = Router::new()
        .route("/first", get(first))
        .route("/deep", get(deep))
        .route("/search", get(search))
        .route("/invite", get(invite))
        .route("/accept", get(accept))
        .route("/socket", get(socket))
        .route("/frame", get(frame))
        .with_state(Arc::new(limit));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    use axum::serve::ListenerExt;
    // Delayed acknowledgements would measure themselves.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    Ok(axum::serve(listener, router).await?)
}

macro_rules! people {
    ($pool:expr, $sql:expr $(, $bind:expr)*) => {{
        let rows = sqlx::query(sqlx::AssertSqlSafe($sql))$(.bind($bind))*.fetch_all($pool).await.map_err(fault)?;
        rows.iter().map(|row| Person {
            id: row.get(0), full_name: row.get(1), email: row.get(2), status: row.get(3), created_at: row.get(4),
            last_event_at: row.get(5), team_id: row.get(6), team_name: row.get(7),
        }).collect()
    }};
}

fn json(people: Vec<Person>) -> Answer<String> {
    serde_json::to_string(&people).map_err(|error| {
        (
            axum::http::StatusCode::INTERNAL_SERVER_ERROR,
            error.to_string(),
        )
    })
}

type Answer<T> = Result<T, (axum::http::StatusCode, String)>;

fn fault(error: sqlx::Error) -> (axum::http::StatusCode, String) {
    (
        axum::http::StatusCode::INTERNAL_SERVER_ERROR,
        error.to_string(),
    )
}

async fn first(State(limit): State<Arc<Limit>>, Query(place): Query<Place>) -> Answer<String> {
    let sql = format!(
        "{COLUMNS} WHERE u.organization_id = $1 AND u.status = 'INVITED' ORDER BY u.created_at DESC, u.id DESC LIMIT 51"
    );
    json(match &limit.pool {
        Pool::Sqlite { read, .. } => people!(read, sql, place.organization),
        Pool::Postgres(pool) => people!(pool, sql, place.organization),
    })
}

async fn deep(State(limit): State<Arc<Limit>>, Query(place): Query<Place>) -> Answer<String> {
    let sql = format!(
        "{COLUMNS} WHERE u.organization_id = $1 AND (u.created_at, u.id) < ($2, $3) ORDER BY u.created_at DESC, u.id DESC LIMIT 51"
    );
    let (at, id) = (
        place.created_at.unwrap_or_default(),
        place.id.unwrap_or_default(),
    );
    json(match &limit.pool {
        Pool::Sqlite { read, .. } => people!(read, sql, place.organization, at, id),
        Pool::Postgres(pool) => people!(pool, sql, place.organization, at, id),
    })
}

/// Whoever has a word, by the index of words, newest first.
async fn search(State(limit): State<Arc<Limit>>, Query(search): Query<Search>) -> Answer<String> {
    const NEWEST: &str = "ORDER BY u.created_at DESC, u.id DESC LIMIT 51";
    json(match &limit.pool {
        Pool::Sqlite { read, .. } => {
            let sql = format!(
                "{COLUMNS} WHERE u.organization_id = $1 AND u.id IN (SELECT r.user_id FROM user_search s \
                    JOIN user_search_rows r ON r.id = s.rowid WHERE s.user_search MATCH $2) {NEWEST}"
            );
            people!(read, sql, search.organization, search.word)
        }
        Pool::Postgres(pool) => {
            let sql = format!(
                "WITH found AS MATERIALIZED (SELECT * FROM users WHERE organization_id = $1 AND search_key LIKE $2) {} {NEWEST}",
                COLUMNS.replace("FROM users u", "FROM found u")
            );
            let pattern = format!("%{}%", search.word);
            people!(pool, sql, search.organization, pattern)
        }
    })
}

macro_rules! execute {
    ($tx:expr, $sql:literal $(, $bind:expr)*) => {
        sqlx::query($sql)$(.bind($bind))*.execute(&mut *$tx).await.map_err(fault)?
    };
}

macro_rules! invite {
    ($tx:expr, $deed:expr, $number:expr) => {{
        let (org, actor, n) = (&$deed.organization, &$deed.actor, $number);
        let (user, invitation) = (format!("usr_limit{n}"), format!("inv_limit{n}"));
        let email = format!("limit{n}@example.com");
        execute!($tx, "INSERT INTO users (id, organization_id, full_name, email, email_key, search_key, name_key, locale, role, status, source, invitation_id, created_at, invited_at, last_event_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'en', 'MEMBER', 'INVITED', 'MANUAL', $8, $9, $10, $11)",
            &user, org, "Limit Person", &email, &email, &email, &email, &invitation, n, n, n);
        execute!($tx, "INSERT INTO invitations (id, organization_id, user_id, channel, state, locale, invited_by, created_at, link_id, expires_at, reminders_sent, delivery_state, delivery_attempts) \
            VALUES ($1, $2, $3, 'EMAIL', 'PENDING', 'en', $4, $5, 'lnk', $6, 0, 'QUEUED', 0)",
            &invitation, org, &user, actor, n, n);
        execute!($tx, "INSERT INTO messages (id, organization_id, user_id, invitation_id, kind, channel, locale, recipient, state, attempts, created_at, due_at, give_up_at) \
            VALUES ($1, $2, $3, $4, 'INVITATION', 'EMAIL', 'en', $5, 'SENT', 0, $6, $7, $8)",
            format!("msg_limit{n}"), org, &user, &invitation, &email, n, n, n);
        $tx.commit().await.map_err(fault)?;
    }};
}

async fn invite(State(limit): State<Arc<Limit>>, Query(deed): Query<Deed>) -> Answer<&'static str> {
    let number = limit.number.fetch_add(1, Ordering::Relaxed);
    match &limit.pool {
        Pool::Sqlite { write, .. } => {
            let mut tx = write.begin_with("BEGIN IMMEDIATE").await.map_err(fault)?;
            invite!(tx, deed, number);
        }
        Pool::Postgres(pool) => {
            let mut tx = pool.begin().await.map_err(fault)?;
            invite!(tx, deed, number);
        }
    }
    Ok("done")
}

macro_rules! accept {
    ($tx:expr, $deed:expr, $number:expr) => {{
        let (org, n) = (&$deed.organization, $number);
        let invitation = $deed.invitation.as_deref().unwrap_or_default();
        let token = format!("limit-session-{n}");
        execute!($tx, "UPDATE invitations SET state = 'ACCEPTED', accepted_at = $1 WHERE id = $2 AND state = 'PENDING'", n, invitation);
        execute!($tx, "UPDATE links SET ended_at = $1, \"end\" = 'ACCEPTED' WHERE invitation_id = $2 AND ended_at IS NULL", n, invitation);
        execute!($tx, "UPDATE users SET status = 'ACTIVE', activated_at = $1, password_hash = 'x' \
            WHERE id = (SELECT user_id FROM invitations WHERE id = $2)", n, invitation);
        execute!($tx, "INSERT INTO messages (id, organization_id, user_id, kind, channel, locale, recipient, state, attempts, created_at, due_at, give_up_at) \
            SELECT $1, $2, user_id, 'WELCOME', 'EMAIL', 'en', 'limit@example.com', 'SENT', 0, $3, $4, $5 FROM invitations WHERE id = $6",
            format!("msg_limit_welcome{n}"), org, n, n, n, invitation);
        execute!($tx, "INSERT INTO events (organization_id, at, kind, user_id, invitation_id) \
            SELECT $1, $2, kind, user_id, id FROM invitations, (SELECT 'INVITATION_ACCEPTED' AS kind UNION ALL SELECT 'USER_ACTIVATED') AS kinds WHERE id = $3",
            org, n, invitation);
        execute!($tx, "INSERT INTO sessions (id, organization_id, user_id, token_hash, created_at, expires_at) \
            SELECT $1, $2, user_id, $3, 0, 0 FROM invitations WHERE id = $4", &token, org, &token, invitation);
        $tx.commit().await.map_err(fault)?;
    }};
}

async fn accept(State(limit): State<Arc<Limit>>, Query(deed): Query<Deed>) -> Answer<&'static str> {
    let number = limit.number.fetch_add(1, Ordering::Relaxed);
    match &limit.pool {
        Pool::Sqlite { write, .. } => {
            let mut tx = write.begin_with("BEGIN IMMEDIATE").await.map_err(fault)?;
            accept!(tx, deed, number);
        }
        Pool::Postgres(pool) => {
            let mut tx = pool.begin().await.map_err(fault)?;
            accept!(tx, deed, number);
        }
    }
    Ok("done")
}

async fn socket(State(limit): State<Arc<Limit>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |mut socket| async move {
        let mut frames = limit.frames.subscribe();
        // The other side counts who is there by this first frame.
        if socket.send(Message::text("there")).await.is_err() {
            return;
        }
        while let Ok(frame) = frames.recv().await {
            if socket.send(Message::text(&*frame)).await.is_err() {
                return;
            }
        }
    })
}

async fn frame(State(limit): State<Arc<Limit>>) -> &'static str {
    // Nobody listening is no error.
    let _ = limit.frames.send("x".repeat(300).into());
    "done"
}

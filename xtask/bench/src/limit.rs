//! The limit: the same SQL, the same transactions and the same frames, without anything around them.

use std::{
    str::FromStr,
    sync::{Arc, atomic::AtomicI64},
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

mod deeds;

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
        .route("/invite", get(deeds::invite))
        .route("/accept", get(deeds::accept))
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

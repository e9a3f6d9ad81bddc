//! One trigram index on the folded key of a person: pg_trgm on PostgreSQL, FTS5 on SQLite.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const POSTGRES_UP: &[&str] = &[
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_users_search_key ON users USING gin (search_key gin_trgm_ops)",
];

const POSTGRES_DOWN: &[&str] = &["DROP INDEX ix_users_search_key"];

// FTS5 knows rows by number, and the hidden row number of a table with a text key may change when the file is vacuumed: a
// table of its own keeps the numbers still.
const SQLITE_UP: &[&str] = &[
    "CREATE TABLE user_search_rows (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE user_search USING fts5(search_key, content='', contentless_delete=1, tokenize='trigram')",
    "CREATE TRIGGER user_search_insert AFTER INSERT ON users BEGIN \
        INSERT INTO user_search_rows (user_id) VALUES (new.id); \
        INSERT INTO user_search (rowid, search_key) VALUES (last_insert_rowid(), new.search_key); END",
    "CREATE TRIGGER user_search_update AFTER UPDATE OF search_key ON users WHEN old.search_key <> new.search_key BEGIN \
        DELETE FROM user_search WHERE rowid = (SELECT id FROM user_search_rows WHERE user_id = old.id); \
        INSERT INTO user_search (rowid, search_key) SELECT id, new.search_key FROM user_search_rows WHERE user_id = new.id; END",
    "CREATE TRIGGER user_search_delete AFTER DELETE ON users BEGIN \
        DELETE FROM user_search WHERE rowid = (SELECT id FROM user_search_rows WHERE user_id = old.id); \
        DELETE FROM user_search_rows WHERE user_id = old.id; END",
];

const SQLITE_DOWN: &[&str] = &[
    "DROP TRIGGER user_search_delete",
    "DROP TRIGGER user_search_update",
    "DROP TRIGGER user_search_insert",
    "DROP TABLE user_search",
    "DROP TABLE user_search_rows",
];

async fn execute(
    manager: &SchemaManager<'_>,
    postgres: &[&str],
    sqlite: &[&str],
) -> Result<(), DbErr> {
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => postgres,
        _ => sqlite,
    };
    for statement in statements {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, POSTGRES_UP, SQLITE_UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, POSTGRES_DOWN, SQLITE_DOWN).await
    }
}

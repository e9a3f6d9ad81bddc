//! Text messages: the country that numbers are meant in, and what a provider says of a message.

use sea_orm_migration::prelude::*;

use crate::columns::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that tables gain: SQLite takes one in each statement.
fn columns(manager: &SchemaManager<'_>) -> [(&'static str, ColumnDef); 5] {
    let number = |name| {
        let mut column = ColumnDef::new(name);
        column.integer();
        column
    };
    let (mut lifetime, mut doubts) = (number("text_link_lifetime_hours"), number("doubts"));
    lifetime.not_null().default(72);
    doubts.not_null().default(0);
    [
        ("organizations", text(manager, "country")),
        ("organizations", lifetime),
        ("messages", doubts),
        ("messages", text(manager, "provider_id")),
        ("messages", number("segments")),
    ]
}

/// Each channel has its own queue: what waits for one never stands in the way of another.
const WAITING: &str = "CREATE INDEX ix_messages_waiting ON messages (channel, organization_id, due_at) WHERE state = 'QUEUED'";
const WAITING_BEFORE: &str =
    "CREATE INDEX ix_messages_waiting ON messages (organization_id, due_at) WHERE state = 'QUEUED'";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, mut column) in columns(manager) {
            let alter = Table::alter().table(table).add_column(&mut column).take();
            manager.alter_table(alter).await?;
        }
        replace(manager, WAITING).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, WAITING_BEFORE).await?;
        for (table, column) in columns(manager).into_iter().rev() {
            let name = column.get_column_name();
            let alter = Table::alter().table(table).drop_column(name).take();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}

async fn replace(manager: &SchemaManager<'_>, index: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    connection
        .execute_unprepared("DROP INDEX ix_messages_waiting")
        .await?;
    connection.execute_unprepared(index).await?;
    Ok(())
}

//! Taking a deed back within its window, and recognising one that is asked for again.

use sea_orm_migration::prelude::*;

use crate::columns::{index, instant, reference, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that tables gain: SQLite takes one in each statement.
fn columns() -> [(&'static str, ColumnDef); 4] {
    let mut undo_seconds = ColumnDef::new("undo_seconds");
    undo_seconds.integer().not_null().default(10);
    [
        ("organizations", undo_seconds),
        ("operations", instant("undo_until")),
        ("operations", instant("cancelled_at")),
        ("invitations", instant("reminded_at")),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, mut column) in columns() {
            let alter = Table::alter().table(table).add_column(&mut column).take();
            manager.alter_table(alter).await?;
        }
        // How many of an operation's messages stand where is asked while they leave.
        manager
            .drop_index(
                Index::drop()
                    .name("ix_messages_operation_id")
                    .table("messages")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("messages", &["operation_id", "state"]))
            .await?;
        manager
            .create_index(index("operations", &["organization_id", "created_at"]))
            .await?;
        earlier_invitations(manager).await?;
        idempotency_keys(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["idempotency_keys", "earlier_invitations"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        for (table, name) in [
            ("operations", "ix_operations_organization_id_created_at"),
            ("messages", "ix_messages_operation_id_state"),
        ] {
            manager
                .drop_index(Index::drop().name(name).table(table).to_owned())
                .await?;
        }
        manager
            .create_index(index("messages", &["operation_id"]))
            .await?;
        for (table, column) in columns().into_iter().rev() {
            let name = column.get_column_name();
            let alter = Table::alter().table(table).drop_column(name).take();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}

async fn earlier_invitations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("earlier_invitations")
                .col(text(manager, "operation_id").not_null())
                .col(text(manager, "invitation_id").not_null())
                .col(text(manager, "link_id").not_null())
                .col(instant("expires_at").not_null())
                .col(text(manager, "channel").not_null())
                .col(text(manager, "note"))
                .col(instant("reminded_at"))
                .col(text(manager, "delivery_state").not_null())
                .col(ColumnDef::new("delivery_attempts").integer().not_null())
                .col(instant("delivery_at"))
                .col(text(manager, "delivery_reason"))
                .primary_key(Index::create().col("operation_id").col("invitation_id"))
                .foreign_key(&mut reference(
                    ("earlier_invitations", "operation_id"),
                    "operations",
                    ForeignKeyAction::Cascade,
                ))
                .foreign_key(&mut reference(
                    ("earlier_invitations", "invitation_id"),
                    "invitations",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("earlier_invitations", &["invitation_id"]))
        .await
}

async fn idempotency_keys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("idempotency_keys")
                .col(text(manager, "user_id").not_null())
                .col(text(manager, "key_hash").not_null())
                .col(text(manager, "fingerprint").not_null())
                .col(text(manager, "answer"))
                .col(instant("created_at").not_null())
                .primary_key(Index::create().col("user_id").col("key_hash"))
                .foreign_key(&mut reference(
                    ("idempotency_keys", "user_id"),
                    "users",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await
}

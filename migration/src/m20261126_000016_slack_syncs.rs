//! Synchronisations with Slack, and what each found.

use sea_orm_migration::prelude::*;

use crate::columns::{id, index, instant, reference, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("slack_syncs")
            .col(id(manager))
            .col(text(manager, "organization_id").not_null())
            .col(text(manager, "kind").not_null())
            .col(text(manager, "state").not_null())
            .col(text(manager, "actor_id"))
            .col(ColumnDef::new("by_itself").boolean().not_null())
            .col(ColumnDef::new("expected_changes").integer())
            .col(instant("started_at").not_null())
            .col(instant("ended_at"))
            .col(text(manager, "holder"))
            .col(instant("leased_until"))
            .col(text(manager, "failure"));
        for count in [
            "created",
            "updated",
            "unchanged",
            "skipped",
            "missing",
            "gone",
        ] {
            table.col(ColumnDef::new(count).integer().not_null());
        }
        table.col(text(manager, "operation_id"));
        for (column, to, on_delete) in [
            (
                "organization_id",
                "organizations",
                ForeignKeyAction::Cascade,
            ),
            ("actor_id", "users", ForeignKeyAction::SetNull),
            ("operation_id", "operations", ForeignKeyAction::SetNull),
        ] {
            table.foreign_key(&mut reference(("slack_syncs", column), to, on_delete));
        }
        manager.create_table(table).await?;
        for columns in [
            &["organization_id", "id"][..],
            &["actor_id"],
            &["operation_id"],
        ] {
            manager.create_index(index("slack_syncs", columns)).await?;
        }
        // The rule that no code can break: one at a time, in whatever process.
        let one_running = "CREATE UNIQUE INDEX ix_slack_syncs_running ON slack_syncs (organization_id) WHERE state = 'RUNNING'";
        manager
            .get_connection()
            .execute_unprepared(one_running)
            .await?;
        rows(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["slack_sync_rows", "slack_syncs"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn rows(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("slack_sync_rows")
                .col(text(manager, "sync_id").not_null())
                .col(ColumnDef::new("line").integer().not_null())
                .col(text(manager, "slack_id").not_null())
                .col(text(manager, "class").not_null())
                .col(text(manager, "reason"))
                .col(text(manager, "full_name"))
                .col(text(manager, "email"))
                .col(text(manager, "user_id"))
                .primary_key(Index::create().col("sync_id").col("line"))
                .foreign_key(&mut reference(
                    ("slack_sync_rows", "sync_id"),
                    "slack_syncs",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("slack_sync_rows", &["user_id"]))
        .await
}

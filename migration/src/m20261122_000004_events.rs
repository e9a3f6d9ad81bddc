//! Events, and the newest place in their feed.

use sea_orm_migration::prelude::*;

use crate::columns::{index, instant, reference, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("events")
                    .col(
                        ColumnDef::new("sequence")
                            .big_integer()
                            .not_null()
                            .auto_increment()
                            .primary_key(),
                    )
                    .col(ColumnDef::new("position").big_integer())
                    .col(text(manager, "organization_id").not_null())
                    .col(instant("at").not_null())
                    .col(text(manager, "kind").not_null())
                    .col(text(manager, "actor_id"))
                    .col(text(manager, "user_id"))
                    .col(text(manager, "invitation_id"))
                    .col(text(manager, "previous_status"))
                    .col(text(manager, "status"))
                    .col(text(manager, "invitation_state"))
                    .col(text(manager, "detail"))
                    .foreign_key(&mut reference(
                        ("events", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("events", &["organization_id", "position"]))
            .await?;
        manager
            .create_index(index("events", &["user_id", "sequence"]))
            .await?;
        let connection = manager.get_connection();
        for statement in [
            "CREATE UNIQUE INDEX ix_events_position ON events (position) WHERE position IS NOT NULL",
            "CREATE INDEX ix_events_unnumbered ON events (sequence) WHERE position IS NULL",
            "CREATE TABLE event_positions (id integer PRIMARY KEY, last bigint NOT NULL)",
            "INSERT INTO event_positions (id, last) VALUES (1, 0)",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["event_positions", "events"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

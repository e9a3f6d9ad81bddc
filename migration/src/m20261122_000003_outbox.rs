//! The outbox.

use sea_orm_migration::prelude::*;

use crate::columns::{id, index, instant, reference, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("messages")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "user_id").not_null())
                    .col(text(manager, "invitation_id"))
                    .col(text(manager, "link_id"))
                    .col(text(manager, "operation_id"))
                    .col(text(manager, "kind").not_null())
                    .col(text(manager, "channel").not_null())
                    .col(text(manager, "locale").not_null())
                    .col(text(manager, "recipient").not_null())
                    .col(text(manager, "state").not_null())
                    .col(ColumnDef::new("attempts").integer().not_null())
                    .col(instant("created_at").not_null())
                    .col(instant("due_at").not_null())
                    .col(instant("give_up_at").not_null())
                    .col(instant("leased_until"))
                    .col(instant("settled_at"))
                    .col(text(manager, "reason"))
                    .foreign_key(&mut reference(
                        ("messages", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("messages", "user_id"),
                        "users",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("messages", "invitation_id"),
                        "invitations",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("messages", &["user_id"]))
            .await?;
        manager
            .create_index(index("messages", &["invitation_id"]))
            .await?;
        manager
            .create_index(index("messages", &["operation_id"]))
            .await?;
        // Only what waits is looked through, however much has been sent.
        let waiting = "CREATE INDEX ix_messages_waiting ON messages (organization_id, due_at) WHERE state = 'QUEUED'";
        manager.get_connection().execute_unprepared(waiting).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("messages").to_owned())
            .await
    }
}

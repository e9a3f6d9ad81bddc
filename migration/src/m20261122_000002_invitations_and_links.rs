//! Invitations and their links.

use sea_orm_migration::prelude::*;

use crate::columns::{id, index, instant, reference, text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("invitations")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "user_id").not_null())
                    .col(text(manager, "channel").not_null())
                    .col(text(manager, "state").not_null())
                    .col(text(manager, "locale").not_null())
                    .col(text(manager, "note"))
                    .col(text(manager, "invited_by"))
                    .col(instant("created_at").not_null())
                    .col(text(manager, "link_id").not_null())
                    .col(instant("expires_at").not_null())
                    .col(ColumnDef::new("reminders_sent").integer().not_null())
                    .col(instant("last_sent_at"))
                    .col(instant("accepted_at"))
                    .col(text(manager, "delivery_state").not_null())
                    .col(ColumnDef::new("delivery_attempts").integer().not_null())
                    .col(instant("delivery_at"))
                    .col(text(manager, "delivery_reason"))
                    .foreign_key(&mut reference(
                        ("invitations", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("invitations", "user_id"),
                        "users",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("invitations", "invited_by"),
                        "users",
                        ForeignKeyAction::SetNull,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("invitations", &["user_id"]))
            .await?;
        manager
            .create_index(index("invitations", &["invited_by"]))
            .await?;
        // The rule that no code can break: one open invitation a person, expired or not.
        let one_open = "CREATE UNIQUE INDEX ix_invitations_open ON invitations (user_id) WHERE state = 'PENDING'";
        manager
            .get_connection()
            .execute_unprepared(one_open)
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("links")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "invitation_id").not_null())
                    .col(text(manager, "hash").not_null())
                    .col(text(manager, "reason").not_null())
                    .col(instant("issued_at").not_null())
                    .col(instant("expires_at").not_null())
                    .col(instant("ended_at"))
                    .col(text(manager, "end"))
                    .foreign_key(&mut reference(
                        ("links", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("links", "invitation_id"),
                        "invitations",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager.create_index(unique("links", &["hash"])).await?;
        manager
            .create_index(index("links", &["invitation_id"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["links", "invitations"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

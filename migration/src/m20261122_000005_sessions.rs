//! Sessions of signed-in browsers.

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
                    .table("sessions")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "user_id").not_null())
                    .col(text(manager, "token_hash").not_null())
                    .col(instant("created_at").not_null())
                    .col(instant("expires_at").not_null())
                    .col(instant("ended_at"))
                    .foreign_key(&mut reference(
                        ("sessions", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("sessions", "user_id"),
                        "users",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("sessions", &["token_hash"]))
            .await?;
        manager.create_index(index("sessions", &["user_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("sessions").to_owned())
            .await
    }
}

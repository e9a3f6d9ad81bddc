//! API tokens, and which of them did what.

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
                    .table("api_tokens")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "name").not_null())
                    .col(text(manager, "role").not_null())
                    .col(text(manager, "token_hash").not_null())
                    .col(text(manager, "beginning").not_null())
                    .col(text(manager, "created_by"))
                    .col(instant("created_at").not_null())
                    .col(instant("expires_at"))
                    .col(instant("last_used_at"))
                    .col(instant("revoked_at"))
                    .foreign_key(&mut reference(
                        ("api_tokens", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("api_tokens", "created_by"),
                        "users",
                        ForeignKeyAction::SetNull,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("api_tokens", &["token_hash"]))
            .await?;
        manager
            .create_index(index("api_tokens", &["organization_id", "id"]))
            .await?;
        manager
            .create_index(index("api_tokens", &["created_by"]))
            .await?;
        // Not a foreign key, as `user_id` is none: the event outlives what it names.
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .add_column(text(manager, "token_id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .drop_column("token_id")
                    .to_owned(),
            )
            .await?;
        manager
            .drop_table(Table::drop().table("api_tokens").to_owned())
            .await
    }
}

//! Connected Slack workspaces, and which people are known from them.

use sea_orm_migration::prelude::*;

use crate::columns::{index, instant, reference, text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("users")
                    .add_column(text(manager, "slack_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("users", &["organization_id", "slack_id"]))
            .await?;
        workspaces(manager).await?;
        members(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["slack_members", "slack_workspaces"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        manager
            .drop_index(
                Index::drop()
                    .name("ix_users_organization_id_slack_id")
                    .table("users")
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("users")
                    .drop_column("slack_id")
                    .to_owned(),
            )
            .await
    }
}

async fn workspaces(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("slack_workspaces")
                .col(text(manager, "organization_id").not_null().primary_key())
                .col(text(manager, "team_id").not_null())
                .col(text(manager, "name").not_null())
                .col(text(manager, "bot_id").not_null())
                .col(text(manager, "token").not_null())
                .col(text(manager, "connected_by"))
                .col(instant("connected_at").not_null())
                .col(instant("refused_at"))
                .col(text(manager, "user_groups").not_null())
                .col(text(manager, "channels").not_null())
                .col(text(manager, "invites_by").not_null())
                .col(ColumnDef::new("automatic").boolean().not_null())
                .col(instant("next_sync_at").not_null())
                .foreign_key(&mut reference(
                    ("slack_workspaces", "organization_id"),
                    "organizations",
                    ForeignKeyAction::Cascade,
                ))
                .foreign_key(&mut reference(
                    ("slack_workspaces", "connected_by"),
                    "users",
                    ForeignKeyAction::SetNull,
                ))
                .to_owned(),
        )
        .await?;
    for column in ["team_id", "connected_by", "next_sync_at"] {
        manager
            .create_index(index("slack_workspaces", &[column]))
            .await?;
    }
    Ok(())
}

async fn members(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("slack_members")
                .col(text(manager, "organization_id").not_null())
                .col(text(manager, "slack_id").not_null())
                .col(text(manager, "team_id").not_null())
                .col(text(manager, "user_id"))
                .col(text(manager, "email_key"))
                .col(text(manager, "full_name"))
                .col(instant("missing_since"))
                .primary_key(Index::create().col("organization_id").col("slack_id"))
                .foreign_key(&mut reference(
                    ("slack_members", "organization_id"),
                    "organizations",
                    ForeignKeyAction::Cascade,
                ))
                .foreign_key(&mut reference(
                    ("slack_members", "user_id"),
                    "users",
                    ForeignKeyAction::SetNull,
                ))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("slack_members", &["user_id"]))
        .await
}

//! Of which app a Slack token is: what Slack says of another app of the same workspace is not about it.

use sea_orm_migration::prelude::*;

use crate::columns::text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("slack_workspaces")
            .add_column(text(manager, "app_id"))
            .take();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("slack_workspaces")
            .drop_column("app_id")
            .take();
        manager.alter_table(alter).await
    }
}

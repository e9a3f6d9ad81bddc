//! Whether an organisation can write in Slack: known with the organisation, as every deed that invites reads it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut connected = ColumnDef::new("slack_connected");
        connected.boolean().not_null().default(false);
        let alter = Table::alter()
            .table("organizations")
            .add_column(&mut connected)
            .take();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("organizations")
            .drop_column("slack_connected")
            .take();
        manager.alter_table(alter).await
    }
}

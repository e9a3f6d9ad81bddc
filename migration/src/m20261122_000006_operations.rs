//! Operations and what they did for each person.

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
                    .table("operations")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "kind").not_null())
                    .col(text(manager, "actor_id"))
                    .col(instant("created_at").not_null())
                    .foreign_key(&mut reference(
                        ("operations", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("operations", "actor_id"),
                        "users",
                        ForeignKeyAction::SetNull,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("operations", &["actor_id"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("outcomes")
                    .col(text(manager, "operation_id").not_null())
                    .col(ColumnDef::new("line").integer().not_null())
                    .col(text(manager, "code").not_null())
                    .col(text(manager, "user_id"))
                    .primary_key(Index::create().col("operation_id").col("line"))
                    .foreign_key(&mut reference(
                        ("outcomes", "operation_id"),
                        "operations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("outcomes", "user_id"),
                        "users",
                        ForeignKeyAction::SetNull,
                    ))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("outcomes", &["user_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["outcomes", "operations"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

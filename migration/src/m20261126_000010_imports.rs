//! Imports and their rows.

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
                    .table("imports")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "actor_id"))
                    .col(instant("created_at").not_null())
                    .col(text(manager, "file_name").not_null())
                    .col(text(manager, "encoding").not_null())
                    .col(text(manager, "separator").not_null())
                    .col(text(manager, "headings"))
                    .col(text(manager, "fields").not_null())
                    .col(ColumnDef::new("creates_missing").boolean().not_null())
                    .col(text(manager, "new_teams").not_null())
                    .col(text(manager, "new_products").not_null())
                    .col(text(manager, "operation_id"))
                    .foreign_key(&mut reference(
                        ("imports", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("imports", "actor_id"),
                        "users",
                        ForeignKeyAction::SetNull,
                    ))
                    .foreign_key(&mut reference(
                        ("imports", "operation_id"),
                        "operations",
                        ForeignKeyAction::SetNull,
                    ))
                    .to_owned(),
            )
            .await?;
        for columns in [
            &["organization_id", "created_at"][..],
            &["actor_id"],
            &["operation_id"],
        ] {
            manager.create_index(index("imports", columns)).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("import_rows")
                    .col(text(manager, "import_id").not_null())
                    .col(ColumnDef::new("line").integer().not_null())
                    .col(text(manager, "class").not_null())
                    .col(text(manager, "cells").not_null())
                    .col(text(manager, "flaws").not_null())
                    .col(text(manager, "user_id"))
                    .primary_key(Index::create().col("import_id").col("line"))
                    .foreign_key(&mut reference(
                        ("import_rows", "import_id"),
                        "imports",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["import_rows", "imports"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

//! Organisations, teams, products, users and who has access to what.

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
                    .table("organizations")
                    .col(id(manager))
                    .col(text(manager, "name").not_null())
                    .col(text(manager, "locale").not_null())
                    .col(ColumnDef::new("auto_invite").boolean().not_null())
                    .col(ColumnDef::new("link_lifetime_hours").integer().not_null())
                    .col(instant("created_at").not_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("teams")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "name").not_null())
                    .col(text(manager, "name_key").not_null())
                    .col(instant("created_at").not_null())
                    .foreign_key(&mut reference(
                        ("teams", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("teams", &["organization_id", "name_key"]))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("products")
                    .col(id(manager))
                    .col(text(manager, "organization_id").not_null())
                    .col(text(manager, "key").not_null())
                    .col(text(manager, "name").not_null())
                    .col(instant("created_at").not_null())
                    .foreign_key(&mut reference(
                        ("products", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(unique("products", &["organization_id", "key"]))
            .await?;
        users(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table("product_access")
                    .col(text(manager, "user_id").not_null())
                    .col(text(manager, "product_id").not_null())
                    .primary_key(Index::create().col("user_id").col("product_id"))
                    .foreign_key(&mut reference(
                        ("product_access", "user_id"),
                        "users",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("product_access", "product_id"),
                        "products",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("product_access", &["product_id"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "product_access",
            "users",
            "products",
            "teams",
            "organizations",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn users(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("users")
                .col(id(manager))
                .col(text(manager, "organization_id").not_null())
                .col(text(manager, "full_name"))
                .col(text(manager, "email"))
                .col(text(manager, "email_key"))
                .col(text(manager, "phone"))
                .col(text(manager, "search_key").not_null())
                .col(text(manager, "name_key").not_null())
                .col(text(manager, "locale").not_null())
                .col(text(manager, "role").not_null())
                .col(text(manager, "status").not_null())
                .col(text(manager, "source").not_null())
                .col(text(manager, "team_id"))
                .col(text(manager, "invitation_id"))
                .col(text(manager, "password_hash"))
                .col(instant("created_at").not_null())
                .col(instant("invited_at"))
                .col(instant("activated_at"))
                .col(instant("last_event_at").not_null())
                .foreign_key(&mut reference(
                    ("users", "organization_id"),
                    "organizations",
                    ForeignKeyAction::Cascade,
                ))
                .foreign_key(&mut reference(
                    ("users", "team_id"),
                    "teams",
                    ForeignKeyAction::SetNull,
                ))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(unique("users", &["organization_id", "email_key"]))
        .await?;
    manager
        .create_index(unique("users", &["organization_id", "phone"]))
        .await?;
    // Sign-in looks an address up in every organisation.
    manager.create_index(index("users", &["email_key"])).await?;
    manager.create_index(index("users", &["team_id"])).await?;
    // One for each order that the console offers, and the newest of one status, which is how the page is opened most.
    manager
        .create_index(index("users", &["organization_id", "name_key", "id"]))
        .await?;
    manager
        .create_index(index("users", &["organization_id", "created_at", "id"]))
        .await?;
    manager
        .create_index(index("users", &["organization_id", "last_event_at", "id"]))
        .await?;
    manager
        .create_index(index(
            "users",
            &["organization_id", "status", "created_at", "id"],
        ))
        .await
}

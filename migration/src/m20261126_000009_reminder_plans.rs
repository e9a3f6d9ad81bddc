//! Reminder plans: an organisation's time zone, its plan with its steps, and which step was taken for whom.

use sea_orm_migration::prelude::*;

use crate::columns::{index, instant, reference, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const ORGANIZATION: &str = "organization_id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("organizations")
                    .add_column(text(manager, "time_zone").not_null().default("UTC"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("reminder_plans")
                    .col(text(manager, ORGANIZATION).not_null().primary_key())
                    .col(ColumnDef::new("enabled").boolean().not_null())
                    .col(ColumnDef::new("quiet_from").integer())
                    .col(ColumnDef::new("quiet_to").integer())
                    .col(ColumnDef::new("quiet_days").integer().not_null())
                    .col(ColumnDef::new("most_reminders").integer().not_null())
                    .foreign_key(&mut reference(
                        ("reminder_plans", ORGANIZATION),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        steps(manager).await?;
        // What runs out between two instants. Links are written once and in this order, so the index grows at its end.
        manager
            .create_index(index("links", &[ORGANIZATION, "expires_at", "id"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("ix_links_organization_id_expires_at_id")
                    .table("links")
                    .to_owned(),
            )
            .await?;
        for table in ["steps_taken", "reminder_steps", "reminder_plans"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        manager
            .alter_table(
                Table::alter()
                    .table("organizations")
                    .drop_column("time_zone")
                    .to_owned(),
            )
            .await
    }
}

async fn steps(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("reminder_steps")
                .col(text(manager, ORGANIZATION).not_null())
                .col(text(manager, "anchor").not_null())
                .col(ColumnDef::new("hours").integer().not_null())
                .col(instant("begun_at").not_null())
                .col(instant("taken_until").not_null())
                .primary_key(Index::create().col(ORGANIZATION).col("anchor").col("hours"))
                .foreign_key(&mut reference(
                    ("reminder_steps", ORGANIZATION),
                    "organizations",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await?;
    // The rule that no code can break: a step is taken once for an invitation, and so for its person.
    manager
        .create_table(
            Table::create()
                .table("steps_taken")
                .col(text(manager, "invitation_id").not_null())
                .col(text(manager, "anchor").not_null())
                .col(ColumnDef::new("hours").integer().not_null())
                .col(text(manager, "fate").not_null())
                .col(instant("at").not_null())
                .primary_key(
                    Index::create()
                        .col("invitation_id")
                        .col("anchor")
                        .col("hours"),
                )
                .foreign_key(&mut reference(
                    ("steps_taken", "invitation_id"),
                    "invitations",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await
}

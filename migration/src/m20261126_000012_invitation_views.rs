//! That the pages of invitations were looked at, and an index for how long people take.

use sea_orm_migration::prelude::*;

use crate::columns::{instant, reference, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const ACCEPTED: &str = "CREATE INDEX ix_invitations_accepted ON invitations (organization_id, accepted_at) WHERE accepted_at IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("invitation_views")
                    .col(text(manager, "invitation_id").not_null().primary_key())
                    .col(text(manager, "organization_id").not_null())
                    .col(instant("first_at").not_null())
                    .col(instant("by_hand_at"))
                    .foreign_key(&mut reference(
                        ("invitation_views", "invitation_id"),
                        "invitations",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        ("invitation_views", "organization_id"),
                        "organizations",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(ACCEPTED)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP INDEX ix_invitations_accepted")
            .await?;
        manager
            .drop_table(Table::drop().table("invitation_views").to_owned())
            .await
    }
}

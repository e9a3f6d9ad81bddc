//! What synchronisations found, member by member. Whoever is unchanged is counted and has no row.

use sea_orm::entity::prelude::*;

use crate::{SlackReason, SlackRowClass, SlackSyncId, UserId};

/// What one synchronisation does with one member.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slack_sync_rows")]
pub struct Model {
    /// The synchronisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sync_id: SlackSyncId,
    /// Position, from 1: additions first, then changes, who is missing, and who is left alone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i32,
    /// Slack's id of the member.
    #[sea_orm(column_type = "Text")]
    pub slack_id: String,
    /// What is done.
    pub class: SlackRowClass,
    /// Why they are left alone, or are missing.
    pub reason: Option<SlackReason>,
    /// Their name in Slack.
    #[sea_orm(column_type = "Text", nullable)]
    pub full_name: Option<String>,
    /// Their address in Slack.
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    /// The person, if there is one. Not a foreign key, as in `import_rows`; a deletion takes the row along.
    pub user_id: Option<UserId>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

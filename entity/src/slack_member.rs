//! Members of workspaces who became people here: what Slack said of each when it was last listened to.
//!
//! It is what tells a change in Slack from a change by hand.

use sea_orm::entity::prelude::*;

use crate::{OrganizationId, Timestamp, UserId};

/// One member.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slack_members")]
pub struct Model {
    /// Where.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Slack's id of them, `U…` or `W…`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub slack_id: String,
    /// The workspace they were found in.
    #[sea_orm(column_type = "Text")]
    pub team_id: String,
    /// The person; null once they are deleted, so that they are not added again.
    pub user_id: Option<UserId>,
    /// Their address as Slack said it, in canonical form; null once they are deleted.
    #[sea_orm(column_type = "Text", nullable)]
    pub email_key: Option<String>,
    /// Their name as Slack said it; null when it said none.
    #[sea_orm(column_type = "Text", nullable)]
    pub full_name: Option<String>,
    /// Since when they are missing; null while they are there.
    pub missing_since: Option<Timestamp>,
}

/// To the rows that are read beside a member.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The person.
    #[sea_orm(
        belongs_to = "super::user::Entity",
        from = "Column::UserId",
        to = "super::user::Column::Id"
    )]
    User,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

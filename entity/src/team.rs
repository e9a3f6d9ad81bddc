//! Teams.

use sea_orm::entity::prelude::*;

use crate::{OrganizationId, TeamId, Timestamp};

/// One team.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "teams")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TeamId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// Its name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Its name, folded: unique in the organisation.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

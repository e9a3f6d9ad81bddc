//! Products: what a person may be given access to.

use sea_orm::entity::prelude::*;

use crate::{OrganizationId, ProductId, Timestamp};

/// One product.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// The word other systems know it by: unique in the organisation.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Its name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! API tokens: with what other systems ask.

use sea_orm::entity::prelude::*;

use crate::{ApiTokenId, OrganizationId, Role, Timestamp, UserId};

/// One token. Whether it counts depends on whoever made it as well.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_tokens")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiTokenId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// What it is called: the name under which it acts.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The most it may do.
    pub role: Role,
    /// SHA-256 of its secret, in base64url.
    #[sea_orm(column_type = "Text")]
    pub token_hash: String,
    /// The first characters of its secret, by which its holder finds it in the list.
    #[sea_orm(column_type = "Text")]
    pub beginning: String,
    /// Who made it; nobody once they are deleted.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// From then on it no longer counts, if it has an end.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// To whoever made it.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whoever made it.
    #[sea_orm(
        belongs_to = "super::user::Entity",
        from = "Column::CreatedBy",
        to = "super::user::Column::Id"
    )]
    Maker,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Maker.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

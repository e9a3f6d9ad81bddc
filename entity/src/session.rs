//! Sessions of signed-in browsers.

use sea_orm::entity::prelude::*;

use crate::{OrganizationId, SessionId, Timestamp, UserId};

/// One signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// Whose it is.
    pub user_id: UserId,
    /// SHA-256 of the token in the cookie, in base64url.
    #[sea_orm(column_type = "Text")]
    pub token_hash: String,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// From then on it no longer counts.
    pub expires_at: Timestamp,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
}

/// To the person.
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

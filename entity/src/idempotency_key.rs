//! Idempotency keys: under which name a caller did a deed, so that asking again does not do it again.

use sea_orm::entity::prelude::*;

use crate::{Timestamp, UserId};

/// One key of one caller. Neither the key nor the input rests here, only what recognises them.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// Who asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// SHA-256 of the key, in base64url.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub key_hash: String,
    /// SHA-256 of the deed and its input, in base64url.
    #[sea_orm(column_type = "Text")]
    pub fingerprint: String,
    /// The id of what the deed made.
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    /// When it was first used.
    pub created_at: Timestamp,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Operations: deeds done to many people at once.

use sea_orm::entity::prelude::*;

use crate::{OperationId, OperationKind, OrganizationId, Timestamp, UserId};

/// One operation, complete when it is there.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "operations")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OperationId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// What was done.
    pub kind: OperationKind,
    /// Who did it; null once that person is gone.
    pub actor_id: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// Until then its messages wait and can be taken back; null when it promised none.
    pub undo_until: Option<Timestamp>,
    /// When it was taken back, as far as its messages had not left.
    pub cancelled_at: Option<Timestamp>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

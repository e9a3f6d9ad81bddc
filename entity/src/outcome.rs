//! Outcomes: what an operation did for each person.

use sea_orm::entity::prelude::*;

use crate::{OperationId, OutcomeCode, UserId};

/// What one operation did for one person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outcomes")]
pub struct Model {
    /// The operation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub operation_id: OperationId,
    /// Position in the request, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i32,
    /// What happened.
    pub code: OutcomeCode,
    /// To whom; null once that person is gone.
    pub user_id: Option<UserId>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

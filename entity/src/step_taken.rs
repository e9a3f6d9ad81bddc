//! Steps of reminder plans that were taken: one row for an invitation and a step, which the database enforces.

use sea_orm::entity::prelude::*;

use crate::{InvitationId, StepAnchor, StepFate, Timestamp};

/// One step, taken for one person. It outlives the plan's own row of the step, so that a step that is taken out and put back
/// is not taken again.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "steps_taken")]
pub struct Model {
    /// For which invitation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub invitation_id: InvitationId,
    /// What the step counts from.
    #[sea_orm(primary_key, auto_increment = false)]
    pub anchor: StepAnchor,
    /// How far from there.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hours: i32,
    /// What it did.
    pub fate: StepFate,
    /// When.
    pub at: Timestamp,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

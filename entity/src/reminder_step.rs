//! Steps of a reminder plan.

use sea_orm::entity::prelude::*;

use crate::{OrganizationId, StepAnchor, Timestamp};

/// One step: so many hours after the invitation, or before its newest link expires.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder_steps")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// What it counts from.
    #[sea_orm(primary_key, auto_increment = false)]
    pub anchor: StepAnchor,
    /// How far from there.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hours: i32,
    /// When it began, by being added to a plan that is on or by the plan's being switched on. What would have been due until
    /// then is left alone.
    pub begun_at: Timestamp,
    /// What was due until then has been taken.
    pub taken_until: Timestamp,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// When it is due for an invitation that was made at one instant and whose newest link ends at another; quiet hours
    /// not counted.
    #[must_use]
    pub fn due(&self, created_at: Timestamp, expires_at: Timestamp) -> Timestamp {
        match self.anchor {
            StepAnchor::AfterInvitation => created_at.plus_hours(self.hours.into()),
            StepAnchor::BeforeExpiry => expires_at.plus_hours(-i64::from(self.hours)),
        }
    }

    /// Where an invitation's anchor stands when this is due at an instant: the other way round.
    #[must_use]
    pub fn anchored(&self, due: Timestamp) -> Timestamp {
        match self.anchor {
            StepAnchor::AfterInvitation => due.plus_hours(-i64::from(self.hours)),
            StepAnchor::BeforeExpiry => due.plus_hours(self.hours.into()),
        }
    }
}

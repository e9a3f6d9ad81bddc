//! Earlier invitations: what reminders changed, kept for as long as they can be taken back.

use sea_orm::entity::prelude::*;

use crate::{Channel, DeliveryState, InvitationId, LinkId, OperationId, Timestamp};

/// One invitation as it was before an operation reminded its person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "earlier_invitations")]
pub struct Model {
    /// The operation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub operation_id: OperationId,
    /// The invitation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub invitation_id: InvitationId,
    /// The link that worked.
    pub link_id: LinkId,
    /// The end of that link.
    pub expires_at: Timestamp,
    /// How the person was reached.
    pub channel: Channel,
    /// The inviter's personal note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// When the last reminder was promised.
    pub reminded_at: Option<Timestamp>,
    /// How the newest message fared.
    pub delivery_state: DeliveryState,
    /// How often that message was attempted.
    pub delivery_attempts: i32,
    /// When that was so.
    pub delivery_at: Option<Timestamp>,
    /// Why, in the provider's words.
    #[sea_orm(column_type = "Text", nullable)]
    pub delivery_reason: Option<String>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

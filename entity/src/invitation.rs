//! Invitations: offers to join.

use sea_orm::entity::prelude::*;

use crate::{
    Channel, DeliveryState, InvitationId, InvitationState, LinkId, Locale, OrganizationId,
    Timestamp, UserId,
};

/// One invitation. At most one per user is open, which the database enforces.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// Who is invited.
    pub user_id: UserId,
    /// How they are reached.
    pub channel: Channel,
    /// As stored: never EXPIRED. Read it through [`Model::state_at`].
    pub state: InvitationState,
    /// The language it is written in.
    pub locale: Locale,
    /// The inviter's personal note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// Who invited; null once that person is gone.
    pub invited_by: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The newest link: the only one that works.
    pub link_id: LinkId,
    /// The end of the newest link.
    pub expires_at: Timestamp,
    /// How many reminders were promised.
    pub reminders_sent: i32,
    /// When the last of them was.
    pub reminded_at: Option<Timestamp>,
    /// When a message about it last left.
    pub last_sent_at: Option<Timestamp>,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
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

/// To the person.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who is invited.
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

impl Model {
    /// Where it stands at an instant.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> InvitationState {
        self.state.at(now, self.expires_at)
    }
}

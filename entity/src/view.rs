//! Views: that the page of an invitation was looked at, and by whom as far as can be told.
//!
//! A row of its own, so that looking at a page neither locks nor changes the invitation.

use sea_orm::entity::prelude::*;

use crate::{InvitationId, OrganizationId, Timestamp};

/// What is known of one invitation's page.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation_views")]
pub struct Model {
    /// Which invitation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub invitation_id: InvitationId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// When its page was first shown, maybe to a scanner.
    pub first_at: Timestamp,
    /// When somebody first touched it.
    pub by_hand_at: Option<Timestamp>,
}

/// To the invitation.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The invitation.
    #[sea_orm(
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
}

impl Related<super::invitation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invitation.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

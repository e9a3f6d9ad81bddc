//! Links: one secret URL each. The secret rests nowhere; only its hash does.

use sea_orm::entity::prelude::*;

use crate::{InvitationId, LinkEnd, LinkId, LinkReason, OrganizationId, Timestamp};

/// One link of one invitation. Only the invitation's newest works.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "links")]
pub struct Model {
    /// Its id, from which the server key derives the secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// The invitation it answers.
    pub invitation_id: InvitationId,
    /// SHA-256 of the secret, in base64url: how a link that arrives is found.
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    /// Why it was made.
    pub reason: LinkReason,
    /// When it was made.
    pub issued_at: Timestamp,
    /// From this instant on it no longer works.
    pub expires_at: Timestamp,
    /// When it ended other than by time.
    pub ended_at: Option<Timestamp>,
    /// How it ended other than by time.
    pub end: Option<LinkEnd>,
}

/// To what a link that arrives answers.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Its invitation.
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

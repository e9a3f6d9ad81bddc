//! Events: what happened, kept for ever, written in the transaction of the change.

use sea_orm::entity::prelude::*;

use crate::{
    ApiTokenId, EventKind, InvitationId, InvitationState, OrganizationId, Timestamp, UserId,
    UserStatus,
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    /// The order of writing, which with concurrent writers is not the order of committing.
    #[sea_orm(primary_key)]
    pub sequence: i64,
    /// The order of the feed, given once the event is committed; null until then.
    pub position: Option<i64>,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Who did it, if a person did.
    pub actor_id: Option<UserId>,
    /// To whom. Not a foreign key: the event outlives the person.
    pub user_id: Option<UserId>,
    /// About which invitation.
    pub invitation_id: Option<InvitationId>,
    /// Where the person stood before.
    pub previous_status: Option<UserStatus>,
    /// Where the person stands since.
    pub status: Option<UserStatus>,
    /// Where their invitation stands since.
    pub invitation_state: Option<InvitationState>,
    /// What else is worth keeping, in words: a reason, a name that was.
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
    /// Which API token did it, if one did.
    pub token_id: Option<ApiTokenId>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

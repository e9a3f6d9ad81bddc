//! The outbox: promises to deliver, written in the transaction that causes them.

use sea_orm::entity::prelude::*;

use crate::{
    Channel, InvitationId, LinkId, Locale, MessageId, MessageKind, MessageState, OperationId,
    OrganizationId, Timestamp, UserId,
};

/// One message to one person. Its words are made when it leaves: no secret rests here.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    /// Its id, from which the Message-ID header is made.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// To whom.
    pub user_id: UserId,
    /// The invitation it speaks of.
    pub invitation_id: Option<InvitationId>,
    /// The link it carries.
    pub link_id: Option<LinkId>,
    /// The operation that promised it.
    pub operation_id: Option<OperationId>,
    /// What it says.
    pub kind: MessageKind,
    /// How it goes.
    pub channel: Channel,
    /// The language it is written in.
    pub locale: Locale,
    /// The stored address or number at the time of the promise.
    #[sea_orm(column_type = "Text")]
    pub recipient: String,
    /// Where it stands.
    pub state: MessageState,
    /// How often it was attempted.
    pub attempts: i32,
    /// How many of the attempts ended without an answer, so that the message may have left.
    pub doubts: i32,
    /// What the provider calls it, once it took it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_id: Option<String>,
    /// Of how many parts it consists, where each is paid for; the most it can have until it has left.
    pub segments: Option<i32>,
    /// When it was promised.
    pub created_at: Timestamp,
    /// Not before then.
    pub due_at: Timestamp,
    /// Not at or after then: the end of its link.
    pub give_up_at: Timestamp,
    /// Until then one dispatcher holds it.
    pub leased_until: Option<Timestamp>,
    /// When it was settled for good.
    pub settled_at: Option<Timestamp>,
    /// Why it stands so, in the provider's words.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

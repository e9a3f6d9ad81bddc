//! Invitations: offers to join.

mod bulk_invite;
mod mutations;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::invitation;

pub(super) use bulk_invite::BulkInviteMutation;
pub(super) use mutations::InvitationMutations;

use super::{
    request::Asked,
    scalar::{DateTime, Locale},
    status::{Channel, DeliveryState, InvitationState},
    user::User,
};
use crate::problem::Fault;

/// A row.
pub(super) struct Invitation(pub(super) invitation::Model);

/// An offer to join.
#[Object]
impl Invitation {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Who is invited.
    async fn user(&self, ctx: &Context<'_>) -> Result<User> {
        let invitee = ctx.loaders().user(&self.0.user_id).await?;
        // The invitation goes with its person: it was read a moment before they were deleted.
        let invitee = invitee.ok_or_else(|| {
            Fault::Other("an invitation lost its person while it was read".to_owned())
        })?;
        Ok(invitee.into())
    }

    /// How it goes.
    async fn channel(&self) -> Channel {
        self.0.channel.into()
    }

    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> InvitationState {
        self.0.state_at(ctx.app().clock.now()).into()
    }

    /// The language it is written in.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// The personal note, if the inviter wrote one.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Who invited; null once that person is gone.
    async fn invited_by(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(inviter) = &self.0.invited_by else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(inviter).await?.map(User::from))
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// End of the newest link.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at)
    }

    /// How many reminders were promised.
    async fn reminders_sent(&self) -> i32 {
        self.0.reminders_sent
    }

    /// When a message about it last left.
    async fn last_sent_at(&self) -> Option<DateTime> {
        self.0.last_sent_at.map(DateTime)
    }

    /// When it was accepted.
    async fn accepted_at(&self) -> Option<DateTime> {
        self.0.accepted_at.map(DateTime)
    }

    /// How the newest message fared.
    async fn delivery(&self) -> Delivery {
        Delivery {
            state: self.0.delivery_state.into(),
            attempts: self.0.delivery_attempts,
            at: self.0.delivery_at.map(DateTime),
            reason: self.0.delivery_reason.clone(),
        }
    }
}

/// How a message fared.
#[derive(SimpleObject)]
struct Delivery {
    /// Where it stands.
    state: DeliveryState,
    /// How often it was attempted.
    attempts: i32,
    /// When that was so.
    at: Option<DateTime>,
    /// Why, in words, from the provider.
    reason: Option<String>,
}

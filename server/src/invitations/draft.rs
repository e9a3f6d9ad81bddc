//! A new invitation with its first link and its message, about to be written.

use entity::{
    Channel, DeliveryState, EventKind, InvitationId, InvitationState, LinkReason, MessageKind,
    Timestamp, UserStatus, invitation, link, organization, user,
};
use sea_orm::{ActiveModelTrait, DbErr, IntoActiveModel};

use super::links;
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events::Happening,
    outbox::{self, Promise},
    problem::Code,
};

/// What opening an invitation writes, beside the person's own row.
pub(crate) struct Draft {
    invitation: invitation::Model,
    link: link::Model,
    promise: Option<Promise>,
    before: UserStatus,
}

/// Whether a person can be reached so: SMS and Slack have no sender yet, e-mail takes an address, and a link handed over
/// by hand takes nothing.
pub(crate) fn possible(channel: Channel, has_email: bool) -> Result<Channel, Code> {
    match channel {
        Channel::Email if has_email => Ok(channel),
        Channel::Email => Err(Code::ChannelNotPossible),
        Channel::Link => Ok(channel),
        Channel::Sms | Channel::Slack => Err(Code::ChannelNotConfigured),
    }
}

impl Draft {
    /// Opens an invitation for a person and moves their row, not yet written, to INVITED.
    pub(crate) fn open(
        app: &App,
        admin: &Admin,
        organization: &organization::Model,
        user: &mut user::Model,
        channel: Channel,
        note: Option<String>,
        now: Timestamp,
    ) -> Self {
        let id = InvitationId::new(now, app.random.bytes());
        let expires_at = now.plus_hours(organization.link_lifetime_hours.into());
        let link = links::row(
            app,
            &organization.id,
            &id,
            LinkReason::Invitation,
            now,
            expires_at,
        );
        let by_hand = channel == Channel::Link;
        let invitation = invitation::Model {
            id: id.clone(),
            organization_id: organization.id.clone(),
            user_id: user.id.clone(),
            channel,
            state: InvitationState::Pending,
            locale: user.locale,
            note,
            invited_by: Some(admin.actor().clone()),
            created_at: now,
            link_id: link.id.clone(),
            expires_at,
            reminders_sent: 0,
            last_sent_at: None,
            accepted_at: None,
            delivery_state: if by_hand {
                DeliveryState::NotConfigured
            } else {
                DeliveryState::Queued
            },
            delivery_attempts: 0,
            delivery_at: None,
            delivery_reason: None,
        };
        let before = user.status;
        user.status = UserStatus::Invited;
        user.invitation_id = Some(id);
        user.invited_at = Some(now);
        user.last_event_at = now;
        let promise = promise(user, &invitation, MessageKind::Invitation);
        Self {
            invitation,
            link,
            promise,
            before,
        }
    }

    /// What has happened once this is written.
    pub(crate) fn happening(&self, user: &user::Model, admin: &Admin) -> Happening {
        Happening::to(user, EventKind::InvitationCreated)
            .by(admin.actor())
            .from_status(self.before)
            .about(&self.invitation.id, InvitationState::Pending)
    }

    /// Writes invitation, link and message; the person's row must be there.
    pub(crate) async fn write(
        self,
        tx: &Write,
        app: &App,
        now: Timestamp,
    ) -> Result<invitation::Model, DbErr> {
        self.invitation
            .clone()
            .into_active_model()
            .insert(&**tx)
            .await?;
        self.link.into_active_model().insert(&**tx).await?;
        if let Some(promise) = self.promise {
            outbox::enqueue(tx, app, now, vec![promise]).await?;
        }
        Ok(self.invitation)
    }
}

/// The message about an invitation's newest link, if it goes by a channel that we send.
pub(crate) fn promise(
    user: &user::Model,
    invitation: &invitation::Model,
    kind: MessageKind,
) -> Option<Promise> {
    if invitation.channel != Channel::Email {
        return None;
    }
    Some(Promise {
        organization_id: invitation.organization_id.clone(),
        user_id: user.id.clone(),
        invitation_id: Some(invitation.id.clone()),
        link_id: Some(invitation.link_id.clone()),
        operation_id: None,
        kind,
        channel: invitation.channel,
        locale: invitation.locale,
        recipient: user.email.clone()?,
        give_up_at: invitation.expires_at,
    })
}

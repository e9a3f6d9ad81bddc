//! A new invitation with its first link and its message, about to be written.

use entity::{
    DeliveryState, EventKind, InvitationId, InvitationState, LinkReason, Locale, MessageKind,
    OperationId, Timestamp, UserId, UserStatus, invitation, link, organization, user,
};
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};

use super::links;
use crate::{
    access::{Actor, Admin},
    app::App,
    db::Write,
    events::Happening,
    outbox::{self, Promise},
    reach::Way,
};

/// What opening an invitation writes, beside the person's own row.
pub(crate) struct Draft {
    invitation: invitation::Model,
    link: link::Model,
    promise: Option<Promise>,
    inviter: Actor,
    before: UserStatus,
}

/// Who is about to be invited, as far as it must be known.
pub(crate) struct Invitee<'a> {
    pub(crate) id: &'a UserId,
    pub(crate) locale: Locale,
    pub(crate) status: UserStatus,
}

/// What the inviter decided for everyone whom they invite at once.
pub(crate) struct Offer<'a> {
    pub(crate) organization: &'a organization::Model,
    pub(crate) inviter: &'a Actor,
    pub(crate) note: Option<String>,
    /// The operation that the messages belong to, and when they are due.
    pub(crate) operation: Option<(OperationId, Timestamp)>,
    pub(crate) now: Timestamp,
}

impl<'a> Offer<'a> {
    /// To one person alone: the message leaves at once.
    pub(crate) fn of_one(
        admin: &'a Admin,
        organization: &'a organization::Model,
        note: Option<String>,
        now: Timestamp,
    ) -> Self {
        Self {
            organization,
            inviter: admin.actor(),
            note,
            operation: None,
            now,
        }
    }
}

impl Draft {
    /// Opens an invitation for a person and moves their row, not yet written, to INVITED.
    pub(crate) fn open(app: &App, offer: &Offer<'_>, user: &mut user::Model, way: &Way) -> Self {
        let invitee = Invitee {
            id: &user.id,
            locale: user.locale,
            status: user.status,
        };
        let draft = Self::for_invitee(app, offer, &invitee, way);
        user.status = UserStatus::Invited;
        user.invitation_id = Some(draft.invitation.id.clone());
        user.invited_at = Some(offer.now);
        user.last_event_at = offer.now;
        draft
    }

    /// The invitation of a person whose row is there and is moved to INVITED elsewhere.
    pub(crate) fn for_invitee(
        app: &App,
        offer: &Offer<'_>,
        invitee: &Invitee<'_>,
        way: &Way,
    ) -> Self {
        let (organization, now) = (offer.organization, offer.now);
        let id = InvitationId::new(now, app.random.bytes());
        let expires_at = now.plus_hours(organization.link_hours(way.channel()));
        let link = links::row(
            app,
            &organization.id,
            &id,
            LinkReason::Invitation,
            now,
            expires_at,
        );
        let invitation = invitation::Model {
            id,
            organization_id: organization.id.clone(),
            user_id: invitee.id.clone(),
            channel: way.channel(),
            state: InvitationState::Pending,
            locale: invitee.locale,
            note: offer.note.clone(),
            invited_by: Some(offer.inviter.user().clone()),
            created_at: now,
            link_id: link.id.clone(),
            expires_at,
            reminders_sent: 0,
            reminded_at: None,
            last_sent_at: None,
            accepted_at: None,
            delivery_state: match way.recipient() {
                Some(_) => DeliveryState::Queued,
                None => DeliveryState::NotConfigured,
            },
            delivery_attempts: 0,
            delivery_at: None,
            delivery_reason: None,
        };
        let mut promise = promise(way, &invitation, MessageKind::Invitation);
        if let (Some(promise), Some((operation, _))) = (&mut promise, &offer.operation) {
            promise.operation_id = Some(operation.clone());
        }
        Self {
            invitation,
            link,
            promise,
            inviter: offer.inviter.clone(),
            before: invitee.status,
        }
    }

    /// Who is invited.
    pub(crate) fn invitee(&self) -> &UserId {
        &self.invitation.user_id
    }

    /// The way of the message that was promised, if one was.
    pub(crate) fn promised_way(&self) -> Option<Way> {
        let promise = self.promise.as_ref()?;
        Some(Way::to(promise.channel, &promise.recipient))
    }

    /// What has happened once this is written.
    pub(crate) fn happening(&self) -> Happening {
        let invitation = &self.invitation;
        let mut happening = Happening::in_organization(
            invitation.organization_id.clone(),
            EventKind::InvitationCreated,
        )
        .by(&self.inviter)
        .from_status(self.before)
        .about(&invitation.id, InvitationState::Pending);
        happening.user_id = Some(invitation.user_id.clone());
        happening.status = Some(UserStatus::Invited);
        happening
    }

    /// Writes invitation, link and message; the person's row must be there.
    pub(crate) async fn write(
        self,
        tx: &Write,
        app: &App,
        now: Timestamp,
    ) -> Result<invitation::Model, DbErr> {
        let invitation = self.invitation.clone().into_active_model();
        invitation::Entity::insert(invitation)
            .exec_without_returning(&**tx)
            .await?;
        links::write(tx, vec![self.link]).await?;
        if let Some(promise) = self.promise {
            outbox::enqueue(tx, app, now, vec![promise]).await?;
        }
        Ok(self.invitation)
    }
}

/// Writes many, at most a thousand; the people's rows must be there.
pub(crate) async fn write_many(
    tx: &Write,
    app: &App,
    offer: &Offer<'_>,
    drafts: Vec<Draft>,
) -> Result<(), DbErr> {
    if drafts.is_empty() {
        return Ok(());
    }
    let (mut invitations, mut links) = (Vec::new(), Vec::new());
    let mut promises = Vec::new();
    for draft in drafts {
        invitations.push(draft.invitation.into_active_model());
        links.push(draft.link);
        promises.extend(draft.promise);
    }
    invitation::Entity::insert_many(invitations)
        .exec_without_returning(&**tx)
        .await?;
    links::write(tx, links).await?;
    let due_at = offer.operation.as_ref().map_or(offer.now, |(_, due)| *due);
    outbox::enqueue_later(tx, app, offer.now, due_at, promises).await
}

/// The message about an invitation's newest link; none when it is handed over by hand.
pub(crate) fn promise(
    way: &Way,
    invitation: &invitation::Model,
    kind: MessageKind,
) -> Option<Promise> {
    let recipient = way.recipient()?;
    Some(Promise {
        organization_id: invitation.organization_id.clone(),
        user_id: invitation.user_id.clone(),
        invitation_id: Some(invitation.id.clone()),
        link_id: Some(invitation.link_id.clone()),
        operation_id: None,
        kind,
        channel: way.channel(),
        locale: invitation.locale,
        recipient: recipient.to_owned(),
        give_up_at: invitation.expires_at,
    })
}

//! invitationPreview: what the page of a link shows. Reading it changes nothing.

use entity::{
    Channel, EmailAddress, InvitationState, LinkEnd, Locale, PhoneNumber, Timestamp, invitation,
    link, organization, user,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::{
    app::App,
    problem::Fault,
    secret::{hash, looks_like_token},
};

/// Where a link stands, for whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It works.
    Open,
    /// It has reached its end.
    Expired,
    /// A newer one was made.
    Superseded,
    /// Its invitation was taken back.
    Revoked,
    /// Its invitation was declined.
    Declined,
    /// Its invitation was accepted.
    Accepted,
    /// No such link was ever made, or its person is gone.
    Unknown,
}

/// What a link shows. The state alone decides which other fields are there: an unknown link shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Where the link stands.
    pub state: LinkState,
    /// Who invites: the organisation.
    pub organization_name: Option<String>,
    /// Who invites: the person, unless they are gone.
    pub invited_by_name: Option<String>,
    /// The address it went to, masked.
    pub sent_to: Option<String>,
    /// The language of the page; none for an unknown link, where the browser's decides.
    pub locale: Option<Locale>,
    /// Whether the page must ask for the name.
    pub asks_full_name: Option<bool>,
    /// The end of the link.
    pub expires_at: Option<Timestamp>,
}

impl Preview {
    const UNKNOWN: Self = Self {
        state: LinkState::Unknown,
        organization_name: None,
        invited_by_name: None,
        sent_to: None,
        locale: None,
        asks_full_name: None,
        expires_at: None,
    };
}

/// A link that was presented, with the invitation it answers.
pub(super) struct Presented {
    pub(super) link: link::Model,
    pub(super) invitation: invitation::Model,
}

impl Presented {
    /// Where the link stands at an instant.
    pub(super) fn state(&self, now: Timestamp) -> LinkState {
        match (self.invitation.state, self.link.end) {
            (InvitationState::Accepted, _) => LinkState::Accepted,
            (InvitationState::Declined, _) => LinkState::Declined,
            (InvitationState::Revoked, _) => LinkState::Revoked,
            (_, Some(LinkEnd::Superseded)) => LinkState::Superseded,
            _ if self.invitation.link_id != self.link.id => LinkState::Superseded,
            _ if now >= self.link.expires_at => LinkState::Expired,
            _ => LinkState::Open,
        }
    }
}

/// Finds a presented token's link by its hash.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<Presented>, DbErr> {
    if !looks_like_token(token) {
        return Ok(None);
    }
    let found = link::Entity::find()
        .filter(link::Column::Hash.eq(hash(token)))
        .find_also_related(invitation::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(link, invitation)| {
        Some(Presented {
            link,
            invitation: invitation?,
        })
    }))
}

/// Finds a presented token's link with whom it was made for, and where they are invited to.
pub(super) async fn find_with_invitee(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<(Presented, user::Model, organization::Model)>, DbErr> {
    if !looks_like_token(token) {
        return Ok(None);
    }
    let found = link::Entity::find()
        .filter(link::Column::Hash.eq(hash(token)))
        .find_also_related(invitation::Entity)
        .find_also(invitation::Entity, user::Entity)
        .find_also(user::Entity, organization::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(link, invitation, invitee, organization)| {
        let invitation = invitation?;
        let presented = Presented { link, invitation };
        Some((presented, invitee?, organization?))
    }))
}

/// The masked address or number that the invitation goes to; of a link handed over by hand whichever is known.
fn sent_to(invitation: &invitation::Model, invitee: &user::Model) -> Option<String> {
    let email = invitee.email.as_deref().map(EmailAddress::mask);
    let phone = invitee.phone.as_deref().map(PhoneNumber::mask);
    match invitation.channel {
        Channel::Sms => phone.or(email),
        Channel::Email | Channel::Slack | Channel::Link => email.or(phone),
    }
}

/// What the page of a link shows.
///
/// # Errors
/// When the database fails.
pub async fn preview(app: &App, token: &str) -> Result<Preview, Fault> {
    let Some((presented, invitee, organization)) = find_with_invitee(&*app.db, token).await? else {
        return Ok(Preview::UNKNOWN);
    };
    let invitation = &presented.invitation;
    let inviter = match &invitation.invited_by {
        Some(id) => user::Entity::find_by_id(id.clone()).one(&*app.db).await?,
        None => None,
    };
    let state = presented.state(app.clock.now());
    let open = state == LinkState::Open;
    Ok(Preview {
        state,
        organization_name: Some(organization.name),
        invited_by_name: inviter.and_then(|inviter| inviter.full_name),
        sent_to: sent_to(invitation, &invitee),
        locale: Some(invitation.locale),
        asks_full_name: open.then_some(invitee.full_name.is_none()),
        expires_at: matches!(state, LinkState::Open | LinkState::Expired)
            .then_some(presented.link.expires_at),
    })
}

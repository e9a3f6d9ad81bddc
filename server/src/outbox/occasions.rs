//! What the letters of some messages speak of, read from the rows they point to.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

use entity::{
    InvitationId, InvitationState, OrganizationId, Timestamp, UserId, invitation, message,
    organization, user,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::{
    app::App,
    delivery::letter::{Inviter, Occasion},
};

/// What the letter of each message speaks of, and the invitation as it stands. A message whose person is gone is gone too.
///
/// # Errors
/// When the database fails.
pub async fn occasions(
    app: &App,
    messages: Vec<message::Model>,
) -> Result<Vec<(Occasion, Option<invitation::Model>)>, DbErr> {
    let organizations = organizations(app, &messages).await?;
    let invitations = invitations(app, &messages).await?;
    let users = users(app, &messages, &invitations).await?;
    let occasion = |message: message::Model| {
        let invitation = message
            .invitation_id
            .as_ref()
            .and_then(|id| invitations.get(id))
            .cloned();
        let inviter = invitation
            .as_ref()
            .and_then(|invitation| users.get(invitation.invited_by.as_ref()?));
        let occasion = Occasion {
            organization: organizations.get(&message.organization_id)?.name.clone(),
            recipient_name: users.get(&message.user_id)?.full_name.clone(),
            inviter: inviter.map(|user| Inviter {
                name: user.display_name().to_owned(),
                email: user.email.clone(),
            }),
            note: invitation
                .as_ref()
                .and_then(|invitation| invitation.note.clone()),
            link: message.link_id.as_ref().map(|link| app.link_url(link)),
            sign_in: app.config.url("sign-in"),
            message,
        };
        Some((occasion, invitation))
    };
    Ok(messages.into_iter().filter_map(occasion).collect())
}

/// Whether a message about an invitation may still leave: its link is the newest, works, and has not been answered.
pub(super) fn is_current(message: &message::Model, invitation: Option<&invitation::Model>) -> bool {
    match (&message.link_id, invitation) {
        (None, _) => true,
        (Some(link), Some(invitation)) => {
            invitation.state == InvitationState::Pending && invitation.link_id == *link
        }
        (Some(_), None) => false,
    }
}

/// The same, asked again just before a message leaves that waited long for its turn.
pub(super) async fn is_still_current(
    app: &App,
    message: &message::Model,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let Some(id) = &message.invitation_id else {
        return Ok(now < message.give_up_at);
    };
    let invitation = invitation::Entity::find_by_id(id.clone())
        .one(&*app.db)
        .await?;
    Ok(now < message.give_up_at && is_current(message, invitation.as_ref()))
}

async fn organizations(
    app: &App,
    messages: &[message::Model],
) -> Result<HashMap<OrganizationId, organization::Model>, DbErr> {
    let ids: BTreeSet<_> = messages
        .iter()
        .map(|message| message.organization_id.clone())
        .collect();
    let found = organization::Entity::find().filter(organization::Column::Id.is_in(ids));
    Ok(by(found.all(&*app.db).await?, |row| row.id.clone()))
}

async fn invitations(
    app: &App,
    messages: &[message::Model],
) -> Result<HashMap<InvitationId, invitation::Model>, DbErr> {
    let ids: BTreeSet<_> = messages
        .iter()
        .filter_map(|message| message.invitation_id.clone())
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = invitation::Entity::find().filter(invitation::Column::Id.is_in(ids));
    Ok(by(found.all(&*app.db).await?, |row| row.id.clone()))
}

async fn users(
    app: &App,
    messages: &[message::Model],
    invitations: &HashMap<InvitationId, invitation::Model>,
) -> Result<HashMap<UserId, user::Model>, DbErr> {
    let recipients = messages.iter().map(|message| message.user_id.clone());
    let inviters = invitations
        .values()
        .filter_map(|invitation| invitation.invited_by.clone());
    let ids: BTreeSet<_> = recipients.chain(inviters).collect();
    let found = user::Entity::find().filter(user::Column::Id.is_in(ids));
    Ok(by(found.all(&*app.db).await?, |row| row.id.clone()))
}

fn by<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, T> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

//! What the letters of some messages speak of, read from the rows they point to.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

use entity::{
    Channel, InvitationId, InvitationState, LinkId, MessageState, OrganizationId, Timestamp,
    UserId, invitation, message, organization, slack_workspace, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect,
};

use crate::{
    app::App,
    delivery::letter::{Inviter, Occasion},
    slack,
    slack_api::Secret,
};

/// What a letter and its dispatcher must know of an invitation.
#[derive(FromQueryResult)]
struct Offer {
    id: InvitationId,
    link_id: LinkId,
    state: InvitationState,
    invited_by: Option<UserId>,
    note: Option<String>,
}

/// What a letter says of a person.
#[derive(FromQueryResult)]
struct Person {
    id: UserId,
    full_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// What the letter of each message speaks of, and whether it may still leave. A message whose person is gone is gone too.
///
/// # Errors
/// When the database fails.
pub async fn occasions(
    app: &App,
    messages: Vec<message::Model>,
) -> Result<Vec<(Occasion, bool)>, DbErr> {
    let organizations = organizations(app, &messages).await?;
    let offers = offers(app, &messages).await?;
    let people = people(app, &messages, &offers).await?;
    let tokens = slack_tokens(app, &messages).await?;
    let occasion = |message: message::Model| {
        let offer = message.invitation_id.as_ref().and_then(|id| offers.get(id));
        let inviter = offer.and_then(|offer| people.get(offer.invited_by.as_ref()?));
        let is_current = is_current(&message, offer.map(|offer| (&offer.link_id, offer.state)));
        let occasion = Occasion {
            organization: organizations.get(&message.organization_id)?.clone(),
            recipient_name: people.get(&message.user_id)?.full_name.clone(),
            signs_in_with: people.get(&message.user_id)?.email.clone(),
            slack_token: tokens.get(&message.organization_id).cloned(),
            inviter: inviter.and_then(Person::as_inviter),
            note: offer.and_then(|offer| offer.note.clone()),
            link: message.link_id.as_ref().map(|link| app.link_url(link)),
            sign_in: app.config.url("sign-in"),
            message,
        };
        Some((occasion, is_current))
    };
    Ok(messages.into_iter().filter_map(occasion).collect())
}

impl Person {
    /// Who invited, by name or by what else is known of them.
    fn as_inviter(&self) -> Option<Inviter> {
        let known = [&self.full_name, &self.email, &self.phone];
        Some(Inviter {
            name: known.into_iter().flatten().next()?.clone(),
            email: self.email.clone(),
        })
    }
}

/// Whether a message about an invitation may still leave: its link is the newest and has not been answered.
fn is_current(message: &message::Model, invitation: Option<(&LinkId, InvitationState)>) -> bool {
    match (&message.link_id, invitation) {
        (None, _) => true,
        (Some(link), Some((newest, state))) => state == InvitationState::Pending && newest == link,
        (Some(_), None) => false,
    }
}

/// The same, that its link has not expired, and that the message still waits, asked again just before it leaves after a
/// long wait for its turn: meanwhile its provider may have said that it has it. Nobody says so of a letter.
pub(super) async fn is_still_current(
    app: &App,
    message: &message::Model,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let offers = offers(app, std::slice::from_ref(message)).await?;
    let offer = offers.values().next();
    let is_current = is_current(message, offer.map(|offer| (&offer.link_id, offer.state)));
    if !is_current || now >= message.give_up_at || message.channel == Channel::Email {
        return Ok(is_current && now < message.give_up_at);
    }
    let waits = message::Entity::find_by_id(message.id.clone())
        .filter(message::Column::State.eq(MessageState::Queued));
    Ok(waits.count(&*app.db).await? == 1)
}

async fn organizations(
    app: &App,
    messages: &[message::Model],
) -> Result<HashMap<OrganizationId, String>, DbErr> {
    let ids: BTreeSet<_> = messages
        .iter()
        .map(|message| message.organization_id.clone())
        .collect();
    let found: Vec<(OrganizationId, String)> = organization::Entity::find()
        .select_only()
        .columns([organization::Column::Id, organization::Column::Name])
        .filter(organization::Column::Id.is_in(ids))
        .into_tuple()
        .all(&*app.db)
        .await?;
    Ok(found.into_iter().collect())
}

/// With what the app writes in the workspaces of these messages, where one is connected and its token can be read and was not refused.
async fn slack_tokens(
    app: &App,
    messages: &[message::Model],
) -> Result<HashMap<OrganizationId, Secret>, DbErr> {
    let direct = messages
        .iter()
        .filter(|message| message.channel == Channel::Slack);
    let ids: BTreeSet<_> = direct
        .map(|message| message.organization_id.clone())
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let workspaces = slack_workspace::Entity::find()
        .filter(slack_workspace::Column::OrganizationId.is_in(ids))
        .filter(slack_workspace::Column::RefusedAt.is_null())
        .all(&*app.db)
        .await?;
    let token = |workspace: slack_workspace::Model| {
        let token = slack::token(app, &workspace)?;
        Some((workspace.organization_id, token))
    };
    Ok(workspaces.into_iter().filter_map(token).collect())
}

async fn offers(
    app: &App,
    messages: &[message::Model],
) -> Result<HashMap<InvitationId, Offer>, DbErr> {
    use invitation::Column;
    let ids: BTreeSet<_> = messages
        .iter()
        .filter_map(|message| message.invitation_id.clone())
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = invitation::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::LinkId,
            Column::State,
            Column::InvitedBy,
            Column::Note,
        ])
        .filter(Column::Id.is_in(ids))
        .into_model::<Offer>()
        .all(&*app.db)
        .await?;
    Ok(by(found, |offer| offer.id.clone()))
}

async fn people(
    app: &App,
    messages: &[message::Model],
    offers: &HashMap<InvitationId, Offer>,
) -> Result<HashMap<UserId, Person>, DbErr> {
    use user::Column;
    let recipients = messages.iter().map(|message| message.user_id.clone());
    let inviters = offers.values().filter_map(|offer| offer.invited_by.clone());
    let ids: BTreeSet<_> = recipients.chain(inviters).collect();
    let found = user::Entity::find()
        .select_only()
        .columns([Column::Id, Column::FullName, Column::Email, Column::Phone])
        .filter(Column::Id.is_in(ids))
        .into_model::<Person>()
        .all(&*app.db)
        .await?;
    Ok(by(found, |person| person.id.clone()))
}

fn by<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, T> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

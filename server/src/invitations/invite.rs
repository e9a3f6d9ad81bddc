//! invite: add one person and invite them, or invite one who was created before.

use entity::{UserId, UserStatus, invitation, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{
    draft::{Draft, Offer},
    hold_back::refuse_one_too_many,
};
use crate::{
    access::{Admin, Refusal},
    app::App,
    db::{self, Write},
    events, once,
    outbox::texts,
    problem::{Code, DeedError, Problem},
    reach::{Channels, Reach, Way},
    users::{self, Person},
};

/// Whom to invite, and the personal note.
#[derive(Clone, Debug)]
pub struct Invite {
    /// Whom.
    pub target: Target,
    /// What the inviter adds.
    pub note: Option<String>,
}

/// Whom to invite.
#[derive(Clone, Debug)]
pub enum Target {
    /// Somebody who was created before.
    Existing(UserId),
    /// Somebody new.
    Person(Box<Person>),
}

/// Invites one person.
///
/// # Errors
/// With every problem of the input, or where the person stands when that forbids an invitation.
pub async fn invite(
    app: &App,
    admin: &Admin,
    input: Invite,
) -> Result<(user::Model, invitation::Model), DeedError> {
    let note = users::person::note(input.note.as_deref())?;
    let tx = app.db.begin_write().await?;
    if let Some(earlier) = once::begin(&tx, admin, app.clock.now()).await? {
        return again(&tx, admin, &earlier).await;
    }
    let invited = match input.target {
        Target::Existing(id) => existing(&tx, app, admin, &id, note).await?,
        Target::Person(person) => {
            let organization = users::organization(&tx, admin).await?;
            let person = person.check(&tx, admin, &organization).await?;
            let channels = Channels::of(&app.config, &organization);
            let invited = Some((users::way(&person, channels)?, note));
            let source = admin.source();
            let (user, invitation) =
                users::add(&tx, app, admin, &organization, person, source, invited).await?;
            (
                user,
                invitation.ok_or_else(|| Problem::whole(Code::ChannelNotPossible))?,
            )
        }
    };
    once::done(&tx, admin, invited.0.id.as_str()).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(invited)
}

/// Who was invited when the deed was asked for the first time, with their invitation as it is now.
async fn again(
    tx: &Write,
    admin: &Admin,
    id: &str,
) -> Result<(user::Model, invitation::Model), DeedError> {
    let user = users::again(tx, admin, id).await?;
    let invitation = match &user.invitation_id {
        Some(id) => {
            invitation::Entity::find_by_id(id.clone())
                .one(&**tx)
                .await?
        }
        None => None,
    };
    let invitation = invitation.ok_or(DeedError::Refused(Refusal::NotFound))?;
    Ok((user, invitation))
}

async fn existing(
    tx: &Write,
    app: &App,
    admin: &Admin,
    id: &UserId,
    note: Option<String>,
) -> Result<(user::Model, invitation::Model), DeedError> {
    texts::count_first_for(tx, app, id).await?;
    let user = users::lock(tx, admin, id, "userId").await?;
    let organization = users::organization(tx, admin).await?;
    let channels = Channels::of(&app.config, &organization);
    let reach = Reach::of(&user);
    let way = reach.by(reach.usual(channels), channels);
    let way = way.map_err(|code| Problem::at(code, "userId"))?;
    open(tx, app, admin, user, &way, note).await
}

/// Opens an invitation for somebody whose row is locked.
pub(super) async fn open(
    tx: &Write,
    app: &App,
    admin: &Admin,
    mut user: user::Model,
    way: &Way,
    note: Option<String>,
) -> Result<(user::Model, invitation::Model), DeedError> {
    match user.status {
        UserStatus::Created => {}
        UserStatus::Invited => return Err(Problem::at(Code::AlreadyInvited, "userId").into()),
        UserStatus::Active => return Err(Problem::at(Code::AlreadyActive, "userId").into()),
        UserStatus::Deactivated => return Err(Problem::at(Code::Deactivated, "userId").into()),
    }
    let now = app.clock.now();
    let organization = users::organization(tx, admin).await?;
    let offer = Offer::of_one(admin, &organization, note, now);
    let draft = Draft::open(app, &offer, &mut user, way);
    refuse_one_too_many(tx, app, &organization, &draft, true, now).await?;
    let happened = draft.happening();
    let invitation = draft.write(tx, app, now).await.map_err(|error| {
        if db::is_duplicate(&error) {
            Problem::at(Code::AlreadyInvited, "userId").into()
        } else {
            DeedError::from(error)
        }
    })?;
    let mut change = user.clone().into_active_model();
    change.status = Set(user.status);
    change.invitation_id = Set(user.invitation_id.clone());
    change.invited_at = Set(user.invited_at);
    change.last_event_at = Set(user.last_event_at);
    let user = change.update(&**tx).await?;
    events::record(tx, now, [happened]).await?;
    Ok((user, invitation))
}

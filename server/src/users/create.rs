//! createUser: add a person; invite them as well if the organisation or the caller says so.

use entity::{
    Channel, EventKind, ProductId, Timestamp, UserId, UserSource, UserStatus, organization,
    product_access, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

use super::person::{CheckedPerson, Person};
use crate::{
    access::{Admin, Refusal},
    app::App,
    db::{self, Write},
    events::{self, Happening},
    invitations::{
        draft::{self, Draft, Offer},
        refuse_one_too_many,
    },
    once,
    problem::{Code, DeedError, Problem},
};

/// Adds a person. `invite` decides whether they are invited at once; without it the organisation's `autoInvite` does.
///
/// # Errors
/// With every problem of the input, or when the address is taken.
pub async fn create(
    app: &App,
    admin: &Admin,
    person: Person,
    source: UserSource,
    invite: Option<bool>,
) -> Result<user::Model, DeedError> {
    let tx = app.db.begin_write().await?;
    if let Some(earlier) = once::begin(&tx, admin, app.clock.now()).await? {
        return again(&tx, admin, &earlier).await;
    }
    let organization = organization(&tx, admin).await?;
    let person = person.check(&tx, admin).await?;
    let invite = invite.unwrap_or(organization.auto_invite);
    let channel = match (invite, channel(&person)) {
        (false, _) => None,
        (true, Ok(channel)) => Some(channel),
        (true, Err(problem)) => return Err(problem.into()),
    };
    let (user, _) = add(
        &tx,
        app,
        admin,
        &organization,
        person,
        source,
        channel.map(|c| (c, None)),
    )
    .await?;
    once::done(&tx, admin, user.id.as_str()).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(user)
}

/// The person that was made or invited when the deed was asked for the first time, as they are now.
pub(crate) async fn again(tx: &Write, admin: &Admin, id: &str) -> Result<user::Model, DeedError> {
    let found = user::Entity::find()
        .filter(user::Column::Id.eq(id))
        .filter(user::Column::OrganizationId.eq(admin.organization().clone()));
    let found = found.one(&**tx).await?;
    found.ok_or(DeedError::Refused(Refusal::NotFound))
}

pub(crate) async fn organization(
    tx: &Write,
    admin: &Admin,
) -> Result<organization::Model, DeedError> {
    let found = organization::Entity::find_by_id(admin.organization().clone())
        .one(&**tx)
        .await?;
    found.ok_or(DeedError::Refused(Refusal::NotFound))
}

/// How a person is reached: as was asked, else by what is known of them.
pub(crate) fn channel(person: &CheckedPerson) -> Result<Channel, Problem> {
    let wanted = person.channel.unwrap_or(if person.email.is_some() {
        Channel::Email
    } else {
        Channel::Sms
    });
    draft::possible(wanted, person.email.is_some()).map_err(|code| Problem::at(code, "channel"))
}

/// Writes a new person, and their invitation if a channel and a note are given, in the caller's transaction.
pub(crate) async fn add(
    tx: &Write,
    app: &App,
    admin: &Admin,
    organization: &organization::Model,
    person: CheckedPerson,
    source: UserSource,
    invited: Option<(Channel, Option<String>)>,
) -> Result<(user::Model, Option<entity::invitation::Model>), DeedError> {
    refuse_taken(tx, admin, &person).await?;
    let now = app.clock.now();
    let products = person.product_ids.clone();
    let mut user = fresh(app, organization, person, source, now);
    let mut happened = vec![Happening::to(&user, EventKind::UserCreated).by(admin.actor())];
    happened[0].previous_status = None;
    let draft = invited.map(|(channel, note)| {
        let offer = Offer::of_one(admin, organization, note, now);
        Draft::open(app, &offer, &mut user, channel)
    });
    if let Some(draft) = &draft {
        refuse_one_too_many(tx, app, organization, draft, now).await?;
    }
    user.clone()
        .into_active_model()
        .insert(&**tx)
        .await
        .map_err(taken)?;
    grant_access(tx, &user.id, products).await?;
    let invitation = match draft {
        Some(draft) => {
            happened.push(draft.happening());
            Some(draft.write(tx, app, now).await?)
        }
        None => None,
    };
    events::record(tx, now, happened).await?;
    Ok((user, invitation))
}

/// A new person, CREATED and not yet written.
pub(crate) fn fresh(
    app: &App,
    organization: &organization::Model,
    person: CheckedPerson,
    source: UserSource,
    now: Timestamp,
) -> user::Model {
    let (email, phone) = (person.email.as_ref(), person.phone.as_ref());
    let (search_key, name_key) = user::keys(
        person.full_name.as_deref(),
        email.map(|e| e.typed()),
        phone.map(|p| p.as_str()),
    );
    user::Model {
        id: UserId::new(now, app.random.bytes()),
        organization_id: organization.id.clone(),
        email: email.map(|e| e.typed().to_owned()),
        email_key: email.map(|e| e.key().to_owned()),
        phone: phone.map(|p| p.as_str().to_owned()),
        full_name: person.full_name,
        search_key,
        name_key,
        locale: person.locale.unwrap_or(organization.locale),
        role: person.role,
        status: UserStatus::Created,
        source,
        team_id: person.team_id,
        invitation_id: None,
        password_hash: None,
        created_at: now,
        invited_at: None,
        activated_at: None,
        last_event_at: now,
    }
}

async fn grant_access(
    tx: &Write,
    user: &UserId,
    products: Vec<ProductId>,
) -> Result<(), DeedError> {
    if products.is_empty() {
        return Ok(());
    }
    let access = |product_id| {
        product_access::Model {
            user_id: user.clone(),
            product_id,
        }
        .into_active_model()
    };
    product_access::Entity::insert_many(products.into_iter().map(access))
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Says who has the address already. The unique index has the last word, should two come at once.
async fn refuse_taken(tx: &Write, admin: &Admin, person: &CheckedPerson) -> Result<(), DeedError> {
    let here = || {
        user::Entity::find().filter(user::Column::OrganizationId.eq(admin.organization().clone()))
    };
    if let Some(email) = &person.email {
        let found = here()
            .filter(user::Column::EmailKey.eq(email.key()))
            .one(&**tx)
            .await?;
        if let Some(somebody) = found {
            let code = match somebody.status {
                UserStatus::Created => Code::DuplicateContact,
                UserStatus::Invited => Code::AlreadyInvited,
                UserStatus::Active => Code::AlreadyActive,
                UserStatus::Deactivated => Code::Deactivated,
            };
            return Err(Problem::at(code, "email").into());
        }
    }
    if let Some(phone) = &person.phone
        && here()
            .filter(user::Column::Phone.eq(phone.as_str()))
            .count(&**tx)
            .await?
            > 0
    {
        return Err(Problem::at(Code::DuplicateContact, "phone").into());
    }
    Ok(())
}

pub(crate) fn taken(error: sea_orm::DbErr) -> DeedError {
    if db::is_duplicate(&error) {
        Problem::at(Code::DuplicateContact, "email").into()
    } else {
        error.into()
    }
}

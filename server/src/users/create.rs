//! createUser: add a person; invite them as well if the organisation or the caller says so.

use entity::{
    EventKind, ProductId, Timestamp, UserId, UserSource, UserStatus, organization, product_access,
    user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict,
};

use super::{
    invited_by,
    person::{CheckedPerson, Person},
};
use crate::{
    access::{Admin, Refusal},
    app::App,
    db::{Turn, Write},
    events::{self, Happening},
    invitations::{
        draft::{Draft, Offer},
        refuse_one_too_many,
    },
    once,
    problem::{Code, DeedError, Problem},
    reach::{Channels, Way},
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
    let person = person.check(&tx, admin, &organization).await?;
    let channels = Channels::of(&app.config, &organization);
    let way = invited_by(&organization, &person, channels, invite)?;
    let (user, _) = add(
        &tx,
        app,
        admin,
        &organization,
        person,
        source,
        way.map(|way| (way, None)),
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
pub(crate) fn way(person: &CheckedPerson, channels: Channels) -> Result<Way, Problem> {
    let reach = person.reach();
    let wanted = person.channel.unwrap_or_else(|| reach.usual(channels));
    let way = reach.by(wanted, channels);
    way.map_err(|code| Problem::at(code, "channel"))
}

/// Writes a new person, and their invitation if a way and a note are given, in the caller's transaction.
pub(crate) async fn add(
    tx: &Write,
    app: &App,
    admin: &Admin,
    organization: &organization::Model,
    person: CheckedPerson,
    source: UserSource,
    invited: Option<(Way, Option<String>)>,
) -> Result<(user::Model, Option<entity::invitation::Model>), DeedError> {
    let now = app.clock.now();
    let products = person.product_ids.clone();
    let mut user = fresh(app, organization, person, source, now);
    let mut happened = vec![Happening::to(&user, EventKind::UserCreated).by(admin.actor())];
    happened[0].previous_status = None;
    let draft = invited.map(|(way, note)| {
        let offer = Offer::of_one(admin, organization, note, now);
        Draft::open(app, &offer, &mut user, &way)
    });
    if draft.is_some() && user.phone.is_some() {
        // Before the row is there, for which somebody who counts would wait.
        tx.wait_for(Turn::CountTexts).await?;
    }
    // The unique indexes say who has an address, and leave the transaction as it is.
    let inserted = user::Entity::insert_many([user.clone().into_active_model()])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    if inserted == 0 {
        return Err(taken(tx, &user).await?.into());
    }
    if let Some(draft) = &draft {
        refuse_one_too_many(tx, app, organization, draft, false, now).await?;
    }
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
        slack_id: None,
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

/// Who has the address or the number of a person whom a unique index has just refused.
async fn taken(tx: &Write, refused: &user::Model) -> Result<Problem, DbErr> {
    let holder = user::Entity::find()
        .filter(user::Column::OrganizationId.eq(refused.organization_id.clone()))
        .filter(user::Column::EmailKey.eq(refused.email_key.clone()));
    let holder = match &refused.email_key {
        Some(_) => holder.one(&**tx).await?,
        None => None,
    };
    Ok(match holder.map(|holder| holder.status) {
        Some(UserStatus::Created) => Problem::at(Code::DuplicateContact, "email"),
        Some(UserStatus::Invited) => Problem::at(Code::AlreadyInvited, "email"),
        Some(UserStatus::Active) => Problem::at(Code::AlreadyActive, "email"),
        Some(UserStatus::Deactivated) => Problem::at(Code::Deactivated, "email"),
        // Nobody has the address, or no longer: then it was the number.
        None if refused.phone.is_some() => Problem::at(Code::DuplicateContact, "phone"),
        None => Problem::at(Code::DuplicateContact, "email"),
    })
}

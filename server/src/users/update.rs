//! updateUser: change a profile. Everyone may change their own name and language; the rest takes an administrator.

use entity::{
    Channel, EmailAddress, EventKind, Locale, PhoneNumber, ProductId, Role, TeamId, Timestamp,
    UserId, UserStatus, product_access, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::{
    invite_again::{self, invite_again_within_limits},
    organization, owners,
    person::{self, Problems},
};
use crate::{
    access::{Admin, Viewer},
    app::App,
    db::{self, Turn, Write},
    events::{self, Happening},
    outbox::texts,
    problem::{Code, DeedError, Problem},
};

/// What to change: what is `None` stays; a team, an address, a number or a name may be taken away with `Some(None)`.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Whose profile.
    pub id: UserId,
    /// Their name.
    pub full_name: Option<Option<String>>,
    /// Their address.
    pub email: Option<Option<String>>,
    /// Their phone number.
    pub phone: Option<Option<String>>,
    /// Their language.
    pub locale: Option<String>,
    /// Their role.
    pub role: Option<Role>,
    /// Their team.
    pub team_id: Option<Option<String>>,
    /// The products they have access to, all of them.
    pub product_ids: Option<Vec<String>>,
}

/// The same, checked.
struct Checked {
    full_name: Option<Option<String>>,
    email: Option<Option<EmailAddress>>,
    phone: Option<Option<PhoneNumber>>,
    locale: Option<Locale>,
    role: Option<Role>,
    team_id: Option<Option<TeamId>>,
    product_ids: Option<Vec<ProductId>>,
}

/// Changes a profile. Another address or number for somebody invited there ends the link that went to the old one and writes
/// to the new.
///
/// # Errors
/// With every problem of the input, or when a text message must not go to the new number; `Forbidden` when a member reaches
/// beyond their own name and language.
pub async fn update(
    app: &App,
    viewer: &Viewer,
    changes: Changes,
) -> Result<user::Model, DeedError> {
    let own_words_only = changes.email.is_none()
        && changes.phone.is_none()
        && changes.role.is_none()
        && changes.team_id.is_none()
        && changes.product_ids.is_none();
    let admin = match viewer.admin() {
        Ok(admin) => admin,
        Err(_) if own_words_only && viewer.person() == Some(&changes.id) => {
            Admin::of_oneself(viewer)
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    match (&changes.phone, &changes.email) {
        (Some(Some(_)), _) => tx.wait_for(Turn::CountTexts).await?,
        (Some(None), _) | (None, Some(_)) => {
            texts::count_first_for(&tx, app, &changes.id).await?;
        }
        (None, None) => {}
    }
    let before = super::lock(&tx, &admin, &changes.id, "id").await?;
    let checked = check(&tx, &admin, &before, changes).await?;
    if checked.role.is_some_and(|role| role != Role::Owner)
        && before.role == Role::Owner
        && before.status == UserStatus::Active
    {
        owners::keep_one(&tx, admin.organization(), &before.id).await?;
    }
    let (user, changed) = write(&tx, &before, checked, now).await?;
    if changed.is_empty() {
        return Ok(before);
    }
    let mut happened = vec![
        Happening::to(&user, EventKind::UserUpdated)
            .by(admin.actor())
            .detail(changed.join(", ")),
    ];
    if changed.contains(&"email") || changed.contains(&"phone") {
        let organization = organization(&tx, &admin).await?;
        let again =
            invite_again_within_limits(&tx, app, &organization, &before, &user, now).await?;
        happened.extend(again.map(|again| again.by(admin.actor())));
    }
    events::record(&tx, now, happened).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(user)
}

fn given(text: Option<Option<String>>) -> Option<Option<String>> {
    text.map(|text| text.filter(|text| !text.trim().is_empty()))
}

/// What a field becomes, if it was given and can be read; an empty text takes its value away.
fn read<T>(
    problems: &mut Problems,
    text: Option<Option<String>>,
    parse: impl Fn(&str) -> Result<T, Problem>,
) -> Option<Option<T>> {
    match given(text)? {
        Some(text) => problems.note(parse(&text)).map(Some),
        None => Some(None),
    }
}

async fn check(
    tx: &Write,
    admin: &Admin,
    before: &user::Model,
    changes: Changes,
) -> Result<Checked, DeedError> {
    let country = organization(tx, admin).await?.country;
    let mut problems = Problems::default();
    let full_name = read(&mut problems, changes.full_name, |text| {
        person::name(text, "fullName")
    });
    let email = read(&mut problems, changes.email, |text| {
        person::email(text, "email")
    });
    let phone = read(&mut problems, changes.phone, |text| {
        person::phone(text, country, "phone")
    });
    let locale = changes
        .locale
        .and_then(|text| problems.note(person::locale(&text, "locale")));
    if changes.role.is_some_and(|role| !admin.reaches(role)) {
        problems.add(Problem::at(Code::RoleNotGrantable, "role"));
    }
    let named = before.status == UserStatus::Active && matches!(full_name, Some(None));
    if named {
        problems.add(Problem::at(Code::InvalidName, "fullName"));
    }
    let team_id = match given(changes.team_id) {
        Some(Some(id)) => problems
            .note(person::team(tx, admin, &id, "teamId").await?)
            .map(Some),
        Some(None) => Some(None),
        None => None,
    };
    let product_ids = match changes.product_ids {
        Some(ids) => problems.note(person::products(tx, admin, &ids, "productIds").await?),
        None => None,
    };
    let kept = Kept {
        email: email
            .as_ref()
            .map_or(before.email.is_some(), Option::is_some),
        phone: phone
            .as_ref()
            .map_or(before.phone.is_some(), Option::is_some),
    };
    if let Some(path) = kept.missing(tx, before).await? {
        problems.add(Problem::at(Code::ContactRequired, path));
    }
    problems.none()?;
    Ok(Checked {
        full_name,
        email,
        phone,
        locale,
        role: changes.role,
        team_id,
        product_ids,
    })
}

/// By what a person can still be reached.
struct Kept {
    email: bool,
    phone: bool,
}

impl Kept {
    /// The field whose value must not be taken away: who signs in with an address or a number, or waits for a message there,
    /// keeps one, and nobody is left without either.
    async fn missing(
        &self,
        tx: &Write,
        before: &user::Model,
    ) -> Result<Option<&'static str>, DeedError> {
        let loses_email = before.email.is_some() && !self.email;
        let loses_phone = before.phone.is_some() && !self.phone;
        if !loses_email && !loses_phone {
            return Ok(None);
        }
        let (needs_email, needs_phone) = match before.status {
            UserStatus::Active => (true, before.email.is_none()),
            UserStatus::Invited => {
                let open = invite_again::open(tx, before).await?;
                (true, open.is_some_and(|open| open.channel == Channel::Sms))
            }
            UserStatus::Created | UserStatus::Deactivated => (false, false),
        };
        Ok(if loses_email && (needs_email || !self.phone) {
            Some("email")
        } else if loses_phone && (needs_phone || !self.email) {
            Some("phone")
        } else {
            None
        })
    }
}

/// Writes what differs and answers its field names, in the contract's spelling.
async fn write(
    tx: &Write,
    before: &user::Model,
    checked: Checked,
    now: Timestamp,
) -> Result<(user::Model, Vec<&'static str>), DeedError> {
    let mut after = before.clone();
    after.full_name = checked.full_name.unwrap_or(after.full_name);
    if let Some(email) = &checked.email {
        after.email = email.as_ref().map(|email| email.typed().to_owned());
        after.email_key = email.as_ref().map(|email| email.key().to_owned());
    }
    after.phone = checked.phone.map_or(after.phone, |phone| {
        phone.map(|phone| phone.as_str().to_owned())
    });
    after.locale = checked.locale.unwrap_or(after.locale);
    after.role = checked.role.unwrap_or(after.role);
    after.team_id = checked.team_id.unwrap_or(after.team_id);
    let mut changed: Vec<&'static str> = [
        ("fullName", after.full_name != before.full_name),
        ("email", after.email != before.email),
        ("phone", after.phone != before.phone),
        ("locale", after.locale != before.locale),
        ("role", after.role != before.role),
        ("teamId", after.team_id != before.team_id),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
    if let Some(products) = checked.product_ids
        && replace_products(tx, &before.id, products).await?
    {
        changed.push("productIds");
    }
    if changed.is_empty() {
        return Ok((after, changed));
    }
    (after.search_key, after.name_key) = user::keys(
        after.full_name.as_deref(),
        after.email.as_deref(),
        after.phone.as_deref(),
    );
    after.last_event_at = now;
    let user = after
        .into_active_model()
        .reset_all()
        .update(&**tx)
        .await
        .map_err(taken)?;
    Ok((user, changed))
}

fn taken(error: DbErr) -> DeedError {
    if db::is_duplicate_of(&error, "phone") {
        Problem::at(Code::DuplicateContact, "phone").into()
    } else if db::is_duplicate(&error) {
        Problem::at(Code::DuplicateContact, "email").into()
    } else {
        error.into()
    }
}

async fn replace_products(
    tx: &Write,
    user: &UserId,
    wanted: Vec<ProductId>,
) -> Result<bool, DeedError> {
    let mut had: Vec<ProductId> = product_access::Entity::find()
        .select_only()
        .column(product_access::Column::ProductId)
        .filter(product_access::Column::UserId.eq(user.clone()))
        .into_tuple()
        .all(&**tx)
        .await?;
    had.sort_unstable();
    if had == wanted {
        return Ok(false);
    }
    product_access::Entity::delete_many()
        .filter(product_access::Column::UserId.eq(user.clone()))
        .exec(&**tx)
        .await?;
    let row = |product_id| {
        product_access::Model {
            user_id: user.clone(),
            product_id,
        }
        .into_active_model()
    };
    if !wanted.is_empty() {
        product_access::Entity::insert_many(wanted.into_iter().map(row))
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(true)
}

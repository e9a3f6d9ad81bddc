//! setUp: the first organisation and its owner, guarded by a one-time code printed in the terminal.

use std::sync::Mutex;

use entity::{EventKind, OrganizationId, Role, UserId, UserSource, UserStatus, organization, user};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use subtle::ConstantTimeEq;

use crate::{
    app::App,
    db::Write,
    events::{self, Happening},
    problem::{Code, DeedError, Fault, Problem},
    random::Random,
    users::{
        SignedIn, password,
        person::{self, Problems},
        sessions,
    },
};

/// What is typed to set the server up, or given on the command line.
#[derive(Clone)]
pub struct SetUp {
    /// The code that was printed.
    pub code: String,
    /// The organisation's name.
    pub organization_name: String,
    /// The owner's name.
    pub full_name: String,
    /// The owner's address.
    pub email: String,
    /// The owner's password.
    pub password: String,
    /// The language of both.
    pub locale: String,
}

/// The code that guards the set-up while it is awaited; it counts once.
#[derive(Debug)]
pub struct SetupCode(Mutex<Option<String>>);

impl SetupCode {
    /// No set-up is awaited.
    #[must_use]
    pub fn none() -> Self {
        Self(Mutex::new(None))
    }

    /// A fresh code of 12 letters and digits that are not easily confused: 60 bits, tried through a rate limit.
    #[must_use]
    pub fn fresh(random: &Random) -> Self {
        const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz-";
        let letter = |byte: u8| char::from(LETTERS[usize::from(byte) % 31]);
        Self(Mutex::new(Some(
            random.bytes::<12>().into_iter().map(letter).collect(),
        )))
    }

    /// The code, to print it.
    #[must_use]
    pub fn expose(&self) -> Option<String> {
        self.lock().clone()
    }

    /// Takes the code out if it was typed right, so that of two who hold it one sets the server up.
    fn take(&self, typed: &str) -> Option<String> {
        let right = |code: &mut String| code.as_bytes().ct_eq(typed.trim().as_bytes()).into();
        self.lock().take_if(right)
    }

    fn put_back(&self, code: String) {
        *self.lock() = Some(code);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Whether the server still waits for its first organisation.
///
/// # Errors
/// When the database fails.
pub async fn setup_pending(app: &App) -> Result<bool, Fault> {
    Ok(organization::Entity::find().count(&*app.db).await? == 0)
}

/// Creates the first organisation and its owner, and signs them in.
///
/// # Errors
/// With every problem of the input; `WRONG_SETUP_CODE` when the code is not the printed one or the set-up is done.
pub async fn set_up(app: &App, input: SetUp) -> Result<SignedIn, DeedError> {
    let wrong = || DeedError::from(Problem::at(Code::WrongSetupCode, "code"));
    let code = app.setup_code.take(&input.code).ok_or_else(wrong)?;
    if !setup_pending(app).await? {
        return Err(wrong());
    }
    let done = found(app, input).await;
    if done.is_err() {
        app.setup_code.put_back(code);
    }
    done
}

async fn found(app: &App, input: SetUp) -> Result<SignedIn, DeedError> {
    let (user, tx) = write(app, input).await?;
    let token = sessions::begin(&tx, app, &user, app.clock.now()).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(SignedIn { user, token })
}

/// Creates an organisation and its owner from the command line, where no code is needed.
///
/// # Errors
/// With every problem of the input.
pub async fn create(app: &App, input: SetUp) -> Result<user::Model, DeedError> {
    let (user, tx) = write(app, input).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(user)
}

async fn write(app: &App, input: SetUp) -> Result<(user::Model, Write), DeedError> {
    let mut problems = Problems::default();
    let name = problems
        .note(person::name(&input.organization_name, "organizationName"))
        .unwrap_or_default();
    let full_name = problems
        .note(person::name(&input.full_name, "fullName"))
        .unwrap_or_default();
    let email = problems.note(person::email(&input.email, "email"));
    let locale = problems.note(person::locale(&input.locale, "locale"));
    problems.note(password::check(
        &input.password,
        &[&input.email, &full_name, &name],
        "password",
    ));
    problems.none()?;
    let (Some(email), Some(locale)) = (email, locale) else {
        return Err(Problem::at(Code::ContactRequired, "email").into());
    };
    let hash = app.passwords.hash(&input.password).await?;
    let now = app.clock.now();
    let organization = organization::Model {
        id: OrganizationId::new(now, app.random.bytes()),
        name,
        locale,
        auto_invite: false,
        link_lifetime_hours: 168,
        text_link_lifetime_hours: 72,
        country: None,
        slack_connected: false,
        undo_seconds: 10,
        time_zone: "UTC".to_owned(),
        created_at: now,
    };
    let (search_key, name_key) = user::keys(Some(&full_name), Some(email.typed()), None);
    let owner = user::Model {
        id: UserId::new(now, app.random.bytes()),
        organization_id: organization.id.clone(),
        full_name: Some(full_name),
        email: Some(email.typed().to_owned()),
        email_key: Some(email.key().to_owned()),
        phone: None,
        slack_id: None,
        search_key,
        name_key,
        locale,
        role: Role::Owner,
        status: UserStatus::Active,
        source: UserSource::Manual,
        team_id: None,
        invitation_id: None,
        password_hash: Some(hash),
        created_at: now,
        invited_at: None,
        activated_at: Some(now),
        last_event_at: now,
    };
    let tx = app.db.begin_write().await?;
    organization.into_active_model().insert(&*tx).await?;
    owner.clone().into_active_model().insert(&*tx).await?;
    let mut happened =
        [EventKind::UserCreated, EventKind::UserActivated].map(|kind| Happening::to(&owner, kind));
    happened
        .iter_mut()
        .for_each(|happening| happening.previous_status = None);
    events::record(&tx, now, happened.map(|happening| happening.by(&owner.id))).await?;
    Ok((owner, tx))
}

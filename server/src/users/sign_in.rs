//! signIn: address and password, and the organisation where the address is known in several.

use entity::{EmailAddress, UserStatus, organization, user};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait,
};

use super::{SignedIn, sessions};
use crate::{
    app::App,
    problem::{Code, DeedError, Problem},
};

/// What is typed to sign in.
#[derive(Clone)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The organisation's name or id, needed only when address and password fit in several.
    pub organization: Option<String>,
}

/// How many organisations one address is tried in: each try costs a slow hash.
const MOST_TRIES: u64 = 5;

/// Signs a person in. Who exists is not told, by answer or by time.
///
/// # Errors
/// With `WRONG_CREDENTIALS`; at `organization` when the credentials fit in several and it must be named.
pub async fn sign_in(app: &App, input: SignIn) -> Result<SignedIn, DeedError> {
    let wrong = || DeedError::from(Problem::at(Code::WrongCredentials, "password"));
    let candidates = match EmailAddress::parse(&input.email) {
        Ok(email) => candidates(app, &email, input.organization.as_deref()).await?,
        Err(_) => Vec::new(),
    };
    if candidates.is_empty() {
        app.passwords.verify(&input.password, None).await?;
        return Err(wrong());
    }
    let mut fitting = Vec::new();
    for user in candidates {
        if app
            .passwords
            .verify(&input.password, user.password_hash.clone())
            .await?
        {
            fitting.push(user);
        }
    }
    if fitting.len() > 1 {
        return Err(Problem::at(Code::WrongCredentials, "organization").into());
    }
    let candidate = fitting.pop().ok_or_else(wrong)?;
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    // Deactivated, deleted or given another password while the hash ran: the row that is locked now decides.
    let user = user::Entity::find_by_id(candidate.id)
        .lock_shared()
        .one(&*tx)
        .await?;
    let same = |user: &user::Model| {
        user.status == UserStatus::Active && user.password_hash == candidate.password_hash
    };
    let user = user.filter(same).ok_or_else(wrong)?;
    let token = sessions::begin(&tx, app, &user, now).await?;
    tx.commit().await?;
    Ok(SignedIn { user, token })
}

async fn candidates(
    app: &App,
    email: &EmailAddress,
    organization: Option<&str>,
) -> Result<Vec<user::Model>, DeedError> {
    let mut found = user::Entity::find()
        .filter(user::Column::EmailKey.eq(email.key()))
        .filter(user::Column::Status.eq(UserStatus::Active))
        .order_by_asc(user::Column::Id);
    if let Some(named) = organization
        .map(str::trim)
        .filter(|named| !named.is_empty())
    {
        let there = organization::Entity::find()
            .filter(
                organization::Column::Name
                    .eq(named)
                    .or(organization::Column::Id.eq(named)),
            )
            .limit(MOST_TRIES)
            .all(&*app.db)
            .await?;
        found = found.filter(user::Column::OrganizationId.is_in(there.into_iter().map(|o| o.id)));
    }
    Ok(found.limit(MOST_TRIES).all(&*app.db).await?)
}

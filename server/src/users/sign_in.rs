//! signIn: address or number and password, and the organisation where both fit in several.

use std::collections::BTreeSet;

use entity::{Country, EmailAddress, OrganizationId, PhoneNumber, UserStatus, organization, user};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{ExprTrait, SimpleExpr},
};

use super::{SignedIn, sessions};
use crate::{
    app::App,
    problem::{Code, DeedError, Problem},
};

/// What is typed to sign in.
#[derive(Clone)]
pub struct SignIn {
    /// Who it is.
    pub who: Who,
    /// The password.
    pub password: String,
    /// The organisation's name or id, needed only when both fit in several.
    pub organization: Option<String>,
}

/// Who somebody says they are.
#[derive(Clone)]
pub enum Who {
    /// By their e-mail address.
    Email(String),
    /// By their phone number.
    Phone(String),
}

impl Who {
    /// What tries are counted by: the canonical spelling where there is one.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Email(text) => EmailAddress::parse(text)
                .map_or_else(|_| text.to_lowercase(), |email| email.key().to_owned()),
            Self::Phone(text) => text.chars().filter(char::is_ascii_digit).collect(),
        }
    }
}

/// How many organisations one address is tried in: each try costs a slow hash. So many hashes are made for everyone where
/// there are so many organisations, so that the time does not tell in how many an address is.
const MOST_TRIES: u64 = 5;

/// Signs a person in. Who exists is not told, by answer or by time.
///
/// # Errors
/// With `WRONG_CREDENTIALS`; at `organization` when the credentials fit in several and it must be named.
pub async fn sign_in(app: &App, input: SignIn) -> Result<SignedIn, DeedError> {
    let wrong = || DeedError::from(Problem::at(Code::WrongCredentials, "password"));
    let named = input
        .organization
        .as_deref()
        .map(str::trim)
        .filter(|named| !named.is_empty());
    let meant = meant(app, named).await?;
    let tries = meant.len().max(1);
    let candidates = match whose(app, &input.who).await? {
        Some(whose) => candidates(app, whose, named.map(|_| meant)).await?,
        None => Vec::new(),
    };
    for _ in candidates.len()..tries {
        app.passwords.verify(&input.password, None).await?;
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

/// The rows that an address or a number means; none when it is neither.
async fn whose(app: &App, who: &Who) -> Result<Option<SimpleExpr>, DeedError> {
    let phone = match who {
        Who::Email(email) => {
            let email = EmailAddress::parse(email).ok();
            return Ok(email.map(|email| user::Column::EmailKey.eq(email.key())));
        }
        Who::Phone(phone) => phone,
    };
    // In whose country it is meant is known once the organisation is: every country that one of them is in is tried.
    let countries: Vec<Option<Country>> = organization::Entity::find()
        .select_only()
        .column(organization::Column::Country)
        .distinct()
        .into_tuple()
        .all(&*app.db)
        .await?;
    let meant = countries.into_iter().chain([None]);
    let numbers: BTreeSet<String> = meant
        .filter_map(|country| PhoneNumber::parse(phone, country).ok())
        .map(|number| number.as_str().to_owned())
        .collect();
    Ok((!numbers.is_empty()).then(|| user::Column::Phone.is_in(numbers)))
}

/// The organisations that may be meant: those of the name or id, if one is named; at most [`MOST_TRIES`].
async fn meant(app: &App, named: Option<&str>) -> Result<Vec<OrganizationId>, DeedError> {
    let mut found = organization::Entity::find()
        .select_only()
        .column(organization::Column::Id);
    if let Some(named) = named {
        let is_it = organization::Column::Name
            .eq(named)
            .or(organization::Column::Id.eq(named));
        found = found.filter(is_it);
    }
    let found = found.limit(MOST_TRIES).into_tuple();
    Ok(found.all(&*app.db).await?)
}

async fn candidates(
    app: &App,
    whose: SimpleExpr,
    named: Option<Vec<OrganizationId>>,
) -> Result<Vec<user::Model>, DeedError> {
    let mut found = user::Entity::find()
        .filter(whose)
        .filter(user::Column::Status.eq(UserStatus::Active))
        .order_by_asc(user::Column::Id);
    if let Some(there) = named {
        found = found.filter(user::Column::OrganizationId.is_in(there));
    }
    Ok(found.limit(MOST_TRIES).all(&*app.db).await?)
}

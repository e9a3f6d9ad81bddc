//! createApiToken.

use entity::{ApiTokenId, EventKind, Role, Timestamp, api_token};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::ApiKey;
use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
    users::person::{self, Problems},
};

/// What a token shall be.
#[derive(Clone, Debug)]
pub struct CreateApiToken {
    /// What it is called.
    pub name: String,
    /// The most it may do.
    pub role: Role,
    /// From when on it no longer counts; never, if not given.
    pub expires_at: Option<Timestamp>,
}

/// A token and its secret, which nobody sees a second time.
pub struct Created {
    /// The row.
    pub token: api_token::Model,
    /// The secret.
    pub key: ApiKey,
}

/// Makes a token, no more powerful than whoever makes it.
///
/// # Errors
/// With every problem of the input; `PersonsOnly` when a token asks.
pub async fn create_api_token(
    app: &App,
    admin: &Admin,
    wanted: CreateApiToken,
) -> Result<Created, DeedError> {
    let maker = admin.actor().person()?;
    let now = app.clock.now();
    let mut problems = Problems::default();
    let name = problems
        .note(person::name(&wanted.name, "name"))
        .unwrap_or_default();
    if !admin.reaches(wanted.role) {
        problems.add(Problem::at(Code::RoleNotGrantable, "role"));
    }
    if wanted.expires_at.is_some_and(|end| end <= now) {
        problems.add(Problem::at(Code::InvalidExpiry, "expiresAt"));
    }
    problems.none()?;
    let key = ApiKey::random(&app.random);
    let token = api_token::Model {
        id: ApiTokenId::new(now, app.random.bytes()),
        organization_id: admin.organization().clone(),
        name,
        role: wanted.role,
        token_hash: key.hash(),
        beginning: key.beginning().to_owned(),
        created_by: Some(maker.clone()),
        created_at: now,
        expires_at: wanted.expires_at,
        last_used_at: None,
        revoked_at: None,
    };
    let happened =
        Happening::in_organization(admin.organization().clone(), EventKind::ApiTokenCreated)
            .by(admin.actor())
            .detail(token.name.clone());
    let tx = app.db.begin_write().await?;
    token.clone().into_active_model().insert(&*tx).await?;
    events::record(&tx, now, [happened]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(Created { token, key })
}

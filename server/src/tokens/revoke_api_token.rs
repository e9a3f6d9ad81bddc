//! revokeApiToken: the token is refused from now on, and its open sockets close.

use entity::{ApiTokenId, EventKind, api_token};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
};

/// Revokes a token for good. One that is revoked already stays as it is.
///
/// # Errors
/// When it is unknown or above the administrator; `PersonsOnly` when a token asks.
pub async fn revoke_api_token(
    app: &App,
    admin: &Admin,
    id: &str,
) -> Result<api_token::Model, DeedError> {
    admin.actor().person()?;
    let unknown = || Problem::at(Code::TokenNotFound, "id");
    let id = ApiTokenId::parse(id).map_err(|_| unknown())?;
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let token = api_token::Entity::find_by_id(id)
        .filter(api_token::Column::OrganizationId.eq(admin.organization().clone()))
        .lock_exclusive()
        .one(&*tx)
        .await?
        .ok_or_else(unknown)?;
    if !admin.reaches(token.role) {
        return Err(Problem::at(Code::RoleNotGrantable, "id").into());
    }
    if token.revoked_at.is_some() {
        return Ok(token);
    }
    let happened =
        Happening::in_organization(admin.organization().clone(), EventKind::ApiTokenRevoked)
            .by(admin.actor())
            .detail(token.name.clone());
    let mut change = token.into_active_model();
    change.revoked_at = Set(Some(now));
    let token = change.update(&*tx).await?;
    events::record(&tx, now, [happened]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(token)
}

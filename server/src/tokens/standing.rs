//! Whether a token counts now, and what it may do.

use std::{collections::HashMap, sync::Arc};

use entity::{
    ApiTokenId, Locale, OrganizationId, Role, Timestamp, UserId, UserStatus, api_token, user,
};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait, Select,
};

use super::{last_use, looks_like_key};
use crate::{
    access::{Credential, Viewer},
    app::App,
    problem::Fault,
    secret::hash,
    together::{self, Found, Together},
};

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is let in.
    Active,
    /// It has reached its end.
    Expired,
    /// It was revoked.
    Revoked,
    /// Whoever made it is not active now.
    Suspended,
}

/// Where a token stands, given whoever made it.
#[must_use]
pub fn state(token: &api_token::Model, maker: Option<&user::Model>, now: Timestamp) -> State {
    let ended = token.expires_at.is_some_and(|end| end <= now);
    let stands_behind = maker.is_some_and(|maker| maker.status == UserStatus::Active);
    match (token.revoked_at, ended, stands_behind) {
        (Some(_), ..) => State::Revoked,
        (None, true, _) => State::Expired,
        (None, false, false) => State::Suspended,
        (None, false, true) => State::Active,
    }
}

/// A token that counts, with whoever made it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Counting {
    id: ApiTokenId,
    token_hash: String,
    organization_id: OrganizationId,
    token_role: Role,
    maker: UserId,
    maker_role: Role,
}

impl Counting {
    /// A token never does more than whoever made it may do now.
    fn role(&self) -> Role {
        self.token_role.min(self.maker_role)
    }
}

fn counting(now: Timestamp) -> Select<api_token::Entity> {
    let not_ended = Condition::any()
        .add(api_token::Column::ExpiresAt.is_null())
        .add(api_token::Column::ExpiresAt.gt(now));
    api_token::Entity::find()
        .select_only()
        .columns([
            api_token::Column::Id,
            api_token::Column::TokenHash,
            api_token::Column::OrganizationId,
        ])
        .column_as(api_token::Column::Role, "token_role")
        .column_as(user::Column::Id, "maker")
        .column_as(user::Column::Role, "maker_role")
        .join(JoinType::InnerJoin, api_token::Relation::Maker.def())
        .filter(api_token::Column::RevokedAt.is_null())
        .filter(not_ended)
        .filter(user::Column::Status.eq(UserStatus::Active))
}

impl Found for Counting {
    fn waiting(app: &App) -> &Together<Self> {
        &app.tokens
    }

    fn key(&self) -> &str {
        &self.token_hash
    }

    async fn look_up(app: &App, hashes: Vec<String>) -> Result<Vec<Self>, DbErr> {
        counting(app.clock.now())
            .filter(api_token::Column::TokenHash.is_in(hashes))
            .into_model::<Self>()
            .all(&*app.db)
            .await
    }
}

/// Whose token a secret is, if it counts now; answers are in `locale`, which the program asked for.
///
/// # Errors
/// When the database fails.
pub async fn bearer(app: &Arc<App>, key: &str, locale: Locale) -> Result<Option<Viewer>, Fault> {
    if !looks_like_key(key) {
        return Ok(None);
    }
    let row = together::find::<Counting>(app, hash(key)).await?;
    Ok(row.map(|row| {
        last_use::note(app, &row.id);
        Viewer {
            role: row.role(),
            credential: Credential::Token(row.id),
            user_id: row.maker,
            organization_id: row.organization_id,
            locale,
        }
    }))
}

/// The viewer as they are now, or nobody when their token no longer counts: asked again and again for an open socket.
///
/// # Errors
/// When the database fails.
pub async fn still(
    app: &Arc<App>,
    viewer: &Viewer,
    token: &ApiTokenId,
) -> Result<Option<Viewer>, Fault> {
    let role = standing(app, std::slice::from_ref(token))
        .await?
        .remove(token);
    Ok(role.map(|role| {
        last_use::note(app, token);
        Viewer {
            role,
            ..viewer.clone()
        }
    }))
}

/// Which of these tokens still count, each with what it may do now: asked every second for the open sockets.
///
/// # Errors
/// When the database fails.
pub async fn standing(app: &App, ids: &[ApiTokenId]) -> Result<HashMap<ApiTokenId, Role>, Fault> {
    let mut standing = HashMap::with_capacity(ids.len());
    for some in ids.chunks(1_000) {
        let rows = counting(app.clock.now())
            .filter(api_token::Column::Id.is_in(some.iter().cloned()))
            .into_model::<Counting>()
            .all(&*app.db)
            .await?;
        standing.extend(rows.into_iter().map(|row| (row.id.clone(), row.role())));
    }
    Ok(standing)
}

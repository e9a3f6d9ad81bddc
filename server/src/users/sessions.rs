//! Sessions: opaque tokens whose hash rests in the database. One ends with sign-out, password change or deactivation, at once.

use std::{collections::HashMap, sync::Arc};

use entity::{
    Locale, OrganizationId, Role, SessionId, Timestamp, UserId, UserStatus, session, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter,
    QuerySelect, RelationTrait, sea_query::Expr,
};

use crate::{
    access::{Credential, Viewer},
    app::App,
    db::Write,
    problem::Fault,
    secret::{Token, hash, looks_like_token},
    together::{self, Found, Together},
};

/// How long a browser stays signed in, in hours: 30 days, after which NIST SP 800-63B-4 (2.1.3) asks for a new sign-in.
pub const LIFETIME_HOURS: i64 = 30 * 24;

/// A session that counts, with whoever it belongs to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Signed {
    id: SessionId,
    token_hash: String,
    user_id: UserId,
    organization_id: OrganizationId,
    role: Role,
    locale: Locale,
}

impl Found for Signed {
    fn waiting(app: &App) -> &Together<Self> {
        &app.sessions
    }

    fn key(&self) -> &str {
        &self.token_hash
    }

    async fn look_up(app: &App, hashes: Vec<String>) -> Result<Vec<Self>, DbErr> {
        session::Entity::find()
            .select_only()
            .columns([
                session::Column::Id,
                session::Column::TokenHash,
                session::Column::UserId,
                session::Column::OrganizationId,
            ])
            .columns([user::Column::Role, user::Column::Locale])
            .join(JoinType::InnerJoin, session::Relation::User.def())
            .filter(session::Column::TokenHash.is_in(hashes))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(app.clock.now()))
            .filter(user::Column::Status.eq(UserStatus::Active))
            .into_model::<Self>()
            .all(&*app.db)
            .await
    }
}

/// Whose session a token is, if it counts now.
///
/// # Errors
/// When the database fails.
pub async fn viewer(app: &Arc<App>, token: &str) -> Result<Option<Viewer>, Fault> {
    if !looks_like_token(token) {
        return Ok(None);
    }
    let row = together::find::<Signed>(app, hash(token)).await?;
    Ok(row.map(|row| Viewer {
        credential: Credential::Session(row.id),
        user_id: row.user_id,
        organization_id: row.organization_id,
        role: row.role,
        locale: row.locale,
    }))
}

/// The viewer as they are now, or nobody when their session no longer counts: asked again and again for an open socket.
///
/// # Errors
/// When the database fails.
pub async fn still(
    app: &App,
    viewer: &Viewer,
    session: &SessionId,
) -> Result<Option<Viewer>, Fault> {
    let row = session::Entity::find_by_id(session.clone())
        .find_also_related(user::Entity)
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(app.clock.now()))
        .filter(user::Column::Status.eq(UserStatus::Active))
        .one(&*app.db)
        .await?;
    let user = row.and_then(|(_, user)| user);
    Ok(user.map(|user| Viewer {
        role: user.role,
        locale: user.locale,
        ..viewer.clone()
    }))
}

/// Which of these sessions still count, each with its person's role now: asked every second for the open sockets.
///
/// # Errors
/// When the database fails.
pub async fn standing(app: &App, ids: &[SessionId]) -> Result<HashMap<SessionId, Role>, Fault> {
    let mut standing = HashMap::with_capacity(ids.len());
    for some in ids.chunks(1_000) {
        let rows: Vec<(SessionId, Role)> = session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .column(user::Column::Role)
            .join(JoinType::InnerJoin, session::Relation::User.def())
            .filter(session::Column::Id.is_in(some.iter().cloned()))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(app.clock.now()))
            .filter(user::Column::Status.eq(UserStatus::Active))
            .into_tuple()
            .all(&*app.db)
            .await?;
        standing.extend(rows);
    }
    Ok(standing)
}

/// Begins a session, in the transaction of what signs the person in.
pub(crate) async fn begin(
    tx: &Write,
    app: &App,
    user: &user::Model,
    now: Timestamp,
) -> Result<Token, Fault> {
    let token = Token::random(&app.random);
    let row = session::Model {
        id: SessionId::new(now, app.random.bytes()),
        organization_id: user.organization_id.clone(),
        user_id: user.id.clone(),
        token_hash: token.hash(),
        created_at: now,
        expires_at: now.plus_hours(LIFETIME_HOURS),
        ended_at: None,
    };
    session::Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(token)
}

/// Ends a person's sessions, but for one that may stay.
pub(crate) async fn end_all(
    tx: &Write,
    user: &UserId,
    stays: Option<&SessionId>,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(now))
        .filter(session::Column::UserId.eq(user.clone()))
        .filter(session::Column::EndedAt.is_null());
    if let Some(stays) = stays {
        update = update.filter(session::Column::Id.ne(stays.clone()));
    }
    update.exec(&**tx).await?;
    Ok(())
}

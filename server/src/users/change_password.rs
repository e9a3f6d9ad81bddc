//! changePassword: a new password for oneself; every other session of oneself ends.

use entity::{EventKind, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::{password, sessions};
use crate::{
    access::{Refusal, Viewer},
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Hint, Problem},
};

/// Changes the viewer's own password.
///
/// # Errors
/// When the current one is wrong or the new one is weak.
pub async fn change_password(
    app: &App,
    viewer: &Viewer,
    current: &str,
    new: &str,
) -> Result<user::Model, DeedError> {
    let session = viewer.session()?;
    let gone = || DeedError::Refused(Refusal::Unauthenticated);
    let before = user::Entity::find_by_id(viewer.id().clone())
        .one(&*app.db)
        .await?
        .ok_or_else(gone)?;
    if !app
        .passwords
        .verify(current, before.password_hash.clone())
        .await?
    {
        let wrong = Problem::at(Code::WrongCredentials, "currentPassword");
        return Err(wrong.with(Hint::OwnPassword).into());
    }
    let words = [
        before.email.as_deref().unwrap_or_default(),
        before.full_name.as_deref().unwrap_or_default(),
    ];
    password::check(new, &words, "newPassword")?;
    let hash = app.passwords.hash(new).await?;
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let user = user::Entity::find_by_id(viewer.id().clone())
        .lock_exclusive()
        .one(&*tx)
        .await?;
    let user = user
        .filter(|user| user.password_hash == before.password_hash)
        .ok_or_else(gone)?;
    let mut change = user.into_active_model();
    change.password_hash = Set(Some(hash));
    change.last_event_at = Set(now);
    let user = change.update(&*tx).await?;
    sessions::end_all(&tx, &user.id, Some(session), now).await?;
    let happened = Happening::to(&user, EventKind::UserUpdated)
        .by(viewer.id())
        .detail("password");
    events::record(&tx, now, [happened]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(user)
}

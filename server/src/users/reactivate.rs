//! reactivateUser: undo a deactivation. Who had joined is active again; who had not is CREATED and may be invited.

use entity::{EventKind, UserId, UserStatus, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::lock;
use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
};

/// Reactivates a person.
///
/// # Errors
/// When they are unknown, above the administrator, or not deactivated.
pub async fn reactivate(app: &App, admin: &Admin, id: &UserId) -> Result<user::Model, DeedError> {
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let person = lock(&tx, admin, id, "id").await?;
    match person.status {
        UserStatus::Deactivated => {}
        UserStatus::Active => return Err(Problem::at(Code::AlreadyActive, "id").into()),
        UserStatus::Invited => return Err(Problem::at(Code::AlreadyInvited, "id").into()),
        UserStatus::Created => return Err(Problem::at(Code::NotInvited, "id").into()),
    }
    let joined = person.activated_at.is_some();
    let mut change = person.into_active_model();
    change.status = Set(if joined {
        UserStatus::Active
    } else {
        UserStatus::Created
    });
    change.last_event_at = Set(now);
    let user = change.update(&*tx).await?;
    let happened = Happening::to(&user, EventKind::UserReactivated).by(admin.actor());
    events::record(&tx, now, [happened.from_status(UserStatus::Deactivated)]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(user)
}

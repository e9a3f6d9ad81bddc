//! deleteUser: forget a person. Their events stay, without name or address.

use entity::{EventKind, UserId, UserStatus};
use sea_orm::ModelTrait;

use super::lock;
use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    imports,
    problem::{Code, DeedError, Problem},
    slack,
};

/// Deletes a person with everything that is theirs: invitations, links, messages, sessions, and what files and Slack said of them. Who is active must be
/// deactivated first, so that nobody loses a colleague to a slip.
///
/// # Errors
/// When they are unknown, above the administrator, or active.
pub async fn delete(app: &App, admin: &Admin, id: &UserId) -> Result<(), DeedError> {
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let person = lock(&tx, admin, id, "id").await?;
    if person.status == UserStatus::Active {
        return Err(Problem::at(Code::AlreadyActive, "id").into());
    }
    let happened = Happening::to(&person, EventKind::UserDeleted).by(admin.actor());
    events::record(&tx, now, [happened]).await?;
    imports::forget(&tx, id).await?;
    slack::forget(&tx, id).await?;
    person.delete(&*tx).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(())
}

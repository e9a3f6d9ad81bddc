//! disconnectSlack: forget the token of a workspace. Who came from it stays, and is recognised should it come back.

use entity::EventKind;
use sea_orm::ModelTrait;

use super::stored;
use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    problem::DeedError,
};

/// Disconnects the workspace. A synchronisation that is under way ends without having done anything.
///
/// # Errors
/// When none is connected.
pub async fn disconnect_slack(app: &App, admin: &Admin) -> Result<(), DeedError> {
    let tx = app.db.begin_write().await?;
    let workspace = stored::lock(&tx, admin.organization()).await?;
    let workspace = workspace.ok_or_else(stored::not_connected)?;
    workspace.delete(&*tx).await?;
    stored::note_connected(&tx, admin.organization(), false).await?;
    let happened =
        Happening::in_organization(admin.organization().clone(), EventKind::OrganizationUpdated)
            .by(admin.actor())
            .detail("slack");
    events::record(&tx, app.clock.now(), [happened]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(())
}

//! signOut: end the session that asks.

use entity::session;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{access::Viewer, app::App, problem::Fault};

/// Ends the viewer's session.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(app: &App, viewer: &Viewer) -> Result<(), Fault> {
    let tx = app.db.begin_write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(app.clock.now()))
        .filter(session::Column::Id.eq(viewer.session().clone()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

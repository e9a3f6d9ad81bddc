//! signOut: end the session that asks.

use entity::session;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{access::Viewer, app::App, problem::DeedError};

/// Ends the viewer's session.
///
/// # Errors
/// When a program asks, which has no session, or the database fails.
pub async fn sign_out(app: &App, viewer: &Viewer) -> Result<(), DeedError> {
    let session = viewer.session()?;
    let tx = app.db.begin_write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(app.clock.now()))
        .filter(session::Column::Id.eq(session.clone()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

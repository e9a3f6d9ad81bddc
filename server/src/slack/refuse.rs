//! A token that Slack has taken back: nothing more is asked with it, until somebody connects the workspace again.

use entity::{OrganizationId, Timestamp, slack_workspace};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use super::stored;
use crate::db::Write;

/// Notes that Slack refused the token with which something was begun at an instant. Whoever has connected the workspace
/// since did so with another token. It holds the workspace, so it comes before any person is held.
///
/// # Errors
/// When the database fails.
pub(crate) async fn refuse(
    tx: &Write,
    organization: &OrganizationId,
    begun_at: Timestamp,
    now: Timestamp,
) -> Result<(), DbErr> {
    let refused = slack_workspace::Entity::update_many()
        .col_expr(slack_workspace::Column::RefusedAt, Expr::value(now))
        .filter(slack_workspace::Column::OrganizationId.eq(organization.clone()))
        .filter(slack_workspace::Column::ConnectedAt.lte(begun_at))
        .filter(slack_workspace::Column::RefusedAt.is_null())
        .exec(&**tx)
        .await?;
    if refused.rows_affected == 1 {
        stored::note_connected(tx, organization, false).await?;
    }
    Ok(())
}

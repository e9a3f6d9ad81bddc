//! What Slack said of somebody who is deleted goes with them; that they were deleted stays, so that they do not come back.

use entity::{UserId, slack_member, slack_sync_row};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use crate::db::Write;

/// Forgets name and address of a person as Slack said them.
pub(crate) async fn forget(tx: &Write, person: &UserId) -> Result<(), DbErr> {
    slack_sync_row::Entity::delete_many()
        .filter(slack_sync_row::Column::UserId.eq(person.clone()))
        .exec(&**tx)
        .await?;
    slack_member::Entity::update_many()
        .col_expr(
            slack_member::Column::EmailKey,
            Expr::value(Option::<String>::None),
        )
        .col_expr(
            slack_member::Column::FullName,
            Expr::value(Option::<String>::None),
        )
        .filter(slack_member::Column::UserId.eq(person.clone()))
        .exec(&**tx)
        .await?;
    Ok(())
}

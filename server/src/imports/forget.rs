//! What files say of somebody who is deleted goes with them.

use entity::{UserId, import, import_row, outcome};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{db::Write, problem::Fault};

/// Forgets the rows of confirmed files that were about a person. Files that nobody confirmed are forgotten after a day.
pub(crate) async fn forget(tx: &Write, person: &UserId) -> Result<(), Fault> {
    let rows = outcome::Entity::find().filter(outcome::Column::UserId.eq(person.clone()));
    for row in rows.all(&**tx).await? {
        let of = import::Entity::find().filter(import::Column::OperationId.eq(row.operation_id));
        for import in of.all(&**tx).await? {
            import_row::Entity::delete_by_id((import.id, row.line))
                .exec(&**tx)
                .await?;
        }
    }
    Ok(())
}

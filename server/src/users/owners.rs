//! The rule that an organisation always has an active owner.

use entity::{OrganizationId, Role, UserId, UserStatus, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    db::Write,
    problem::{Code, DeedError, Problem},
};

/// Locks the organisation's active owners, and refuses when nobody would be left without this one.
///
/// The lock makes two owners who leave at the same time wait for each other.
pub(super) async fn keep_one(
    tx: &Write,
    organization: &OrganizationId,
    leaving: &UserId,
) -> Result<(), DeedError> {
    let owners = user::Entity::find()
        .filter(user::Column::OrganizationId.eq(organization.clone()))
        .filter(user::Column::Role.eq(Role::Owner))
        .filter(user::Column::Status.eq(UserStatus::Active))
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    if owners.iter().any(|owner| owner.id != *leaving) {
        Ok(())
    } else {
        Err(Problem::at(Code::LastOwner, "id").into())
    }
}

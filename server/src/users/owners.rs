//! The rule that an organisation always has an active owner.

use entity::{OrganizationId, Role, UserId, UserStatus, organization, user};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, sea_query::LockType,
};

use crate::{
    db::Write,
    problem::{Code, DeedError, Problem},
};

/// Refuses when nobody would be left without this one, whose row is locked.
///
/// Two owners who leave at the same time hold their own rows already: waiting for each other's would never end. They wait
/// for the organisation's, and who comes second sees that the first has left. The lock lets others write meanwhile.
pub(super) async fn keep_one(
    tx: &Write,
    organization: &OrganizationId,
    leaving: &UserId,
) -> Result<(), DeedError> {
    organization::Entity::find_by_id(organization.clone())
        .lock(LockType::NoKeyUpdate)
        .one(&**tx)
        .await?;
    let others = user::Entity::find()
        .filter(user::Column::OrganizationId.eq(organization.clone()))
        .filter(user::Column::Role.eq(Role::Owner))
        .filter(user::Column::Status.eq(UserStatus::Active))
        .filter(user::Column::Id.ne(leaving.clone()))
        .count(&**tx)
        .await?;
    if others > 0 {
        Ok(())
    } else {
        Err(Problem::at(Code::LastOwner, "id").into())
    }
}

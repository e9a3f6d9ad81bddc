//! How long an idempotency key is kept.

use entity::{Timestamp, idempotency_key};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};

use crate::{access::Admin, db::Write};

/// In hours.
const KEPT: i64 = 24;

/// Forgets the keys that are kept no longer: the caller's own for certain, and in passing everyone's, without waiting for
/// whoever is at it already.
pub(super) async fn forget(tx: &Write, admin: &Admin, now: Timestamp) -> Result<(), DbErr> {
    use idempotency_key::{Column, Entity};
    let over = Column::CreatedAt.lte(now.plus_hours(-KEPT));
    Entity::delete_many()
        .filter(Column::UserId.eq(admin.actor().user().clone()))
        .filter(over.clone())
        .exec(&**tx)
        .await?;
    let free = Entity::find()
        .select_only()
        .columns([Column::UserId, Column::KeyHash])
        .filter(over)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_query();
    let key = Expr::tuple([Expr::col(Column::UserId), Expr::col(Column::KeyHash)]);
    Entity::delete_many()
        .filter(key.in_subquery(free))
        .exec(&**tx)
        .await?;
    Ok(())
}

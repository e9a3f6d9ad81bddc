//! userCounts: how many people of a filter stand where.

use entity::{DeliveryState, OrganizationId, UserStatus, invitation, user};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, RelationTrait,
    sea_query::{CaseStatement, Expr, Func, JoinType, SimpleExpr},
};

mod reached;

pub use reached::{Reached, reached};

use super::filter::UserFilter;
use crate::{app::App, db::how_many_rows, problem::Fault};

/// People who stand alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Standing {
    /// Where they stand.
    pub status: UserStatus,
    /// How many.
    pub count: i64,
}

/// What is wrong with open invitations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Trouble {
    /// The newest link has expired.
    pub expired: i64,
    /// The newest message failed, bounced or was suppressed.
    pub undelivered: i64,
}

/// What counts as not having reached the person.
const UNDELIVERED: [DeliveryState; 3] = [
    DeliveryState::Failed,
    DeliveryState::Bounced,
    DeliveryState::Suppressed,
];

/// How many people of the filter have each status, in one grouped query. A status that nobody has is left out.
///
/// # Errors
/// When the database fails.
pub async fn by_status(
    app: &App,
    organization: &OrganizationId,
    filter: &UserFilter,
) -> Result<Vec<Standing>, Fault> {
    let mut people = user::Entity::find()
        .select_only()
        .column(user::Column::Status)
        .column_as(how_many_rows(), "count")
        .filter(filter.condition(&app.db, organization, app.clock.now()))
        .group_by(user::Column::Status);
    if filter.needs_invitation() {
        people = people.join(JoinType::InnerJoin, user::Relation::Invitation.def());
    }
    Ok(people.into_model().all(&*app.db).await?)
}

/// How many open invitations of the filter's people are in trouble. It reads the invitations of whoever is INVITED, so it
/// is a query of its own, for whoever asks.
///
/// # Errors
/// When the database fails.
pub async fn trouble(
    app: &App,
    organization: &OrganizationId,
    filter: &UserFilter,
) -> Result<Trouble, Fault> {
    let now = app.clock.now();
    let people = user::Entity::find()
        .select_only()
        .column_as(how_many(invitation::Column::ExpiresAt.lte(now)), "expired")
        .column_as(
            how_many(invitation::Column::DeliveryState.is_in(UNDELIVERED)),
            "undelivered",
        )
        .join(JoinType::InnerJoin, user::Relation::Invitation.def())
        .filter(filter.condition(&app.db, organization, now))
        .filter(user::Column::Status.eq(UserStatus::Invited));
    Ok(people.into_model().one(&*app.db).await?.unwrap_or_default())
}

/// `count` skips nulls, which an unmatched case is; a sum would be null over nobody, and of another type on each database.
fn how_many(condition: SimpleExpr) -> SimpleExpr {
    Func::count(CaseStatement::new().case(condition, Expr::val(1))).into()
}

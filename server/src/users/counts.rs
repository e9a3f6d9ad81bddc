//! userCounts: how many people of a filter stand where.

use entity::{DeliveryState, InvitationState, OrganizationId, UserStatus, invitation, user};
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

/// How many people of the filter have each status. A status that nobody has may be left out.
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
        .column_as(how_many_rows(), "count")
        .filter(filter.condition(&app.db, organization, app.clock.now()));
    if filter.finds_everyone() {
        // PostgreSQL groups everybody by reading the whole table, with three processes; one status it counts on an index. 100,000 people
        // take it 20 ms instead of 50, and a sixth of the work.
        let mut standings = Vec::new();
        for &status in UserStatus::ALL {
            let alike = people.clone().filter(user::Column::Status.eq(status));
            let count = alike.into_tuple().one(&*app.db).await?.unwrap_or_default();
            standings.push(Standing { status, count });
        }
        return Ok(standings);
    }
    if filter.needs_invitation() {
        people = people.join(JoinType::InnerJoin, user::Relation::Invitation.def());
    }
    let by_status = people
        .column(user::Column::Status)
        .group_by(user::Column::Status);
    Ok(by_status.into_model().all(&*app.db).await?)
}

/// How many open invitations of the filter's people are in trouble. It reads each of them, so it is a query of its own, for whoever asks.
///
/// # Errors
/// When the database fails.
pub async fn trouble(
    app: &App,
    organization: &OrganizationId,
    filter: &UserFilter,
) -> Result<Trouble, Fault> {
    let now = app.clock.now();
    let counts = invitation::Entity::find()
        .select_only()
        .column_as(how_many(invitation::Column::ExpiresAt.lte(now)), "expired")
        .column_as(
            how_many(invitation::Column::DeliveryState.is_in(UNDELIVERED)),
            "undelivered",
        );
    let open = if filter.finds_everyone() {
        // Of everybody, no person needs to be looked at. That ids come after nothing is said for SQLite, which otherwise reads
        // the ended ones too: it leads to the index of the open ones.
        counts
            .filter(invitation::Column::OrganizationId.eq(organization.clone()))
            .filter(invitation::Column::State.eq(InvitationState::Pending))
            .filter(invitation::Column::UserId.gt(""))
    } else {
        counts
            .join_rev(JoinType::InnerJoin, user::Relation::Invitation.def())
            .filter(filter.condition(&app.db, organization, now))
            .filter(user::Column::Status.eq(UserStatus::Invited))
    };
    Ok(open.into_model().one(&*app.db).await?.unwrap_or_default())
}

/// `count` skips nulls, which an unmatched case is; a sum would be null over nobody, and of another type on each database.
fn how_many(condition: SimpleExpr) -> SimpleExpr {
    Func::count(CaseStatement::new().case(condition, Expr::val(1))).into()
}

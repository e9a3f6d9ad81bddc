//! invitationFunnel: how many people have come how far.

use entity::{DeliveryState, Timestamp, invitation, user, view};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    RelationTrait,
    sea_query::{CaseStatement, Expr, Func},
};

use crate::{access::Admin, app::App, db::how_many_rows, problem::Fault};

/// How many people have come how far, each counted once, by their latest invitation. Who has come further has passed what lies
/// before: a message that nobody saw arrive did arrive when its link was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Funnel {
    /// Added.
    pub created: i64,
    /// Invited.
    pub invited: i64,
    /// A message left and did not come back, or the link was used.
    pub delivered: i64,
    /// The page of the link was shown.
    pub opened: i64,
    /// Of those, nobody has touched it yet: maybe a scanner.
    pub maybe_automatic: i64,
    /// The invitation was accepted.
    pub active: i64,
}

/// The funnel of everyone who was added since an instant, or ever.
///
/// # Errors
/// When the database fails.
pub async fn invitation_funnel(
    app: &App,
    admin: &Admin,
    since: Option<Timestamp>,
) -> Result<Funnel, Fault> {
    let accepted = || Condition::all().add(invitation::Column::AcceptedAt.is_not_null());
    let opened = || {
        Condition::any()
            .add(view::Column::FirstAt.is_not_null())
            .add(accepted())
    };
    let left = Condition::all()
        .add(invitation::Column::LastSentAt.is_not_null())
        .add(invitation::Column::DeliveryState.ne(DeliveryState::Bounced));
    let delivered = Condition::any().add(left).add(opened());
    let untouched = Condition::all()
        .add(view::Column::FirstAt.is_not_null())
        .add(view::Column::ByHandAt.is_null())
        .add(invitation::Column::AcceptedAt.is_null());
    let mut people = user::Entity::find()
        .select_only()
        .column_as(how_many_rows(), "created")
        .column_as(user::Column::InvitationId.count(), "invited")
        .column_as(how_many(delivered), "delivered")
        .column_as(how_many(opened()), "opened")
        .column_as(how_many(untouched), "maybe_automatic")
        .column_as(how_many(accepted()), "active")
        .join(JoinType::LeftJoin, user::Relation::Invitation.def())
        .join(JoinType::LeftJoin, view::Relation::Invitation.def().rev())
        .filter(user::Column::OrganizationId.eq(admin.organization().clone()));
    if let Some(since) = since {
        people = people.filter(user::Column::CreatedAt.gte(since));
    }
    let funnel = people.into_model().one(&*app.db).await?;
    Ok(funnel.unwrap_or_default())
}

/// `count` skips nulls, which an unmatched case is; a sum would be of another type on each database.
fn how_many(condition: Condition) -> Expr {
    Func::count(CaseStatement::new().case(condition, Expr::val(1))).into()
}

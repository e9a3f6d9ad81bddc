//! Questions about operations.

use async_graphql::{Context, ID, Object, Result};
use entity::{MessageState, OperationId, OrganizationId, message, operation};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::Operation;
use crate::{app::App, graphql::request::Asked, problem::Fault};

/// How long an operation may be running, in hours: what has not left by then is shown on the people.
const RUNNING_HOURS: i64 = 24;
/// The most running operations that are answered.
const MOST_RUNNING: u64 = 20;

/// Questions about operations.
#[derive(Default)]
pub(in crate::graphql) struct OperationQueries;

#[Object]
impl OperationQueries {
    /// A deed done to many; null when there is none of this id. For administrators.
    async fn operation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<Operation>> {
        let admin = ctx.admin()?;
        Ok(named(ctx.app(), admin.organization(), &id).await?)
    }

    /// The organisation's deeds of the last day whose messages have not all left or can still be taken back, whoever did
    /// them: the newest first, at most 20. For administrators.
    async fn running_operations(&self, ctx: &Context<'_>) -> Result<Vec<Operation>> {
        let admin = ctx.admin()?;
        Ok(running(ctx.app(), admin.organization()).await?)
    }
}

async fn running(app: &App, organization: &OrganizationId) -> Result<Vec<Operation>, Fault> {
    use operation::Column;
    let now = app.clock.now();
    let may_be_undone = Condition::all()
        .add(Column::UndoUntil.gt(now))
        .add(Column::CancelledAt.is_null());
    let waits = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(
            Expr::col((message::Entity, message::Column::OperationId))
                .equals((operation::Entity, Column::Id)),
        )
        .filter(message::Column::State.eq(MessageState::Queued))
        .into_query();
    let found = operation::Entity::find()
        .filter(Column::OrganizationId.eq(organization.clone()))
        .filter(Column::CreatedAt.gt(now.plus_hours(-RUNNING_HOURS)))
        .filter(
            Condition::any()
                .add(may_be_undone)
                .add(SimpleExpr::exists(waits)),
        )
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(MOST_RUNNING);
    Ok(found
        .all(&*app.db)
        .await?
        .into_iter()
        .map(Operation)
        .collect())
}

/// An operation of an organisation, by an id that somebody named.
pub(in crate::graphql) async fn named(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<Operation>, Fault> {
    let Ok(id) = OperationId::parse(id) else {
        return Ok(None);
    };
    let found = operation::Entity::find_by_id(id)
        .filter(operation::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(Operation))
}

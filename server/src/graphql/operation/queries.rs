//! Questions about operations.

use async_graphql::{Context, ID, Object, Result};
use entity::{MessageState, OperationId, OrganizationId, UserId, message, operation};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{FAILED, Operation};
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
    async fn running_operations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            default,
            desc = "Also the viewer's own deeds of the last day some of whose messages failed, though they are over."
        )]
        with_failed: bool,
    ) -> Result<Vec<Operation>> {
        let admin = ctx.admin()?;
        let failed_of = with_failed.then(|| admin.actor().user());
        Ok(running(ctx.app(), admin.organization(), failed_of).await?)
    }
}

async fn running(
    app: &App,
    organization: &OrganizationId,
    failed_of: Option<&UserId>,
) -> Result<Vec<Operation>, Fault> {
    use operation::Column;
    let now = app.clock.now();
    let may_be_undone = Condition::all()
        .add(Column::UndoUntil.gt(now))
        .add(Column::CancelledAt.is_null());
    let mut shown = Condition::any()
        .add(may_be_undone)
        .add(has_messages(&[MessageState::Queued]));
    if let Some(user) = failed_of {
        let own = Column::ActorId.eq(user.clone());
        shown = shown.add(Condition::all().add(own).add(has_messages(&FAILED)));
    }
    let found = operation::Entity::find()
        .filter(Column::OrganizationId.eq(organization.clone()))
        .filter(Column::CreatedAt.gt(now.plus_hours(-RUNNING_HOURS)))
        .filter(shown)
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

/// Whether an operation that is looked for has messages in one of these states.
fn has_messages(states: &[MessageState]) -> SimpleExpr {
    let some = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(
            Expr::col((message::Entity, message::Column::OperationId))
                .equals((operation::Entity, operation::Column::Id)),
        )
        .filter(message::Column::State.is_in(states.iter().copied()))
        .into_query();
    SimpleExpr::exists(some)
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

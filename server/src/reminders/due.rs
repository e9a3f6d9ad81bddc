//! For whom a step is due: found by two indexes that exist for it, page by page, so that a hundred thousand people who are
//! not due cost nothing and a hundred thousand who are cost one walk.

use entity::{
    InvitationId, InvitationState, LinkId, StepAnchor, Timestamp, UserId, invitation, link,
    reminder_step, step_taken,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoSimpleExpr, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

/// How many people one batch serves.
pub(super) const BATCH: u64 = 1_000;

/// An open invitation for which a step seemed due when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) invitation: InvitationId,
    pub(super) user: UserId,
}

/// Where a walk over one step stands.
#[derive(Clone, Debug, Default)]
pub(super) enum Place {
    /// Before the first.
    #[default]
    Start,
    /// After an invitation.
    Invitation(InvitationId),
    /// After a link, by its end and its id.
    Link(Timestamp, LinkId),
}

/// The next batch of those for whom a step is due after what is settled and until an instant, and where the walk stands then.
pub(super) async fn next(
    db: &impl ConnectionTrait,
    step: &reminder_step::Model,
    until: Timestamp,
    place: Place,
) -> Result<(Vec<Found>, Place), DbErr> {
    match step.anchor {
        StepAnchor::AfterInvitation => after_invitation(db, step, until, place).await,
        StepAnchor::BeforeExpiry => before_expiry(db, step, until, place).await,
    }
}

async fn after_invitation(
    db: &impl ConnectionTrait,
    step: &reminder_step::Model,
    until: Timestamp,
    place: Place,
) -> Result<(Vec<Found>, Place), DbErr> {
    let mut due = invitations(step, Some(until))
        .select_only()
        .columns([invitation::Column::Id, invitation::Column::UserId]);
    if let Place::Invitation(last) = &place {
        due = due.filter(invitation::Column::Id.gt(last.clone()));
    }
    let due = due.order_by_asc(invitation::Column::Id).limit(BATCH);
    let rows: Vec<(InvitationId, UserId)> = due.into_tuple().all(db).await?;
    let place = rows
        .last()
        .map_or(place, |(id, _)| Place::Invitation(id.clone()));
    let found = |(invitation, user)| Found { invitation, user };
    Ok((rows.into_iter().map(found).collect(), place))
}

async fn before_expiry(
    db: &impl ConnectionTrait,
    step: &reminder_step::Model,
    until: Timestamp,
    place: Place,
) -> Result<(Vec<Found>, Place), DbErr> {
    let mut due = links(step, Some(until))
        .select_only()
        .columns([invitation::Column::Id, invitation::Column::UserId])
        .columns([link::Column::ExpiresAt, link::Column::Id]);
    if let Place::Link(at, last) = &place {
        let here = [link::Column::ExpiresAt, link::Column::Id];
        let here = here.map(IntoSimpleExpr::into_simple_expr);
        let there = [Expr::val(at.as_millis()), Expr::val(last.as_str())];
        due = due.filter(Expr::tuple(here).gt(Expr::tuple(there)));
    }
    let due = due
        .order_by_asc(link::Column::ExpiresAt)
        .order_by_asc(link::Column::Id)
        .limit(BATCH);
    let rows: Vec<(InvitationId, UserId, Timestamp, LinkId)> = due.into_tuple().all(db).await?;
    let place = rows
        .last()
        .map_or(place, |(_, _, at, id)| Place::Link(*at, id.clone()));
    let rows = rows.into_iter();
    let found = rows.map(|(invitation, user, ..)| Found { invitation, user });
    Ok((found.collect(), place))
}

/// The ids of invitations for which a step is due until an instant, for a query around it.
pub(super) fn ids(step: &reminder_step::Model, until: Timestamp) -> SelectStatement {
    match step.anchor {
        StepAnchor::AfterInvitation => invitations(step, Some(until))
            .select_only()
            .column(invitation::Column::Id)
            .into_query(),
        StepAnchor::BeforeExpiry => links(step, Some(until))
            .select_only()
            .column(invitation::Column::Id)
            .into_query(),
    }
}

/// Open invitations for which a step that counts from them is due, after what is settled and until an instant, or ever.
///
/// Ids begin with the instant at which they were made: the primary key finds the invitations of a span of time.
pub(super) fn invitations(
    step: &reminder_step::Model,
    until: Option<Timestamp>,
) -> Select<invitation::Entity> {
    use invitation::Column;
    let first = |at: Timestamp| InvitationId::new(at.plus_millis(1), [0; 10]);
    let after = step.anchored(step.taken_until);
    let due = invitation::Entity::find()
        .filter(Column::Id.gte(first(after)))
        .filter(Column::CreatedAt.gt(after))
        .filter(Column::OrganizationId.eq(step.organization_id.clone()))
        .filter(Column::State.eq(InvitationState::Pending))
        .filter(not_taken(step));
    match until.map(|until| step.anchored(until)) {
        Some(until) => due
            .filter(Column::Id.lt(first(until)))
            .filter(Column::CreatedAt.lte(until)),
        None => due,
    }
}

/// The newest links of open invitations for which a step that counts from their end is due, likewise.
pub(super) fn links(step: &reminder_step::Model, until: Option<Timestamp>) -> Select<link::Entity> {
    use link::Column;
    let answered = link::Entity::belongs_to(invitation::Entity)
        .from(Column::InvitationId)
        .to(invitation::Column::Id);
    let newest = Expr::col((invitation::Entity, invitation::Column::LinkId))
        .equals((link::Entity, Column::Id));
    let due = link::Entity::find()
        .join(JoinType::InnerJoin, answered.into())
        .filter(newest)
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(Column::OrganizationId.eq(step.organization_id.clone()))
        .filter(Column::ExpiresAt.gt(step.anchored(step.taken_until)))
        .filter(not_taken(step));
    match until {
        Some(until) => due.filter(Column::ExpiresAt.lte(step.anchored(until))),
        None => due,
    }
}

fn not_taken(step: &reminder_step::Model) -> SimpleExpr {
    let taken = Query::select()
        .expr(Expr::val(1))
        .from(step_taken::Entity)
        .and_where(
            Expr::col((step_taken::Entity, step_taken::Column::InvitationId))
                .equals((invitation::Entity, invitation::Column::Id)),
        )
        .and_where(step_taken::Column::Anchor.eq(step.anchor))
        .and_where(step_taken::Column::Hours.eq(step.hours))
        .to_owned();
    Expr::exists(taken).not()
}

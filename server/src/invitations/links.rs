//! Links: making one, making it the newest, and ending them. Set-based: one person or a hundred thousand.

use entity::{
    DeliveryState, InvitationId, InvitationState, LinkEnd, LinkId, LinkReason, MessageState,
    OrganizationId, Timestamp, UserId, invitation, link, message, operation, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationTrait, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use crate::{app::App, db::Write, outbox};

/// How many rows one statement takes: well under what either database binds.
const CHUNK: usize = 1_000;

/// A new link, not yet written. Only the hash of its secret is kept.
pub(crate) fn row(
    app: &App,
    organization: &OrganizationId,
    invitation: &InvitationId,
    reason: LinkReason,
    now: Timestamp,
    expires_at: Timestamp,
) -> link::Model {
    let id = LinkId::new(now, app.random.bytes());
    let hash = app.secrets.link_token(&id).hash();
    link::Model {
        id,
        organization_id: organization.clone(),
        invitation_id: invitation.clone(),
        hash,
        reason,
        issued_at: now,
        expires_at,
        ended_at: None,
        end: None,
    }
}

/// Gives each open invitation a new link, ends the older ones as superseded and takes back their messages that have not
/// left. The models are brought up to date. The people's rows must be locked.
pub(crate) async fn renew(
    tx: &Write,
    app: &App,
    invitations: &mut [invitation::Model],
    reason: LinkReason,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbErr> {
    for some in invitations.chunks_mut(CHUNK) {
        let Some(organization) = some.first().map(|first| first.organization_id.clone()) else {
            return Ok(());
        };
        let ids: Vec<_> = some
            .iter()
            .map(|invitation| invitation.id.clone())
            .collect();
        let newest = supersede(tx, app, &organization, &ids, reason, now, expires_at).await?;
        invitation::Entity::update_many()
            .col_expr(invitation::Column::LinkId, newest_link())
            .col_expr(invitation::Column::ExpiresAt, Expr::value(expires_at))
            .filter(invitation::Column::Id.is_in(ids))
            .exec(&**tx)
            .await?;
        for (invitation, link) in some.iter_mut().zip(newest) {
            invitation.link_id = link;
            invitation.expires_at = expires_at;
        }
    }
    Ok(())
}

/// Makes a new link for each of at most a thousand open invitations of an organisation and ends the older ones; answers
/// the new ones' ids. The invitations must then be pointed at their [`newest_link`].
pub(super) async fn supersede(
    tx: &Write,
    app: &App,
    organization: &OrganizationId,
    invitations: &[InvitationId],
    reason: LinkReason,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<Vec<LinkId>, DbErr> {
    outbox::cancel(tx, invitations, now).await?;
    end(tx, invitations, LinkEnd::Superseded, now).await?;
    let rows: Vec<_> = invitations
        .iter()
        .map(|invitation| row(app, organization, invitation, reason, now, expires_at))
        .collect();
    let newest = rows.iter().map(|link| link.id.clone()).collect();
    write(tx, rows).await?;
    Ok(newest)
}

/// Writes new links, at most a thousand.
pub(super) async fn write(tx: &Write, links: Vec<link::Model>) -> Result<(), DbErr> {
    if !links.is_empty() {
        let rows = links.into_iter().map(IntoActiveModel::into_active_model);
        link::Entity::insert_many(rows)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// The newest link of an invitation that is updated: the only one that has not ended.
pub(super) fn newest_link() -> SimpleExpr {
    let newest = link::Entity::find()
        .select_only()
        .column(link::Column::Id)
        .filter(
            Expr::col((link::Entity, link::Column::InvitationId))
                .equals((invitation::Entity, invitation::Column::Id)),
        )
        .filter(link::Column::EndedAt.is_null())
        .into_query();
    SimpleExpr::from(newest)
}

/// Closes open invitations for good: their links end and what has not left never will. Answers how many were open.
pub(crate) async fn close(
    tx: &Write,
    ids: &[InvitationId],
    state: InvitationState,
    how: LinkEnd,
    now: Timestamp,
) -> Result<u64, DbErr> {
    let mut closed = 0;
    for ids in ids.chunks(CHUNK) {
        // A message that was taken back must not read as still waiting.
        let delivery = CaseStatement::new()
            .case(
                invitation::Column::DeliveryState.eq(DeliveryState::Queued),
                Expr::value(DeliveryState::Suppressed),
            )
            .finally(Expr::col(invitation::Column::DeliveryState));
        let updated = invitation::Entity::update_many()
            .col_expr(invitation::Column::State, Expr::value(state))
            .col_expr(invitation::Column::DeliveryState, delivery.into())
            .filter(invitation::Column::Id.is_in(ids.iter().cloned()))
            .filter(invitation::Column::State.eq(InvitationState::Pending))
            .exec(&**tx)
            .await?;
        closed += updated.rows_affected;
        outbox::cancel(tx, ids, now).await?;
        end(tx, ids, how, now).await?;
    }
    Ok(closed)
}

/// Ends what has not ended of these invitations' links.
pub(crate) async fn end(
    tx: &Write,
    ids: &[InvitationId],
    how: LinkEnd,
    now: Timestamp,
) -> Result<(), DbErr> {
    link::Entity::update_many()
        .col_expr(link::Column::EndedAt, Expr::value(now))
        .col_expr(link::Column::End, Expr::value(how))
        .filter(link::Column::InvitationId.is_in(ids.iter().cloned()))
        .filter(link::Column::EndedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Opens links again that an operation ended, and lets leave what it took back about them before it left. `links` selects
/// their ids.
pub(super) async fn reopen(
    tx: &Write,
    operation: &operation::Model,
    invitations: &[InvitationId],
    links: SelectStatement,
) -> Result<(), DbErr> {
    link::Entity::update_many()
        .col_expr(link::Column::EndedAt, Expr::value(None::<Timestamp>))
        .col_expr(link::Column::End, Expr::value(None::<LinkEnd>))
        .filter(link::Column::Id.in_subquery(links.clone()))
        .exec(&**tx)
        .await?;
    message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Queued))
        .col_expr(message::Column::SettledAt, Expr::value(None::<Timestamp>))
        .filter(message::Column::InvitationId.is_in(invitations.iter().cloned()))
        .filter(message::Column::LinkId.in_subquery(links))
        .filter(message::Column::State.eq(MessageState::Cancelled))
        .filter(message::Column::SettledAt.eq(operation.created_at))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// People with their latest invitation and its newest link.
pub(super) fn latest_of(people: &[UserId]) -> Select<invitation::Entity> {
    let newest_link = invitation::Entity::belongs_to(link::Entity)
        .from(invitation::Column::LinkId)
        .to(link::Column::Id);
    let latest = Expr::col((user::Entity, user::Column::InvitationId))
        .equals((invitation::Entity, invitation::Column::Id));
    invitation::Entity::find()
        .select_only()
        .columns([invitation::Column::UserId, invitation::Column::Id])
        .join(JoinType::InnerJoin, invitation::Relation::User.def())
        .join(JoinType::InnerJoin, newest_link.into())
        .filter(user::Column::Id.is_in(people.iter().cloned()))
        .filter(latest)
}

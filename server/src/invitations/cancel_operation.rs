//! cancelOperation: take back, within the undo window, what has not left, and put people back where they were.

use entity::{
    Channel, EventKind, InvitationId, InvitationState, LinkEnd, LinkReason, MessageState,
    OperationId, OperationKind, OutcomeCode, Timestamp, UserId, UserStatus, event, invitation,
    link, message, operation, outcome, user,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{earlier, links, revoked, selection::CHUNK};
use crate::{
    access::Admin,
    app::App,
    db::{self, Write},
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
};

/// Takes an operation back as far as nothing of it has left. Whom it concerns reads CANCELLED among the outcomes; the others
/// stay as they are. Asked again, it answers the same.
///
/// # Errors
/// When there is no such operation, when it had no undo window, or when all is too late.
pub async fn cancel_operation(
    app: &App,
    admin: &Admin,
    id: &OperationId,
) -> Result<operation::Model, DeedError> {
    let tx = app.db.begin_write().await?;
    let found = operation::Entity::find_by_id(id.clone())
        .filter(operation::Column::OrganizationId.eq(admin.organization().clone()))
        .lock_exclusive()
        .one(&*tx)
        .await?;
    let operation = found.ok_or_else(|| Problem::at(Code::OperationNotFound, "id"))?;
    if operation.cancelled_at.is_some() {
        return Ok(operation);
    }
    // Under the lock: waiting may have carried us past the end of the window.
    let now = app.clock.now();
    let too_late = || DeedError::from(Problem::at(Code::TooLate, "id"));
    if operation.undo_until.is_none_or(|until| now >= until) {
        return Err(too_late());
    }
    let mut taken_back = 0;
    let people = done_to(&tx, &operation).await?;
    for some in people.chunks(CHUNK) {
        taken_back += take_back(&tx, admin, &operation, some, now).await?;
    }
    if taken_back == 0 {
        return Err(too_late());
    }
    let mut change = operation.into_active_model();
    change.cancelled_at = Set(Some(now));
    let operation = change.update(&*tx).await?;
    earlier::forget(&tx, admin.organization(), now).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(operation)
}

/// What an operation did that can be taken back.
const UNDOABLE: [OutcomeCode; 3] = [
    OutcomeCode::Invited,
    OutcomeCode::Reminded,
    OutcomeCode::Revoked,
];

/// To whom the operation did something, in the order in which they are locked.
async fn done_to(tx: &Write, operation: &operation::Model) -> Result<Vec<UserId>, DbErr> {
    outcome::Entity::find()
        .select_only()
        .column(outcome::Column::UserId)
        .filter(outcome::Column::OperationId.eq(operation.id.clone()))
        .filter(outcome::Column::Code.is_in(UNDOABLE))
        .filter(outcome::Column::UserId.is_not_null())
        .order_by_asc(outcome::Column::UserId)
        .into_tuple()
        .all(&**tx)
        .await
}

/// Takes back what has not left to some people; answers to how many.
async fn take_back(
    tx: &Write,
    admin: &Admin,
    operation: &operation::Model,
    people: &[UserId],
    now: Timestamp,
) -> Result<usize, DbErr> {
    lock(tx, people).await?;
    let taken = match operation.kind {
        OperationKind::RevokeInvitation => revoked::still_revoked(tx, operation, people).await?,
        OperationKind::SendReminder => messages(tx, operation, people, now).await?,
        _ => {
            let mut taken = messages(tx, operation, people, now).await?;
            taken.extend(not_handed_over(tx, operation, people).await?);
            taken
        }
    };
    if taken.is_empty() {
        return Ok(0);
    }
    let (people, invitations): (Vec<_>, Vec<_>) = taken.into_iter().unzip();
    let back = put_back(tx, operation, &people, &invitations, now).await?;
    outcome::Entity::update_many()
        .col_expr(outcome::Column::Code, Expr::value(OutcomeCode::Cancelled))
        .filter(
            db::beside_ids((outcome::Entity, outcome::Column::OperationId))
                .eq(operation.id.clone()),
        )
        .filter(outcome::Column::UserId.is_in(people.iter().cloned()))
        .filter(outcome::Column::Code.is_in(UNDOABLE))
        .exec(&**tx)
        .await?;
    let happening = |(user, invitation): (&UserId, &InvitationId)| Happening {
        user_id: Some(user.clone()),
        status: Some(back.status),
        ..Happening::in_organization(operation.organization_id.clone(), back.kind)
            .by(admin.actor())
            .from_status(back.from)
            .about(invitation, back.state)
    };
    let happened: Vec<_> = people.iter().zip(&invitations).map(happening).collect();
    events::record(tx, now, happened).await?;
    Ok(people.len())
}

/// Where people and invitations stand once they are put back, and how that is told.
struct Back {
    kind: EventKind,
    from: UserStatus,
    status: UserStatus,
    state: InvitationState,
}

/// Puts people and their invitations back where they were before the operation.
async fn put_back(
    tx: &Write,
    operation: &operation::Model,
    people: &[UserId],
    invitations: &[InvitationId],
    now: Timestamp,
) -> Result<Back, DbErr> {
    let still_open = Back {
        kind: EventKind::InvitationCancelled,
        from: UserStatus::Invited,
        status: UserStatus::Invited,
        state: InvitationState::Pending,
    };
    Ok(match operation.kind {
        OperationKind::RevokeInvitation => {
            revoked::reopen(tx, operation, people, invitations, now).await?;
            Back {
                kind: EventKind::InvitationReopened,
                from: UserStatus::Created,
                ..still_open
            }
        }
        OperationKind::SendReminder => {
            earlier::restore(tx, operation, invitations, now).await?;
            super::selection::touch(tx, people.iter().cloned(), now).await?;
            still_open
        }
        _ => {
            let revoked = InvitationState::Revoked;
            links::close(tx, invitations, revoked, LinkEnd::Revoked, now).await?;
            back_to_created(tx, people, now).await?;
            Back {
                status: UserStatus::Created,
                state: revoked,
                ..still_open
            }
        }
    })
}

async fn lock(tx: &Write, people: &[UserId]) -> Result<(), DbErr> {
    let _locked: Vec<UserId> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::Id.is_in(people.iter().cloned()))
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(())
}

/// Takes messages back that nobody has claimed: what has been claimed has left. Answers whom they were for.
async fn messages(
    tx: &Write,
    operation: &operation::Model,
    people: &[UserId],
    now: Timestamp,
) -> Result<Vec<(UserId, InvitationId)>, DbErr> {
    let taken = message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Cancelled))
        .col_expr(message::Column::SettledAt, Expr::value(now))
        .filter(
            db::beside_ids((message::Entity, message::Column::OperationId))
                .eq(operation.id.clone()),
        )
        .filter(message::Column::UserId.is_in(people.iter().cloned()))
        .filter(message::Column::State.eq(MessageState::Queued))
        .filter(message::Column::LeasedUntil.is_null())
        .filter(message::Column::Attempts.eq(0))
        .exec_with_returning(&**tx)
        .await?;
    let about = |message: message::Model| Some((message.user_id, message.invitation_id?));
    Ok(taken.into_iter().filter_map(about).collect())
}

/// Invitations of the operation that go by hand and whose link nobody has taken yet: copying it makes another.
async fn not_handed_over(
    tx: &Write,
    operation: &operation::Model,
    people: &[UserId],
) -> Result<Vec<(UserId, InvitationId)>, DbErr> {
    links::latest_of(people)
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::Channel.eq(Channel::Link))
        .filter(invitation::Column::CreatedAt.eq(operation.created_at))
        .filter(link::Column::Reason.eq(LinkReason::Invitation))
        .into_tuple()
        .all(&**tx)
        .await
}

/// Puts people back where they were before they were invited: CREATED, with the invitation they had before, if any.
async fn back_to_created(tx: &Write, people: &[UserId], now: Timestamp) -> Result<(), DbErr> {
    user::Entity::update_many()
        .col_expr(user::Column::Status, Expr::value(UserStatus::Created))
        .col_expr(user::Column::LastEventAt, Expr::value(now))
        .col_expr(
            user::Column::InvitedAt,
            before(invitation::Column::CreatedAt),
        )
        .col_expr(user::Column::InvitationId, before(invitation::Column::Id))
        .filter(user::Column::Id.is_in(people.iter().cloned()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Of the invitation that a person had before their latest. One whose sending was undone never was.
fn before(column: invitation::Column) -> SimpleExpr {
    let undone = event::Entity::find()
        .select_only()
        .column(event::Column::Sequence)
        .filter(
            Expr::col((event::Entity, event::Column::UserId))
                .equals((user::Entity, user::Column::Id)),
        )
        .filter(
            Expr::col((event::Entity, event::Column::InvitationId))
                .equals((invitation::Entity, invitation::Column::Id)),
        )
        .filter(event::Column::Kind.eq(EventKind::InvitationCancelled))
        .filter(event::Column::Status.eq(UserStatus::Created))
        .into_query();
    let before = invitation::Entity::find()
        .select_only()
        .column(column)
        .filter(
            Expr::col((invitation::Entity, invitation::Column::UserId))
                .equals((user::Entity, user::Column::Id)),
        )
        .filter(
            Expr::col((invitation::Entity, invitation::Column::Id))
                .not_equals((user::Entity, user::Column::InvitationId)),
        )
        .filter(SimpleExpr::exists(undone).not())
        .order_by(invitation::Column::CreatedAt, Order::Desc)
        .order_by(invitation::Column::Id, Order::Desc)
        .limit(1)
        .into_query();
    SimpleExpr::from(before)
}

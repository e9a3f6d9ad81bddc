//! sendReminder: write again to people who have not answered. Each gets a new link; the older one stops working.

use entity::{
    Channel, EventKind, InvitationState, LinkReason, MessageKind, OperationId, OperationKind,
    OutcomeCode, Timestamp, UserId, invitation, operation, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{
    draft, links,
    selection::{self, Line},
};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events::{self, Happening},
    outbox,
    problem::DeedError,
    users::{self, Selection},
};

/// Whom to remind, and what the sender adds.
#[derive(Clone, Debug)]
pub struct SendReminder {
    /// Whom.
    pub selection: Selection,
    /// A personal note in place of the invitation's.
    pub note: Option<String>,
}

/// Reminds everyone of a selection who has an open invitation, in one transaction; the others are told apart by outcome.
///
/// # Errors
/// When the note is not acceptable, or the selection is no longer what the person saw.
pub async fn send_reminder(
    app: &App,
    admin: &Admin,
    input: SendReminder,
) -> Result<operation::Model, DeedError> {
    let note = users::person::note(input.note.as_deref())?;
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let organization = users::organization(&tx, admin).await?;
    let lines = selection::lock(&tx, app, admin, input.selection, now).await?;
    let mut outcomes = Vec::with_capacity(lines.len());
    let mut people = Vec::new();
    let mut invitations = Vec::new();
    for line in lines {
        outcomes.push((
            outcome(&line),
            line.user.as_ref().map(|user| user.id.clone()),
        ));
        if let (OutcomeCode::Reminded, Some(user), Some(invitation)) =
            (outcome(&line), line.user, line.invitation)
        {
            people.push(user);
            invitations.push(invitation);
        }
    }
    let expires_at = now.plus_hours(organization.link_lifetime_hours.into());
    links::renew(
        &tx,
        app,
        &mut invitations,
        LinkReason::Reminder,
        now,
        expires_at,
    )
    .await?;
    let operation_id = OperationId::new(now, app.random.bytes());
    mark(&tx, &invitations, note.as_ref(), now).await?;
    promise(&tx, app, &people, &mut invitations, &operation_id, now).await?;
    let ids: Vec<UserId> = people.iter().map(|user| user.id.clone()).collect();
    selection::touch(&tx, &ids, now).await?;
    let happened: Vec<_> = people
        .iter()
        .zip(&invitations)
        .map(|(user, invitation)| {
            Happening::to(user, EventKind::InvitationReminded)
                .by(admin.actor())
                .about(&invitation.id, InvitationState::Pending)
        })
        .collect();
    events::record(&tx, now, happened).await?;
    let operation = selection::record(
        &tx,
        app,
        admin,
        OperationKind::SendReminder,
        outcomes,
        operation_id,
    )
    .await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(operation)
}

fn outcome(line: &Line) -> OutcomeCode {
    if let Some(code) = line.without_open_invitation() {
        return code;
    }
    let (Some(user), Some(invitation)) = (&line.user, &line.invitation) else {
        return OutcomeCode::NotInvited;
    };
    match invitation.channel {
        Channel::Sms | Channel::Slack => OutcomeCode::ChannelNotConfigured,
        // A link that was handed over by hand is followed up by e-mail, where there is an address.
        Channel::Email | Channel::Link if user.email.is_some() => OutcomeCode::Reminded,
        Channel::Email | Channel::Link => OutcomeCode::ChannelNotPossible,
    }
}

async fn mark(
    tx: &Write,
    invitations: &[invitation::Model],
    note: Option<&String>,
    now: Timestamp,
) -> Result<(), DbErr> {
    for some in invitations.chunks(1_000) {
        let mut update = invitation::Entity::update_many()
            .col_expr(
                invitation::Column::RemindersSent,
                Expr::col(invitation::Column::RemindersSent).add(1),
            )
            .col_expr(invitation::Column::Channel, Expr::value(Channel::Email))
            .col_expr(
                invitation::Column::DeliveryState,
                Expr::value(entity::DeliveryState::Queued),
            )
            .col_expr(invitation::Column::DeliveryAttempts, Expr::value(0))
            .col_expr(invitation::Column::DeliveryAt, Expr::value(now))
            .col_expr(
                invitation::Column::DeliveryReason,
                Expr::value(None::<String>),
            )
            .filter(
                invitation::Column::Id.is_in(some.iter().map(|invitation| invitation.id.clone())),
            );
        if let Some(note) = note {
            update = update.col_expr(invitation::Column::Note, Expr::value(note.clone()));
        }
        update.exec(&**tx).await?;
    }
    Ok(())
}

async fn promise(
    tx: &Write,
    app: &App,
    people: &[user::Model],
    invitations: &mut [invitation::Model],
    operation: &OperationId,
    now: Timestamp,
) -> Result<(), DbErr> {
    let mut promises = Vec::with_capacity(people.len());
    for (user, invitation) in people.iter().zip(invitations) {
        invitation.channel = Channel::Email;
        if let Some(mut promise) = draft::promise(user, invitation, MessageKind::Reminder) {
            promise.operation_id = Some(operation.clone());
            promises.push(promise);
        }
    }
    outbox::enqueue(tx, app, now, promises).await
}

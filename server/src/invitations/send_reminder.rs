//! sendReminder: write again to people who have not answered. Each gets a new link; the older one stops working.

mod offers;

use std::collections::HashMap;

use entity::{
    Channel, DeliveryState, EventKind, InvitationId, InvitationState, LinkReason, MessageKind,
    OperationKind, OutcomeCode, Timestamp, UserId, UserStatus, invitation, operation, organization,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use self::offers::{Offer, open_offers};
use super::{
    earlier,
    hold_back::{Addressee, hold_back},
    ledger::{self, Ledger},
    links,
    selection::{self, Locked, without_open_invitation},
};
use crate::{
    access::Admin,
    app::App,
    db::Write,
    events::{self, Happening},
    once,
    outbox::{self, Promise, texts},
    problem::DeedError,
    reach::{Channels, Way},
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
    if let Some(earlier) = once::begin(&tx, admin, now).await? {
        return ledger::again(&tx, admin, &earlier).await;
    }
    let organization = users::organization(&tx, admin).await?;
    texts::count_first(&tx, app, &organization.id).await?;
    let chosen = selection::choose(&tx, app, admin, input.selection, now).await?;
    let undo_until = ledger::undo_until(&organization, chosen.len(), now);
    let kind = OperationKind::SendReminder;
    let mut ledger = Ledger::open(&tx, app, admin, kind, undo_until, now).await?;
    let deed = Deed {
        app,
        admin,
        organization,
        note,
        now,
    };
    for some in chosen.chunks() {
        let crowd = selection::lock(&tx, admin, some, &mut ledger).await?;
        let reminders = deed.sort_out(&tx, crowd, &mut ledger).await?;
        // The links of one channel live equally long.
        for (channel, reminders) in by_channel(reminders) {
            deed.remind(&tx, channel, reminders, &mut ledger).await?;
        }
        ledger.write(&tx).await?;
    }
    earlier::forget(&tx, admin.organization(), now).await?;
    let operation = ledger.close(&tx, admin).await?;
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(operation)
}

/// What is the same for everyone.
struct Deed<'a> {
    app: &'a App,
    admin: &'a Admin,
    organization: organization::Model,
    note: Option<String>,
    now: Timestamp,
}

/// Somebody who is reminded.
struct Reminder {
    user: UserId,
    way: Way,
    offer: Offer,
}

/// Reminders by the channel by which they go.
fn by_channel(reminders: Vec<Reminder>) -> HashMap<Channel, Vec<Reminder>> {
    let mut groups: HashMap<_, Vec<_>> = HashMap::new();
    for reminder in reminders {
        let group = groups.entry(reminder.way.channel()).or_default();
        group.push(reminder);
    }
    groups
}

impl Deed<'_> {
    /// Decides for each of some locked people, and answers who is reminded.
    async fn sort_out(
        &self,
        tx: &Write,
        crowd: Vec<Locked>,
        ledger: &mut Ledger,
    ) -> Result<Vec<Reminder>, DeedError> {
        let (offers, about_to_leave) = open_offers(tx, &crowd, self.now).await?;
        let quiet = i64::from(self.app.config.message_limits.hours_between_reminders) * 3_600_000;
        let channels = Channels::of(&self.app.config, &self.organization);
        let way = |Locked { person, .. }: &Locked| {
            if let Some(code) = without_open_invitation(person) {
                return Err(code);
            }
            let offer = person.invitation_id.as_ref().and_then(|id| offers.get(id));
            match offer {
                None => Err(OutcomeCode::NotInvited),
                Some(offer) if about_to_leave.contains(&offer.id) => Err(OutcomeCode::TooSoon),
                Some(offer) => offer.way(person.reach(), channels, quiet, self.now),
            }
        };
        let ways: Vec<_> = crowd.iter().map(way).collect();
        let mut codes: Vec<OutcomeCode> = ways
            .iter()
            .map(|way| way.as_ref().err().copied().unwrap_or(OutcomeCode::Reminded))
            .collect();
        let would_be_written_to = crowd.iter().zip(&ways).zip(&mut codes);
        let would_be_written_to = would_be_written_to
            .filter_map(|((locked, way), code)| {
                Some(Addressee {
                    user: locked.person.id.clone(),
                    known: true,
                    way: way.as_ref().ok()?,
                    code,
                })
            })
            .collect();
        hold_back(
            tx,
            self.app,
            &self.organization,
            would_be_written_to,
            self.now,
        )
        .await?;
        let mut offers = offers;
        let mut reminders = Vec::new();
        for ((Locked { line, person }, way), code) in crowd.into_iter().zip(ways).zip(codes) {
            ledger.note(line, code, Some(&person.id));
            let offer = person.invitation_id.and_then(|id| offers.remove(&id));
            if let (OutcomeCode::Reminded, Some(offer), Ok(way)) = (code, offer, way) {
                reminders.push(Reminder {
                    user: person.id,
                    way,
                    offer,
                });
            }
        }
        Ok(reminders)
    }

    /// Writes everything that reminding some people by one channel causes.
    async fn remind(
        &self,
        tx: &Write,
        channel: Channel,
        reminders: Vec<Reminder>,
        ledger: &mut Ledger,
    ) -> Result<(), DbErr> {
        let (app, organization, now) = (self.app, &self.organization, self.now);
        let expires_at = now.plus_hours(organization.link_hours(channel));
        let ids: Vec<_> = reminders.iter().map(|r| r.offer.id.clone()).collect();
        if ledger.may_be_undone() {
            earlier::keep(tx, ledger.id(), &ids).await?;
        }
        let reason = LinkReason::Reminder;
        let links =
            links::supersede(tx, app, &organization.id, &ids, reason, now, expires_at).await?;
        self.mark(tx, channel, ids, expires_at).await?;
        let people = reminders.iter().map(|reminder| reminder.user.clone());
        selection::touch(tx, people, now).await?;
        let (mut promises, mut happened) = (Vec::new(), Vec::new());
        for (reminder, link) in reminders.into_iter().zip(links) {
            happened.push(self.happening(&reminder));
            let recipient = reminder.way.recipient().map(str::to_owned);
            promises.extend(recipient.map(|recipient| Promise {
                organization_id: organization.id.clone(),
                user_id: reminder.user,
                invitation_id: Some(reminder.offer.id),
                link_id: Some(link),
                operation_id: Some(ledger.id().clone()),
                kind: MessageKind::Reminder,
                channel,
                locale: reminder.offer.locale,
                recipient,
                give_up_at: expires_at,
            }));
        }
        ledger.note_undoable(promises.len());
        outbox::enqueue_later(tx, app, now, ledger.due_at(), promises).await?;
        events::record(tx, now, happened).await
    }

    async fn mark(
        &self,
        tx: &Write,
        channel: Channel,
        ids: Vec<InvitationId>,
        expires_at: Timestamp,
    ) -> Result<(), DbErr> {
        use invitation::Column;
        let one_more = Expr::col(Column::RemindersSent).add(1);
        let mut update = invitation::Entity::update_many()
            .col_expr(Column::LinkId, links::newest_link())
            .col_expr(Column::ExpiresAt, Expr::value(expires_at))
            .col_expr(Column::RemindersSent, one_more)
            .col_expr(Column::RemindedAt, Expr::value(self.now))
            .col_expr(Column::Channel, Expr::value(channel))
            .col_expr(Column::DeliveryState, Expr::value(DeliveryState::Queued))
            .col_expr(Column::DeliveryAttempts, Expr::value(0))
            .col_expr(Column::DeliveryAt, Expr::value(self.now))
            .col_expr(Column::DeliveryReason, Expr::value(None::<String>))
            .filter(Column::Id.is_in(ids));
        if let Some(note) = &self.note {
            update = update.col_expr(Column::Note, Expr::value(note.clone()));
        }
        update.exec(&**tx).await?;
        Ok(())
    }

    fn happening(&self, reminder: &Reminder) -> Happening {
        let organization = self.organization.id.clone();
        Happening {
            user_id: Some(reminder.user.clone()),
            status: Some(UserStatus::Invited),
            ..Happening::in_organization(organization, EventKind::InvitationReminded)
                .by(self.admin.actor())
                .from_status(UserStatus::Invited)
                .about(&reminder.offer.id, InvitationState::Pending)
        }
    }
}

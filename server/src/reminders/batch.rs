//! One batch: for up to a thousand people, what their due steps do, in one transaction.

use std::collections::HashMap;

use entity::{
    Channel, DeliveryState, EventKind, InvitationId, InvitationState, LinkId, LinkReason,
    MessageKind, OrganizationId, StepFate, Timestamp, UserId, UserStatus, invitation, link,
    organization, reminder_step, step_taken, user,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};

use super::{
    Taken,
    due::Found,
    plan::{Step, detail},
    stored,
    verdict::{self, Person},
    walk::Walk,
};
use crate::{
    app::App,
    db::Write,
    events::{self, Happening},
    invitations::{draft, hold_back::number, links},
    outbox::{self, texts},
    problem::Fault,
    reach::{Channels, Way},
};

/// Takes the due steps of people who were found. None when the plan is no longer the one of the walk: the next look begins
/// with the new one.
///
/// The plan's row is held first, so that one process at a time carries it out and a plan that is switched off is off; then
/// the people, but for those whom another deed holds at this moment. What was read before is read again under the locks.
pub(super) async fn take(app: &App, walk: &Walk, found: &[Found]) -> Result<Option<Taken>, Fault> {
    let tx = app.db.begin_write().await?;
    let id = &walk.stored.row.organization_id;
    if stored::lock(&tx, id).await?.as_ref() != Some(&walk.stored) {
        return Ok(None);
    }
    let organization = organization::Entity::find_by_id(id.clone())
        .one(&*tx)
        .await?;
    let Some(organization) = organization else {
        return Ok(None);
    };
    texts::count_first(&tx, app, id).await?;
    let now = app.clock.now();
    let channels = Channels::of(&app.config, &organization);
    let decisions = decide(&tx, app, walk, channels, found, now).await?;
    let (mut reminded, skipped): (Vec<_>, Vec<_>) = decisions
        .into_iter()
        .partition(|decision| decision.way.is_ok());
    let granted = app.allowance.take(&tx, app, id, reminded.len(), now);
    // Whoever is beyond it keeps their step: it stays due until the organisation may write again.
    let held_back = reminded.split_off(granted.await?);
    let taken = Taken {
        reminded: reminded.len(),
        skipped: skipped.len(),
        held_back: held_back.len(),
    };
    let rows: Vec<_> = reminded
        .iter()
        .chain(&skipped)
        .flat_map(|decision| &decision.rows)
        .collect();
    // The rows first: should a step have been taken after all, the database says so before anything is promised.
    for some in rows.chunks(1_000) {
        let rows = some.iter().map(|row| (*row).clone().into_active_model());
        step_taken::Entity::insert_many(rows)
            .exec_without_returning(&*tx)
            .await?;
    }
    let mut by_channel: HashMap<Channel, Vec<_>> = HashMap::new();
    for Decision {
        person, step, way, ..
    } in reminded
    {
        if let Ok(way) = way {
            let group = by_channel.entry(way.channel()).or_default();
            group.push((person, way, step));
        }
    }
    for (channel, reminded) in by_channel {
        let expires_at = now.plus_hours(organization.link_hours(channel));
        remind(&tx, app, channel, reminded, expires_at, now).await?;
    }
    tx.commit().await?;
    app.events.ring();
    app.outbox.ring();
    Ok(Some(taken))
}

/// What becomes of somebody's due steps.
struct Decision {
    person: Person,
    /// The latest of the steps, which alone may remind.
    step: Step,
    /// By which way it reminds, or why it does not.
    way: Result<Way, StepFate>,
    rows: Vec<step_taken::Model>,
}

/// Decides, under their locks, for those for whom a step is still due.
async fn decide(
    tx: &Write,
    app: &App,
    walk: &Walk,
    channels: Channels,
    found: &[Found],
    now: Timestamp,
) -> Result<Vec<Decision>, Fault> {
    let people = people(tx, found).await?;
    let ids = people.iter().map(|person| person.user.id.clone()).collect();
    let enough = outbox::written_to_enough(tx, app, ids, now).await?;
    let limits = app.config.message_limits;
    let most = walk.stored.row.most_reminders;
    let way = |person: &Person| {
        verdict::due(person, &walk.stored.steps, walk.until).last()?;
        Some(match verdict::fate(person, channels, most, limits, now) {
            Ok(_) if enough.contains(&person.user.id) => Err(StepFate::TooSoon),
            way => way,
        })
    };
    let mut ways: Vec<_> = people.iter().map(way).collect();
    hold_back(tx, app, &walk.stored.row.organization_id, &mut ways, now).await?;
    let decision = |(person, way): (Person, Option<Result<Way, StepFate>>)| {
        let way = way?;
        let due = verdict::due(&person, &walk.stored.steps, walk.until);
        let (latest, overtaken) = due.split_last()?;
        let fate = way.as_ref().err().copied().unwrap_or(StepFate::Reminded);
        let row = |step: &reminder_step::Model, fate| step_taken::Model {
            invitation_id: person.invitation.id.clone(),
            anchor: step.anchor,
            hours: step.hours,
            fate,
            at: now,
        };
        let overtaken = overtaken.iter().map(|step| row(step, StepFate::Overtaken));
        Some(Decision {
            rows: overtaken.chain([row(latest, fate)]).collect(),
            step: Step {
                anchor: latest.anchor,
                hours: latest.hours,
            },
            way,
            person,
        })
    };
    Ok(people.into_iter().zip(ways).filter_map(decision).collect())
}

/// Turns the fate of whoever would be reminded by a text message that must not leave.
async fn hold_back(
    tx: &Write,
    app: &App,
    organization: &OrganizationId,
    fates: &mut [Option<Result<Way, StepFate>>],
    now: Timestamp,
) -> Result<(), Fault> {
    let texts: Vec<(usize, String)> = fates
        .iter()
        .enumerate()
        .filter_map(|(place, fate)| {
            let way = fate.as_ref()?.as_ref().ok()?;
            Some((place, number(way)?.to_owned()))
        })
        .collect();
    let numbers: Vec<&str> = texts.iter().map(|(_, number)| number.as_str()).collect();
    let held = texts::held(tx, app, organization, &numbers, now).await?;
    for ((place, _), held) in texts.iter().zip(held) {
        if held.is_some() {
            fates[*place] = Some(Err(StepFate::HeldBack));
        }
    }
    Ok(())
}

/// Everyone who still has the open invitation they were found with, locked in the order of their ids.
async fn people(tx: &Write, found: &[Found]) -> Result<Vec<Person>, DbErr> {
    let users: Vec<user::Model> = user::Entity::find()
        .filter(user::Column::Id.is_in(found.iter().map(|found| found.user.clone())))
        .filter(user::Column::Status.eq(UserStatus::Invited))
        .order_by_asc(user::Column::Id)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&**tx)
        .await?;
    let ids: Vec<InvitationId> = found.iter().map(|found| found.invitation.clone()).collect();
    let open = invitation::Entity::find()
        .filter(invitation::Column::Id.is_in(ids.iter().cloned()))
        .filter(invitation::Column::State.eq(InvitationState::Pending));
    let open = open.all(&**tx).await?;
    let links = open.iter().map(|invitation| invitation.link_id.clone());
    let issued: Vec<(LinkId, Timestamp)> = link::Entity::find()
        .select_only()
        .columns([link::Column::Id, link::Column::IssuedAt])
        .filter(link::Column::Id.is_in(links))
        .into_tuple()
        .all(&**tx)
        .await?;
    let issued: HashMap<_, _> = issued.into_iter().collect();
    let rows = step_taken::Entity::find().filter(step_taken::Column::InvitationId.is_in(ids));
    let mut taken: HashMap<InvitationId, Vec<step_taken::Model>> = HashMap::new();
    for row in rows.all(&**tx).await? {
        taken
            .entry(row.invitation_id.clone())
            .or_default()
            .push(row);
    }
    let mut open: HashMap<InvitationId, invitation::Model> = open
        .into_iter()
        .map(|invitation| (invitation.id.clone(), invitation))
        .collect();
    let person = |user: user::Model| {
        let invitation = open.remove(user.invitation_id.as_ref()?)?;
        let link_issued_at = *issued.get(&invitation.link_id)?;
        let taken = taken.remove(&invitation.id).unwrap_or_default();
        Some(Person {
            user,
            invitation,
            link_issued_at,
            taken,
        })
    };
    Ok(users.into_iter().filter_map(person).collect())
}

/// Reminds some people by one channel, as sendReminder does: a new link, the older one ends, a message is promised, an event
/// says so. Nobody did it, so it names no actor, but the step of the plan.
async fn remind(
    tx: &Write,
    app: &App,
    channel: Channel,
    reminded: Vec<(Person, Way, Step)>,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), DbErr> {
    let (mut users, mut invitations, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for (person, way, step) in reminded {
        users.push(person.user);
        invitations.push(person.invitation);
        steps.push((way, step));
    }
    links::renew(
        tx,
        app,
        &mut invitations,
        LinkReason::Reminder,
        now,
        expires_at,
    )
    .await?;
    mark(tx, channel, &invitations, &users, now).await?;
    let (mut promises, mut happened) = (Vec::new(), Vec::new());
    for ((user, invitation), (way, step)) in users.iter().zip(&invitations).zip(steps) {
        promises.extend(draft::promise(&way, invitation, MessageKind::Reminder));
        let happening = Happening::to(user, EventKind::InvitationReminded)
            .about(&invitation.id, InvitationState::Pending);
        happened.push(happening.detail(detail(step)));
    }
    outbox::enqueue(tx, app, now, promises).await?;
    events::record(tx, now, happened).await
}

/// Says on the invitations that a reminder was promised, and on the people that something happened.
async fn mark(
    tx: &Write,
    channel: Channel,
    invitations: &[invitation::Model],
    users: &[user::Model],
    now: Timestamp,
) -> Result<(), DbErr> {
    use invitation::Column;
    invitation::Entity::update_many()
        .col_expr(
            Column::RemindersSent,
            Expr::col(Column::RemindersSent).add(1),
        )
        .col_expr(Column::RemindedAt, Expr::value(now))
        .col_expr(Column::Channel, Expr::value(channel))
        .col_expr(Column::DeliveryState, Expr::value(DeliveryState::Queued))
        .col_expr(Column::DeliveryAttempts, Expr::value(0))
        .col_expr(Column::DeliveryAt, Expr::value(now))
        .col_expr(Column::DeliveryReason, Expr::value(None::<String>))
        .filter(Column::Id.is_in(invitations.iter().map(|invitation| invitation.id.clone())))
        .exec(&**tx)
        .await?;
    let people: Vec<UserId> = users.iter().map(|user| user.id.clone()).collect();
    user::Entity::update_many()
        .col_expr(user::Column::LastEventAt, Expr::value(now))
        .filter(user::Column::Id.is_in(people))
        .exec(&**tx)
        .await?;
    Ok(())
}

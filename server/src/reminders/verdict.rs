//! What becomes of a due step, for one person.

use entity::{DeliveryState, StepFate, Timestamp, invitation, reminder_step, step_taken, user};

use crate::{
    config::MessageLimits,
    reach::{Channels, Reach, Way},
};

/// How long somebody who was just written to, or given a newer link, by whomever, is left alone by the plan, in hours, unless
/// the server's own least time between two reminders is longer. Less than a day, so that of steps a day apart none gets in
/// the other's way.
const QUIET_PERIOD_HOURS: u32 = 20;

/// Somebody with an open invitation, and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) user: user::Model,
    pub(super) invitation: invitation::Model,
    /// When the newest link was made.
    pub(super) link_issued_at: Timestamp,
    /// The steps that were taken for this invitation.
    pub(super) taken: Vec<step_taken::Model>,
}

/// The steps that are due for somebody after what is settled and until an instant, in the order in which they came due.
pub(super) fn due<'a>(
    person: &Person,
    steps: &'a [reminder_step::Model],
    until: Timestamp,
) -> Vec<&'a reminder_step::Model> {
    let invitation = &person.invitation;
    let at = |step: &reminder_step::Model| step.due(invitation.created_at, invitation.expires_at);
    let is_taken = |step: &reminder_step::Model| {
        let same =
            |taken: &step_taken::Model| taken.anchor == step.anchor && taken.hours == step.hours;
        person.taken.iter().any(same)
    };
    let is_due = |step: &&reminder_step::Model| {
        step.taken_until < at(step) && at(step) <= until && !is_taken(step)
    };
    let mut due: Vec<_> = steps.iter().filter(is_due).collect();
    due.sort_by_key(|step| at(step));
    due
}

/// What the latest of the due steps does: the way by which it reminds, or why it does not.
pub(super) fn fate(
    person: &Person,
    channels: Channels,
    most_reminders: i32,
    limits: MessageLimits,
    now: Timestamp,
) -> Result<Way, StepFate> {
    let invitation = &person.invitation;
    let way = Reach::of(&person.user)
        .again(invitation.channel, channels)
        .map_err(|_| StepFate::Unreachable)?;
    match invitation.delivery_state {
        DeliveryState::Queued => return Err(StepFate::Waiting),
        DeliveryState::Failed | DeliveryState::Bounced | DeliveryState::Suppressed => {
            return Err(StepFate::Undelivered);
        }
        DeliveryState::Sent | DeliveryState::Delivered | DeliveryState::NotConfigured => {}
    }
    // The first link is no news: the step counts from it.
    let newer_link = Some(person.link_issued_at).filter(|at| *at > invitation.created_at);
    let news = newer_link.max(invitation.last_sent_at);
    let quiet_hours = QUIET_PERIOD_HOURS.max(limits.hours_between_reminders);
    if news.is_some_and(|at| now < at.plus_hours(quiet_hours.into())) {
        Err(StepFate::TooSoon)
    } else if invitation.reminders_sent >= most_reminders {
        Err(StepFate::Enough)
    } else {
        Ok(way)
    }
}

//! How much may be written to people: what is beyond it is held back, and the deed says so.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

use entity::{MessageId, MessageState, OrganizationId, Timestamp, UserId, message};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, sea_query::ExprTrait,
};

use crate::{
    app::App,
    db::{Write, how_many_rows},
};

/// How long a count of an organisation's messages is believed, in milliseconds; what this process promises meanwhile is
/// added to it. Several processes may together exceed the limit by what the others promise in that time.
const BELIEVED: i64 = 10_000;
/// The hour within which an organisation's messages are counted, in milliseconds.
const HOUR: i64 = 3_600_000;
/// The day within which a person's messages are counted, in milliseconds.
const DAY: i64 = 24 * HOUR;

/// What organisations have promised of late.
#[derive(Debug, Default)]
pub struct Allowance(Mutex<HashMap<OrganizationId, Counted>>);

/// How many messages an organisation had promised within the hour before an instant.
#[derive(Clone, Copy, Debug)]
struct Counted {
    at: Timestamp,
    messages: u64,
}

impl Allowance {
    /// How many of `wanted` messages the organisation may still promise within the hour. They are counted as promised.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn take(
        &self,
        tx: &Write,
        app: &App,
        organization: &OrganizationId,
        wanted: usize,
        now: Timestamp,
    ) -> Result<usize, DbErr> {
        if wanted == 0 {
            return Ok(0);
        }
        let mut counted = match self.believed(organization, now) {
            Some(counted) => counted,
            None => Counted {
                at: now,
                messages: promised_within_the_hour(tx, organization, now).await?,
            },
        };
        let most = u64::from(app.config.message_limits.per_organization_an_hour);
        let left = usize::try_from(most.saturating_sub(counted.messages)).unwrap_or(usize::MAX);
        let granted = wanted.min(left);
        counted.messages += granted as u64;
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(organization.clone(), counted);
        Ok(granted)
    }

    fn believed(&self, organization: &OrganizationId, now: Timestamp) -> Option<Counted> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = counts.get(organization).copied()?;
        (0..BELIEVED)
            .contains(&(now - counted.at))
            .then_some(counted)
    }
}

/// Ids begin with the instant of the promise, so the primary key finds the last hour.
async fn promised_within_the_hour(
    tx: &Write,
    organization: &OrganizationId,
    now: Timestamp,
) -> Result<u64, DbErr> {
    message::Entity::find()
        .filter(message::Column::Id.gte(MessageId::new(now.plus_millis(-HOUR), [0; 10])))
        .filter(message::Column::OrganizationId.eq(organization.clone()))
        .filter(message::Column::State.ne(MessageState::Cancelled))
        .count(&**tx)
        .await
}

/// Who of these people has been written to as often as a day allows.
///
/// # Errors
/// When the database fails.
pub(crate) async fn written_to_enough(
    tx: &Write,
    app: &App,
    people: Vec<UserId>,
    now: Timestamp,
) -> Result<HashSet<UserId>, DbErr> {
    if people.is_empty() {
        return Ok(HashSet::new());
    }
    let most = app.config.message_limits.per_person_a_day;
    let found: Vec<UserId> = message::Entity::find()
        .select_only()
        .column(message::Column::UserId)
        .filter(message::Column::UserId.is_in(people))
        .filter(message::Column::CreatedAt.gt(now.plus_millis(-DAY)))
        .filter(message::Column::State.ne(MessageState::Cancelled))
        .group_by(message::Column::UserId)
        .having(how_many_rows().gte(i64::from(most)))
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(found.into_iter().collect())
}

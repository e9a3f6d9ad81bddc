//! Events: one row per thing that happened, written in the transaction of the change, then put in order.
//!
//! With concurrent writers the order of writing is not the order of committing: a reader of a plain sequence could pass a
//! number that commits later, and miss it for ever. So an event is written without a position. Once it is committed, one
//! sequencer at a time gives positions to whatever is there ([`number_committed`]), and the feed reads positions only.

use std::sync::Arc;

use entity::{
    ApiTokenId, EventKind, InvitationId, InvitationState, OrganizationId, Timestamp, UserId,
    UserStatus, event, user,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use tokio::sync::{Notify, broadcast, watch};

use crate::{access::Actor, app::App, db::Write, problem::Fault};

mod sequencer;
pub use sequencer::{newest_position, number_committed, run};

/// Something that happened, about to be written.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Where.
    pub organization_id: OrganizationId,
    /// What.
    pub kind: EventKind,
    /// Who did it, if a person did.
    pub actor_id: Option<UserId>,
    /// The token that did it, if one did.
    pub token_id: Option<ApiTokenId>,
    /// To whom.
    pub user_id: Option<UserId>,
    /// About which invitation.
    pub invitation_id: Option<InvitationId>,
    /// Where the person stood before.
    pub previous_status: Option<UserStatus>,
    /// Where the person stands since.
    pub status: Option<UserStatus>,
    /// Where their invitation stands since.
    pub invitation_state: Option<InvitationState>,
    /// What else is worth keeping, in words.
    pub detail: Option<String>,
}

impl Happening {
    /// Something that happened to a person who stands as the row says.
    #[must_use]
    pub fn to(user: &user::Model, kind: EventKind) -> Self {
        Self {
            organization_id: user.organization_id.clone(),
            kind,
            actor_id: None,
            token_id: None,
            user_id: Some(user.id.clone()),
            invitation_id: user.invitation_id.clone(),
            previous_status: Some(user.status),
            status: Some(user.status),
            invitation_state: None,
            detail: None,
        }
    }

    /// Something that happened to the organisation itself.
    #[must_use]
    pub fn in_organization(organization_id: OrganizationId, kind: EventKind) -> Self {
        Self {
            organization_id,
            kind,
            actor_id: None,
            token_id: None,
            user_id: None,
            invitation_id: None,
            previous_status: None,
            status: None,
            invitation_state: None,
            detail: None,
        }
    }

    /// … done by somebody. A token acts as itself, not as the person who made it.
    #[must_use]
    pub fn by(mut self, actor: impl Into<Actor>) -> Self {
        let actor = actor.into();
        self.token_id = actor.token().cloned();
        self.actor_id = actor.person().ok().cloned();
        self
    }

    /// … who stood elsewhere before.
    #[must_use]
    pub fn from_status(mut self, previous: UserStatus) -> Self {
        self.previous_status = Some(previous);
        self
    }

    /// … about an invitation that stands so since.
    #[must_use]
    pub fn about(mut self, invitation: &InvitationId, state: InvitationState) -> Self {
        self.invitation_id = Some(invitation.clone());
        self.invitation_state = Some(state);
        self
    }

    /// … with a particular worth keeping. Never a secret.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    fn row(self, at: Timestamp) -> event::ActiveModel {
        event::ActiveModel {
            organization_id: Set(self.organization_id),
            at: Set(at),
            kind: Set(self.kind),
            actor_id: Set(self.actor_id),
            token_id: Set(self.token_id),
            user_id: Set(self.user_id),
            invitation_id: Set(self.invitation_id),
            previous_status: Set(self.previous_status),
            status: Set(self.status),
            invitation_state: Set(self.invitation_state),
            detail: Set(self.detail),
            ..event::ActiveModel::default()
        }
    }
}

/// How many rows one statement inserts: thirteen values each, well under SQLite's 32,766 and PostgreSQL's 65,535.
const ROWS_PER_INSERT: usize = 1_000;

/// Writes what happened, in the transaction of the change.
///
/// # Errors
/// When the database fails.
pub async fn record(
    tx: &Write,
    at: Timestamp,
    happenings: impl IntoIterator<Item = Happening>,
) -> Result<(), DbErr> {
    let mut rows = happenings
        .into_iter()
        .map(|happening| happening.row(at))
        .peekable();
    while rows.peek().is_some() {
        let batch: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        event::Entity::insert_many(batch)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// An event of the feed with the person it is about, as they stood when it was read.
#[derive(Debug)]
pub struct Fact {
    /// The event; its position is set.
    pub event: event::Model,
    /// The person, unless they have been deleted since.
    pub user: Option<user::Model>,
}

/// Wakes the sequencer, and carries what it has put in order to the sockets.
#[derive(Debug)]
pub struct Events {
    bell: Notify,
    facts: broadcast::Sender<Arc<Fact>>,
    last: watch::Sender<i64>,
}

/// How far a slow reader of the feed may fall behind before it is told to resume from its cursor.
const BACKLOG: usize = 4_096;

impl Events {
    /// A feed that goes on after a position.
    #[must_use]
    pub fn after(newest: i64) -> Self {
        Self {
            bell: Notify::new(),
            facts: broadcast::channel(BACKLOG).0,
            last: watch::channel(newest).0,
        }
    }

    /// Says that something was committed.
    pub fn ring(&self) {
        self.bell.notify_one();
    }

    /// The feed from now on. Subscribe first, then read the table up to [`Self::last_position`]: nothing falls between.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Fact>> {
        self.facts.subscribe()
    }

    fn nobody_listens(&self) -> bool {
        self.facts.receiver_count() == 0
    }

    /// Passes over the table up to a position that was read before, unless somebody listens by now; answers whether it did.
    ///
    /// Whoever listens after this look reads the table after it too, and finds there all that is passed over. What is numbered
    /// after the position was read, perhaps by another process, is never passed over: it is carried.
    fn pass_over(&self, newest: i64) -> bool {
        let passes = self.nobody_listens();
        if passes {
            self.last.send_replace(newest);
        }
        passes
    }

    /// The position of the newest event that was carried.
    #[must_use]
    pub fn last_position(&self) -> i64 {
        *self.last.borrow()
    }
}

/// The feed of one organisation after a position, oldest first, at most `limit` facts.
///
/// # Errors
/// When the database fails.
pub async fn after(
    app: &App,
    organization: &OrganizationId,
    position: i64,
    limit: u64,
) -> Result<Vec<Fact>, Fault> {
    let events = event::Entity::find()
        .filter(event::Column::OrganizationId.eq(organization.clone()))
        .filter(event::Column::Position.gt(position))
        .order_by_asc(event::Column::Position)
        .limit(limit)
        .all(&*app.db)
        .await?;
    with_users(&*app.db, events).await
}

async fn with_users(
    db: &impl ConnectionTrait,
    events: Vec<event::Model>,
) -> Result<Vec<Fact>, Fault> {
    let mut ids: Vec<UserId> = events
        .iter()
        .filter_map(|event| event.user_id.clone())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut users = std::collections::HashMap::new();
    for some in ids.chunks(ROWS_PER_INSERT) {
        let found = user::Entity::find()
            .filter(user::Column::Id.is_in(some.iter().cloned()))
            .all(db)
            .await?;
        users.extend(found.into_iter().map(|user| (user.id.clone(), user)));
    }
    let fact = |event: event::Model| {
        let user = event.user_id.as_ref().and_then(|id| users.get(id)).cloned();
        Fact { event, user }
    };
    Ok(events.into_iter().map(fact).collect())
}

#[cfg(test)]
mod tests {
    use super::Events;

    #[test]
    fn nothing_is_passed_over_while_somebody_listens() {
        let events = Events::after(3);
        assert!(events.pass_over(5));
        assert_eq!(events.last_position(), 5);
        // They came after the end was read, and before it was passed.
        let listener = events.subscribe();
        assert!(!events.pass_over(7));
        assert_eq!(events.last_position(), 5, "6 and 7 are carried");
        drop(listener);
        assert!(events.pass_over(7));
        assert_eq!(events.last_position(), 7);
    }
}

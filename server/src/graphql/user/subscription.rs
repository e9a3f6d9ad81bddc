//! People as they change.

use std::{collections::VecDeque, sync::Arc};

use async_graphql::{Context, Result, SimpleObject, Subscription};
use entity::OrganizationId;
use futures_util::{Stream, stream};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{User, filter::UserFilter};
use crate::{
    app::App,
    events::{self, Fact},
    graphql::{
        error::lagged,
        page::{decode, encode, foreign},
        request::Asked,
        scalar::DateTime,
        status::{EventKind, InvitationState, UserStatus},
    },
    problem::Fault,
    users::{self, find},
};

/// How many facts are read from the table at a time.
const BATCH: u64 = 500;

/// A change of where somebody, or their invitation, stands.
#[derive(SimpleObject)]
pub(in crate::graphql) struct UserStatusChange {
    /// Its place in the feed: what `after` takes.
    cursor: String,
    /// When.
    at: DateTime,
    /// What happened.
    kind: EventKind,
    /// To whom, as they stood when the change was carried.
    user: User,
    /// Where they stood before; null when they were not there.
    previous_status: Option<UserStatus>,
    /// Where they stand since.
    status: UserStatus,
    /// Where their invitation stands since, if it is about an invitation.
    invitation_state: Option<InvitationState>,
}

/// People as they change.
#[derive(Default)]
pub(in crate::graphql) struct UserSubscriptions;

#[Subscription]
impl UserSubscriptions {
    /// Each change of a person's status or of their invitation, in commit order. With `after`, first everything since that
    /// cursor, with nothing left out: a client that reconnects misses nothing. On lag the stream ends with an error that
    /// names the cursor to resume from. For administrators.
    async fn user_status_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only people whom it finds once they have changed; everyone by default.")]
        filter: Option<UserFilter>,
        #[graphql(desc = "The cursor of the last change that was heard.")] after: Option<String>,
    ) -> Result<impl Stream<Item = Result<UserStatusChange>>> {
        let admin = ctx.admin()?;
        let after = after
            .map(|cursor| position(&cursor).ok_or_else(|| foreign("after")))
            .transpose()?;
        let feed = Feed::new(
            ctx.app(),
            admin.organization(),
            filter.unwrap_or_default().read()?,
            after,
        );
        Ok(stream::unfold(Some(feed), |feed| async {
            let mut feed = feed?;
            match feed.next().await {
                Ok(Some(change)) => Some((Ok(change), Some(feed))),
                Ok(None) => None,
                // The error is the last thing that is said.
                Err(error) => Some((Err(error), None)),
            }
        }))
    }
}

fn position(cursor: &str) -> Option<i64> {
    decode('p', cursor)?.parse().ok()
}

/// One socket's reading of the feed.
struct Feed {
    app: Arc<App>,
    organization: OrganizationId,
    filter: users::UserFilter,
    /// Everything up to here has been said.
    position: i64,
    /// Read from the table, about to be said.
    past: VecDeque<Fact>,
    /// Whether the table may hold more of what was missed.
    catching_up: bool,
    live: Receiver<Arc<Fact>>,
}

impl Feed {
    /// Subscribes before anything is read, so that nothing falls between the table and the live facts: what is in both is
    /// recognised by its position.
    fn new(
        app: &Arc<App>,
        organization: &OrganizationId,
        filter: users::UserFilter,
        after: Option<i64>,
    ) -> Self {
        let newest = app.events.last_position();
        Self {
            app: Arc::clone(app),
            organization: organization.clone(),
            filter,
            position: after.unwrap_or(newest),
            past: VecDeque::new(),
            catching_up: after.is_some(),
            live: app.events.subscribe(),
        }
    }

    async fn next(&mut self) -> Result<Option<UserStatusChange>> {
        loop {
            if let Some(fact) = self.past.pop_front() {
                if let Some(change) = self.say(&fact).await? {
                    return Ok(Some(change));
                }
            } else if self.catching_up {
                let past =
                    events::after(&self.app, &self.organization, self.position, BATCH).await?;
                self.catching_up = past.len() as u64 == BATCH;
                self.past.extend(past);
            } else {
                let fact = match self.live.recv().await {
                    Ok(fact) => fact,
                    Err(RecvError::Lagged(_)) => {
                        return Err(lagged(encode('p', &self.position.to_string())));
                    }
                    Err(RecvError::Closed) => return Ok(None),
                };
                if let Some(change) = self.say(&fact).await? {
                    return Ok(Some(change));
                }
            }
        }
    }

    /// The change that a fact is to this reader, if it is one: of their organisation, not said before, and about somebody
    /// who is still there and whom the filter finds.
    async fn say(&mut self, fact: &Fact) -> Result<Option<UserStatusChange>, Fault> {
        let Fact { event, user } = fact;
        let (Some(position), true) = (event.position, event.organization_id == self.organization)
        else {
            return Ok(None);
        };
        if position <= self.position {
            return Ok(None);
        }
        self.position = position;
        let (Some(user), Some(status)) = (user, event.status) else {
            return Ok(None);
        };
        if !find::finds(&self.app, &self.organization, &self.filter, &user.id).await? {
            return Ok(None);
        }
        Ok(Some(UserStatusChange {
            cursor: encode('p', &position.to_string()),
            at: DateTime(event.at),
            kind: event.kind.into(),
            user: user.clone().into(),
            previous_status: event.previous_status.map(Into::into),
            status: status.into(),
            invitation_state: event.invitation_state.map(Into::into),
        }))
    }
}

//! The progress of an operation's messages.

use std::{sync::Arc, time::Duration};

use async_graphql::{Context, ID, Result, Subscription};
use entity::{OperationId, operation};
use futures_util::{Stream, stream};
use sea_orm::EntityTrait;
use tokio::time::{Instant, sleep_until};

use super::{DeliveryProgress, Operation, delivery, named};
use crate::{access::Refusal, app::App, graphql::request::Asked, problem::Fault};

/// The least time between two looks: four a second at most.
const LEAST: Duration = Duration::from_millis(250);
/// A look may take this part of the time at most: counting a hundred thousand messages is not free.
const SHARE: u32 = 4;

/// The progress of operations.
#[derive(Default)]
pub(in crate::graphql) struct OperationSubscriptions;

#[Subscription]
impl OperationSubscriptions {
    /// Progress of a deed's messages: how it stands now, then whenever that has changed, at most four times a second, until
    /// nothing is queued. Whoever lost it asks again. For administrators.
    async fn operation_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The operation.")] id: ID,
    ) -> Result<impl Stream<Item = Result<Operation>>> {
        let admin = ctx.admin()?;
        let found = named(ctx.app(), admin.organization(), &id).await?;
        let operation = found.ok_or(Refusal::NotFound)?;
        let progress = Progress {
            app: Arc::clone(ctx.app()),
            id: operation.0.id,
            said: None,
            look_at: Instant::now(),
        };
        Ok(stream::unfold(Some(progress), |progress| async {
            let mut progress = progress?;
            match progress.next().await {
                Ok(Some((operation, ended))) => {
                    Some((Ok(Operation(operation)), (!ended).then_some(progress)))
                }
                Ok(None) => None,
                Err(fault) => Some((Err(fault.into()), None)),
            }
        }))
    }
}

/// What was said last is how it stood.
type Standing = (operation::Model, DeliveryProgress);

struct Progress {
    app: Arc<App>,
    id: OperationId,
    said: Option<Standing>,
    look_at: Instant,
}

impl Progress {
    /// The operation once it stands otherwise than was said, and whether nothing is queued any more.
    async fn next(&mut self) -> Result<Option<(operation::Model, bool)>, Fault> {
        loop {
            sleep_until(self.look_at).await;
            let begun = Instant::now();
            let found = operation::Entity::find_by_id(self.id.clone());
            let Some(operation) = found.one(&*self.app.db).await? else {
                return Ok(None);
            };
            let progress = delivery(&self.app, &self.id).await?;
            self.look_at = begun + LEAST.max(begun.elapsed() * SHARE);
            let standing = Some((operation, progress));
            if standing != self.said {
                self.said.clone_from(&standing);
                return Ok(standing.map(|(operation, progress)| (operation, progress.queued == 0)));
            }
        }
    }
}

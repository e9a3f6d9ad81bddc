//! Operations: deeds done to many people at once.

mod mutations;
mod queries;
mod subscription;

pub(super) use mutations::OperationMutations;
pub(super) use queries::{OperationQueries, named};
pub(super) use subscription::OperationSubscriptions;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::{MessageState, OperationId, message, operation, outcome};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::SelectStatement,
};

use super::{
    list::{self, List},
    page::{self, Connection},
    request::Asked,
    scalar::DateTime,
    status::{OperationKind, OutcomeCode},
    user::User,
};
use crate::{app::App, db::how_many_rows, problem::Fault, words};

/// What a message that did not reach its person reads as.
const FAILED: [MessageState; 4] = [
    MessageState::Failed,
    MessageState::Bounced,
    MessageState::Suppressed,
    MessageState::NotConfigured,
];

/// A row.
pub(super) struct Operation(pub(super) operation::Model);

/// A deed done to many people at once: complete when it is answered; its messages then leave one by one.
#[Object]
impl Operation {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What was done.
    async fn kind(&self) -> OperationKind {
        self.0.kind.into()
    }

    /// Who did it; null once that person is gone.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(actor) = &self.0.actor_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(actor).await?.map(User::from))
    }

    /// When.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// How many people each outcome befell; outcomes that befell nobody are left out.
    async fn counts(&self, ctx: &Context<'_>) -> Result<Vec<OutcomeCount>> {
        Ok(counts(ctx.app(), &self.0.id).await?)
    }

    /// What was done for each person, in the order of the request.
    #[expect(clippy::too_many_arguments, reason = "the contract's arguments")]
    async fn outcomes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
        #[graphql(desc = "Only these outcomes; all by default.")] code: Option<Vec<OutcomeCode>>,
        #[graphql(
            default,
            desc = "Only people whose message failed; why, their invitation's delivery says."
        )]
        undelivered: bool,
    ) -> Result<Connection<Outcome>> {
        let asked = page::Asked::read(first, after, last, before)?;
        let codes = code.map(|codes| codes.into_iter().map(Into::into).collect());
        let count = ctx.look_ahead().field("totalCount").exists();
        let mut found = of(&self.0.id, codes);
        if undelivered {
            found = found.filter(outcome::Column::UserId.in_subquery(unreached(&self.0.id)));
        }
        OUTCOMES
            .page(ctx.app(), found, &asked, count, Outcome)
            .await
    }

    /// Until then it can be taken back; its messages wait so long. Null when there is nothing to take back, or the organisation
    /// lets nothing wait.
    async fn undo_until(&self) -> Option<DateTime> {
        self.0.undo_until.map(DateTime)
    }

    /// For how many more seconds it can be taken back, by the server's clock; 0 when it cannot.
    async fn undo_seconds_left(&self, ctx: &Context<'_>) -> i64 {
        let until = self.0.undo_until.filter(|_| self.0.cancelled_at.is_none());
        let left = until.map_or(0, |until| until - ctx.app().clock.now());
        (left.max(0) + 999) / 1_000
    }

    /// When it was taken back, as far as its messages had not left.
    async fn cancelled_at(&self) -> Option<DateTime> {
        self.0.cancelled_at.map(DateTime)
    }

    /// How far its messages have left.
    async fn delivery(&self, ctx: &Context<'_>) -> Result<DeliveryProgress> {
        Ok(delivery(ctx.app(), &self.0.id).await?)
    }
}

/// How many people an outcome befell.
#[derive(SimpleObject)]
struct OutcomeCount {
    /// The outcome.
    code: OutcomeCode,
    /// How many people.
    count: i64,
}

/// How far an operation's messages have left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, SimpleObject)]
struct DeliveryProgress {
    /// Waiting for their turn, or for their next attempt.
    queued: i64,
    /// Taken by a server.
    sent: i64,
    /// Refused for good, given up, or without a way to leave.
    failed: i64,
    /// Taken back before they left.
    cancelled: i64,
}

/// A row.
pub(super) struct Outcome(outcome::Model);

/// What an operation did for one person.
#[Object]
impl Outcome {
    /// What happened.
    async fn code(&self) -> OutcomeCode {
        self.0.code.into()
    }

    /// Position in the request, or line of the file.
    async fn line(&self) -> Option<i32> {
        Some(self.0.line)
    }

    /// To whom; null once that person is gone.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.0.user_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }

    /// The same in a sentence, in the viewer's language.
    async fn message(&self, ctx: &Context<'_>) -> Option<&'static str> {
        Some(words::outcome(self.0.code, ctx.caller().language()))
    }
}

async fn counts(app: &App, operation: &OperationId) -> Result<Vec<OutcomeCount>, Fault> {
    let counted: Vec<(entity::OutcomeCode, i64)> = outcome::Entity::find()
        .select_only()
        .column(outcome::Column::Code)
        .column_as(how_many_rows(), "count")
        .filter(outcome::Column::OperationId.eq(operation.clone()))
        .group_by(outcome::Column::Code)
        .order_by_asc(outcome::Column::Code)
        .into_tuple()
        .all(&*app.db)
        .await?;
    Ok(counted
        .into_iter()
        .map(|(code, count)| OutcomeCount {
            code: code.into(),
            count,
        })
        .collect())
}

/// The outcomes of an operation, of these codes if any are given.
fn of(operation: &OperationId, codes: Option<Vec<entity::OutcomeCode>>) -> Select<outcome::Entity> {
    let found = outcome::Entity::find().filter(outcome::Column::OperationId.eq(operation.clone()));
    match codes {
        Some(codes) => found.filter(outcome::Column::Code.is_in(codes)),
        None => found,
    }
}

/// Whom a message of the operation did not reach.
fn unreached(operation: &OperationId) -> SelectStatement {
    message::Entity::find()
        .select_only()
        .column(message::Column::UserId)
        .filter(message::Column::OperationId.eq(operation.clone()))
        .filter(message::Column::State.is_in(FAILED))
        .into_query()
}

/// What an operation did, by line.
const OUTCOMES: List<outcome::Entity> = List {
    letter: 'o',
    column: outcome::Column::Line,
    descending: false,
    read: list::number,
};

async fn delivery(app: &App, operation: &OperationId) -> Result<DeliveryProgress, Fault> {
    let counted: Vec<(MessageState, i64)> = message::Entity::find()
        .select_only()
        .column(message::Column::State)
        .column_as(how_many_rows(), "count")
        .filter(message::Column::OperationId.eq(operation.clone()))
        .group_by(message::Column::State)
        .into_tuple()
        .all(&*app.db)
        .await?;
    let mut progress = DeliveryProgress::default();
    for (state, count) in counted {
        let place = match state {
            MessageState::Queued => &mut progress.queued,
            MessageState::Sent | MessageState::Delivered => &mut progress.sent,
            MessageState::Failed
            | MessageState::Bounced
            | MessageState::Suppressed
            | MessageState::NotConfigured => &mut progress.failed,
            MessageState::Cancelled => &mut progress.cancelled,
        };
        *place += count;
    }
    Ok(progress)
}

//! Synchronisations, and what each found.

use async_graphql::{Context, ID, Object, Result};
use entity::{OrganizationId, operation, slack_sync, slack_sync_row};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::status::{SlackFailure, SlackReason, SlackRowClass, SlackSyncKind, SlackSyncState};
use crate::{
    app::App,
    graphql::{
        list::{self, List},
        operation::Operation,
        page::{self, Connection},
        request::Asked,
        scalar::DateTime,
        user::User,
    },
    problem::Fault,
    words,
};

/// A row.
pub(in crate::graphql) struct SlackSync(pub(super) slack_sync::Model);

/// A synchronisation with the Slack workspace, or a preview of one.
#[Object]
impl SlackSync {
    /// Its id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What it is for.
    async fn kind(&self) -> SlackSyncKind {
        self.0.kind.into()
    }

    /// How it stands.
    async fn state(&self) -> SlackSyncState {
        self.0.state.into()
    }

    /// Who asked for it; null when it began by itself, or once that person is gone.
    async fn started_by(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(actor) = &self.0.actor_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(actor).await?.map(User::from))
    }

    /// Whether it began by itself.
    async fn by_itself(&self) -> bool {
        self.0.by_itself
    }

    /// When it was asked for.
    async fn started_at(&self) -> DateTime {
        DateTime(self.0.started_at)
    }

    /// When it ended; null while it is running.
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.ended_at.map(DateTime)
    }

    /// How many people it adds.
    async fn created(&self) -> i32 {
        self.0.created
    }

    /// How many people it changes or recognises.
    async fn updated(&self) -> i32 {
        self.0.updated
    }

    /// How many people it finds as they are.
    async fn unchanged(&self) -> i32 {
        self.0.unchanged
    }

    /// How many members it leaves alone.
    async fn skipped(&self) -> i32 {
        self.0.skipped
    }

    /// How many people it does not find any more.
    async fn missing(&self) -> i32 {
        self.0.missing
    }

    /// How many changes it makes: people added, changed, and missing for the first time. What `expectedChanges` takes.
    async fn changes(&self) -> i32 {
        self.0.changes()
    }

    /// Why nothing was done; null unless it failed.
    async fn failure(&self) -> Option<SlackFailure> {
        self.0.failure.map(Into::into)
    }

    /// Why nothing was done and what to do about it, in the viewer's language; null unless it failed.
    async fn failure_message(&self, ctx: &Context<'_>) -> Option<&'static str> {
        let locale = ctx.caller().language();
        self.0
            .failure
            .map(|failure| words::slack_failure(failure, locale))
    }

    /// What was done for each person who was added or changed; null when nobody was.
    async fn operation(&self, ctx: &Context<'_>) -> Result<Option<Operation>> {
        let Some(id) = &self.0.operation_id else {
            return Ok(None);
        };
        let found = operation::Entity::find_by_id(id.clone()).one(&*ctx.app().db);
        Ok(found.await.map_err(Fault::from)?.map(Operation))
    }

    /// What it found: additions first, then changes, who is missing, and who is left alone. Kept for thirty days; of what
    /// was only to be looked at, until the next.
    async fn rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
        #[graphql(desc = "Only these classes; all by default.")] class: Option<Vec<SlackRowClass>>,
    ) -> Result<Connection<SlackSyncRow>> {
        let asked = page::Asked::read(first, after, last, before)?;
        let count = ctx.look_ahead().field("totalCount").exists();
        let mut found = slack_sync_row::Entity::find()
            .filter(slack_sync_row::Column::SyncId.eq(self.0.id.clone()));
        if let Some(classes) = class {
            let classes = classes.into_iter().map(entity::SlackRowClass::from);
            found = found.filter(slack_sync_row::Column::Class.is_in(classes));
        }
        ROWS.page(ctx.app(), found, &asked, count, SlackSyncRow)
            .await
    }
}

/// A row.
pub(in crate::graphql) struct SlackSyncRow(slack_sync_row::Model);

/// A member of the workspace, and what a synchronisation does with them.
#[Object]
impl SlackSyncRow {
    /// Slack's id of them.
    async fn slack_id(&self) -> &str {
        &self.0.slack_id
    }

    /// What is done.
    async fn class(&self) -> SlackRowClass {
        self.0.class.into()
    }

    /// Their name in Slack.
    async fn full_name(&self) -> Option<&str> {
        self.0.full_name.as_deref()
    }

    /// Their address in Slack.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Why they are left alone, or are missing; null for whoever is added or changed as Slack says.
    async fn reason(&self) -> Option<SlackReason> {
        self.0.reason.map(Into::into)
    }

    /// The same in the viewer's language.
    async fn message(&self, ctx: &Context<'_>) -> Option<&'static str> {
        let locale = ctx.caller().language();
        self.0
            .reason
            .map(|reason| words::slack_reason(reason, locale))
    }

    /// The person, if there is one.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.0.user_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }
}

/// A synchronisation of an organisation, by an id that somebody named.
pub(in crate::graphql) async fn named(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<SlackSync>, Fault> {
    let Some(id) = super::id_of(id) else {
        return Ok(None);
    };
    let found = slack_sync::Entity::find_by_id(id)
        .filter(slack_sync::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(SlackSync))
}

/// An organisation's synchronisations, newest first. Ids sort by creation, so an id is a place in the list.
const SYNCS: List<slack_sync::Entity> = List {
    letter: 'y',
    column: slack_sync::Column::Id,
    descending: true,
    read: list::text,
};

/// What a synchronisation found, by line.
const ROWS: List<slack_sync_row::Entity> = List {
    letter: 'w',
    column: slack_sync_row::Column::Line,
    descending: false,
    read: list::number,
};

/// A page of an organisation's synchronisations.
pub(super) async fn page(
    app: &App,
    organization: &OrganizationId,
    asked: &page::Asked,
    count: bool,
) -> Result<Connection<SlackSync>> {
    let found = slack_sync::Entity::find()
        .filter(slack_sync::Column::OrganizationId.eq(organization.clone()));
    SYNCS.page(app, found, asked, count, SlackSync).await
}

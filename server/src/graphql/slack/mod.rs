//! Slack, as the organisation uses it.

mod mutations;
mod status;
mod sync;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::{SlackSyncId, slack_member, slack_workspace};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

pub(super) use mutations::SlackMutations;
pub(super) use sync::{SlackSync, SlackSyncRow, named};

use super::{
    list::{self, List},
    page::{self, Connection},
    request::Asked,
    scalar::DateTime,
    status::Channel,
    user::User,
};
use crate::{
    access::Admin,
    problem::DeedError,
    slack::{self, choices_of},
    slack_api::Choice,
};

/// What the organisation may ask.
pub(super) struct Slack(Admin);

/// Slack, as the organisation uses it.
#[Object]
impl Slack {
    /// The workspace that is connected; null when none is.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<SlackWorkspace>> {
        let found = slack::workspace_of(ctx.app(), self.0.organization()).await?;
        Ok(found.map(SlackWorkspace))
    }

    /// Whether a workspace can be connected by a button: a Slack app is set up on the server. Else a token is pasted.
    async fn has_app(&self, ctx: &Context<'_>) -> bool {
        ctx.app().config.slack.app.is_some()
    }

    /// What the workspace offers at this moment; null when Slack does not answer now, or no workspace is connected.
    async fn choices(&self, ctx: &Context<'_>) -> Result<Option<SlackChoices>> {
        match slack::offered(ctx.app(), &self.0).await {
            Ok((user_groups, channels)) => Ok(Some(SlackChoices {
                user_groups: user_groups.into_iter().map(Into::into).collect(),
                channels: channels.into_iter().map(Into::into).collect(),
            })),
            Err(DeedError::Problems(_)) => Ok(None),
            Err(DeedError::Refused(refusal)) => Err(refusal.into()),
            Err(DeedError::Fault(fault)) => Err(fault.into()),
        }
    }

    /// A synchronisation; null when there is none of this id.
    async fn sync(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<SlackSync>> {
        Ok(named(ctx.app(), self.0.organization(), &id).await?)
    }

    /// The synchronisations and previews, the newest first.
    async fn syncs(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> Result<Connection<SlackSync>> {
        let asked = page::Asked::read(first, after, last, before)?;
        let count = ctx.look_ahead().field("totalCount").exists();
        sync::page(ctx.app(), self.0.organization(), &asked, count).await
    }

    /// People who came from the workspace and are not found in it any more, for review: nothing is done to them.
    async fn missing(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the first: 0 to 100; 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the last: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> Result<Connection<SlackMissing>> {
        let asked = page::Asked::read(first, after, last, before)?;
        let count = ctx.look_ahead().field("totalCount").exists();
        let found = slack_member::Entity::find()
            .filter(slack_member::Column::OrganizationId.eq(self.0.organization().clone()))
            .filter(slack_member::Column::UserId.is_not_null())
            .filter(slack_member::Column::MissingSince.is_not_null());
        MISSING
            .page(ctx.app(), found, &asked, count, SlackMissing)
            .await
    }
}

/// Who is missing, by Slack's ids.
const MISSING: List<slack_member::Entity> = List {
    letter: 'm',
    column: slack_member::Column::SlackId,
    descending: false,
    read: list::text,
};

/// A row.
struct SlackWorkspace(slack_workspace::Model);

/// A Slack workspace that is connected.
#[Object]
impl SlackWorkspace {
    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Slack's id of it.
    async fn team_id(&self) -> &str {
        &self.0.team_id
    }

    /// Who connected it, and stands behind what is done by itself; null once that person is gone.
    async fn connected_by(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.0.connected_by else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }

    /// When it was connected.
    async fn connected_at(&self) -> DateTime {
        DateTime(self.0.connected_at)
    }

    /// Since when Slack refuses the token, so that it must be connected again; null while it does not.
    async fn refused_at(&self) -> Option<DateTime> {
        self.0.refused_at.map(DateTime)
    }

    /// The user groups whose members are meant. With no channel either: everyone in the workspace.
    async fn user_groups(&self) -> Vec<SlackChoice> {
        choices_of(&self.0.user_groups)
            .into_iter()
            .map(Into::into)
            .collect()
    }

    /// The channels whose members are meant.
    async fn channels(&self) -> Vec<SlackChoice> {
        choices_of(&self.0.channels)
            .into_iter()
            .map(Into::into)
            .collect()
    }

    /// How whoever is added is invited, when the organisation invites by itself.
    async fn invites_by(&self) -> Channel {
        self.0.invites_by.into()
    }

    /// Whether it is synchronised every 24 hours.
    async fn automatic(&self) -> bool {
        self.0.automatic
    }

    /// When it is synchronised next by itself; null when it is not.
    async fn next_sync_at(&self) -> Option<DateTime> {
        let goes_on = self.0.automatic && self.0.refused_at.is_none();
        goes_on.then_some(DateTime(self.0.next_sync_at))
    }
}

/// A user group or a channel of a workspace.
#[derive(SimpleObject)]
struct SlackChoice {
    /// Slack's id of it.
    id: String,
    /// What it is called.
    name: String,
}

impl From<Choice> for SlackChoice {
    fn from(Choice { id, name }: Choice) -> Self {
        Self { id, name }
    }
}

/// What a workspace offers.
#[derive(SimpleObject)]
struct SlackChoices {
    /// Its user groups.
    user_groups: Vec<SlackChoice>,
    /// The channels that the app sees: public ones, and private ones to which it was invited.
    channels: Vec<SlackChoice>,
}

/// A row that has a person and an instant.
pub(super) struct SlackMissing(slack_member::Model);

/// A person who came from the workspace and is not found in it any more.
#[Object]
impl SlackMissing {
    /// The person.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(user) = &self.0.user_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().user(user).await?.map(User::from))
    }

    /// When a synchronisation did not find them for the first time.
    async fn since(&self) -> Option<DateTime> {
        self.0.missing_since.map(DateTime)
    }
}

/// Questions about Slack.
#[derive(Default)]
pub(super) struct SlackQueries;

#[Object]
impl SlackQueries {
    /// Slack, as the organisation uses it. For administrators.
    async fn slack(&self, ctx: &Context<'_>) -> Result<Slack> {
        Ok(Slack(ctx.admin()?))
    }
}

fn id_of(id: &str) -> Option<SlackSyncId> {
    SlackSyncId::parse(id).ok()
}

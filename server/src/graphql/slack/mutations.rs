//! Connecting a workspace, choosing whom of it, and bringing them in.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::{SlackSync, SlackWorkspace};
use crate::{
    graphql::{
        error::{UserError, bad_input, part},
        request::Asked,
        status::Channel,
    },
    slack::{self, Proof, SlackSettings},
    slack_api::Secret,
};

/// With what to connect: a token, or what Slack sent the viewer back with. One of the two.
#[derive(InputObject)]
struct ConnectSlackInput {
    /// The bot token of an app that was installed in the workspace: `xoxb-…`.
    bot_token: Option<String>,
    /// What Slack sent the viewer back with, after `startSlackConnection`.
    grant: Option<SlackGrantInput>,
}

/// What Slack sends people back with (RFC 6749, 4.1.2).
#[derive(InputObject)]
struct SlackGrantInput {
    /// The code, which works once.
    code: String,
    /// The state.
    state: String,
}

/// What to change: what is left out stays.
#[derive(InputObject)]
struct UpdateSlackSettingsInput {
    /// Slack's ids of the user groups whose members are meant. With no channel either: everyone in the workspace.
    user_group_ids: Option<Vec<String>>,
    /// Slack's ids of the channels whose members are meant.
    channel_ids: Option<Vec<String>>,
    /// How whoever is added is invited, when the organisation invites by itself: EMAIL or SLACK.
    invites_by: Option<Channel>,
    /// Whether the workspace is synchronised every 24 hours.
    automatic: Option<bool>,
}

/// How to synchronise.
#[derive(InputObject)]
struct SyncSlackInput {
    /// How many changes the viewer has seen and wants, from a preview or from one that was held: should there be another
    /// number, it is held. Without it, it is held when there are many.
    expected_changes: Option<i32>,
}

/// The answer of `startSlackConnection`.
#[derive(SimpleObject)]
struct StartSlackConnectionPayload {
    /// Where to go: Slack asks there, and sends back to `/settings/slack` with a code and a state.
    url: Option<String>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `connectSlack`.
#[derive(SimpleObject)]
struct ConnectSlackPayload {
    /// The workspace; null when there are errors.
    workspace: Option<SlackWorkspace>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `disconnectSlack`.
#[derive(SimpleObject)]
struct DisconnectSlackPayload {
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `updateSlackSettings`.
#[derive(SimpleObject)]
struct UpdateSlackSettingsPayload {
    /// The workspace as it is now; null when there are errors.
    workspace: Option<SlackWorkspace>,
    /// What is wrong, all of it.
    errors: Vec<UserError>,
}

/// The answer of `previewSlackSync`.
#[derive(SimpleObject)]
struct PreviewSlackSyncPayload {
    /// The preview, which has only begun; null when there are errors.
    sync: Option<SlackSync>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// The answer of `syncSlack`.
#[derive(SimpleObject)]
struct SyncSlackPayload {
    /// The synchronisation, which has only begun; null when there are errors.
    sync: Option<SlackSync>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// Deeds about Slack.
#[derive(Default)]
pub(in crate::graphql) struct SlackMutations;

#[Object]
impl SlackMutations {
    /// Say where to let the app into a workspace. For administrators who are signed in.
    async fn start_slack_connection(
        &self,
        ctx: &Context<'_>,
    ) -> Result<StartSlackConnectionPayload> {
        let admin = ctx.admin()?;
        let started = slack::start_slack_connection(ctx.app(), &admin);
        let (url, errors) = part(ctx, started, &[])?;
        Ok(StartSlackConnectionPayload { url, errors })
    }

    /// Connect a workspace, or the same one again with a new token. Nobody is added by it. For administrators.
    async fn connect_slack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "With what.")] input: ConnectSlackInput,
    ) -> Result<ConnectSlackPayload> {
        let admin = ctx.admin()?;
        let proof = match (input.bot_token, input.grant) {
            (Some(token), None) => Proof::Token(Secret::new(token.trim())),
            (None, Some(SlackGrantInput { code, state })) => Proof::Grant { code, state },
            _ => return Err(bad_input("Give either `botToken` or `grant`.")),
        };
        let connected = slack::connect_slack(ctx.app(), &admin, proof).await;
        let (workspace, errors) = part(ctx, connected, &[])?;
        Ok(ConnectSlackPayload {
            workspace: workspace.map(SlackWorkspace),
            errors,
        })
    }

    /// Forget the workspace's token. Who came from it stays. For administrators.
    async fn disconnect_slack(&self, ctx: &Context<'_>) -> Result<DisconnectSlackPayload> {
        let admin = ctx.admin()?;
        let (_, errors) = part(ctx, slack::disconnect_slack(ctx.app(), &admin).await, &[])?;
        Ok(DisconnectSlackPayload { errors })
    }

    /// Choose whom of the workspace to take in, how to invite them, and whether by itself. For administrators.
    async fn update_slack_settings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateSlackSettingsInput,
    ) -> Result<UpdateSlackSettingsPayload> {
        let admin = ctx.admin()?;
        let settings = SlackSettings {
            user_group_ids: input.user_group_ids,
            channel_ids: input.channel_ids,
            invites_by: input.invites_by.map(Into::into),
            automatic: input.automatic,
        };
        let updated = slack::update_slack_settings(ctx.app(), &admin, settings).await;
        let (workspace, errors) = part(ctx, updated, &[])?;
        Ok(UpdateSlackSettingsPayload {
            workspace: workspace.map(SlackWorkspace),
            errors,
        })
    }

    /// Begin to find out what a synchronisation would do. Nobody is added, changed or written to. For administrators.
    async fn preview_slack_sync(&self, ctx: &Context<'_>) -> Result<PreviewSlackSyncPayload> {
        let admin = ctx.admin()?;
        let begun = slack::preview_slack_sync(ctx.app(), &admin).await;
        let (sync, errors) = part(ctx, begun, &[])?;
        Ok(PreviewSlackSyncPayload {
            sync: sync.map(SlackSync),
            errors,
        })
    }

    /// Begin to bring the people of the workspace in. Nobody is deactivated or deleted by it. For administrators.
    async fn sync_slack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How.")] input: SyncSlackInput,
    ) -> Result<SyncSlackPayload> {
        let admin = ctx.admin()?;
        let begun = slack::sync_slack(ctx.app(), &admin, input.expected_changes).await;
        let (sync, errors) = part(ctx, begun, &[])?;
        Ok(SyncSlackPayload {
            sync: sync.map(SlackSync),
            errors,
        })
    }
}

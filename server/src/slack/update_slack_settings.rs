//! updateSlackSettings: whom of the workspace to take in, how to invite them, and whether by itself.

use entity::{Channel, EventKind, slack_workspace};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{HOURS_BETWEEN, stored};
use crate::{
    access::Admin,
    app::App,
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
    slack_api::Choice,
    users::person::Problems,
};

/// What to change; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct SlackSettings {
    /// Slack's ids of the user groups whose members are meant. With no channel either: the whole workspace.
    pub user_group_ids: Option<Vec<String>>,
    /// Slack's ids of the channels whose members are meant.
    pub channel_ids: Option<Vec<String>>,
    /// How whoever is added is invited, when the organisation invites by itself: by e-mail or by Slack.
    pub invites_by: Option<Channel>,
    /// Whether the workspace is synchronised every 24 hours.
    pub automatic: Option<bool>,
}

/// User groups and channels that one may choose, together.
const MOST_CHOICES: usize = 100;

/// Changes the settings. What is chosen must be in the workspace at this moment.
///
/// # Errors
/// With every problem of the input.
pub async fn update_slack_settings(
    app: &App,
    admin: &Admin,
    settings: SlackSettings,
) -> Result<slack_workspace::Model, DeedError> {
    let mut problems = Problems::default();
    let chooses = |ids: &Option<Vec<String>>| ids.as_ref().is_some_and(|ids| !ids.is_empty());
    let (groups, channels) = if chooses(&settings.user_group_ids) || chooses(&settings.channel_ids)
    {
        super::offered(app, admin).await?
    } else {
        (Vec::new(), Vec::new())
    };
    let mut among = |ids: Option<Vec<String>>, offered: Vec<Choice>, path| {
        ids.and_then(|ids| problems.note(chosen(&ids, offered, path)))
    };
    let groups = among(settings.user_group_ids, groups, "userGroupIds");
    let channels = among(settings.channel_ids, channels, "channelIds");
    let by = settings.invites_by;
    if by.is_some_and(|by| !matches!(by, Channel::Email | Channel::Slack)) {
        problems.add(Problem::at(Code::ChannelNotPossible, "invitesBy"));
    }
    problems.none()?;
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let before = stored::lock(&tx, admin.organization()).await?;
    let before = before.ok_or_else(stored::not_connected)?;
    let mut after = before.clone();
    after.user_groups = groups.map_or(after.user_groups, |groups| stored::written(&groups));
    after.channels = channels.map_or(after.channels, |channels| stored::written(&channels));
    after.invites_by = by.unwrap_or(after.invites_by);
    after.automatic = settings.automatic.unwrap_or(after.automatic);
    if after.automatic && !before.automatic {
        after.next_sync_at = now.plus_hours(HOURS_BETWEEN);
    }
    if after == before {
        return Ok(before);
    }
    let workspace = after.into_active_model().reset_all().update(&*tx).await?;
    let happened =
        Happening::in_organization(admin.organization().clone(), EventKind::OrganizationUpdated)
            .by(admin.actor())
            .detail("slack");
    events::record(&tx, now, [happened]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(workspace)
}

/// What the workspace offers under these ids, each once.
fn chosen(
    ids: &[String],
    offered: Vec<Choice>,
    path: &'static str,
) -> Result<Vec<Choice>, Problem> {
    let is_offered = |id: &String| offered.iter().any(|choice| choice.id == *id);
    if ids.len() > MOST_CHOICES || !ids.iter().all(is_offered) {
        return Err(Problem::at(Code::SlackChoiceUnknown, path));
    }
    let is_chosen = |choice: &Choice| ids.contains(&choice.id);
    Ok(offered.into_iter().filter(is_chosen).collect())
}

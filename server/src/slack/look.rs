//! Carrying a synchronisation out: read the whole workspace, then conclude. What could not be read whole concludes nothing.

use std::sync::Arc;

use entity::{SlackFailure, UserStatus, slack_member, slack_workspace, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::{
    conclude::{self, Found},
    runs::Run,
    stored,
};
use crate::{
    access::Admin,
    app::App,
    problem::Fault,
    slack_api::{
        NEEDS_A_PLAN, OTHER_WORKSPACE, SlackError,
        directory::{Directory, Patience, Whom},
    },
};

/// People who seem to be missing and are asked after one by one. More of them are no slip of a page: nobody is asked after,
/// and whatever the synchronisation comes to is held for somebody to see.
const MOST_ASKED_AFTER: usize = 50;

/// Why it ends early.
enum Stopped {
    /// For a reason to tell.
    Failed(SlackFailure),
    /// The database failed: it is taken up again.
    Broken(Fault),
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self::Broken(fault)
    }
}

impl From<sea_orm::DbErr> for Stopped {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Broken(Fault::from(error))
    }
}

impl From<SlackError> for Stopped {
    fn from(error: SlackError) -> Self {
        tracing::warn!(%error, "a workspace could not be read");
        let is_of_the_token = error.is_of_the_token();
        Self::Failed(match error {
            SlackError::Busy { .. } => SlackFailure::RateLimited,
            SlackError::Refused(_) if is_of_the_token => SlackFailure::TokenRefused,
            // The workspace moves into an enterprise, or its administrators have suspended what is written in it: that passes.
            SlackError::Refused(reason)
                if matches!(reason.as_str(), "org_login_required" | "ekm_access_denied") =>
            {
                SlackFailure::Unreachable
            }
            // The token is good, and may not do this.
            SlackError::Refused(_) | SlackError::ScopeMissing(_) => SlackFailure::ScopeMissing,
            SlackError::Incomplete => SlackFailure::Incomplete,
            SlackError::No(reason) => match reason.as_str() {
                OTHER_WORKSPACE => SlackFailure::OtherWorkspace,
                // usergroups.users.list and conversations.members of what is not there, or not to be seen.
                "no_such_subteam" | "subteam_not_found" | "channel_not_found"
                | "not_in_channel" | "is_archived" | NEEDS_A_PLAN => SlackFailure::SelectionGone,
                _ => SlackFailure::Unreachable,
            },
            SlackError::Unreachable(_) | SlackError::Garbled(_) => SlackFailure::Unreachable,
        })
    }
}

/// Carries one out that this process has taken up, to its end.
///
/// # Errors
/// When the database fails: then it is taken up again once its lease has ended.
pub(super) async fn carry_out(app: Arc<App>, run: Run) -> Result<(), Fault> {
    let done = tokio::select! {
        done = read_and_conclude(&app, &run) => done,
        // Another process has taken it up.
        () = run.keep(&app) => return Ok(()),
    };
    match done {
        Ok(()) => Ok(()),
        Err(Stopped::Failed(failure)) => run.fail(&app, failure).await,
        Err(Stopped::Broken(fault)) => Err(fault),
    }
}

async fn read_and_conclude(app: &App, run: &Run) -> Result<(), Stopped> {
    let organization = &run.sync.organization_id;
    let workspace = stored::workspace_of(app, organization).await?;
    let workspace = workspace.ok_or(Stopped::Failed(SlackFailure::Overtaken))?;
    let admin = responsible(app, run, &workspace).await?;
    let (directory, is_doubtful) = read(app, &workspace).await?;
    let found = Found {
        workspace,
        admin,
        directory,
        is_doubtful,
    };
    conclude::conclude(app, run, found)
        .await
        .map_err(|error| match error {
            conclude::Ended::Overtaken => Stopped::Failed(SlackFailure::Overtaken),
            conclude::Ended::Fault(fault) => Stopped::Broken(fault),
        })
}

/// In whose name: whoever asked, or whoever connected the workspace, as they stand now.
async fn responsible(
    app: &App,
    run: &Run,
    workspace: &slack_workspace::Model,
) -> Result<Admin, Stopped> {
    let nobody = Stopped::Failed(SlackFailure::NobodyResponsible);
    let who = if run.sync.by_itself {
        &workspace.connected_by
    } else {
        &run.sync.actor_id
    };
    let Some(who) = who else {
        return Err(nobody);
    };
    let found = user::Entity::find_by_id(who.clone()).one(&*app.db).await?;
    found
        .and_then(|user| Admin::in_name_of(&user).ok())
        .ok_or(nobody)
}

/// The workspace, and whether more people seem to be missing from it than are asked after. Whoever is deactivated here is
/// missed by nobody.
async fn read(app: &App, workspace: &slack_workspace::Model) -> Result<(Directory, bool), Stopped> {
    let token = stored::token(app, workspace);
    let token = token.ok_or(Stopped::Failed(SlackFailure::TokenUnreadable))?;
    let whom = Whom {
        team_id: workspace.team_id.clone(),
        bot_id: workspace.bot_id.clone(),
        user_groups: stored::choices_of(&workspace.user_groups),
        channels: stored::choices_of(&workspace.channels),
    };
    let mut patience = Patience::of_a_loop();
    let mut directory = app
        .slack_api
        .directory(&token, &whom, &mut patience)
        .await?;
    let here = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::OrganizationId.eq(workspace.organization_id.clone()))
        .filter(user::Column::Status.ne(UserStatus::Deactivated));
    let mut unseen: Vec<String> = slack_member::Entity::find()
        .select_only()
        .column(slack_member::Column::SlackId)
        .filter(slack_member::Column::OrganizationId.eq(workspace.organization_id.clone()))
        .filter(slack_member::Column::MissingSince.is_null())
        .filter(slack_member::Column::UserId.in_subquery(here.into_query()))
        .into_tuple()
        .all(&*app.db)
        .await?;
    unseen.retain(|id| directory.member(id).is_none());
    if unseen.len() > MOST_ASKED_AFTER {
        return Ok((directory, true));
    }
    app.slack_api
        .ask_after(&mut directory, &token, &unseen, &mut patience)
        .await?;
    Ok((directory, false))
}

//! connectSlack: let Bienvenue into a workspace, with a code that Slack gave or with a token of an app.

use entity::{Channel, EventKind, slack_member, slack_workspace, user};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};

use super::{HOURS_BETWEEN, start_slack_connection as start, stored};
use crate::{
    access::Admin,
    app::App,
    db::{self, Write},
    events::{self, Happening},
    problem::{Code, DeedError, Problem},
    slack_api::{Grant, Secret},
};

/// With what.
#[derive(Clone, Debug)]
pub enum Proof {
    /// The bot token of an app that was installed in the workspace: `xoxb-…`.
    Token(Secret),
    /// What Slack sent the administrator back with.
    Grant {
        /// The code, which works once.
        code: String,
        /// The state with which they had set out.
        state: String,
    },
}

/// Connects a workspace, or the same one again: with a new token, in another administrator's name. What was chosen stays.
/// Nobody is added yet, and nothing is synchronised by itself before somebody has said so.
///
/// # Errors
/// When Slack refuses, when a permission is missing, or when another workspace is connected.
pub async fn connect_slack(
    app: &App,
    admin: &Admin,
    proof: Proof,
) -> Result<slack_workspace::Model, DeedError> {
    let (Grant { token, app_id }, path) = grant(app, admin, proof).await?;
    let identity = app.slack_api.identity(&token).await;
    let identity = identity.map_err(|error| super::problem(&error, path))?;
    let now = app.clock.now();
    let tx = app.db.begin_write().await?;
    let before = stored::lock(&tx, admin.organization()).await?;
    if before
        .as_ref()
        .is_some_and(|before| before.team_id != identity.team_id)
    {
        return Err(Problem::at(Code::SlackOtherWorkspace, path).into());
    }
    let is_new = before.is_none();
    let workspace = slack_workspace::Model {
        organization_id: admin.organization().clone(),
        token: stored::seal(app, admin.organization(), &token),
        name: identity.name,
        bot_id: identity.bot_id,
        app_id: app_id.or(identity.app_id),
        connected_by: Some(admin.actor().user().clone()),
        connected_at: now,
        refused_at: None,
        ..before.unwrap_or_else(|| slack_workspace::Model {
            organization_id: admin.organization().clone(),
            team_id: identity.team_id,
            name: String::new(),
            bot_id: String::new(),
            app_id: None,
            token: String::new(),
            connected_by: None,
            connected_at: now,
            refused_at: None,
            user_groups: stored::written(&[]),
            channels: stored::written(&[]),
            invites_by: Channel::Email,
            automatic: false,
            next_sync_at: now.plus_hours(HOURS_BETWEEN),
        })
    };
    forget_other_workspaces(&tx, &workspace).await?;
    let row = workspace.clone().into_active_model();
    if is_new {
        row.insert(&*tx).await.map_err(overtaken)?;
    } else {
        row.reset_all().update(&*tx).await?;
    }
    stored::note_connected(&tx, admin.organization(), true).await?;
    let happened =
        Happening::in_organization(admin.organization().clone(), EventKind::OrganizationUpdated)
            .by(admin.actor())
            .detail("slack");
    events::record(&tx, now, [happened]).await?;
    tx.commit().await?;
    app.events.ring();
    Ok(workspace)
}

/// The token that somebody pasted or Slack gave, and where the input names it.
async fn grant(app: &App, admin: &Admin, proof: Proof) -> Result<(Grant, &'static str), DeedError> {
    match proof {
        Proof::Token(token) if token.expose().starts_with("xoxb-") => {
            let app_id = None;
            Ok((Grant { token, app_id }, "botToken"))
        }
        Proof::Token(_) => Err(Problem::at(Code::SlackTokenRefused, "botToken").into()),
        Proof::Grant { code, state } => {
            if !start::set_out(app, admin, &state) {
                return Err(Problem::at(Code::SlackStateWrong, "grant").into());
            }
            let grant = app.slack_api.redeem(&code, &start::redirect(app)).await;
            let grant = grant.map_err(|error| super::problem(&error, "grant"))?;
            Ok((grant, "grant"))
        }
    }
}

/// Somebody else has connected one at the same moment.
fn overtaken(error: sea_orm::DbErr) -> DeedError {
    if db::is_duplicate(&error) {
        Problem::whole(Code::SlackOtherWorkspace).into()
    } else {
        error.into()
    }
}

/// Ids of another workspace mean nothing in this one: people are recognised anew, by their addresses.
async fn forget_other_workspaces(
    tx: &Write,
    workspace: &slack_workspace::Model,
) -> Result<(), DeedError> {
    let organization = &workspace.organization_id;
    let others = slack_member::Entity::find()
        .filter(slack_member::Column::OrganizationId.eq(organization.clone()))
        .filter(slack_member::Column::TeamId.ne(workspace.team_id.clone()));
    if others.clone().count(&**tx).await? == 0 {
        return Ok(());
    }
    slack_member::Entity::delete_many()
        .filter(slack_member::Column::OrganizationId.eq(organization.clone()))
        .exec(&**tx)
        .await?;
    user::Entity::update_many()
        .col_expr(user::Column::SlackId, Expr::value(Option::<String>::None))
        .filter(user::Column::OrganizationId.eq(organization.clone()))
        .filter(user::Column::SlackId.is_not_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

//! Teams of the organisation.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::{OrganizationId, TeamId, team};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    error::{UserError, part},
    list::{self, List},
    page::{self, Connection},
    request::Asked,
};
use crate::{app::App, organizations, problem::Fault};

/// A row.
pub(super) struct Team(pub(super) team::Model);

/// A team of the organisation.
#[Object]
impl Team {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How many people are in it, whatever their status. For administrators.
    async fn user_count(&self, ctx: &Context<'_>) -> Result<i64> {
        ctx.admin()?;
        Ok(ctx.loaders().user_count(&self.0.id).await?)
    }
}

/// A name for a team.
#[derive(InputObject)]
struct CreateTeamInput {
    /// Its name.
    name: String,
}

/// The answer of `createTeam`.
#[derive(SimpleObject)]
struct CreateTeamPayload {
    /// The new team; null when there are errors.
    team: Option<Team>,
    /// What is wrong.
    errors: Vec<UserError>,
}

/// Deeds done to teams.
#[derive(Default)]
pub(super) struct TeamMutations;

#[Object]
impl TeamMutations {
    /// Make a team. For administrators.
    async fn create_team(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name.")] input: CreateTeamInput,
    ) -> Result<CreateTeamPayload> {
        let admin = ctx.admin()?;
        let created = organizations::create_team(ctx.app(), &admin, &input.name).await;
        let (team, errors) = part(ctx, created, &[])?;
        Ok(CreateTeamPayload {
            team: team.map(Team),
            errors,
        })
    }
}

/// A team of an organisation, by an id that somebody named.
pub(super) async fn named(
    app: &App,
    organization: &OrganizationId,
    id: &str,
) -> Result<Option<Team>, Fault> {
    let Ok(id) = TeamId::parse(id) else {
        return Ok(None);
    };
    let found =
        team::Entity::find_by_id(id).filter(team::Column::OrganizationId.eq(organization.clone()));
    Ok(found.one(&*app.db).await?.map(Team))
}

/// An organisation's teams, by name. Folded names are unique in an organisation, so a name is a place in the list.
const TEAMS: List<team::Entity> = List {
    letter: 't',
    column: team::Column::NameKey,
    descending: false,
    read: list::text,
};

/// A page of an organisation's teams.
///
/// # Errors
/// BAD_USER_INPUT for a cursor of another list, and faults.
pub(super) async fn of(
    app: &App,
    organization: &OrganizationId,
    asked: &page::Asked,
    count: bool,
) -> Result<Connection<Team>> {
    let found = team::Entity::find().filter(team::Column::OrganizationId.eq(organization.clone()));
    TEAMS.page(app, found, asked, count, Team).await
}

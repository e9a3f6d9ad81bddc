//! Teams.

use cynic::{InputObject, MutationBuilder, QueryBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::values::UserError;
use super::{Failure, post};

/// How many teams a page of them holds.
const PAGE: i32 = 100;

/// A team.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Team {
    pub id: cynic::Id,
    pub name: String,
    pub user_count: i32,
}

/// One page of teams, and where the next begins.
#[derive(Clone, Debug, Default)]
pub struct TeamPage {
    /// The teams, by name.
    pub teams: Vec<Team>,
    /// How many there are in all.
    pub total: i32,
    /// Where the next page begins; none when this is the last.
    pub next: Option<String>,
}

#[derive(QueryVariables)]
struct TeamsVariables {
    first: i32,
    after: Option<String>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "TeamsVariables")]
struct TeamsQuery {
    organization: OrganizationTeams,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "TeamsVariables")]
struct OrganizationTeams {
    #[arguments(first: $first, after: $after)]
    teams: TeamConnection,
}

#[derive(QueryFragment)]
struct TeamConnection {
    nodes: Vec<Team>,
    page_info: PageInfo,
    total_count: i32,
}

#[derive(QueryFragment)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// Reads a page of teams.
///
/// # Errors
/// See [`post`].
pub async fn teams(after: Option<String>) -> Result<TeamPage, Failure> {
    let variables = TeamsVariables { first: PAGE, after };
    let TeamConnection {
        nodes,
        page_info,
        total_count,
    } = post(TeamsQuery::build(variables)).await?.organization.teams;
    let next = page_info.end_cursor.filter(|_| page_info.has_next_page);
    Ok(TeamPage {
        teams: nodes,
        total: total_count,
        next,
    })
}

#[derive(InputObject)]
struct CreateTeamInput {
    name: String,
}

#[derive(QueryVariables)]
struct CreateTeamVariables {
    input: CreateTeamInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateTeamVariables")]
struct CreateTeam {
    #[arguments(input: $input)]
    create_team: CreateTeamPayload,
}

#[derive(QueryFragment)]
struct CreateTeamPayload {
    team: Option<Team>,
    errors: Vec<UserError>,
}

/// Creates a team. The answer is the team, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn create_team(name: String) -> Result<Result<Team, Vec<UserError>>, Failure> {
    let variables = CreateTeamVariables {
        input: CreateTeamInput { name },
    };
    let payload = post(CreateTeam::build(variables)).await?.create_team;
    Ok(payload.team.ok_or(payload.errors))
}

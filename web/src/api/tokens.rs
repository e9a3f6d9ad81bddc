//! API tokens.

use cynic::{InputObject, MutationBuilder, QueryBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::users::PageInfo;
use super::values::{DateTime, Role, UserError};
use super::{Failure, post};

/// How many tokens a page of them holds.
const PAGE: i32 = 100;

/// Where a token stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum ApiTokenState {
    Active,
    Expired,
    Revoked,
    Suspended,
}

/// With what another system asks.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ApiToken {
    pub id: cynic::Id,
    pub name: String,
    pub role: Role,
    pub beginning: String,
    pub state: ApiTokenState,
    pub created_by: Option<Maker>,
    pub created_at: DateTime,
    pub expires_at: Option<DateTime>,
    pub last_used_at: Option<DateTime>,
}

/// Who made a token.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "User")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Maker {
    pub full_name: Option<String>,
}

/// One page of tokens, and where the next begins.
#[derive(Clone, Debug, Default)]
pub struct ApiTokenPage {
    /// The tokens, the newest first.
    pub tokens: Vec<ApiToken>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<String>,
}

#[derive(QueryVariables)]
struct TokensVariables {
    first: i32,
    after: Option<String>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "TokensVariables")]
struct TokensQuery {
    #[arguments(first: $first, after: $after)]
    api_tokens: ApiTokenConnection,
}

#[derive(QueryFragment)]
struct ApiTokenConnection {
    nodes: Vec<ApiToken>,
    page_info: PageInfo,
}

/// Reads a page of tokens.
///
/// # Errors
/// See [`post`].
pub async fn api_tokens(after: Option<String>) -> Result<ApiTokenPage, Failure> {
    let variables = TokensVariables { first: PAGE, after };
    let ApiTokenConnection { nodes, page_info } =
        post(TokensQuery::build(variables)).await?.api_tokens;
    let next = page_info.end_cursor.filter(|_| page_info.has_next_page);
    Ok(ApiTokenPage {
        tokens: nodes,
        next,
    })
}

/// What a token shall be.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct CreateApiTokenInput {
    pub name: String,
    pub role: Role,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime>,
}

#[derive(QueryVariables)]
struct CreateVariables {
    input: CreateApiTokenInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct Create {
    #[arguments(input: $input)]
    create_api_token: CreateApiTokenPayload,
}

#[derive(QueryFragment)]
struct CreateApiTokenPayload {
    secret: Option<String>,
    errors: Vec<UserError>,
}

/// Makes a token. The answer is its secret, this once, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn create_api_token(
    input: CreateApiTokenInput,
) -> Result<Result<String, Vec<UserError>>, Failure> {
    let payload = post(Create::build(CreateVariables { input }))
        .await?
        .create_api_token;
    Ok(payload.secret.ok_or(payload.errors))
}

#[derive(InputObject)]
struct RevokeApiTokenInput {
    id: cynic::Id,
}

#[derive(QueryVariables)]
struct RevokeVariables {
    input: RevokeApiTokenInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RevokeVariables")]
struct Revoke {
    #[arguments(input: $input)]
    revoke_api_token: RevokeApiTokenPayload,
}

#[derive(QueryFragment)]
struct RevokeApiTokenPayload {
    api_token: Option<ApiToken>,
    errors: Vec<UserError>,
}

/// Revokes a token for good. The answer is the token, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn revoke_api_token(id: cynic::Id) -> Result<Result<ApiToken, Vec<UserError>>, Failure> {
    let variables = RevokeVariables {
        input: RevokeApiTokenInput { id },
    };
    let payload = post(Revoke::build(variables)).await?.revoke_api_token;
    Ok(payload.api_token.ok_or(payload.errors))
}

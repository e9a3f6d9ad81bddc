//! What the holder of a link may do with it: accept, decline, ask for a fresh one.

use cynic::{InputObject, MutationBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::values::{EmailAddress, Locale, Role, UserError};
use super::{Failure, post};

/// Who has just joined, as the last screen greets them.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "User")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Joined {
    pub email: Option<EmailAddress>,
    pub role: Role,
    pub products: Vec<ProductName>,
}

/// What a product is called.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Product")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ProductName {
    pub name: String,
}

/// The invitee's yes.
#[derive(InputObject)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct AcceptInvitationInput {
    pub token: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    pub locale: Locale,
    pub password: String,
}

#[derive(QueryVariables)]
struct AcceptVariables {
    input: AcceptInvitationInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AcceptVariables")]
struct Accept {
    #[arguments(input: $input)]
    accept_invitation: AcceptInvitationPayload,
}

#[derive(QueryFragment)]
struct AcceptInvitationPayload {
    user: Option<Joined>,
    errors: Vec<UserError>,
}

/// Accepts the invitation and signs this browser in. The answer is who joined, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn accept(
    input: AcceptInvitationInput,
) -> Result<Result<Joined, Vec<UserError>>, Failure> {
    let payload = post(Accept::build(AcceptVariables { input }))
        .await?
        .accept_invitation;
    Ok(payload.user.ok_or(payload.errors))
}

#[derive(InputObject)]
struct DeclineInvitationInput {
    token: String,
}

#[derive(QueryVariables)]
struct DeclineVariables {
    input: DeclineInvitationInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeclineVariables")]
struct Decline {
    #[arguments(input: $input)]
    decline_invitation: DeclineInvitationPayload,
}

#[derive(QueryFragment)]
struct DeclineInvitationPayload {
    errors: Vec<UserError>,
}

/// Declines the invitation. The answer is what was wrong, if anything was.
///
/// # Errors
/// See [`post`].
pub async fn decline(token: String) -> Result<Vec<UserError>, Failure> {
    let input = DeclineInvitationInput { token };
    Ok(post(Decline::build(DeclineVariables { input }))
        .await?
        .decline_invitation
        .errors)
}

#[derive(InputObject)]
struct ViewInvitationInput {
    token: String,
    by_hand: bool,
}

#[derive(QueryVariables)]
struct ViewVariables {
    input: ViewInvitationInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ViewVariables")]
struct View {
    #[arguments(input: $input)]
    view_invitation: ViewInvitationPayload,
}

#[derive(QueryFragment)]
struct ViewInvitationPayload {
    #[expect(
        dead_code,
        reason = "a payload is asked for something; looking has nothing to mend"
    )]
    errors: Vec<UserError>,
}

/// Tells that the page is looked at, and whether a hand touched it.
///
/// # Errors
/// See [`post`].
pub async fn view(token: String, by_hand: bool) -> Result<(), Failure> {
    let input = ViewInvitationInput { token, by_hand };
    let _ = post(View::build(ViewVariables { input }))
        .await?
        .view_invitation;
    Ok(())
}

#[derive(InputObject)]
struct RequestNewLinkInput {
    token: String,
}

#[derive(QueryVariables)]
struct RequestNewLinkVariables {
    input: RequestNewLinkInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RequestNewLinkVariables")]
struct RequestNewLink {
    #[arguments(input: $input)]
    request_new_link: RequestNewLinkPayload,
}

#[derive(QueryFragment)]
struct RequestNewLinkPayload {
    errors: Vec<UserError>,
}

/// Asks for a fresh link, which goes to the address of the invitation. The server answers alike whether or not one was sent;
/// what comes back is only ever a limit.
///
/// # Errors
/// See [`post`].
pub async fn request_new_link(token: String) -> Result<Vec<UserError>, Failure> {
    let input = RequestNewLinkInput { token };
    Ok(
        post(RequestNewLink::build(RequestNewLinkVariables { input }))
            .await?
            .request_new_link
            .errors,
    )
}

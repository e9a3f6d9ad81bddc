//! Who is looking, and signing in and out.

use cynic::{InputObject, MutationBuilder, QueryBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::values::{EmailAddress, Locale, PhoneNumber, Role, UserError};
use super::{Failure, begin, post};

/// The signed-in person, as the console needs them everywhere.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "User")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Viewer {
    pub id: cynic::Id,
    pub full_name: Option<String>,
    pub email: Option<EmailAddress>,
    pub locale: Locale,
    pub role: Role,
}

impl Viewer {
    /// The name to show.
    pub fn name(&self) -> String {
        let email = || self.email.as_ref().map(|email| email.0.clone());
        self.full_name.clone().or_else(email).unwrap_or_default()
    }

    /// Whether the console's settings are theirs to see.
    pub fn is_admin(&self) -> bool {
        matches!(self.role, Role::Owner | Role::Admin)
    }
}

/// Who is there, asked once at the start.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Query")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Presence {
    pub setup_pending: bool,
    pub viewer: Option<Viewer>,
}

/// Asks who is there.
///
/// # Errors
/// See [`begin`].
pub async fn presence() -> Result<Presence, Failure> {
    begin(Presence::build(())).await
}

#[derive(QueryVariables)]
struct SignInVariables {
    input: SignInInput,
}

#[derive(InputObject)]
struct SignInInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    email: Option<EmailAddress>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    password: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SignInVariables")]
struct SignIn {
    #[arguments(input: $input)]
    sign_in: SignInPayload,
}

#[derive(QueryFragment)]
struct SignInPayload {
    viewer: Option<Viewer>,
    errors: Vec<UserError>,
}

/// Signs in with an e-mail address or a phone number, and a password; `organization` tells apart accounts of one address. The answer is the viewer, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn sign_in(
    who: String,
    password: String,
    organization: Option<String>,
) -> Result<Result<Viewer, Vec<UserError>>, Failure> {
    let is_email = who.contains('@');
    let input = SignInInput {
        email: is_email.then(|| EmailAddress(who.clone())),
        phone: (!is_email).then_some(PhoneNumber(who)),
        password,
        organization,
    };
    let payload = post(SignIn::build(SignInVariables { input }))
        .await?
        .sign_in;
    Ok(payload.viewer.ok_or(payload.errors))
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct SignOut {
    sign_out: SignOutPayload,
}

#[derive(QueryFragment)]
struct SignOutPayload {
    #[expect(
        dead_code,
        reason = "a payload is asked for something; signing out has nothing to mend"
    )]
    errors: Vec<UserError>,
}

/// Ends the session of this browser.
///
/// # Errors
/// See [`post`].
pub async fn sign_out() -> Result<(), Failure> {
    let _ = post(SignOut::build(())).await?.sign_out;
    Ok(())
}

/// The first organisation and its owner.
#[derive(InputObject)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct SetUpInput {
    pub code: String,
    pub organization_name: String,
    pub full_name: String,
    pub email: EmailAddress,
    pub password: String,
    pub locale: Locale,
}

#[derive(QueryVariables)]
struct SetUpVariables {
    input: SetUpInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SetUpVariables")]
struct SetUp {
    #[arguments(input: $input)]
    set_up: SetUpPayload,
}

#[derive(QueryFragment)]
struct SetUpPayload {
    viewer: Option<Viewer>,
    errors: Vec<UserError>,
}

/// Creates the first organisation and signs its owner in. The answer is the viewer, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn set_up(input: SetUpInput) -> Result<Result<Viewer, Vec<UserError>>, Failure> {
    let payload = post(SetUp::build(SetUpVariables { input })).await?.set_up;
    Ok(payload.viewer.ok_or(payload.errors))
}

#[derive(QueryVariables)]
struct ChangePasswordVariables {
    input: ChangePasswordInput,
}

#[derive(InputObject)]
struct ChangePasswordInput {
    current_password: String,
    new_password: String,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ChangePasswordVariables")]
struct ChangePassword {
    #[arguments(input: $input)]
    change_password: ChangePasswordPayload,
}

#[derive(QueryFragment)]
struct ChangePasswordPayload {
    errors: Vec<UserError>,
}

/// Changes the viewer's own password; their other sessions end. The answer is what was wrong, if anything was.
///
/// # Errors
/// See [`post`].
pub async fn change_password(
    current_password: String,
    new_password: String,
) -> Result<Vec<UserError>, Failure> {
    let variables = ChangePasswordVariables {
        input: ChangePasswordInput {
            current_password,
            new_password,
        },
    };
    Ok(post(ChangePassword::build(variables))
        .await?
        .change_password
        .errors)
}

#[derive(QueryVariables)]
struct RenameVariables {
    input: RenameInput,
}

/// The part of `UpdateUserInput` that names a person.
#[derive(InputObject)]
#[cynic(graphql_type = "UpdateUserInput")]
struct RenameInput {
    id: cynic::Id,
    full_name: Option<String>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RenameVariables")]
struct Rename {
    #[arguments(input: $input)]
    update_user: RenamePayload,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "UpdateUserPayload")]
struct RenamePayload {
    user: Option<Viewer>,
    errors: Vec<UserError>,
}

/// Gives the viewer another name. The answer is the viewer, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn rename(
    id: cynic::Id,
    full_name: String,
) -> Result<Result<Viewer, Vec<UserError>>, Failure> {
    let variables = RenameVariables {
        input: RenameInput {
            id,
            full_name: Some(full_name),
        },
    };
    let payload = post(Rename::build(variables)).await?.update_user;
    Ok(payload.user.ok_or(payload.errors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_ahead() {
        crate::api::assert_in_the_head(
            &Presence::build(()),
            "rel=\"preload\"",
            &[crate::api::CONSOLE, crate::api::OFFICE],
        );
    }
}

//! The people of the organisation.

use cynic::{InputObject, MutationBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::values::{Locale, UserError};
use super::{Failure, post};

#[derive(QueryVariables)]
struct SetLocaleVariables {
    input: SetLocaleInput,
}

/// The part of `UpdateUserInput` that chooses a language.
#[derive(InputObject)]
#[cynic(graphql_type = "UpdateUserInput")]
struct SetLocaleInput {
    id: cynic::Id,
    locale: Option<Locale>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SetLocaleVariables")]
struct SetLocale {
    #[arguments(input: $input)]
    update_user: SetLocalePayload,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "UpdateUserPayload")]
struct SetLocalePayload {
    errors: Vec<UserError>,
}

/// Chooses the language of a person.
///
/// # Errors
/// See [`post`].
pub async fn set_locale(id: cynic::Id, tag: &str) -> Result<Vec<UserError>, Failure> {
    let input = SetLocaleInput {
        id,
        locale: Some(Locale(tag.to_owned())),
    };
    Ok(post(SetLocale::build(SetLocaleVariables { input }))
        .await?
        .update_user
        .errors)
}

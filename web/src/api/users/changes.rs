//! Changing people: add, edit, deactivate, reactivate, delete.

use cynic::coercions::CoercesTo;
use cynic::schema::IsScalar;
use cynic::{InputObject, MutationBuilder, QueryFragment, QueryVariables};
use serde::{Serialize, Serializer};

use super::Person;
use crate::api::schema;
use crate::api::values::{Channel, EmailAddress, Locale, PhoneNumber, Role, UserError};
use crate::api::{Failure, post};

/// The answer to a deed about one person: the person as they are now, or what has to be mended.
pub type Outcome = Result<Result<Person, Vec<UserError>>, Failure>;

/// One person to add.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct PersonInput {
    pub full_name: Option<String>,
    pub email: Option<EmailAddress>,
    pub phone: Option<PhoneNumber>,
    pub channel: Option<Channel>,
    pub locale: Option<Locale>,
    pub team_id: Option<cynic::Id>,
    pub product_ids: Option<Vec<cynic::Id>>,
}

/// A field of an input that can be left alone, emptied or set: to GraphQL absent, null or a value.
#[derive(Clone, Debug, Default)]
pub enum Patch<T> {
    /// Stays as it is.
    #[default]
    Keep,
    /// Empty from now on.
    Clear,
    /// This from now on.
    Set(T),
}

impl<T> Patch<T> {
    /// Sets to a value, or empties.
    pub fn to(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }

    fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T: CoercesTo<Lock>, Lock> CoercesTo<Option<Lock>> for Patch<T> {}

impl<T: IsScalar<Lock>, Lock> IsScalar<Lock> for Patch<T> {
    type SchemaType = T::SchemaType;
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => value.serialize(serializer),
            Self::Keep | Self::Clear => serializer.serialize_none(),
        }
    }
}

/// What changes of a person; what is kept is not sent.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct UpdateUserInput {
    pub id: cynic::Id,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub full_name: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<EmailAddress>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<PhoneNumber>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub team_id: Patch<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub product_ids: Option<Vec<cynic::Id>>,
}

impl UpdateUserInput {
    /// A change of nothing, to fill in.
    pub fn of(id: cynic::Id) -> Self {
        Self {
            id,
            full_name: Patch::Keep,
            email: Patch::Keep,
            phone: Patch::Keep,
            locale: None,
            role: None,
            team_id: Patch::Keep,
            product_ids: None,
        }
    }
}

/// Someone to add without a personal note.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct CreateUserInput {
    pub person: PersonInput,
    pub invite: Option<bool>,
}

#[derive(QueryVariables)]
struct CreateUserVariables {
    input: CreateUserInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateUserVariables")]
struct CreateUser {
    #[arguments(input: $input)]
    create_user: CreateUserPayload,
}

#[derive(QueryFragment)]
struct CreateUserPayload {
    user: Option<Person>,
    errors: Vec<UserError>,
}

/// Adds a person.
///
/// # Errors
/// See [`post`].
pub async fn create_user(input: CreateUserInput) -> Outcome {
    let payload = post(CreateUser::build(CreateUserVariables { input }))
        .await?
        .create_user;
    Ok(payload.user.ok_or(payload.errors))
}

#[derive(QueryVariables)]
struct UpdateUserVariables {
    input: UpdateUserInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateUserVariables")]
struct UpdateUser {
    #[arguments(input: $input)]
    update_user: UpdateUserPayload,
}

#[derive(QueryFragment)]
struct UpdateUserPayload {
    user: Option<Person>,
    errors: Vec<UserError>,
}

/// Changes a person.
///
/// # Errors
/// See [`post`].
pub async fn update_user(input: UpdateUserInput) -> Outcome {
    let payload = post(UpdateUser::build(UpdateUserVariables { input }))
        .await?
        .update_user;
    Ok(payload.user.ok_or(payload.errors))
}

#[derive(InputObject)]
struct DeactivateUserInput {
    id: cynic::Id,
}

#[derive(QueryVariables)]
struct DeactivateUserVariables {
    input: DeactivateUserInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeactivateUserVariables")]
struct DeactivateUser {
    #[arguments(input: $input)]
    deactivate_user: DeactivateUserPayload,
}

#[derive(QueryFragment)]
struct DeactivateUserPayload {
    user: Option<Person>,
    errors: Vec<UserError>,
}

/// Takes a person’s access away; an open invitation is revoked.
///
/// # Errors
/// See [`post`].
pub async fn deactivate_user(id: cynic::Id) -> Outcome {
    let input = DeactivateUserInput { id };
    let payload = post(DeactivateUser::build(DeactivateUserVariables { input }))
        .await?
        .deactivate_user;
    Ok(payload.user.ok_or(payload.errors))
}

#[derive(InputObject)]
struct ReactivateUserInput {
    id: cynic::Id,
}

#[derive(QueryVariables)]
struct ReactivateUserVariables {
    input: ReactivateUserInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ReactivateUserVariables")]
struct ReactivateUser {
    #[arguments(input: $input)]
    reactivate_user: ReactivateUserPayload,
}

#[derive(QueryFragment)]
struct ReactivateUserPayload {
    user: Option<Person>,
    errors: Vec<UserError>,
}

/// Gives a person’s access back.
///
/// # Errors
/// See [`post`].
pub async fn reactivate_user(id: cynic::Id) -> Outcome {
    let input = ReactivateUserInput { id };
    let payload = post(ReactivateUser::build(ReactivateUserVariables { input }))
        .await?
        .reactivate_user;
    Ok(payload.user.ok_or(payload.errors))
}

#[derive(InputObject)]
struct DeleteUserInput {
    id: cynic::Id,
}

#[derive(QueryVariables)]
struct DeleteUserVariables {
    input: DeleteUserInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeleteUserVariables")]
struct DeleteUser {
    #[arguments(input: $input)]
    delete_user: DeleteUserPayload,
}

#[derive(QueryFragment)]
struct DeleteUserPayload {
    deleted_id: Option<cynic::Id>,
    errors: Vec<UserError>,
}

/// Removes a person for good.
///
/// # Errors
/// See [`post`].
pub async fn delete_user(id: cynic::Id) -> Result<Result<cynic::Id, Vec<UserError>>, Failure> {
    let input = DeleteUserInput { id };
    let payload = post(DeleteUser::build(DeleteUserVariables { input }))
        .await?
        .delete_user;
    Ok(payload.deleted_id.ok_or(payload.errors))
}

/// The part of `UpdateUserInput` that chooses a language, for the viewer's own menu.
///
/// # Errors
/// See [`post`].
pub async fn set_locale(id: cynic::Id, tag: &str) -> Outcome {
    let locale = Some(Locale(tag.to_owned()));
    update_user(UpdateUserInput {
        locale,
        ..UpdateUserInput::of(id)
    })
    .await
}

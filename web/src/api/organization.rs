//! The organisation with what forms choose from: teams, products, channels.

use cynic::{InputObject, MutationBuilder, QueryBuilder, QueryFragment, QueryVariables};

use super::schema;
use super::users::Named;
use super::values::{Channel, Locale, UserError};
use super::{Failure, begin, post};

/// The organisation of the viewer.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Organization {
    pub id: cynic::Id,
    pub name: String,
    pub locale: Locale,
    pub auto_invite: bool,
    pub link_lifetime_hours: i32,
    pub text_link_lifetime_hours: i32,
    pub undo_seconds: i32,
    pub country: Option<String>,
    pub mailbox_url: Option<String>,
    pub channels: Vec<ChannelStatus>,
    pub products: Vec<Product>,
    #[arguments(first: 100)]
    pub teams: TeamConnection,
}

impl Organization {
    /// Whether a channel can send now.
    pub fn can_send(&self, channel: Channel) -> bool {
        self.channels
            .iter()
            .any(|status| status.channel == channel && status.configured)
    }
}

/// Whether a channel can send, and what is missing.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ChannelStatus {
    pub channel: Channel,
    pub configured: bool,
    pub hint: Option<String>,
}

/// A product someone may be given access to.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Product {
    pub id: cynic::Id,
    pub key: String,
    pub name: String,
}

/// A page of teams, by name: how many people are in each is counted on the page of the teams alone.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct TeamConnection {
    pub nodes: Vec<Named>,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query")]
struct OrganizationQuery {
    organization: Organization,
}

/// Reads the organisation.
///
/// # Errors
/// See [`begin`].
pub async fn organization() -> Result<Organization, Failure> {
    Ok(begin(OrganizationQuery::build(())).await?.organization)
}

/// What is to change of the organisation; what is left out stays.
#[derive(InputObject, Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct UpdateOrganizationInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub auto_invite: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub link_lifetime_hours: Option<i32>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub text_link_lifetime_hours: Option<i32>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<i32>,
}

#[derive(QueryVariables)]
struct UpdateOrganizationVariables {
    input: UpdateOrganizationInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateOrganizationVariables")]
struct UpdateOrganization {
    #[arguments(input: $input)]
    update_organization: UpdateOrganizationPayload,
}

#[derive(QueryFragment)]
struct UpdateOrganizationPayload {
    organization: Option<Organization>,
    errors: Vec<UserError>,
}

/// Changes the organisation. The answer is the organisation, or what was wrong.
///
/// # Errors
/// See [`post`].
pub async fn update_organization(
    input: UpdateOrganizationInput,
) -> Result<Result<Organization, Vec<UserError>>, Failure> {
    let payload = post(UpdateOrganization::build(UpdateOrganizationVariables {
        input,
    }))
    .await?
    .update_organization;
    Ok(payload.organization.ok_or(payload.errors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_ahead() {
        crate::api::assert_in_the_head(
            &OrganizationQuery::build(()),
            "rel=\"preload\"",
            &[crate::api::CONSOLE, crate::api::OFFICE],
        );
    }
}

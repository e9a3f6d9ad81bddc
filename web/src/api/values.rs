//! The small types that many answers share.

use cynic::{Enum, InputObject, QueryFragment, Scalar};

use super::schema;
use crate::locales::formats;

/// An instant of the server.
#[derive(Scalar, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "DateTime")]
pub struct DateTime(pub String);

impl DateTime {
    /// Milliseconds since 1970.
    pub fn at(&self) -> f64 {
        formats::instant(&self.0)
    }
}

/// An e-mail address, as it was typed.
#[derive(Scalar, Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(pub String);

/// A phone number in E.164.
#[derive(Scalar, Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber(pub String);

/// A language tag.
#[derive(Scalar, Clone, Debug, PartialEq, Eq)]
pub struct Locale(pub String);

/// Where a person stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "described by the glossary and by schema.graphql"
)]
pub enum UserStatus {
    Created,
    Invited,
    Active,
    Deactivated,
}

/// Where an invitation stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "described by the glossary and by schema.graphql"
)]
pub enum InvitationState {
    Pending,
    Expired,
    Accepted,
    Declined,
    Revoked,
}

/// How a message fared.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "described by the glossary and by schema.graphql"
)]
pub enum DeliveryState {
    Queued,
    Sent,
    Delivered,
    Failed,
    Bounced,
    Suppressed,
    NotConfigured,
}

impl DeliveryState {
    /// What counts as not having reached the person: the filter *Undelivered*, as `UserCounts.undelivered` counts it.
    pub const UNDELIVERED: [Self; 3] = [Self::Failed, Self::Bounced, Self::Suppressed];
}

/// A way to reach a person.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "described by the glossary and by schema.graphql"
)]
pub enum Channel {
    Email,
    Sms,
    Slack,
    Link,
}

/// What a person may do.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "described by the glossary and by schema.graphql"
)]
pub enum Role {
    Owner,
    Admin,
    Member,
}

/// How a person came to be listed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "described by the glossary and by schema.graphql"
)]
pub enum UserSource {
    Manual,
    Import,
    Slack,
    Scim,
    Api,
}

/// What happened, as far as this page tells kinds apart: by how good the news is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(non_exhaustive)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum EventKind {
    UserCreated,
    UserActivated,
    UserReactivated,
    InvitationFailed,
    InvitationBounced,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    #[cynic(fallback)]
    Other,
}

/// Which mistake a [`UserError`] is about. Only those that need more than their message are told apart.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(non_exhaustive)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum UserErrorCode {
    CountChanged,
    RowUnreadable,
    DuplicateContact,
    AlreadyInvited,
    AlreadyActive,
    WrongCredentials,
    WrongSetupCode,
    RateLimited,
    LinkUnknown,
    LinkExpired,
    LinkSuperseded,
    InvitationRevoked,
    InvitationDeclined,
    AlreadyAccepted,
    #[cynic(fallback)]
    Other,
}

/// Something the person can mend. `path` names the field of the input, from the outside in.
#[derive(QueryFragment, Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct UserError {
    pub code: UserErrorCode,
    pub message: String,
    pub path: Option<Vec<String>>,
}

impl UserError {
    /// Whether it belongs beside the field `name`: the last step of its path.
    pub fn is_about(&self, name: &str) -> bool {
        self.path
            .as_ref()
            .and_then(|path| path.last())
            .is_some_and(|last| last == name)
    }
}

/// The message that belongs beside the field `name`.
pub fn message_for(errors: &[UserError], name: &str) -> Option<String> {
    errors
        .iter()
        .find(|error| error.is_about(name))
        .map(|error| error.message.clone())
}

/// The message that belongs beside the one field with this path, its parts joined with dots.
pub fn message_at(errors: &[UserError], path: &str) -> Option<String> {
    let is_there = |error: &&UserError| {
        error
            .path
            .as_ref()
            .is_some_and(|parts| parts.join(".") == path)
    };
    errors
        .iter()
        .find(is_there)
        .map(|error| error.message.clone())
}

/// The messages that belong beside none of `fields`: they stand above the form.
pub fn other_messages(errors: &[UserError], fields: &[&str]) -> Vec<String> {
    errors
        .iter()
        .filter(|error| !fields.iter().any(|field| error.is_about(field)))
        .map(|error| error.message.clone())
        .collect()
}

/// Which people a filter finds.
#[derive(InputObject, Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct UserFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub status: Option<Vec<UserStatus>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub invitation_state: Option<Vec<InvitationState>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub delivery_state: Option<Vec<DeliveryState>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Vec<Channel>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub source: Option<Vec<UserSource>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub role: Option<Vec<Role>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub team_ids: Option<Vec<cynic::Id>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub product_ids: Option<Vec<cynic::Id>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
}

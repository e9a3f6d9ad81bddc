//! Inviting, reminding and revoking.

use cynic::{Enum, InputObject, MutationBuilder, QueryFragment, QueryVariables};

use super::operations::{DeliveryProgress, Job, OperationKind};
use super::schema;
use super::users::{Colleague, Outcome, Person, PersonInput};
use super::values::{Channel, UserError, UserFilter};
use super::{Failure, post};

/// Exactly these people, or everyone a filter finds except some.
#[derive(InputObject, Clone, Debug)]
#[cynic(graphql_type = "UserSelection")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct UserSelection {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<cynic::Id>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub matching: Option<MatchingUsers>,
}

impl UserSelection {
    /// One person.
    pub fn one(id: cynic::Id) -> Self {
        Self {
            ids: Some(vec![id]),
            matching: None,
        }
    }
}

/// Everyone a filter finds except some.
#[derive(InputObject, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct MatchingUsers {
    pub filter: UserFilter,
    pub except: Option<Vec<cynic::Id>>,
    pub expected_count: i32,
}

/// Whom to invite: someone who was added before, or someone new.
#[derive(InputObject, Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct InviteInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(QueryVariables)]
struct InviteVariables {
    input: InviteInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "InviteVariables")]
struct Invite {
    #[arguments(input: $input)]
    invite: InvitePayload,
}

#[derive(QueryFragment)]
struct InvitePayload {
    user: Option<Person>,
    errors: Vec<UserError>,
}

/// Invites.
///
/// # Errors
/// See [`post`].
pub async fn invite(input: InviteInput) -> Outcome {
    let payload = post(Invite::build(InviteVariables { input })).await?.invite;
    Ok(payload.user.ok_or(payload.errors))
}

/// What became of one person in a deed done to many.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(non_exhaustive)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum OutcomeCode {
    Invited,
    Reminded,
    Revoked,
    AlreadyActive,
    AlreadyInvited,
    NotInvited,
    Deactivated,
    TooSoon,
    RateLimited,
    OverBudget,
    NumberNotAllowed,
    ChannelNotConfigured,
    ChannelNotPossible,
    Cancelled,
    #[cynic(fallback)]
    Other,
}

/// A deed done to many people.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Operation {
    pub id: cynic::Id,
    pub kind: OperationKind,
    pub actor: Option<Colleague>,
    pub undo_seconds_left: i32,
    pub delivery: DeliveryProgress,
    pub counts: Vec<OutcomeCount>,
    #[arguments(first: 50)]
    pub outcomes: OutcomeConnection,
}

impl Operation {
    /// What of it is followed while its messages leave.
    pub fn job(&self) -> Job {
        Job {
            id: self.id.clone(),
            kind: self.kind,
            actor: self.actor.clone(),
            undo_seconds_left: self.undo_seconds_left,
            delivery: self.delivery,
        }
    }
}

/// How many fared alike.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct OutcomeCount {
    pub code: OutcomeCode,
    pub count: i32,
}

/// The first people of the deed: as many as a page of the table shows, so that its rows can be renewed at once.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct OutcomeConnection {
    pub nodes: Vec<OutcomeOfOne>,
}

/// What became of one person.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Outcome")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct OutcomeOfOne {
    pub user: Option<Person>,
}

/// The answer to a deed done to many.
pub type ManyOutcome = Result<Result<Operation, Vec<UserError>>, Failure>;

#[derive(InputObject)]
struct BulkInviteInput {
    users: UserSelection,
    #[cynic(skip_serializing_if = "Option::is_none")]
    channel: Option<Channel>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(QueryVariables)]
struct BulkInviteVariables {
    input: BulkInviteInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "BulkInviteVariables")]
struct BulkInvite {
    #[arguments(input: $input)]
    bulk_invite: BulkInvitePayload,
}

#[derive(QueryFragment)]
struct BulkInvitePayload {
    operation: Option<Operation>,
    errors: Vec<UserError>,
}

/// Invites people who were added before: by a channel, or each as they can be reached.
///
/// # Errors
/// See [`post`].
pub async fn bulk_invite(
    users: UserSelection,
    channel: Option<Channel>,
    note: Option<String>,
) -> ManyOutcome {
    let input = BulkInviteInput {
        users,
        channel,
        note,
    };
    let payload = post(BulkInvite::build(BulkInviteVariables { input }))
        .await?
        .bulk_invite;
    Ok(payload.operation.ok_or(payload.errors))
}

#[derive(InputObject)]
struct SendReminderInput {
    users: UserSelection,
    #[cynic(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(QueryVariables)]
struct SendReminderVariables {
    input: SendReminderInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SendReminderVariables")]
struct SendReminder {
    #[arguments(input: $input)]
    send_reminder: SendReminderPayload,
}

#[derive(QueryFragment)]
struct SendReminderPayload {
    operation: Option<Operation>,
    errors: Vec<UserError>,
}

/// Writes again to people who have not answered.
///
/// # Errors
/// See [`post`].
pub async fn send_reminder(users: UserSelection, note: Option<String>) -> ManyOutcome {
    let input = SendReminderInput { users, note };
    let payload = post(SendReminder::build(SendReminderVariables { input }))
        .await?
        .send_reminder;
    Ok(payload.operation.ok_or(payload.errors))
}

#[derive(InputObject)]
struct RevokeInvitationInput {
    users: UserSelection,
}

#[derive(QueryVariables)]
struct RevokeInvitationVariables {
    input: RevokeInvitationInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RevokeInvitationVariables")]
struct RevokeInvitation {
    #[arguments(input: $input)]
    revoke_invitation: RevokeInvitationPayload,
}

#[derive(QueryFragment)]
struct RevokeInvitationPayload {
    operation: Option<Operation>,
    errors: Vec<UserError>,
}

/// Takes invitations back: their links stop working.
///
/// # Errors
/// See [`post`].
pub async fn revoke_invitation(users: UserSelection) -> ManyOutcome {
    let input = RevokeInvitationInput { users };
    let payload = post(RevokeInvitation::build(RevokeInvitationVariables { input }))
        .await?
        .revoke_invitation;
    Ok(payload.operation.ok_or(payload.errors))
}

//! The words for where things stand, as the contract describes them. The compiler keeps them those of `entity`.

use async_graphql::Enum;

/// Where a person stands. An invitation that expires does not change it.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::UserStatus")]
pub(super) enum UserStatus {
    /// Has a profile and no open invitation.
    Created,
    /// Has an open invitation, whether or not its link still works.
    Invited,
    /// Has joined and may sign in.
    Active,
    /// May not sign in until reactivated.
    Deactivated,
}

/// Where an invitation stands.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::InvitationState")]
pub(super) enum InvitationState {
    /// Open: its newest link works.
    Pending,
    /// Open, but its newest link has reached its end. A reminder makes a new one.
    Expired,
    /// The invitee said yes.
    Accepted,
    /// The invitee said no.
    Declined,
    /// An administrator took it back.
    Revoked,
}

/// How the newest message of an invitation fared.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::DeliveryState")]
pub(super) enum DeliveryState {
    /// Promised, not yet taken by a server.
    Queued,
    /// A server took it.
    Sent,
    /// The provider says that it arrived.
    Delivered,
    /// Refused for good, or given up.
    Failed,
    /// Came back.
    Bounced,
    /// Not attempted: this address asked not to be written to.
    Suppressed,
    /// Nothing is set up that could send it.
    NotConfigured,
}

/// A way to reach a person.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::Channel")]
pub(super) enum Channel {
    /// By e-mail.
    Email,
    /// By a text message.
    Sms,
    /// By a direct message in Slack.
    Slack,
    /// By hand: an administrator copies the link.
    Link,
}

/// What a person may do. Nobody grants a role above their own.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::Role")]
pub(super) enum Role {
    /// An administrator who also owns the organisation; there is always an active one.
    Owner,
    /// Invites and manages people.
    Admin,
    /// Belongs to the organisation.
    Member,
}

/// Which door a person came in by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::UserSource")]
pub(super) enum UserSource {
    /// Typed in the console.
    Manual,
    /// Read from a file.
    Import,
    /// Found in a Slack workspace.
    Slack,
    /// Provisioned by an identity provider.
    Scim,
    /// Created by another system.
    Api,
}

/// What a step of a reminder plan counts from.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::StepAnchor")]
pub(super) enum StepAnchor {
    /// So long after the invitation was made.
    AfterInvitation,
    /// So long before the newest link expires.
    BeforeExpiry,
}

/// A day of the week.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::Weekday")]
pub(super) enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::EventKind")]
pub(super) enum EventKind {
    /// A person was added.
    UserCreated,
    /// A profile was changed.
    UserUpdated,
    /// A person became active.
    UserActivated,
    /// A person was deactivated.
    UserDeactivated,
    /// A person was reactivated.
    UserReactivated,
    /// A person was deleted.
    UserDeleted,
    /// An invitation was made.
    InvitationCreated,
    /// A message about it left.
    InvitationSent,
    /// The provider says that the message arrived.
    InvitationDelivered,
    /// The message was refused for good, or given up.
    InvitationFailed,
    /// The message came back.
    InvitationBounced,
    /// The page of its link was opened.
    InvitationViewed,
    /// A reminder was promised.
    InvitationReminded,
    /// The invitee asked for a fresh link.
    InvitationLinkRequested,
    /// The invitee said yes.
    InvitationAccepted,
    /// The invitee said no.
    InvitationDeclined,
    /// It was taken back.
    InvitationRevoked,
    /// A message about it was taken back before it left, and with it what it spoke of.
    InvitationCancelled,
    /// Its revocation was undone: it is open again.
    InvitationReopened,
    /// Its newest link reached its end.
    InvitationExpired,
    /// An import was carried out.
    ImportCompleted,
    /// A sync was carried out.
    SyncCompleted,
    /// A sync held and asks.
    SyncHeld,
    /// The organisation's settings changed.
    OrganizationUpdated,
    /// An API token was made.
    ApiTokenCreated,
    /// An API token was revoked.
    ApiTokenRevoked,
}

/// What was done to many people at once.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::OperationKind")]
pub(super) enum OperationKind {
    /// Many were invited.
    BulkInvite,
    /// Many were reminded.
    SendReminder,
    /// Many invitations were taken back.
    RevokeInvitation,
    /// A file was imported.
    Import,
    /// A Slack workspace was synchronised.
    SlackSync,
}

/// What an operation did for one person.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::OutcomeCode")]
pub(super) enum OutcomeCode {
    /// Invited.
    Invited,
    /// Reminded.
    Reminded,
    /// The invitation was taken back.
    Revoked,
    /// Added.
    Created,
    /// Changed.
    Updated,
    /// There was nothing to do.
    Unchanged,
    /// Skipped: has already joined.
    AlreadyActive,
    /// Skipped: has an open invitation.
    AlreadyInvited,
    /// Skipped: has no open invitation.
    NotInvited,
    /// Skipped: is deactivated.
    Deactivated,
    /// Skipped: named twice in the request.
    DuplicateInRequest,
    /// Skipped: the e-mail address is not one.
    InvalidEmail,
    /// Skipped: the phone number is not one.
    InvalidPhone,
    /// Skipped: the row cannot be read.
    InvalidRow,
    /// Skipped: there is nobody with this id.
    UserNotFound,
    /// Skipped: there is no such team.
    TeamNotFound,
    /// Skipped: there is no such product.
    ProductNotFound,
    /// Skipped: the role is above the viewer's own.
    RoleNotGrantable,
    /// Skipped: the channel is not set up.
    ChannelNotConfigured,
    /// Skipped: the person has no address for the channel.
    ChannelNotPossible,
    /// Skipped: somebody else has that address or number.
    DuplicateContact,
    /// Held back: written to not long ago.
    TooSoon,
    /// Held back by a limit.
    RateLimited,
    /// Held back: text messages do not go to this number.
    NumberNotAllowed,
    /// Held back: the month's budget for text messages is spent.
    OverBudget,
    /// Taken back before the message left.
    Cancelled,
}

/// What a column of a file holds.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::ImportField")]
pub(super) enum ImportField {
    /// The whole name.
    FullName,
    /// The first name; together with the last name it makes the whole one.
    FirstName,
    /// The last name.
    LastName,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
    /// The team, by name.
    Team,
    /// Products, by name or key, several in one cell.
    Products,
    /// The language.
    Locale,
    /// The role.
    Role,
}

/// What a row of a file would do, or why it does nothing.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::RowClass")]
pub(super) enum RowClass {
    /// Adds a person.
    New,
    /// Changes a profile.
    Update,
    /// Nothing: the person is there, as the row says.
    Unchanged,
    /// Nothing: the person has joined, and is as the row says.
    AlreadyActive,
    /// Nothing: the person has an open invitation, and is as the row says.
    AlreadyInvited,
    /// Nothing: the person is deactivated.
    Deactivated,
    /// Nothing: an earlier row of the file names the same person.
    DuplicateInFile,
    /// Nothing: the row has to be mended first.
    Invalid,
}

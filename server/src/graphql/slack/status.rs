//! The words for where Slack stands, as the contract describes them.

use async_graphql::Enum;

/// What a look at a workspace is for.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::SlackSyncKind")]
pub(super) enum SlackSyncKind {
    /// To say what a synchronisation would do.
    Preview,
    /// To do it.
    Sync,
}

/// How a synchronisation stands. One is running in an organisation at a time.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::SlackSyncState")]
pub(super) enum SlackSyncState {
    /// The workspace is being read.
    Running,
    /// It was only to say what it would do, and has.
    Previewed,
    /// It was done.
    Done,
    /// It would change more people than is done unasked, or another number than was expected: nothing was done.
    Held,
    /// The workspace could not be read whole: nothing was done.
    Failed,
}

/// Why nothing was done.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::SlackFailure")]
pub(super) enum SlackFailure {
    /// Slack takes the token no longer.
    TokenRefused,
    /// The server's key has changed since the token was kept.
    TokenUnreadable,
    /// The app lacks a permission.
    ScopeMissing,
    /// The token is of another workspace.
    OtherWorkspace,
    /// Slack could not be reached, or made a mistake.
    Unreachable,
    /// Slack asked for more patience than there is.
    RateLimited,
    /// A chosen user group or channel is not there any more, or hidden from the app.
    SelectionGone,
    /// What Slack answered is not the whole workspace.
    Incomplete,
    /// Whoever stands behind it is no longer an active administrator.
    NobodyResponsible,
    /// Somebody made a change by another door at the same moment.
    Overtaken,
}

/// What a synchronisation does with a member of the workspace.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::SlackRowClass")]
pub(super) enum SlackRowClass {
    /// They are added.
    New,
    /// A person who is there is changed, or recognised for the first time.
    Update,
    /// Nothing is to be done. They are counted, and have no row.
    Unchanged,
    /// They are left alone, for a reason.
    Skipped,
    /// A person is not found any more: for review.
    Missing,
}

/// Why a member is left alone, or is missing.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::SlackReason")]
pub(super) enum SlackReason {
    /// It is a bot, an app or a workflow.
    Bot,
    /// The account is deactivated in Slack.
    DeactivatedInSlack,
    /// A guest of some channels.
    Guest,
    /// Belongs to another organisation and is seen in a shared channel.
    Stranger,
    /// Slack shows no e-mail address.
    NoEmail,
    /// Has not shown to Slack that the address is theirs.
    EmailUnconfirmed,
    /// The address is not one.
    InvalidEmail,
    /// Another member has the same address.
    SameEmail,
    /// Somebody else in the organisation has the address.
    EmailTaken,
    /// What was changed in Slack was changed here by hand before, and stays.
    EditedHere,
    /// Was deleted here, and does not come back by itself.
    DeletedHere,
    /// Is deactivated here.
    DeactivatedHere,
    /// Has a role above whoever stands behind the synchronisation.
    RoleAbove,
    /// Is not in the workspace any more.
    Absent,
    /// Is in the workspace, and in none of the chosen user groups and channels.
    NotSelected,
}

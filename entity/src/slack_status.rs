//! The words of Slack: how a synchronisation stands, and what it found of each member.

use crate::text_enum::text_enum;

text_enum! {
    /// What a look at a workspace is for.
    SlackSyncKind {
        /// To say what a synchronisation would do.
        Preview = "PREVIEW",
        /// To do it.
        Sync = "SYNC",
    }
}

text_enum! {
    /// How a synchronisation stands. One is running in an organisation at a time.
    SlackSyncState {
        /// A process reads the workspace, or will: whoever holds the lease.
        Running = "RUNNING",
        /// It was only to say what it would do, and has.
        Previewed = "PREVIEWED",
        /// It was done.
        Done = "DONE",
        /// It would change more than is done unasked, so nothing was done.
        Held = "HELD",
        /// The workspace could not be read, so nothing was done.
        Failed = "FAILED",
    }
}

text_enum! {
    /// Why a workspace could not be read, or what was read not be carried out.
    SlackFailure {
        /// Slack takes the token no longer.
        TokenRefused = "TOKEN_REFUSED",
        /// The token was sealed with another server key.
        TokenUnreadable = "TOKEN_UNREADABLE",
        /// The app lacks a permission.
        ScopeMissing = "SCOPE_MISSING",
        /// The token is of another workspace than the one that was connected.
        OtherWorkspace = "OTHER_WORKSPACE",
        /// Slack could not be reached, or made a mistake.
        Unreachable = "UNREACHABLE",
        /// Slack asked for more patience than there is.
        RateLimited = "RATE_LIMITED",
        /// A chosen user group or channel is not there any more, or hidden from the app.
        SelectionGone = "SELECTION_GONE",
        /// What Slack answered is not the whole workspace.
        Incomplete = "INCOMPLETE",
        /// Whoever connected the workspace is no longer an active administrator.
        NobodyResponsible = "NOBODY_RESPONSIBLE",
        /// Somebody was added or changed by another door at the same moment.
        Overtaken = "OVERTAKEN",
    }
}

text_enum! {
    /// What a synchronisation does with a member of the workspace.
    SlackRowClass {
        /// They are added.
        New = "NEW",
        /// A person who is there is changed, or recognised for the first time.
        Update = "UPDATE",
        /// Nothing is to be done.
        Unchanged = "UNCHANGED",
        /// They are left alone, for a reason.
        Skipped = "SKIPPED",
        /// A person who came from the workspace is not found in it any more: for review, and nothing is done.
        Missing = "MISSING",
    }
}

text_enum! {
    /// Why a member is left alone, or is missing.
    SlackReason {
        /// It is a bot, an app or a workflow.
        Bot = "BOT",
        /// The account is deactivated in Slack.
        DeactivatedInSlack = "DEACTIVATED_IN_SLACK",
        /// A guest of some channels.
        Guest = "GUEST",
        /// Belongs to another organisation and is seen in a shared channel.
        Stranger = "STRANGER",
        /// Slack shows no e-mail address.
        NoEmail = "NO_EMAIL",
        /// Has not shown to Slack that the address is theirs.
        EmailUnconfirmed = "EMAIL_UNCONFIRMED",
        /// The address is not one.
        InvalidEmail = "INVALID_EMAIL",
        /// Another member has the same address.
        SameEmail = "SAME_EMAIL",
        /// Somebody else in the organisation has the address.
        EmailTaken = "EMAIL_TAKEN",
        /// What was changed in Slack was changed here by hand before, and stays.
        EditedHere = "EDITED_HERE",
        /// Was deleted here, and does not come back by itself.
        DeletedHere = "DELETED_HERE",
        /// Is deactivated here.
        DeactivatedHere = "DEACTIVATED_HERE",
        /// Has a role above whoever is responsible for the connection.
        RoleAbove = "ROLE_ABOVE",
        /// Is not in the workspace any more.
        Absent = "ABSENT",
        /// Is in the workspace, and in none of the chosen user groups and channels.
        NotSelected = "NOT_SELECTED",
    }
}

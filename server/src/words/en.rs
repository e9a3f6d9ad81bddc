//! English.

mod door;
pub(super) mod files;
mod plan;
mod reaching;
pub(super) mod slack;

use entity::{EventKind, OutcomeCode, StepAnchor};

pub(super) use reaching::{missing_channel, spent};

use self::reaching::address;
use super::said_by_the_plan;
use crate::{
    invitations::MAYBE_AUTOMATIC,
    problem::{Code, Hint},
    reminders::Step,
};

pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    if let Some(Hint::Flaw(flaw)) = hint {
        return files::row(*flaw).to_owned();
    }
    let sentence = match code {
        Code::InvalidEmail => return address("e-mail address", hint),
        Code::InvalidPhone => return address("phone number", hint),
        Code::InvalidName => {
            return longest(
                "Write a name without line breaks or invisible characters",
                hint,
            );
        }
        Code::InvalidNote => return longest("Write the note without invisible characters", hint),
        Code::CountChanged => return count_changed(hint),
        Code::InvalidLocale => "This language is not available. Choose English or French.",
        Code::WeakPassword => {
            "This password is too easy to guess. Use at least 10 characters, without your name, your address or a common password in it."
        }
        Code::ContactRequired => {
            "Give an e-mail address or a phone number, so that this person can be reached."
        }
        Code::AlreadyActive => "This person has already joined. There is nothing to send.",
        Code::AlreadyInvited => "This person is already invited. Send a reminder instead.",
        Code::NotInvited => "This person has no open invitation. Invite them first.",
        Code::Deactivated => "This person is deactivated. Reactivate them first.",
        Code::DuplicateContact => {
            "Somebody in your organisation already has this address or number. Look for them in the list, or use another one."
        }
        Code::TeamNotFound => "There is no such team. Choose one from the list.",
        Code::ProductNotFound => "There is no such product. Choose one from the list.",
        Code::UserNotFound => {
            "There is nobody with this id in your organisation. They may have been deleted; reload the list."
        }
        Code::NameTaken => "There is one of this name already. Choose another.",
        Code::RoleNotGrantable => "This role is above your own. Ask somebody who has it.",
        Code::LastOwner => "This is the last active owner. Make somebody else an owner first.",
        Code::ChannelNotConfigured
        | Code::ChannelNotPossible
        | Code::TooSoon
        | Code::RateLimited
        | Code::NumberNotAllowed
        | Code::OverBudget
        | Code::InvalidCountry => reaching::text(code),
        Code::TooMany => return too_many(hint),
        Code::OperationNotFound => "There is no such deed in your organisation.",
        Code::TooLate => "It is too late to take this back.",
        Code::InvalidUndo => "Choose between 0 and 60 seconds.",
        Code::InvalidKey => {
            "Write the key as one word of at most 40 lower-case letters, digits and hyphens, beginning with a letter."
        }
        Code::InvalidExpiry => "Choose an end that lies in the future, or none.",
        Code::TokenNotFound => "There is no such token in your organisation. Reload the list.",
        Code::InvalidStep
        | Code::InvalidStepCount
        | Code::InvalidReminderCount
        | Code::InvalidTimeZone
        | Code::InvalidTime
        | Code::NeverOpen => return plan::problem(code, hint),
        Code::InvalidLifetime => "Choose between 1 hour and 720 hours (30 days).",
        Code::LinkUnknown
        | Code::LinkExpired
        | Code::LinkSuperseded
        | Code::InvitationRevoked
        | Code::InvitationDeclined
        | Code::AlreadyAccepted
        | Code::WrongCredentials
        | Code::WrongSetupCode => door::problem(code, hint),
        Code::DuplicateInRequest
        | Code::InvalidRole
        | Code::RowUnreadable
        | Code::FileUnreadable
        | Code::FileTooLarge
        | Code::ColumnMissing => return files::problem(code, hint),
        Code::SlackTokenRefused
        | Code::SlackScopeMissing
        | Code::SlackUnreachable
        | Code::SlackOtherWorkspace
        | Code::SlackNotConnected
        | Code::SlackAppMissing
        | Code::SlackStateWrong
        | Code::SlackSyncRunning
        | Code::SlackChoiceUnknown => return slack::problem(code, hint),
    };
    sentence.to_owned()
}

fn longest(sentence: &str, hint: Option<&Hint>) -> String {
    match hint {
        Some(Hint::Longest(characters)) => format!("{sentence}, at most {characters} characters."),
        _ => format!("{sentence}."),
    }
}

fn too_many(hint: Option<&Hint>) -> String {
    match hint {
        Some(Hint::Longest(most)) => format!("Name at most {most} people at once."),
        _ => "Name fewer people at once.".to_owned(),
    }
}

fn count_changed(hint: Option<&Hint>) -> String {
    let now = match hint {
        Some(Hint::Count(1)) => "It now finds 1 person.".to_owned(),
        Some(Hint::Count(count)) => format!("It now finds {count} people."),
        _ => String::new(),
    };
    format!(
        "The list has changed since you looked. {now} Nothing was done; look again and confirm."
    )
    .replace("  ", " ")
}

pub(super) fn outcome(code: OutcomeCode) -> &'static str {
    match code {
        OutcomeCode::Invited => "Invited",
        OutcomeCode::Reminded => "Reminded",
        OutcomeCode::Revoked => "Invitation revoked",
        OutcomeCode::Created => "Added",
        OutcomeCode::Updated => "Changed",
        OutcomeCode::Unchanged => "Nothing to do",
        OutcomeCode::AlreadyActive => "Skipped: has already joined",
        OutcomeCode::AlreadyInvited => "Skipped: is already invited; send a reminder instead",
        OutcomeCode::NotInvited => "Skipped: has no open invitation",
        OutcomeCode::Deactivated => "Skipped: is deactivated; reactivate first",
        OutcomeCode::DuplicateInRequest => "Skipped: named twice",
        OutcomeCode::InvalidEmail => "Skipped: the e-mail address is not one",
        OutcomeCode::InvalidPhone => "Skipped: the phone number is not one",
        OutcomeCode::InvalidRow => "Skipped: the row cannot be read",
        OutcomeCode::UserNotFound => "Skipped: there is nobody with this id",
        OutcomeCode::TeamNotFound => "Skipped: there is no such team",
        OutcomeCode::ProductNotFound => "Skipped: there is no such product",
        OutcomeCode::RoleNotGrantable => "Skipped: the role is above your own",
        OutcomeCode::ChannelNotConfigured => {
            "Skipped: the channel is not set up; copy the link instead"
        }
        OutcomeCode::ChannelNotPossible => {
            "Skipped: there is no address for this channel; copy the link instead"
        }
        OutcomeCode::DuplicateContact => "Skipped: somebody else has this address or number",
        OutcomeCode::TooSoon => "Held back: written to not long ago",
        OutcomeCode::Cancelled => "Undone",
        OutcomeCode::NumberNotAllowed => {
            "Held back: text messages do not go to this number; copy the link instead"
        }
        OutcomeCode::OverBudget => {
            "Held back: this month’s budget for text messages is spent; copy the link instead"
        }
        OutcomeCode::RateLimited => "Held back: too many messages at once; try again later",
    }
}

pub(super) fn event(kind: EventKind, by: Option<&str>, detail: Option<&str>) -> String {
    let what = match kind {
        EventKind::UserCreated => "Added",
        EventKind::UserUpdated => "Profile changed",
        EventKind::UserActivated => "Joined",
        EventKind::UserDeactivated => "Deactivated",
        EventKind::UserReactivated => "Reactivated",
        EventKind::UserDeleted => "Deleted",
        EventKind::InvitationCreated => "Invited",
        EventKind::InvitationSent => "Message sent",
        EventKind::InvitationDelivered => "Message delivered",
        EventKind::InvitationFailed => "Message failed",
        EventKind::InvitationBounced => "Message came back",
        EventKind::InvitationViewed => "Link opened",
        EventKind::InvitationReminded => "Reminded",
        EventKind::InvitationLinkRequested => "Fresh link made",
        EventKind::InvitationAccepted => "Invitation accepted",
        EventKind::InvitationDeclined => "Invitation declined",
        EventKind::InvitationRevoked => "Invitation revoked",
        EventKind::InvitationCancelled => "Sending undone",
        EventKind::InvitationReopened => "Revocation undone",
        EventKind::InvitationExpired => "Link expired",
        EventKind::ImportCompleted => "Import carried out",
        EventKind::SyncCompleted => "Synchronised",
        EventKind::SyncHeld => "Synchronisation held for review",
        EventKind::OrganizationUpdated => "Settings changed",
        EventKind::ApiTokenCreated => "API token made",
        EventKind::ApiTokenRevoked => "API token revoked",
    };
    if let Some(step) = said_by_the_plan(kind, detail) {
        return format!("{what} by the reminder plan: {}", self::step(step));
    }
    let by = by.map(|name| format!(" by {name}")).unwrap_or_default();
    let detail = detail
        .map(|detail| format!(": {}", fields(kind, detail)))
        .unwrap_or_default();
    format!("{what}{by}{detail}")
}

fn step(step: Step) -> String {
    let far = match step.hours {
        1 => "1 hour".to_owned(),
        hours if hours > 24 && hours % 24 == 0 => format!("{} days", hours / 24),
        hours => format!("{hours} hours"),
    };
    match step.anchor {
        StepAnchor::AfterInvitation => format!("{far} after the invitation"),
        StepAnchor::BeforeExpiry => format!("{far} before the link expires"),
    }
}

/// The particular of a change is the names of what changed; any other is in words already.
fn fields(kind: EventKind, detail: &str) -> String {
    if kind == EventKind::InvitationViewed && detail == MAYBE_AUTOMATIC {
        return "maybe by a mail scanner".to_owned();
    }
    if !matches!(
        kind,
        EventKind::UserUpdated | EventKind::OrganizationUpdated
    ) {
        return detail.to_owned();
    }
    let name = |field| match field {
        "fullName" | "name" => "name",
        "email" => "e-mail",
        "phone" => "phone",
        "locale" => "language",
        "role" => "role",
        "teamId" => "team",
        "productIds" => "products",
        "password" => "password",
        "autoInvite" => "automatic invitation",
        "linkLifetimeHours" => "life of links",
        "textLinkLifetimeHours" => "life of links in text messages",
        "country" => "country",
        "undoSeconds" => "time to undo",
        "timeZone" => "time zone",
        "slack" => "Slack",
        "reminderPlan" => "reminder plan",
        other => other,
    };
    detail.split(", ").map(name).collect::<Vec<_>>().join(", ")
}

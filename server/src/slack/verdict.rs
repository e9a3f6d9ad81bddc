//! What is to be done with a member of a workspace.

use entity::{EmailAddress, Role, SlackReason, SlackRowClass, UserId, UserStatus};
use sea_orm::FromQueryResult;

use crate::{slack_api::Member, text};

/// Somebody who is there, as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Somebody {
    pub(super) id: UserId,
    pub(super) email_key: Option<String>,
    pub(super) full_name: Option<String>,
    pub(super) slack_id: Option<String>,
    pub(super) status: UserStatus,
    pub(super) role: Role,
}

/// What is to be done with a member.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) slack_id: String,
    pub(super) class: SlackRowClass,
    pub(super) reason: Option<SlackReason>,
    pub(super) full_name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) user_id: Option<UserId>,
    pub(super) deed: Deed,
    /// What Slack says of them, if it must be remembered.
    pub(super) remember: Option<Said>,
}

/// What Slack says of somebody: the address in canonical form, and the name.
pub(super) type Said = (String, Option<String>);

/// What changes.
#[derive(Debug)]
pub(super) enum Deed {
    Nothing,
    /// Somebody new.
    Add {
        email: EmailAddress,
        full_name: Option<String>,
        locale: Option<String>,
    },
    /// Somebody who is there.
    Change(Change),
    /// Missing for the first time.
    Miss,
}

/// What changes of somebody who is there.
#[derive(Debug)]
pub(super) struct Change {
    /// As they were judged.
    pub(super) before: Somebody,
    /// Whether they are recognised, for the first time or under another id of Slack's.
    pub(super) recognise: bool,
    pub(super) email: Option<EmailAddress>,
    pub(super) full_name: Option<String>,
}

pub(super) fn about(member: Option<&Member>) -> Verdict {
    Verdict {
        slack_id: member.map(|member| member.id.clone()).unwrap_or_default(),
        class: SlackRowClass::Unchanged,
        reason: None,
        full_name: member
            .and_then(|member| text::line(member.full_name()?, text::LONGEST_NAME).ok()),
        email: member.and_then(|member| text::line(member.email()?, LONGEST_EMAIL).ok()),
        user_id: None,
        deed: Deed::Nothing,
        remember: None,
    }
}

/// What is shown of an address that may be none, in characters.
const LONGEST_EMAIL: usize = 254;

pub(super) fn skipped(member: Option<&Member>, reason: SlackReason) -> Verdict {
    Verdict {
        class: SlackRowClass::Skipped,
        reason: Some(reason),
        ..about(member)
    }
}

pub(super) fn unchanged(member: &Member, person: &Somebody) -> Verdict {
    of(person, about(Some(member)))
}

pub(super) fn of(person: &Somebody, verdict: Verdict) -> Verdict {
    Verdict {
        user_id: Some(person.id.clone()),
        ..verdict
    }
}

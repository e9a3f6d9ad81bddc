//! The one place where a deed's failure becomes an answer.
//!
//! async-graphql's feature `custom-error-conversion` is on, so that `?` compiles for these types alone: the words of a
//! database error cannot slip into an answer.

use async_graphql::{Context, Enum, Error, ErrorExtensions, Result, SimpleObject};

use super::{loaders::SharedFault, request::Asked};
use crate::{
    access::Refusal,
    problem::{Code, DeedError, Fault, Problem},
};

fn error(code: &str, message: impl Into<String>) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// An argument that no client should have sent.
pub(super) fn bad_input(message: impl Into<String>) -> Error {
    error("BAD_USER_INPUT", message)
}

/// Too many tries.
pub(super) fn rate_limited(seconds: u64) -> Error {
    error(
        "RATE_LIMITED",
        format!("Too many tries. Wait {seconds} seconds and try again."),
    )
    .extend_with(|_, extensions| extensions.set("retryAfter", seconds))
}

/// A reader of the feed that fell behind, and where it may resume.
pub(super) fn lagged(cursor: String) -> Error {
    let message =
        "Too much happened at once. Subscribe again after the cursor in `extensions.cursor`.";
    error("LAGGED", message).extend_with(|_, extensions| extensions.set("cursor", cursor))
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unauthenticated => error("UNAUTHENTICATED", "Sign in first."),
            Refusal::Forbidden => error(
                "FORBIDDEN",
                "This takes an administrator of the organisation.",
            ),
            Refusal::KeyReused => error(
                "IDEMPOTENCY_KEY_REUSED",
                "This Idempotency-Key was used for another deed or another input. Use a new key.",
            ),
            Refusal::PersonsOnly => error(
                "FORBIDDEN",
                "This takes a person who is signed in; an API token cannot do it.",
            ),
            Refusal::NotFound => error(
                "NOT_FOUND",
                "There is nothing with this id in your organisation.",
            ),
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        From::from(&fault)
    }
}

impl From<&Fault> for Error {
    fn from(fault: &Fault) -> Self {
        tracing::error!(%fault, "a field could not be answered");
        error(
            "INTERNAL",
            "Something went wrong on our side. It has been logged; try again in a moment.",
        )
    }
}

impl From<SharedFault> for Error {
    fn from(SharedFault(fault): SharedFault) -> Self {
        From::from(&*fault)
    }
}

/// Something the caller can mend.
#[derive(SimpleObject)]
pub(super) struct UserError {
    /// What is wrong, for programs.
    code: UserErrorCode,
    /// What is wrong and how to mend it, in the caller's language.
    message: String,
    /// Where: names of fields, from the input inwards. Null when it concerns the whole input.
    path: Option<Vec<String>>,
}

/// A deed's answer, parted: what was done, and what the caller can mend, in the caller's language and with `within` (the
/// fields of the input that lead to what the deed was given) in front of each path.
///
/// # Errors
/// Refusals and faults, which are errors of the field.
pub(super) fn part<T>(
    ctx: &Context<'_>,
    answer: Result<T, DeedError>,
    within: &[&str],
) -> Result<(Option<T>, Vec<UserError>)> {
    match answer {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(DeedError::Problems(problems)) => Ok((None, in_words(ctx, &problems, within))),
        Err(DeedError::Refused(refusal)) => Err(refusal.into()),
        Err(DeedError::Fault(fault)) => Err(fault.into()),
    }
}

/// Problems in the caller's language, with `within` in front of each path.
pub(super) fn in_words(ctx: &Context<'_>, problems: &[Problem], within: &[&str]) -> Vec<UserError> {
    let locale = ctx.caller().language();
    let error = |problem: &Problem| {
        let path = within.iter().chain(&problem.path);
        let path: Vec<String> = path.map(ToString::to_string).collect();
        UserError {
            code: problem.code.into(),
            message: problem.message(locale),
            path: (!problem.path.is_empty()).then_some(path),
        }
    };
    problems.iter().map(error).collect()
}

macro_rules! user_error_codes {
    (
        $( $(#[$meta:meta])* $code:ident, )+
    ) => {
        /// What is wrong, when it can be mended.
        #[derive(Clone, Copy, PartialEq, Eq, Enum)]
        pub(super) enum UserErrorCode { $( $(#[$meta])* $code, )+ }

        impl From<Code> for UserErrorCode {
            fn from(code: Code) -> Self {
                match code { $( Code::$code => Self::$code, )+ }
            }
        }
    };
}

user_error_codes! {
    /// The e-mail address is not one.
    InvalidEmail,
    /// The phone number is not one.
    InvalidPhone,
    /// The name is empty, too long, or contains control characters.
    InvalidName,
    /// Not a language in which Bienvenue speaks.
    InvalidLocale,
    /// The note is too long or contains control characters.
    InvalidNote,
    /// The password is too short, too long or easily guessed.
    WeakPassword,
    /// Neither an e-mail address nor a phone number was given.
    ContactRequired,
    /// The person has already joined.
    AlreadyActive,
    /// The person has an open invitation.
    AlreadyInvited,
    /// The person has no open invitation.
    NotInvited,
    /// The person is deactivated.
    Deactivated,
    /// Somebody in the organisation has that address or number.
    DuplicateContact,
    /// The selection finds another number of people than was seen.
    CountChanged,
    /// There is no such team.
    TeamNotFound,
    /// There is no such product.
    ProductNotFound,
    /// There is no such user.
    UserNotFound,
    /// The name or key is taken.
    NameTaken,
    /// The role is above the viewer's own.
    RoleNotGrantable,
    /// The organisation would be left without an active owner.
    LastOwner,
    /// The channel is not set up.
    ChannelNotConfigured,
    /// The person has no address for the channel.
    ChannelNotPossible,
    /// Asked again too soon.
    TooSoon,
    /// Asked too often, or too many messages of late.
    RateLimited,
    /// Text messages do not go to this number: it is not one of a mobile phone, or its country is not served.
    NumberNotAllowed,
    /// As much was spent on text messages as may be in a month.
    OverBudget,
    /// More people than one request may name.
    TooMany,
    /// There is no such operation.
    OperationNotFound,
    /// The undo window is over, or everything has left.
    TooLate,
    /// The undo window is out of bounds.
    InvalidUndo,
    /// The key is not one word of lower-case letters, digits and hyphens.
    InvalidKey,
    /// The lifetime of a link is out of bounds.
    InvalidLifetime,
    /// Not a country, by its two letters.
    InvalidCountry,
    /// The end lies in the past.
    InvalidExpiry,
    /// There is no such API token.
    TokenNotFound,
    /// Not a time zone of the IANA database.
    InvalidTimeZone,
    /// Not a time of day.
    InvalidTime,
    /// The step of a reminder plan is too early or too late.
    InvalidStep,
    /// A reminder plan has no step, or too many.
    InvalidStepCount,
    /// So many reminders are not allowed.
    InvalidReminderCount,
    /// The quiet would never end.
    NeverOpen,
    /// No such link was ever made.
    LinkUnknown,
    /// The link has reached its end.
    LinkExpired,
    /// A newer link was made.
    LinkSuperseded,
    /// The invitation was taken back.
    InvitationRevoked,
    /// The invitation was declined.
    InvitationDeclined,
    /// The invitation was accepted.
    AlreadyAccepted,
    /// Address or number and password do not belong together.
    WrongCredentials,
    /// The set-up code is not the one that was printed.
    WrongSetupCode,
    /// The same person is named twice.
    DuplicateInRequest,
    /// Not a role.
    InvalidRole,
    /// A row of the file cannot be read.
    RowUnreadable,
    /// The file cannot be read.
    FileUnreadable,
    /// The file is larger than the limit.
    FileTooLarge,
    /// The file lacks a column.
    ColumnMissing,
    /// Slack does not take the token, or takes it no longer.
    SlackTokenRefused,
    /// The Slack app lacks permissions.
    SlackScopeMissing,
    /// Slack does not answer now.
    SlackUnreachable,
    /// Another Slack workspace is connected.
    SlackOtherWorkspace,
    /// No Slack workspace is connected.
    SlackNotConnected,
    /// No Slack app is set up on the server.
    SlackAppMissing,
    /// The way back from Slack is not the viewer's, or took too long.
    SlackStateWrong,
    /// A synchronisation with Slack is running.
    SlackSyncRunning,
    /// There is no such user group or channel in the workspace.
    SlackChoiceUnknown,
}

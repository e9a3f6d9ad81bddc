//! What a deed answers when it is not done: problems a person can mend, refusals, and faults.
//!
//! All deeds share one vocabulary, the contract's `UserErrorCode`, so that a door maps it once and a person reads the same
//! sentence wherever a problem occurs.

use entity::Locale;

/// What is wrong, in the contract's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The e-mail address is not one.
    InvalidEmail,
    /// The phone number is not one.
    InvalidPhone,
    /// The name is empty, too long or contains control characters.
    InvalidName,
    /// Not a language in which Bienvenue speaks.
    InvalidLocale,
    /// The note is too long or contains control characters.
    InvalidNote,
    /// The password is too short, too long or easily guessed.
    WeakPassword,
    /// Neither e-mail nor phone was given.
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
    /// The selection has changed since the person saw it.
    CountChanged,
    /// There is no such team.
    TeamNotFound,
    /// There is no such product.
    ProductNotFound,
    /// There is no such user.
    UserNotFound,
    /// The name or key is taken.
    NameTaken,
    /// The role is above the actor's own.
    RoleNotGrantable,
    /// The organisation would be left without an active owner.
    LastOwner,
    /// The channel is not set up.
    ChannelNotConfigured,
    /// The person has no address for the channel.
    ChannelNotPossible,
    /// Asked again too soon.
    TooSoon,
    /// Asked too often.
    RateLimited,
    /// Text messages do not go to this number.
    NumberNotAllowed,
    /// As much was spent on text messages as may be.
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
    /// A row of a file cannot be read.
    RowUnreadable,
    /// The file is not one of rows.
    FileUnreadable,
    /// The file is larger than allowed.
    FileTooLarge,
    /// The file lacks a column.
    ColumnMissing,
    /// Slack does not take the token.
    SlackTokenRefused,
    /// The Slack app lacks a permission.
    SlackScopeMissing,
    /// Slack does not answer now.
    SlackUnreachable,
    /// Another Slack workspace is connected.
    SlackOtherWorkspace,
    /// No Slack workspace is connected.
    SlackNotConnected,
    /// No Slack app is set up on the server.
    SlackAppMissing,
    /// The way back from Slack does not belong to this person, or took too long.
    SlackStateWrong,
    /// A synchronisation with Slack is running.
    SlackSyncRunning,
    /// There is no such user group or channel in the workspace.
    SlackChoiceUnknown,
}

/// Something the caller can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub code: Code,
    /// Where: field names into the input, in the contract's spelling.
    pub path: Vec<&'static str>,
    /// More about it in plain words of the caller's language, if the code alone does not say how to mend it.
    pub hint: Option<Hint>,
}

/// A particular that a problem's sentence mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// What exactly is wrong with an address.
    Address(entity::AddressError),
    /// The number that was probably meant.
    Meant(entity::PhoneNumber),
    /// How many people the selection finds now.
    Count(u64),
    /// The longest that is allowed, in characters.
    Longest(usize),
    /// The earlier line of the file that is meant.
    Line(i32),
    /// What exactly is wrong with a row.
    Flaw(entity::RowFlaw),
    /// The least and the most that is allowed.
    Between(i32, i32),
    /// It is about the password of whoever is signed in, who gave no address.
    OwnPassword,
    /// Words that are the same in every language.
    Words(String),
}

impl Problem {
    /// A problem with one field of the input; the path is written with dots, as in `person.email`.
    #[must_use]
    pub fn at(code: Code, path: &'static str) -> Self {
        Self {
            code,
            path: path.split('.').filter(|part| !part.is_empty()).collect(),
            hint: None,
        }
    }

    /// A problem with the whole input.
    #[must_use]
    pub fn whole(code: Code) -> Self {
        Self::at(code, "")
    }

    /// The same problem, with a particular.
    #[must_use]
    pub fn with(mut self, hint: Hint) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The sentence for the caller, which says how to mend it.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        crate::words::problem(self, locale)
    }
}

/// Something went wrong that the caller cannot mend. Logged once, at the door.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// Something else failed.
    #[error("{0}")]
    Other(String),
}

/// Why a deed was not done.
#[derive(Debug, thiserror::Error)]
pub enum DeedError {
    /// For reasons the caller can mend: all of them at once.
    #[error("{0:?}")]
    Problems(Vec<Problem>),
    /// The viewer may not.
    #[error(transparent)]
    Refused(#[from] crate::access::Refusal),
    /// For no reason of the caller's.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<Problem> for DeedError {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Vec<Problem>> for DeedError {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

impl From<sea_orm::DbErr> for DeedError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Fault(Fault::Database(error))
    }
}

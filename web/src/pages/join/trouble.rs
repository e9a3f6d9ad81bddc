//! Why an answer was not taken, and where that is said.

use super::journey::Refusal;
use crate::api::Failure;
use crate::api::values::{UserError, UserErrorCode};
use crate::locales::join::JoinWords;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The link works no more: its own screen says why.
    Link,
    /// One of the answers was refused: it is said beside it.
    Answer(Refusal),
    /// Too many attempts.
    TooMany,
    /// The server was not reached.
    Offline,
    /// Anything else.
    Failed,
}

impl Trouble {
    /// The trouble behind a request without an answer.
    pub(super) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Unreachable => Self::Offline,
            Failure::TooMany => Self::TooMany,
            Failure::SignedOut | Failure::Refused(_) => Self::Failed,
        }
    }

    /// What to say above the button.
    pub(super) fn words(self, words: JoinWords) -> &'static str {
        match self {
            Self::TooMany => words.too_many(),
            Self::Offline => words.offline(),
            Self::Link | Self::Answer(_) | Self::Failed => words.failed(),
        }
    }
}

/// The one thing to mend first.
pub(super) fn trouble_of(errors: &[UserError]) -> Trouble {
    let Some(error) = errors.first() else {
        return Trouble::Failed;
    };
    match error.code {
        UserErrorCode::LinkUnknown
        | UserErrorCode::LinkExpired
        | UserErrorCode::LinkSuperseded
        | UserErrorCode::InvitationRevoked
        | UserErrorCode::InvitationDeclined
        | UserErrorCode::AlreadyAccepted => Trouble::Link,
        UserErrorCode::RateLimited => Trouble::TooMany,
        _ if error.is_about("fullName") => Trouble::Answer(Refusal::Name),
        _ if error.is_about("locale") => Trouble::Answer(Refusal::Language),
        _ if error.is_about("password") => Trouble::Answer(Refusal::Password),
        _ => Trouble::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, Trouble, trouble_of};
    use crate::api::values::{UserError, UserErrorCode};

    fn error(code: UserErrorCode, path: &[&str]) -> UserError {
        let path = path.iter().map(|step| (*step).to_owned()).collect();
        UserError {
            code,
            message: String::new(),
            path: Some(path),
        }
    }

    #[test]
    fn a_link_that_ended_meanwhile_is_explained_by_its_own_screen() {
        assert_eq!(
            trouble_of(&[error(UserErrorCode::LinkExpired, &["input", "token"])]),
            Trouble::Link
        );
    }

    #[test]
    fn a_refused_answer_is_mended_where_it_was_given() {
        let refused = |name| trouble_of(&[error(UserErrorCode::Other, &["input", name])]);
        assert_eq!(refused("fullName"), Trouble::Answer(Refusal::Name));
        assert_eq!(refused("locale"), Trouble::Answer(Refusal::Language));
        assert_eq!(refused("password"), Trouble::Answer(Refusal::Password));
        assert_eq!(refused("somethingElse"), Trouble::Failed);
    }
}

//! What is said at a link, and where one signs in.

use crate::problem::{Code, Hint};

/// Why a link does not work, or why one is not let in.
pub(super) fn problem(code: Code, hint: Option<&Hint>) -> &'static str {
    match code {
        Code::LinkExpired => {
            "This link has expired. Ask for a fresh one; it goes to the same address."
        }
        Code::LinkSuperseded => {
            "A newer link was sent to you. Open that one, or ask for a fresh one."
        }
        Code::InvitationRevoked => {
            "This invitation was withdrawn. Ask whoever invited you for a new one."
        }
        Code::InvitationDeclined => {
            "This invitation was declined. If you have changed your mind, ask for a new one."
        }
        Code::AlreadyAccepted => "You have already joined with this invitation. Sign in instead.",
        Code::WrongCredentials if hint == Some(&Hint::OwnPassword) => {
            "This is not your current password. Type the one you sign in with."
        }
        Code::WrongCredentials => {
            "This address or number and the password do not belong together. Check both, and the organisation if you belong to several."
        }
        Code::WrongSetupCode => {
            "This is not the code that was printed in the terminal. Copy it from there."
        }
        _ => "This link is not complete. Open it again from the message you received.",
    }
}

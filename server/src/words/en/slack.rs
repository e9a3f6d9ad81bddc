//! English about Slack.

use entity::{SlackFailure, SlackReason};

use crate::problem::{Code, Hint};

/// What is wrong with a connection.
pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    let sentence = match (code, hint) {
        (Code::SlackScopeMissing, Some(Hint::Words(scopes))) => {
            return format!(
                "The Slack app lacks permissions: {scopes}. Add them to the app, install it again, and connect again."
            );
        }
        (Code::SlackScopeMissing, _) => {
            "The Slack app lacks permissions. Compare them with the guide, and install the app again."
        }
        (Code::SlackTokenRefused, _) => {
            "Slack does not take this token. Copy the bot token of the installed app: it begins with xoxb-."
        }
        (Code::SlackOtherWorkspace, _) => {
            "Another Slack workspace is connected. Disconnect it first."
        }
        (Code::SlackNotConnected, _) => "No Slack workspace is connected. Connect one first.",
        (Code::SlackAppMissing, _) => {
            "No Slack app is set up on this server. Paste a bot token instead."
        }
        (Code::SlackStateWrong, _) => {
            "This way back from Slack was not begun by you, or took longer than 10 minutes. Connect again."
        }
        (Code::SlackSyncRunning, _) => "A synchronisation is running. Wait until it has ended.",
        (Code::SlackChoiceUnknown, _) => {
            "This is not in the workspace any more. Choose from the list again."
        }
        _ => "Slack does not answer at the moment. Try again in a few minutes.",
    };
    sentence.to_owned()
}

/// Why nothing was done.
pub(in crate::words) fn failure(failure: SlackFailure) -> &'static str {
    match failure {
        SlackFailure::TokenRefused => {
            "Slack takes the token no longer. Connect the workspace again."
        }
        SlackFailure::TokenUnreadable => {
            "The server’s key has changed, so the token cannot be read. Connect the workspace again."
        }
        SlackFailure::ScopeMissing => {
            "The Slack app lacks a permission. Install it again, and connect again."
        }
        SlackFailure::OtherWorkspace => {
            "The token lets into another workspace than this one. Disconnect, and connect the right one."
        }
        SlackFailure::Unreachable => {
            "Slack could not be reached. Nothing was changed; try again later."
        }
        SlackFailure::RateLimited => {
            "Slack asked to wait too long. Nothing was changed; try again later."
        }
        SlackFailure::SelectionGone => {
            "A chosen user group or channel is gone, or hidden from the app. Choose again."
        }
        SlackFailure::Incomplete => {
            "Slack showed only a part of the workspace. Nothing was changed; try again later."
        }
        SlackFailure::NobodyResponsible => {
            "Whoever connected the workspace is no longer an administrator. Connect it again."
        }
        SlackFailure::Overtaken => {
            "Somebody made a change at the same moment. Nothing was changed; try again."
        }
    }
}

/// Why a member is left alone, or is missing.
pub(in crate::words) fn reason(reason: SlackReason) -> &'static str {
    match reason {
        SlackReason::Bot => "Not a person",
        SlackReason::DeactivatedInSlack => "Deactivated in Slack",
        SlackReason::Guest => "A guest in Slack",
        SlackReason::Stranger => "From another organisation, in a shared channel",
        SlackReason::NoEmail => "Slack shows no e-mail address",
        SlackReason::EmailUnconfirmed => "Has not confirmed the address in Slack",
        SlackReason::InvalidEmail => "The e-mail address cannot be used",
        SlackReason::SameEmail => "Another member has the same address",
        SlackReason::EmailTaken => "Somebody else here has this address",
        SlackReason::EditedHere => "Changed in Slack, and by hand here before: what is here stays",
        SlackReason::DeletedHere => "Was deleted here; add them by hand to have them back",
        SlackReason::DeactivatedHere => "Is deactivated here",
        SlackReason::RoleAbove => "Has a role above your own",
        SlackReason::Absent => "Is not in the workspace any more",
        SlackReason::NotSelected => "Is in none of the chosen groups and channels any more",
    }
}

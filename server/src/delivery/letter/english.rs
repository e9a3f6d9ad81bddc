//! The letters in English.

use entity::{Locale, MessageKind};

use super::{About, Sentences};
use crate::words::calendar;

pub(super) fn sentences(about: &About) -> Sentences {
    let organization = &about.organization;
    let until = calendar::long(about.expires_at, Locale::En);
    let link_works =
        format!("The link works until {until}. It is for you alone, so please do not pass it on.");
    let (subject, heading, paragraphs, button, after) = match about.kind {
        MessageKind::Invitation => (
            match &about.inviter {
                Some(inviter) => format!("{inviter} invites you to join {organization}"),
                None => format!("You are invited to join {organization}"),
            },
            format!("Join {organization}"),
            vec![
                invites(about),
                "You will be asked for little, and it takes about a minute.".to_owned(),
            ],
            "Open the invitation",
            vec![
                link_works,
                "If you were not expecting this, you need not do anything: nothing happens until you accept."
                    .to_owned(),
            ],
        ),
        MessageKind::Reminder => (
            format!("Reminder: your invitation to join {organization}"),
            "Your invitation is still open".to_owned(),
            vec![
                invites(about),
                "The invitation is waiting for your answer. Here is a new link; those in earlier messages no longer work."
                    .to_owned(),
            ],
            "Open the invitation",
            vec![
                link_works,
                "If you would rather not join, you can decline on the same page. Then no further reminder will come."
                    .to_owned(),
            ],
        ),
        MessageKind::FreshLink => (
            format!("Your new link to join {organization}"),
            "Here is your new link".to_owned(),
            vec![format!(
                "You asked for a new link to join {organization}. Those in earlier messages no longer work."
            )],
            "Open the invitation",
            vec![
                link_works,
                "If you did not ask for it, somebody may have opened an older link of yours. You need not do anything: the new one was sent to you alone."
                    .to_owned(),
            ],
        ),
        MessageKind::Welcome => (
            format!("Welcome to {organization}"),
            format!("Welcome to {organization}"),
            vec![format!(
                "You have joined {organization}. From now on you sign in with the address {} and the password you chose.",
                about.recipient
            )],
            "Sign in",
            vec!["If it was not you who joined, please say so at once.".to_owned()],
        ),
    };
    Sentences {
        preview: match about.kind {
            MessageKind::Welcome => paragraphs.first().cloned().unwrap_or_default(),
            _ => format!("Open until {until}."),
        },
        subject,
        heading,
        greeting: match &about.recipient_name {
            Some(name) => format!("Hello {name},"),
            None => "Hello,".to_owned(),
        },
        paragraphs,
        note_label: match &about.inviter {
            Some(inviter) => format!("{inviter} writes:"),
            None => "A note for you:".to_owned(),
        },
        button,
        colon: ":",
        after,
        address_label: "If the button does not work, copy this address into your browser:",
        contact: contact(about),
        footer: format!("Sent to {} on behalf of {organization}.", about.recipient),
    }
}

fn invites(about: &About) -> String {
    match &about.inviter {
        Some(inviter) => format!("{inviter} invites you to join {}.", about.organization),
        None => format!("Someone at {} invites you to join.", about.organization),
    }
}

fn contact(about: &About) -> String {
    match (&about.inviter, &about.inviter_email) {
        (Some(inviter), Some(email)) if inviter != email => {
            format!("Questions? Reply to this message, or write to {inviter} at {email}.")
        }
        (_, Some(email)) => format!("Questions? Reply to this message, or write to {email}."),
        _ => format!(
            "Questions? Ask the person you know at {}.",
            about.organization
        ),
    }
}

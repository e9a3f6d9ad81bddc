//! What the text messages say, in each language: a missing one does not compile. The fuller wording comes first.
//!
//! They keep to the alphabet of GSM, which has é, è, à and ù, and neither ê, ç nor ’.

use entity::{Locale, MessageKind, Timestamp};

use super::alphabet;
use crate::words::calendar;

/// What the sentences are made from.
pub(super) struct About<'a> {
    pub(super) kind: MessageKind,
    pub(super) organization: String,
    pub(super) inviter: Option<String>,
    pub(super) expires_at: Timestamp,
    /// The link, or where one signs in.
    pub(super) address: &'a str,
}

/// A message in three lengths.
pub(super) fn texts(about: &About<'_>, locale: Locale) -> [String; 3] {
    let until = alphabet::fit(&calendar::day(about.expires_at, locale));
    match locale {
        Locale::En => english(about, &until),
        Locale::Fr => french(about, &until),
    }
}

fn english(about: &About<'_>, until: &str) -> [String; 3] {
    let (organization, address) = (&about.organization, about.address);
    let open = format!("Open before {until}: {address}");
    match about.kind {
        MessageKind::Invitation => {
            let invited = format!("You are invited to join {organization}.");
            let full = match &about.inviter {
                Some(inviter) => format!("{inviter} invites you to join {organization}. {open}"),
                None => format!("{invited} {open}"),
            };
            [
                full,
                format!("{invited} {open}"),
                format!("{organization}: {address}"),
            ]
        }
        MessageKind::Reminder => [
            format!(
                "Your invitation to join {organization} is still open. New link, until {until}: {address}"
            ),
            format!("Reminder: join {organization} before {until}: {address}"),
            format!("{organization}: {address}"),
        ],
        MessageKind::FreshLink => [
            format!("Your new link to join {organization}, until {until}: {address}"),
            format!("Your new link: {address}"),
            address.to_owned(),
        ],
        MessageKind::Welcome => [
            format!(
                "Welcome to {organization}. Sign in with this number and your password: {address}"
            ),
            format!("Welcome to {organization}: {address}"),
            address.to_owned(),
        ],
    }
}

fn french(about: &About<'_>, until: &str) -> [String; 3] {
    let (organization, address) = (&about.organization, about.address);
    let open = format!("A ouvrir avant le {until} : {address}");
    match about.kind {
        MessageKind::Invitation => {
            let invited = format!("Vous avez une invitation à rejoindre {organization}.");
            let full = match &about.inviter {
                Some(inviter) => {
                    format!("{inviter} vous invite à rejoindre {organization}. {open}")
                }
                None => format!("{invited} {open}"),
            };
            [
                full,
                format!("Rejoignez {organization} avant le {until} : {address}"),
                format!("{organization} : {address}"),
            ]
        }
        MessageKind::Reminder => [
            format!(
                "Votre invitation à rejoindre {organization} attend. Nouveau lien, avant le {until} : {address}"
            ),
            format!("Rappel : rejoignez {organization} avant le {until} : {address}"),
            format!("{organization} : {address}"),
        ],
        MessageKind::FreshLink => [
            format!(
                "Votre nouveau lien pour rejoindre {organization}, avant le {until} : {address}"
            ),
            format!("Votre nouveau lien : {address}"),
            address.to_owned(),
        ],
        MessageKind::Welcome => [
            format!(
                "Bienvenue chez {organization}. Votre identifiant est ce numéro, avec votre mot de passe : {address}"
            ),
            format!("Bienvenue chez {organization} : {address}"),
            address.to_owned(),
        ],
    }
}

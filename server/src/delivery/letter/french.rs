//! The letters in French. No-break spaces (U+00A0) stand before `:` and `?`.

use entity::{Locale, MessageKind};

use super::{About, Sentences};
use crate::words::calendar;

pub(super) fn sentences(about: &About) -> Sentences {
    let organization = &about.organization;
    let until = calendar::long(about.expires_at, Locale::Fr);
    let link_works = format!(
        "Le lien fonctionne jusqu’au {until}. Il vous est personnel\u{a0}: merci de ne pas le transmettre."
    );
    let (subject, heading, paragraphs, button, after) = match about.kind {
        MessageKind::Invitation => (
            match &about.inviter {
                Some(inviter) => format!("{inviter} vous invite à rejoindre {organization}"),
                None => format!("Une invitation à rejoindre {organization}"),
            },
            format!("Rejoindre {organization}"),
            vec![
                invites(about),
                "Peu de choses vous seront demandées, et cela prend environ une minute.".to_owned(),
            ],
            "Ouvrir l’invitation",
            vec![
                link_works,
                "Si vous ne vous y attendiez pas, vous n’avez rien à faire\u{a0}: rien ne se passe tant que vous n’acceptez pas."
                    .to_owned(),
            ],
        ),
        MessageKind::Reminder => (
            format!("Rappel\u{a0}: votre invitation à rejoindre {organization}"),
            "Votre invitation est toujours ouverte".to_owned(),
            vec![
                invites(about),
                "L’invitation attend votre réponse. Voici un nouveau lien\u{a0}; ceux des messages précédents ne fonctionnent plus."
                    .to_owned(),
            ],
            "Ouvrir l’invitation",
            vec![
                link_works,
                "Si vous préférez ne pas donner suite, vous pouvez décliner sur la même page. Il n’y aura alors plus de rappel."
                    .to_owned(),
            ],
        ),
        MessageKind::FreshLink => (
            format!("Votre nouveau lien pour rejoindre {organization}"),
            "Voici votre nouveau lien".to_owned(),
            vec![format!(
                "Vous avez demandé un nouveau lien pour rejoindre {organization}. Ceux des messages précédents ne fonctionnent plus."
            )],
            "Ouvrir l’invitation",
            vec![
                link_works,
                "Si vous n’avez rien demandé, quelqu’un a peut-être ouvert un de vos anciens liens. Vous n’avez rien à faire\u{a0}: le nouveau n’a été envoyé qu’à vous."
                    .to_owned(),
            ],
        ),
        MessageKind::Welcome => (
            format!("Bienvenue chez {organization}"),
            format!("Bienvenue chez {organization}"),
            vec![format!(
                "Vous avez rejoint {organization}. Désormais, vous vous connectez avec l’adresse {} et le mot de passe que vous avez choisi.",
                about.recipient
            )],
            "Se connecter",
            vec!["Si ce n’est pas vous qui vous êtes inscrit, signalez-le sans attendre.".to_owned()],
        ),
    };
    Sentences {
        preview: match about.kind {
            MessageKind::Welcome => paragraphs.first().cloned().unwrap_or_default(),
            _ => format!("Ouverte jusqu’au {until}."),
        },
        subject,
        heading,
        greeting: match &about.recipient_name {
            Some(name) => format!("Bonjour {name},"),
            None => "Bonjour,".to_owned(),
        },
        paragraphs,
        note_label: match &about.inviter {
            Some(inviter) => format!("{inviter} vous écrit\u{a0}:"),
            None => "Un mot pour vous\u{a0}:".to_owned(),
        },
        button,
        colon: "\u{a0}:",
        after,
        address_label: "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur\u{a0}:",
        contact: contact(about),
        footer: format!("Envoyé à {} pour {organization}.", about.recipient),
    }
}

fn invites(about: &About) -> String {
    match &about.inviter {
        Some(inviter) => format!("{inviter} vous invite à rejoindre {}.", about.organization),
        None => format!(
            "Quelqu’un chez {} vous invite à rejoindre l’organisation.",
            about.organization
        ),
    }
}

fn contact(about: &About) -> String {
    match (&about.inviter, &about.inviter_email) {
        (Some(inviter), Some(email)) if inviter != email => {
            format!("Une question\u{a0}? Répondez à ce message, ou écrivez à {inviter} ({email}).")
        }
        (_, Some(email)) => {
            format!("Une question\u{a0}? Répondez à ce message, ou écrivez à {email}.")
        }
        _ => format!(
            "Une question\u{a0}? Adressez-vous à la personne que vous connaissez chez {}.",
            about.organization
        ),
    }
}

//! In French: what is wrong with an address, and what a channel lacks.

use entity::{AddressError, Channel};

use crate::problem::{Code, Hint};

pub(super) fn address(what: &str, hint: Option<&Hint>) -> String {
    if let Some(Hint::Meant(number)) = hint {
        return format!("Vérifiez {what}. Vouliez-vous dire {number}\u{a0}?");
    }
    let Some(Hint::Address(error)) = hint else {
        return format!("Vérifiez {what}.");
    };
    let why = match error {
        AddressError::Empty => "Ce champ est vide.",
        AddressError::TooLong => "La saisie est trop longue.",
        AddressError::InvisibleCharacter => {
            "La saisie contient une espace ou un caractère invisible\u{a0}; tapez-la de nouveau."
        }
        AddressError::Shape => "La forme attendue est nom@example.com.",
        AddressError::Domain => "Ce qui suit l’arobase ne peut pas être un nom de domaine.",
        AddressError::Phone => "Écrivez-le sous sa forme internationale, comme +33612345678.",
        AddressError::CountryCode => {
            "Écrivez-le avec l’indicatif du pays, comme +33612345678, ou choisissez le pays de votre organisation dans les réglages."
        }
        AddressError::NumberPlan => {
            "Ce numéro n’existe pas dans son pays\u{a0}; il manque peut-être un chiffre."
        }
    };
    format!("Vérifiez {what}. {why}")
}

pub(in crate::words) fn missing_channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => {
            "Aucun serveur de messagerie n’est configuré. Démarrez le serveur avec --smtp-url."
        }
        Channel::Sms => {
            "Aucun fournisseur de SMS n’est configuré. Utilisez l’e-mail, ou copiez le lien."
        }
        Channel::Slack => {
            "Aucun espace Slack n’est connecté. Utilisez l’e-mail, ou copiez le lien."
        }
        Channel::Link => "Il ne manque rien\u{a0}: copiez le lien et remettez-le vous-même.",
    }
}

/// Why somebody cannot be written to, or not now.
pub(super) fn text(code: Code) -> &'static str {
    match code {
        Code::ChannelNotConfigured => {
            "Ce canal n’est pas encore configuré. Utilisez l’e-mail, ou copiez le lien et remettez-le vous-même."
        }
        Code::ChannelNotPossible => {
            "Il n’y a pas d’adresse pour ce canal. Ajoutez-en une au profil, ou copiez le lien et remettez-le vous-même."
        }
        Code::TooSoon => "Un message vient de partir. Attendez un peu avant le suivant.",
        Code::RateLimited => {
            "Trop de messages sont partis récemment\u{a0}: celui-ci a été retenu. Réessayez plus tard."
        }
        Code::NumberNotAllowed => {
            "Les SMS ne partent pas vers ce numéro\u{a0}: ce n’est pas celui d’un mobile, ou son pays n’est pas desservi. Utilisez l’e-mail, ou copiez le lien."
        }
        Code::OverBudget => {
            "Le budget de SMS du mois est épuisé\u{a0}: celui-ci a été retenu. Utilisez l’e-mail, ou copiez le lien."
        }
        Code::InvalidCountry => "Écrivez le pays par ses deux lettres, comme FR ou CA.",
        _ => "Vérifiez le numéro de téléphone.",
    }
}

/// How much of the month's budget for text messages is spent, in per cent.
pub(in crate::words) fn spent(percent: u64) -> String {
    match percent {
        100 => {
            "Le budget de SMS du mois est épuisé\u{a0}: ils sont retenus jusqu’à sa fin.".to_owned()
        }
        _ => format!("{percent}\u{a0}% du budget de SMS du mois est dépensé."),
    }
}

//! French about Slack.

use entity::{SlackFailure, SlackReason};

use crate::problem::{Code, Hint};

/// What is wrong with a connection.
pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    let sentence = match (code, hint) {
        (Code::SlackScopeMissing, Some(Hint::Words(scopes))) => {
            return format!(
                "Il manque des autorisations à l’application Slack\u{a0}: {scopes}. Ajoutez-les, réinstallez l’application, puis connectez-la de nouveau."
            );
        }
        (Code::SlackScopeMissing, _) => {
            "Il manque des autorisations à l’application Slack. Comparez-les avec le guide, puis réinstallez-la."
        }
        (Code::SlackTokenRefused, _) => {
            "Slack n’accepte pas ce jeton. Copiez le jeton de bot de l’application installée\u{a0}: il commence par xoxb-."
        }
        (Code::SlackOtherWorkspace, _) => {
            "Un autre espace Slack est connecté. Déconnectez-le d’abord."
        }
        (Code::SlackNotConnected, _) => {
            "Aucun espace Slack n’est connecté. Connectez-en un d’abord."
        }
        (Code::SlackAppMissing, _) => {
            "Aucune application Slack n’est configurée sur ce serveur. Collez plutôt un jeton de bot."
        }
        (Code::SlackStateWrong, _) => {
            "Ce retour de Slack n’a pas été demandé par vous, ou a pris plus de 10 minutes. Recommencez la connexion."
        }
        (Code::SlackSyncRunning, _) => {
            "Une synchronisation est en cours. Attendez qu’elle se termine."
        }
        (Code::SlackChoiceUnknown, _) => {
            "Ce choix n’existe plus dans l’espace. Choisissez de nouveau dans la liste."
        }
        _ => "Slack ne répond pas pour le moment. Réessayez dans quelques minutes.",
    };
    sentence.to_owned()
}

/// Why nothing was done.
pub(in crate::words) fn failure(failure: SlackFailure) -> &'static str {
    match failure {
        SlackFailure::TokenRefused => {
            "Slack n’accepte plus le jeton. Connectez l’espace de nouveau."
        }
        SlackFailure::TokenUnreadable => {
            "La clé du serveur a changé\u{a0}: le jeton ne peut plus être lu. Connectez l’espace de nouveau."
        }
        SlackFailure::ScopeMissing => {
            "Il manque une autorisation à l’application Slack. Réinstallez-la, puis connectez-la de nouveau."
        }
        SlackFailure::OtherWorkspace => {
            "Le jeton donne accès à un autre espace. Déconnectez celui-ci, puis connectez le bon."
        }
        SlackFailure::Unreachable => {
            "Slack est injoignable. Rien n’a été modifié\u{a0}; réessayez plus tard."
        }
        SlackFailure::RateLimited => {
            "Slack a demandé d’attendre trop longtemps. Rien n’a été modifié\u{a0}; réessayez plus tard."
        }
        SlackFailure::SelectionGone => {
            "Un groupe ou un canal choisi n’existe plus, ou est caché à l’application. Choisissez de nouveau."
        }
        SlackFailure::Incomplete => {
            "Slack n’a montré qu’une partie de l’espace. Rien n’a été modifié\u{a0}; réessayez plus tard."
        }
        SlackFailure::NobodyResponsible => {
            "La personne qui a connecté l’espace n’est plus administratrice. Connectez-le de nouveau."
        }
        SlackFailure::Overtaken => {
            "Une autre modification a eu lieu au même moment. Rien n’a été modifié\u{a0}; réessayez."
        }
    }
}

/// Why a member is left alone, or is missing.
pub(in crate::words) fn reason(reason: SlackReason) -> &'static str {
    match reason {
        SlackReason::Bot => "N’est pas une personne",
        SlackReason::DeactivatedInSlack => "Compte désactivé dans Slack",
        SlackReason::Guest => "Compte invité dans Slack",
        SlackReason::Stranger => "D’une autre organisation, dans un canal partagé",
        SlackReason::NoEmail => "Slack ne montre pas d’adresse e-mail",
        SlackReason::EmailUnconfirmed => "N’a pas confirmé son adresse dans Slack",
        SlackReason::InvalidEmail => "L’adresse e-mail est inutilisable",
        SlackReason::SameEmail => "Un autre membre a la même adresse",
        SlackReason::EmailTaken => "Quelqu’un d’autre a déjà cette adresse ici",
        SlackReason::EditedHere => {
            "Modifié dans Slack, mais déjà à la main ici\u{a0}: la version d’ici reste"
        }
        SlackReason::DeletedHere => {
            "A été supprimé ici\u{a0}; ajoutez la personne à la main pour la retrouver"
        }
        SlackReason::DeactivatedHere => "Est désactivé ici",
        SlackReason::RoleAbove => "A un rôle supérieur au vôtre",
        SlackReason::Absent => "N’est plus dans l’espace",
        SlackReason::NotSelected => "N’est plus dans aucun des groupes et canaux choisis",
    }
}

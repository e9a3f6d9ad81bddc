//! Français.
//!
//! Typography: ’ for the apostrophe, and a no-break space before : ; ! ? and inside « ».

mod door;
pub(super) mod files;
mod plan;
mod reaching;
pub(super) mod slack;

use entity::{EventKind, OutcomeCode, StepAnchor};

pub(super) use reaching::{missing_channel, spent};

use self::reaching::address;
use super::said_by_the_plan;
use crate::{
    invitations::MAYBE_AUTOMATIC,
    problem::{Code, Hint},
    reminders::Step,
};

pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    if let Some(Hint::Flaw(flaw)) = hint {
        return files::row(*flaw).to_owned();
    }
    let sentence = match code {
        Code::InvalidEmail => return address("l’adresse e-mail", hint),
        Code::InvalidPhone => return address("le numéro de téléphone", hint),
        Code::InvalidName => {
            return longest(
                "Écrivez un nom sur une ligne, sans caractère invisible",
                hint,
            );
        }
        Code::InvalidNote => return longest("Écrivez le message sans caractère invisible", hint),
        Code::CountChanged => return count_changed(hint),
        Code::InvalidLocale => "Cette langue manque encore. Choisissez le français ou l’anglais.",
        Code::WeakPassword => {
            "Ce mot de passe est trop facile à deviner. Choisissez au moins 10 caractères, sans votre nom, votre adresse ni un mot de passe courant."
        }
        Code::ContactRequired => {
            "Indiquez une adresse e-mail ou un numéro de téléphone, pour que cette personne puisse être jointe."
        }
        Code::AlreadyActive => "Cette personne nous a déjà rejoints. Il n’y a rien à envoyer.",
        Code::AlreadyInvited => "Cette personne est déjà invitée. Envoyez-lui plutôt un rappel.",
        Code::NotInvited => "Cette personne n’a pas d’invitation en cours. Invitez-la d’abord.",
        Code::Deactivated => "Cette personne est désactivée. Réactivez-la d’abord.",
        Code::DuplicateContact => {
            "Quelqu’un dans votre organisation a déjà cette adresse ou ce numéro. Cherchez cette personne dans la liste, ou indiquez-en un autre."
        }
        Code::TeamNotFound => "Cette équipe n’existe pas. Choisissez-en une dans la liste.",
        Code::ProductNotFound => "Ce produit n’existe pas. Choisissez-en un dans la liste.",
        Code::UserNotFound => {
            "Personne ne porte cet identifiant dans votre organisation. Cette personne a peut-être été supprimée\u{a0}; rechargez la liste."
        }
        Code::NameTaken => "Ce nom est déjà pris. Choisissez-en un autre.",
        Code::RoleNotGrantable => "Ce rôle dépasse le vôtre. Adressez-vous à qui l’a.",
        Code::LastOwner => "C’est le dernier propriétaire actif. Nommez-en d’abord un autre.",
        Code::ChannelNotConfigured
        | Code::ChannelNotPossible
        | Code::TooSoon
        | Code::RateLimited
        | Code::NumberNotAllowed
        | Code::OverBudget
        | Code::InvalidCountry => reaching::text(code),
        Code::TooMany => return too_many(hint),
        Code::OperationNotFound => "Cette opération n’existe pas dans votre organisation.",
        Code::TooLate => "Il est trop tard pour annuler.",
        Code::InvalidUndo => "Choisissez entre 0 et 60 secondes.",
        Code::InvalidKey => {
            "Écrivez la clé en un seul mot de 40 caractères au plus\u{a0}: minuscules sans accent, chiffres et traits d’union, en commençant par une lettre."
        }
        Code::InvalidExpiry => "Choisissez une fin à venir, ou aucune.",
        Code::TokenNotFound => {
            "Il n’y a pas de tel jeton dans votre organisation. Rechargez la liste."
        }
        Code::InvalidStep
        | Code::InvalidStepCount
        | Code::InvalidReminderCount
        | Code::InvalidTimeZone
        | Code::InvalidTime
        | Code::NeverOpen => return plan::problem(code, hint),
        Code::InvalidLifetime => "Choisissez entre 1 heure et 720 heures (30 jours).",
        Code::LinkUnknown
        | Code::LinkExpired
        | Code::LinkSuperseded
        | Code::InvitationRevoked
        | Code::InvitationDeclined
        | Code::AlreadyAccepted
        | Code::WrongCredentials
        | Code::WrongSetupCode => door::problem(code, hint),
        Code::DuplicateInRequest
        | Code::InvalidRole
        | Code::RowUnreadable
        | Code::FileUnreadable
        | Code::FileTooLarge
        | Code::ColumnMissing => return files::problem(code, hint),
        Code::SlackTokenRefused
        | Code::SlackScopeMissing
        | Code::SlackUnreachable
        | Code::SlackOtherWorkspace
        | Code::SlackNotConnected
        | Code::SlackAppMissing
        | Code::SlackStateWrong
        | Code::SlackSyncRunning
        | Code::SlackChoiceUnknown => return slack::problem(code, hint),
    };
    sentence.to_owned()
}

fn longest(sentence: &str, hint: Option<&Hint>) -> String {
    match hint {
        Some(Hint::Longest(characters)) => {
            format!("{sentence}, en {characters} caractères au plus.")
        }
        _ => format!("{sentence}."),
    }
}

fn too_many(hint: Option<&Hint>) -> String {
    match hint {
        Some(Hint::Longest(most)) => format!("Nommez au plus {most} personnes à la fois."),
        _ => "Nommez moins de personnes à la fois.".to_owned(),
    }
}

fn count_changed(hint: Option<&Hint>) -> String {
    let now = match hint {
        Some(Hint::Count(count @ (0 | 1))) => format!("Elle compte maintenant {count} personne. "),
        Some(Hint::Count(count)) => format!("Elle compte maintenant {count} personnes. "),
        _ => String::new(),
    };
    format!(
        "La liste a changé depuis que vous l’avez vue. {now}Rien n’a été fait\u{a0}; regardez-la de nouveau et confirmez."
    )
}

pub(super) fn outcome(code: OutcomeCode) -> &'static str {
    match code {
        OutcomeCode::Invited => "Invitation envoyée",
        OutcomeCode::Reminded => "Rappel envoyé",
        OutcomeCode::Revoked => "Invitation révoquée",
        OutcomeCode::Created => "Personne ajoutée",
        OutcomeCode::Updated => "Profil modifié",
        OutcomeCode::Unchanged => "Rien à faire",
        OutcomeCode::AlreadyActive => "Passée\u{a0}: nous a déjà rejoints",
        OutcomeCode::AlreadyInvited => "Passée\u{a0}: déjà invitée\u{a0}; envoyez plutôt un rappel",
        OutcomeCode::NotInvited => "Passée\u{a0}: sans invitation en cours",
        OutcomeCode::Deactivated => "Passée\u{a0}: désactivée\u{a0}; réactivez-la d’abord",
        OutcomeCode::DuplicateInRequest => "Passée\u{a0}: nommée deux fois",
        OutcomeCode::InvalidEmail => "Passée\u{a0}: l’adresse e-mail n’en est pas une",
        OutcomeCode::InvalidPhone => "Passée\u{a0}: le numéro de téléphone n’en est pas un",
        OutcomeCode::InvalidRow => "Passée\u{a0}: la ligne est illisible",
        OutcomeCode::UserNotFound => "Passée\u{a0}: personne ne porte cet identifiant",
        OutcomeCode::TeamNotFound => "Passée\u{a0}: cette équipe n’existe pas",
        OutcomeCode::ProductNotFound => "Passée\u{a0}: ce produit n’existe pas",
        OutcomeCode::RoleNotGrantable => "Passée\u{a0}: le rôle est au-dessus du vôtre",
        OutcomeCode::ChannelNotConfigured => {
            "Passée\u{a0}: le canal n’est pas configuré\u{a0}; copiez plutôt le lien"
        }
        OutcomeCode::ChannelNotPossible => {
            "Passée\u{a0}: pas d’adresse pour ce canal\u{a0}; copiez plutôt le lien"
        }
        OutcomeCode::DuplicateContact => {
            "Ignorée\u{a0}: quelqu’un d’autre a cette adresse ou ce numéro"
        }
        OutcomeCode::TooSoon => "Retenue\u{a0}: un message est parti il y a peu",
        OutcomeCode::Cancelled => "Annulé",
        OutcomeCode::NumberNotAllowed => {
            "Retenue\u{a0}: les SMS ne partent pas vers ce numéro\u{a0}; copiez plutôt le lien"
        }
        OutcomeCode::OverBudget => {
            "Retenue\u{a0}: le budget de SMS du mois est épuisé\u{a0}; copiez plutôt le lien"
        }
        OutcomeCode::RateLimited => {
            "Retenue\u{a0}: trop de messages à la fois\u{a0}; réessayez plus tard"
        }
    }
}

pub(super) fn event(kind: EventKind, by: Option<&str>, detail: Option<&str>) -> String {
    let what = match kind {
        EventKind::UserCreated => "Profil créé",
        EventKind::UserUpdated => "Profil modifié",
        EventKind::UserActivated => "Arrivée dans l’organisation",
        EventKind::UserDeactivated => "Profil désactivé",
        EventKind::UserReactivated => "Profil réactivé",
        EventKind::UserDeleted => "Profil supprimé",
        EventKind::InvitationCreated => "Invitation créée",
        EventKind::InvitationSent => "Message envoyé",
        EventKind::InvitationDelivered => "Message remis",
        EventKind::InvitationFailed => "Échec de l’envoi",
        EventKind::InvitationBounced => "Message revenu",
        EventKind::InvitationViewed => "Lien ouvert",
        EventKind::InvitationReminded => "Rappel demandé",
        EventKind::InvitationLinkRequested => "Nouveau lien créé",
        EventKind::InvitationAccepted => "Invitation acceptée",
        EventKind::InvitationDeclined => "Invitation déclinée",
        EventKind::InvitationRevoked => "Invitation révoquée",
        EventKind::InvitationCancelled => "Envoi annulé",
        EventKind::InvitationReopened => "Révocation annulée",
        EventKind::InvitationExpired => "Lien expiré",
        EventKind::ImportCompleted => "Import effectué",
        EventKind::SyncCompleted => "Synchronisation effectuée",
        EventKind::SyncHeld => "Synchronisation en attente de vérification",
        EventKind::OrganizationUpdated => "Réglages modifiés",
        EventKind::ApiTokenCreated => "Jeton d’API créé",
        EventKind::ApiTokenRevoked => "Jeton d’API révoqué",
    };
    if let Some(step) = said_by_the_plan(kind, detail) {
        return format!("{what} par le plan de rappels\u{a0}: {}", self::step(step));
    }
    let by = by.map(|name| format!(" par {name}")).unwrap_or_default();
    let detail = detail
        .map(|detail| format!("\u{a0}: {}", fields(kind, detail)))
        .unwrap_or_default();
    format!("{what}{by}{detail}")
}

fn step(step: Step) -> String {
    let far = match step.hours {
        1 => "1 heure".to_owned(),
        hours if hours > 24 && hours % 24 == 0 => format!("{} jours", hours / 24),
        hours => format!("{hours} heures"),
    };
    match step.anchor {
        StepAnchor::AfterInvitation => format!("{far} après l’invitation"),
        StepAnchor::BeforeExpiry => format!("{far} avant l’échéance du lien"),
    }
}

/// The particular of a change is the names of what changed; any other is in words already.
fn fields(kind: EventKind, detail: &str) -> String {
    if kind == EventKind::InvitationViewed && detail == MAYBE_AUTOMATIC {
        return "peut-être par un robot de messagerie".to_owned();
    }
    if !matches!(
        kind,
        EventKind::UserUpdated | EventKind::OrganizationUpdated
    ) {
        return detail.to_owned();
    }
    let name = |field| match field {
        "fullName" | "name" => "nom",
        "email" => "adresse e-mail",
        "phone" => "téléphone",
        "locale" => "langue",
        "role" => "rôle",
        "teamId" => "équipe",
        "productIds" => "produits",
        "password" => "mot de passe",
        "autoInvite" => "invitation automatique",
        "linkLifetimeHours" => "durée des liens",
        "textLinkLifetimeHours" => "durée des liens par SMS",
        "country" => "pays",
        "undoSeconds" => "délai d’annulation",
        "timeZone" => "fuseau horaire",
        "slack" => "Slack",
        "reminderPlan" => "plan de rappels",
        other => other,
    };
    detail.split(", ").map(name).collect::<Vec<_>>().join(", ")
}

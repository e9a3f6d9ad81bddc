//! The words of the first screen and of the dead ends, in each language.
//!
//! A language is a value of [`Words`]: a missing sentence does not compile. What the later steps say belongs to the page's
//! program (`web/src/locales`).

use entity::Locale;

/// Every sentence there is on this page, in one language.
pub(super) struct Words {
    pub(super) some_organization: &'static str,
    pub(super) join: fn(&str) -> String,
    pub(super) invited_by: fn(&str, &str) -> String,
    pub(super) invited: fn(&str) -> String,
    pub(super) three_steps: &'static str,
    pub(super) two_steps: &'static str,
    pub(super) sent_to_label: &'static str,
    pub(super) expires_label: &'static str,
    pub(super) begin: &'static str,
    pub(super) decline: &'static str,
    pub(super) expired_heading: &'static str,
    pub(super) expired_text: &'static str,
    pub(super) superseded_heading: &'static str,
    pub(super) superseded_text: &'static str,
    pub(super) fresh_link_text: &'static str,
    pub(super) fresh_link: &'static str,
    pub(super) revoked_heading: &'static str,
    pub(super) revoked_text: &'static str,
    pub(super) declined_heading: &'static str,
    pub(super) declined_text: fn(&str) -> String,
    pub(super) accepted_heading: fn(&str) -> String,
    pub(super) accepted_text: &'static str,
    pub(super) sign_in: &'static str,
    pub(super) unknown_heading: &'static str,
    pub(super) unknown_text: &'static str,
    pub(super) unknown_way_out: &'static str,
    pub(super) sign_in_instead: &'static str,
    pub(super) later_heading: &'static str,
    pub(super) later_text: &'static str,
    pub(super) try_again: &'static str,
    pub(super) waiting_heading: &'static str,
    pub(super) waiting_text: &'static str,
    pub(super) language_label: &'static str,
    pub(super) wait: &'static str,
    pub(super) no_script: &'static str,
}

/// The words of a language.
pub(super) fn of(language: Locale) -> &'static Words {
    match language {
        Locale::En => &ENGLISH,
        Locale::Fr => &FRENCH,
    }
}

/// What a language calls itself.
pub(super) fn own_name(language: Locale) -> &'static str {
    match language {
        Locale::En => "English",
        Locale::Fr => "Français",
    }
}

static ENGLISH: Words = Words {
    some_organization: "the organisation",
    join: |organization| format!("Join {organization}"),
    invited_by: |inviter, organization| format!("{inviter} invites you to join {organization}."),
    invited: |organization| format!("You are invited to join {organization}."),
    three_steps: "Your name, a language, a password: it takes about a minute.",
    two_steps: "A language and a password: it takes about a minute.",
    sent_to_label: "For",
    expires_label: "Open until",
    begin: "Begin",
    decline: "No, thank you",
    expired_heading: "This link has expired",
    expired_text: "A link works for a limited time, so that nobody else can use it later. Your invitation still stands.",
    superseded_heading: "A newer link was sent to you",
    superseded_text: "Only the newest link works: it is in the latest message you received.",
    fresh_link_text: "If you cannot find it, we can send a fresh one to the same address.",
    fresh_link: "Send me a fresh link",
    revoked_heading: "This invitation was withdrawn",
    revoked_text: "If you think that is a mistake, ask the person who sent it for a new one.",
    declined_heading: "You declined this invitation",
    declined_text: |organization| {
        format!("If you have changed your mind, ask {organization} for a new invitation.")
    },
    accepted_heading: |organization| format!("You have joined {organization}"),
    accepted_text: "This link has done its work. From now on you sign in with your address and your password.",
    sign_in: "Sign in",
    unknown_heading: "This link is not complete",
    unknown_text: "Perhaps it was cut when it was copied. Open it again from the message you received.",
    unknown_way_out: "If that does not help, ask the person who sent it for a new invitation.",
    sign_in_instead: "I already have an account",
    later_heading: "Try again in a minute",
    later_text: "The page of this link cannot be shown at the moment. Nothing is lost: your invitation stands as it did.",
    try_again: "Try again",
    waiting_heading: "One moment",
    waiting_text: "Your invitation is being opened.",
    language_label: "Language",
    wait: "One moment…",
    no_script: "To join, this page needs JavaScript. Switch it on for this page, or open the link on another device: it keeps working.",
};

static FRENCH: Words = Words {
    some_organization: "l’organisation",
    join: |organization| format!("Rejoindre {organization}"),
    invited_by: |inviter, organization| {
        format!("{inviter} vous invite à rejoindre {organization}.")
    },
    invited: |organization| format!("Une invitation à rejoindre {organization} vous attend."),
    three_steps: "Votre nom, une langue, un mot de passe\u{a0}: cela prend environ une minute.",
    two_steps: "Une langue et un mot de passe\u{a0}: cela prend environ une minute.",
    sent_to_label: "Pour",
    expires_label: "Ouverte jusqu’au",
    begin: "Commencer",
    decline: "Non, merci",
    expired_heading: "Ce lien a expiré",
    expired_text: "Un lien ne fonctionne qu’un certain temps, pour que personne d’autre ne puisse s’en servir plus tard. Votre invitation, elle, tient toujours.",
    superseded_heading: "Un lien plus récent vous a été envoyé",
    superseded_text: "Seul le lien le plus récent fonctionne\u{a0}: il se trouve dans le dernier message reçu.",
    fresh_link_text: "Si vous ne le trouvez pas, nous pouvons en envoyer un nouveau à la même adresse.",
    fresh_link: "M’envoyer un nouveau lien",
    revoked_heading: "Cette invitation a été retirée",
    revoked_text: "S’il s’agit d’une erreur, demandez-en une nouvelle à la personne qui vous l’a envoyée.",
    declined_heading: "Vous avez décliné cette invitation",
    declined_text: |organization| {
        format!("Si vous avez changé d’avis, demandez une nouvelle invitation à {organization}.")
    },
    accepted_heading: |organization| format!("Vous avez rejoint {organization}"),
    accepted_text: "Ce lien a fait son travail. Désormais, vous vous connectez avec votre adresse et votre mot de passe.",
    sign_in: "Se connecter",
    unknown_heading: "Ce lien n’est pas complet",
    unknown_text: "Il a peut-être été coupé lors de la copie. Ouvrez-le de nouveau depuis le message reçu.",
    unknown_way_out: "Si cela ne suffit pas, demandez une nouvelle invitation à la personne qui vous l’a envoyée.",
    sign_in_instead: "J’ai déjà un compte",
    later_heading: "Réessayez dans une minute",
    later_text: "La page de ce lien ne peut pas s’afficher pour le moment. Rien n’est perdu\u{a0}: votre invitation n’a pas changé.",
    try_again: "Réessayer",
    waiting_heading: "Un instant",
    waiting_text: "Nous ouvrons votre invitation.",
    language_label: "Langue",
    wait: "Un instant…",
    no_script: "Pour vous inscrire, cette page a besoin de JavaScript. Activez-le pour cette page, ou ouvrez le lien sur un autre appareil\u{a0}: il reste valable.",
};

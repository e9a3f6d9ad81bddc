//! The words of the mailbox pages, in each language: a missing one does not compile.

use entity::{Locale, MessageState};

pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) intro: &'static str,
    pub(super) console: &'static str,
    pub(super) empty: &'static str,
    pub(super) empty_hint: &'static str,
    pub(super) no_older: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) when: &'static str,
    pub(super) language: &'static str,
    pub(super) standing: &'static str,
    pub(super) reason: &'static str,
    pub(super) parts: &'static str,
    pub(super) newest: &'static str,
    pub(super) older: &'static str,
    pub(super) back: &'static str,
    pub(super) open_link: &'static str,
    pub(super) letter: &'static str,
    pub(super) text: &'static str,
    pub(super) source: &'static str,
    pub(super) missing: &'static str,
    pub(super) missing_hint: &'static str,
    languages: fn(Locale) -> &'static str,
    states: fn(MessageState) -> &'static str,
}

impl Words {
    pub(super) fn state(&self, state: MessageState) -> &'static str {
        (self.states)(state)
    }

    pub(super) fn language_name(&self, locale: Locale) -> &'static str {
        (self.languages)(locale)
    }
}

pub(super) fn of(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &ENGLISH,
        Locale::Fr => &FRENCH,
    }
}

static ENGLISH: Words = Words {
    title: "Mailbox",
    intro: "This server has no mail server yet, so every message stays here, as it would have left.",
    console: "Back to the console",
    empty: "No messages yet",
    empty_hint: "Invite somebody, and the invitation appears here.",
    no_older: "There are no older messages.",
    from: "From",
    to: "To",
    when: "Written",
    language: "Language",
    standing: "State",
    reason: "Reason",
    parts: "Parts that are paid for",
    newest: "Newest messages",
    older: "Older messages",
    back: "All messages",
    open_link: "Open the link of this message",
    letter: "Message",
    text: "As plain text",
    source: "As it goes over the wire",
    missing: "There is no such message",
    missing_hint: "It may be gone with the person it was for.",
    languages: |locale| match locale {
        Locale::En => "English",
        Locale::Fr => "French",
    },
    states: |state| match state {
        MessageState::Queued => "Waiting",
        MessageState::Sent | MessageState::Delivered => "Sent",
        MessageState::Failed => "Failed",
        MessageState::Bounced => "Came back",
        MessageState::Suppressed => "Held back",
        MessageState::NotConfigured => "No sender set up",
        MessageState::Cancelled => "Cancelled",
    },
};

static FRENCH: Words = Words {
    title: "Boîte de courrier",
    intro: "Ce serveur n’a pas encore de serveur de messagerie\u{a0}: chaque message reste ici, tel qu’il serait parti.",
    console: "Retour à la console",
    empty: "Aucun message pour l’instant",
    empty_hint: "Invitez quelqu’un, et l’invitation apparaîtra ici.",
    no_older: "Il n’y a pas de message plus ancien.",
    from: "De",
    to: "À",
    when: "Écrit",
    language: "Langue",
    standing: "État",
    reason: "Motif",
    parts: "Parties facturées",
    newest: "Messages les plus récents",
    older: "Messages plus anciens",
    back: "Tous les messages",
    open_link: "Ouvrir le lien de ce message",
    letter: "Message",
    text: "En texte brut",
    source: "Tel qu’il est transmis",
    missing: "Ce message n’existe pas",
    missing_hint: "Il a peut-être disparu avec la personne à qui il était destiné.",
    languages: |locale| match locale {
        Locale::En => "anglais",
        Locale::Fr => "français",
    },
    states: |state| match state {
        MessageState::Queued => "En attente",
        MessageState::Sent | MessageState::Delivered => "Envoyé",
        MessageState::Failed => "Échec",
        MessageState::Bounced => "Revenu",
        MessageState::Suppressed => "Retenu",
        MessageState::NotConfigured => "Aucun envoi configuré",
        MessageState::Cancelled => "Annulé",
    },
};

//! Words of the organisation's settings.

use super::{Count, words};

words! {
    /// Settings > Organisation.
    OrganizationWords {
        title = "Organisation", "Organisation";
        name = "Name", "Nom";
        name_hint = "Invitees read it in every message and on the join page.", "Les personnes invitées le lisent dans chaque message et sur la page d’inscription.";
        name_missing = "Type a name.", "Écrivez un nom.";
        language = "Default language", "Langue par défaut";
        language_hint = "For people whose own language is not known.", "Pour les personnes dont la langue n’est pas connue.";
        undo = "Time to undo", "Délai d’annulation";
        undo_hint = "Invitations and reminders wait so long before they leave, and a revocation can be undone for as long.",
            "Les invitations et les relances attendent ce délai avant de partir, et une révocation peut être annulée aussi longtemps.";
        undo_never = "None: messages leave at once", "Aucun\u{a0}: les messages partent aussitôt";
        country = "Country of phone numbers", "Pays des numéros de téléphone";
        country_hint = "Its two letters, like FR or CA: how numbers without a country code are read.",
            "Ses deux lettres, comme FR ou CA\u{a0}: ainsi sont lus les numéros sans indicatif.";
        saved = "The organisation is saved.", "L’organisation est enregistrée.";
        channels = "Ways to reach people", "Moyens de joindre les personnes";
        channels_about = "They are set up where the server is configured.", "Ils se règlent dans la configuration du serveur.";
        ready = "Ready", "Prêt";
        not_ready = "Not set up", "Non configuré";
        link_about = "A link can always be copied and handed over.", "Un lien peut toujours être copié et remis en main propre.";
        undo_for(seconds: Count) = format!("{seconds} {}", seconds.pick("second", "seconds")), format!("{seconds} {}", seconds.pick("seconde", "secondes"));
    }
}

words! {
    /// Settings > Invitations.
    InvitationSettingsWords {
        title = "Invitations", "Invitations";
        auto_title = "Automatic invitation", "Invitation automatique";
        auto = "Invite people as soon as they are added", "Inviter les personnes dès leur ajout";
        auto_hint = "It concerns people added from now on, by whatever way. Nobody who is already listed is invited by switching this on.",
            "Cela concerne les personnes ajoutées à partir de maintenant, de quelque façon que ce soit. L’activer n’invite aucune personne déjà présente.";
        lifetime_title = "Life of a link", "Durée de vie d’un lien";
        text_lifetime = "By text message, it works for", "Par SMS, il fonctionne pendant";
        text_lifetime_hint = "Never longer than any other link.", "Jamais plus longtemps que les autres liens.";
        lifetime = "A link works for", "Un lien fonctionne pendant";
        lifetime_hint = "From one hour to 30 days. Links that were already sent keep their end.",
            "D’une heure à 30 jours. Les liens déjà envoyés gardent leur échéance.";
        lifetime_refused = "Choose between 1 hour and 30 days.", "Choisissez entre 1 heure et 30 jours.";
        unit = "Unit", "Unité";
        unit_hours = "hours", "heures";
        unit_days = "days", "jours";
        example(until: &str) = format!("A link sent now would work until {until}."), format!("Un lien envoyé maintenant fonctionnerait jusqu’au {until}.");
        saved = "The settings are saved.", "Les réglages sont enregistrés.";
    }
}

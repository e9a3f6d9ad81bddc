//! Words of Settings > Slack.

use super::words;
use crate::api::slack::{SlackRowClass, SlackSyncState};

words! {
    /// Settings > Slack.
    SlackWords {
        title = "Slack", "Slack";
        about = "Bring in the people of a Slack workspace, and invite them there.", "Faites venir les personnes d’un espace Slack, et invitez-les sur place.";
        connect_title = "Connect a workspace", "Connecter un espace";
        connect_about = "Nobody is added before you have seen whom.", "Personne n’est ajouté avant que vous ayez vu qui.";
        by_button = "Connect with Slack", "Se connecter avec Slack";
        token = "Bot token", "Jeton de bot";
        token_hint = "On the page of your Slack app: Install App, Bot User OAuth Token. It begins with xoxb-.", "Sur la page de votre application Slack\u{a0}: Install App, Bot User OAuth Token. Il commence par xoxb-.";
        token_missing = "Paste the token.", "Collez le jeton.";
        connect = "Connect", "Connecter";
        connected = "The workspace is connected.", "L’espace est connecté.";
        refused = "Slack takes the token no longer. Connect the workspace again.", "Slack n’accepte plus le jeton. Connectez l’espace de nouveau.";
        disconnect = "Disconnect", "Déconnecter";
        disconnected = "The workspace is disconnected. Its people stay.", "L’espace est déconnecté. Ses personnes restent.";
        whom = "Who comes in", "Qui vient";
        whom_hint = "Choose nothing for everyone in the workspace.", "Ne choisissez rien pour tout l’espace.";
        groups = "User groups", "Groupes d’utilisateurs";
        channels = "Channels", "Canaux";
        no_choices = "Slack does not show its groups and channels at the moment.", "Slack ne montre pas ses groupes et canaux pour le moment.";
        invites_by = "New people are invited", "Les nouvelles personnes sont invitées";
        invites_hint = "If automatic invitation is on.", "Si l’invitation automatique est activée.";
        automatic = "Synchronise every 24 hours", "Synchroniser toutes les 24 heures";
        saved = "Saved.", "Enregistré.";
        sync_title = "Synchronisation", "Synchronisation";
        preview = "See what would change", "Voir ce qui changerait";
        sync = "Synchronise now", "Synchroniser maintenant";
        running = "Reading the workspace…", "Lecture de l’espace…";
        held = "This is more than is done unasked. Nothing was changed yet.", "C’est plus que ce qui se fait sans demander. Rien n’a encore été modifié.";
        log = "Log", "Journal";
        member = "Member", "Membre";
        what = "What happens", "Ce qui se passe";
        when = "When", "Quand";
        state = "State", "État";
        added = "Added", "Ajouté";
        changed = "Changed", "Modifié";
        same = "Unchanged", "Inchangé";
        left_alone = "Left alone", "Laissé";
        missing = "Not found any more", "Introuvable";
        is_running = "Running", "En cours";
        is_preview = "Preview", "Aperçu";
        is_done = "Done", "Faite";
        is_held = "Held", "En attente";
        is_failed = "Failed", "Échec";
        carry_out(changes: &str) = format!("Carry out {changes} changes"), format!("Effectuer {changes} modifications");
        next(when: &str) = format!("Next: {when}"), format!("Prochaine\u{a0}: {when}");
        counts(added: &str, changed: &str, missing: &str, left_alone: &str) = format!("{added} added, {changed} changed, {missing} not found any more, {left_alone} left alone"),
            format!("{added} ajoutés, {changed} modifiés, {missing} introuvables, {left_alone} laissés");
    }
}

impl SlackWords {
    /// How a synchronisation stands.
    pub const fn standing(self, state: SlackSyncState) -> &'static str {
        match state {
            SlackSyncState::Running => self.is_running(),
            SlackSyncState::Previewed => self.is_preview(),
            SlackSyncState::Done => self.is_done(),
            SlackSyncState::Held => self.is_held(),
            SlackSyncState::Failed => self.is_failed(),
        }
    }

    /// What is done with a member.
    pub const fn class(self, class: SlackRowClass) -> &'static str {
        match class {
            SlackRowClass::New => self.added(),
            SlackRowClass::Update => self.changed(),
            SlackRowClass::Unchanged => self.same(),
            SlackRowClass::Skipped => self.left_alone(),
            SlackRowClass::Missing => self.missing(),
        }
    }
}

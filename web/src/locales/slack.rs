//! Words of Settings > Slack.

use super::{Count, words};
use crate::api::slack::{SlackRowClass, SlackSyncState};

words! {
    /// Settings > Slack.
    SlackWords {
        title = "Slack", "Slack";
        about = "Bring in the people of a Slack workspace, and invite them there.", "Ajoutez les personnes d’un espace Slack, et invitez-les dans Slack.";
        connect_title = "Connect a workspace", "Connecter un espace";
        connect_about = "Nobody is added before you have seen who it would be.", "Personne n’est ajouté avant que vous ayez vu de qui il s’agit.";
        by_button = "Connect with Slack", "Connecter avec Slack";
        token = "Bot token", "Jeton de bot";
        token_hint = "On the page of your Slack app: Install App, Bot User OAuth Token. It begins with xoxb-.", "Sur la page de votre application Slack\u{a0}: Install App, Bot User OAuth Token. Il commence par xoxb-.";
        token_missing = "Paste the token.", "Collez le jeton.";
        connect = "Connect", "Connecter";
        cancelled = "Nothing was connected: the app was not let into the workspace.", "Rien n’est connecté\u{a0}: l’application n’a pas été admise dans l’espace.";
        connected = "The workspace is connected.", "L’espace est connecté.";
        refused = "Slack takes the token no longer. Connect the workspace again.", "Slack n’accepte plus le jeton. Connectez l’espace de nouveau.";
        disconnect = "Disconnect", "Déconnecter";
        ask_disconnect_title = "Disconnect the workspace?", "Déconnecter l’espace\u{a0}?";
        ask_disconnect = "The token is forgotten, and nobody is invited or reminded in Slack any more. The people who came from there stay.",
            "Le jeton est oublié, et plus personne n’est invité ni relancé dans Slack. Les personnes venues de l’espace restent.";
        disconnected = "The workspace is disconnected. The people who came from there stay.", "L’espace est déconnecté. Les personnes qui en viennent restent.";
        whom = "Who is brought in", "Qui est ajouté";
        whom_hint = "Choose nothing for everyone in the workspace.", "Ne choisissez rien pour tout l’espace.";
        groups = "User groups", "Groupes d’utilisateurs";
        channels = "Channels", "Canaux";
        no_choices = "Slack does not show its groups and channels at the moment.", "Slack ne montre pas ses groupes et canaux pour le moment.";
        invites_by = "New people are invited", "Les nouvelles personnes sont invitées";
        invites_hint = "When automatic invitation is on, in Settings > Invitations.", "Quand l’invitation automatique est activée, dans Réglages > Invitations.";
        automatic = "Synchronise every 24 hours", "Synchroniser toutes les 24 heures";
        saved = "Saved.", "Enregistré.";
        sync_title = "Synchronisation", "Synchronisation";
        sync_about = "Looking changes nothing. Whoever leaves the workspace is listed here, never deactivated.", "L’aperçu ne change rien. Qui quitte l’espace est listé ici, jamais désactivé.";
        preview = "See what would change", "Voir ce qui changerait";
        sync = "Synchronise now", "Synchroniser maintenant";
        running = "Reading the workspace…", "Lecture de l’espace…";
        held = "These are more changes than are made without asking. Nothing has changed yet.", "Ce sont plus de modifications qu’il ne s’en fait sans demander. Rien n’a encore changé.";
        log = "Log", "Journal";
        member = "Member", "Membre";
        what = "What happens", "Ce qui se passe";
        came = "What came of it", "Résultat";
        person = "Person", "Personne";
        since = "Since", "Depuis";
        missing_title = "Not found in Slack any more", "Introuvables dans Slack";
        missing_about = "Nothing was done to them. Open a person to deactivate or delete them.", "Rien ne leur a été fait. Ouvrez une personne pour la désactiver ou la supprimer.";
        nothing = "Nothing to change", "Rien à modifier";
        when = "When", "Quand";
        state = "State", "État";
        added = "New", "Nouveau";
        changed = "Changed", "Modifié";
        same = "Unchanged", "Inchangé";
        left_alone = "Left alone", "Laissé de côté";
        missing = "Not found any more", "Introuvable";
        is_running = "Running", "En cours";
        is_preview = "Preview", "Aperçu";
        is_done = "Done", "Faite";
        is_held = "Held", "En attente";
        is_failed = "Failed", "Échec";
        carry_out(changes: Count) = format!("Carry out {changes} {}", changes.pick("change", "changes")), format!("Effectuer {changes} {}", changes.pick("modification", "modifications"));
        next(when: &str) = format!("Next synchronisation: {when}"), format!("Prochaine synchronisation\u{a0}: {when}");
        some_new(people: Count) = format!("{people} new"), format!("{people} {}", people.pick("nouveau", "nouveaux"));
        some_changed(people: Count) = format!("{people} changed"), format!("{people} {}", people.pick("modifié", "modifiés"));
        some_missing(people: Count) = format!("{people} not found any more"), format!("{people} {}", people.pick("introuvable", "introuvables"));
        some_left_alone(people: Count) = format!("{people} left alone"), format!("{people} {}", people.pick("laissé de côté", "laissés de côté"));
        others(people: Count) = format!("And {people} more."), format!("Et {people} {}.", people.pick("autre", "autres"));
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

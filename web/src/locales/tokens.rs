//! Words of Settings > API tokens.

use super::words;
use crate::api::tokens::ApiTokenState;

words! {
    /// Settings > API tokens.
    TokenWords {
        title = "API tokens", "Jetons d’API";
        about = "With a token another system asks what you ask here. It acts under its own name, and never does more than you may do.",
            "Avec un jeton, un autre système demande ce que vous demandez ici. Il agit sous son propre nom, et ne fait jamais plus que ce que vous pouvez faire.";
        add = "New token", "Nouveau jeton";
        caption = "API tokens of the organisation", "Jetons d’API de l’organisation";
        name = "Name", "Nom";
        name_hint = "The name of the system that will use it. The history shows it.", "Le nom du système qui l’utilisera. L’historique l’affiche.";
        name_missing = "Type a name.", "Écrivez un nom.";
        role = "Role", "Rôle";
        role_hint = "Inviting and reminding take an administrator.", "Inviter et relancer demandent un administrateur.";
        end = "End", "Fin";
        month = "In 30 days", "Dans 30 jours";
        quarter = "In 90 days", "Dans 90 jours";
        year = "In one year", "Dans un an";
        never = "No end", "Sans fin";
        never_used = "Never used", "Jamais utilisé";
        last_used = "Last used", "Dernière utilisation";
        state = "State", "État";
        made = "Made", "Créé";
        deeds = "Actions", "Actions";
        empty = "There are no tokens yet", "Il n’y a pas encore de jeton";
        empty_about = "Create one to connect another system, and give each system its own.", "Créez-en un pour connecter un autre système, et donnez à chacun le sien.";
        create = "Create token", "Créer le jeton";
        secret = "The token", "Le jeton";
        secret_about = "Whoever has it acts in your organisation. Keep it where passwords are kept.", "Qui l’a agit dans votre organisation. Gardez-le là où l’on garde les mots de passe.";
        shown_once = "It is shown this once.", "Il n’est affiché que cette fois.";
        revoke = "Revoke", "Révoquer";
        ask_revoke = "It is refused from now on, and its connections close. This cannot be taken back.", "Il est refusé dès maintenant, et ses connexions se ferment. C’est définitif.";
        active = "Active", "Actif";
        expired = "Expired", "Expiré";
        revoked = "Revoked", "Révoqué";
        suspended = "Suspended", "Suspendu";
        suspended_why = "Whoever made it is deactivated.", "La personne qui l’a créé est désactivée.";
        show_more = "Show more", "Afficher la suite";
        used(when: &str) = format!("Used {when}"), format!("Utilisé {when}");
        made_by(name: &str) = format!("by {name}"), format!("par {name}");
        ends(when: &str) = format!("Ends on {when}"), format!("Finit le {when}");
        revoke_named(name: &str) = format!("Revoke {name}"), format!("Révoquer {name}");
        ask_revoke_title(name: &str) = format!("Revoke “{name}”?"), format!("Révoquer «\u{a0}{name}\u{a0}»\u{a0}?");
        done(name: &str) = format!("The token “{name}” is revoked."), format!("Le jeton «\u{a0}{name}\u{a0}» est révoqué.");
    }
}

impl TokenWords {
    /// Where a token stands.
    pub const fn standing(self, state: ApiTokenState) -> &'static str {
        match state {
            ApiTokenState::Active => self.active(),
            ApiTokenState::Expired => self.expired(),
            ApiTokenState::Revoked => self.revoked(),
            ApiTokenState::Suspended => self.suspended(),
        }
    }
}

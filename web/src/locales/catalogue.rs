//! Words of the lists an organisation keeps: teams and products.

use super::{Count, words};

words! {
    /// Settings > Teams.
    TeamWords {
        title = "Teams", "Équipes";
        about = "A team groups people. It can be chosen when someone is added, and filters the list of users.",
            "Une équipe regroupe des personnes. On la choisit à l’ajout d’une personne, et elle filtre la liste des utilisateurs.";
        add = "New team", "Nouvelle équipe";
        caption = "Teams of the organisation", "Équipes de l’organisation";
        name = "Name", "Nom";
        people = "Users", "Utilisateurs";
        show_people(team: &str, count: Count) = format!("{count} in {team}"), format!("{count} dans {team}");
        empty = "There are no teams yet", "Il n’y a pas encore d’équipe";
        empty_about = "Create one to group people and to find them quickly.", "Créez-en une pour regrouper des personnes et les retrouver vite.";
        name_missing = "Type a name.", "Écrivez un nom.";
        create = "Create team", "Créer l’équipe";
        created(name: &str) = format!("The team “{name}” is created."), format!("L’équipe «\u{a0}{name}\u{a0}» est créée.");
        show_more = "Show more", "Afficher la suite";
    }
}

words! {
    /// Settings > Products.
    ProductWords {
        title = "Products", "Produits";
        about = "A product is something people are given access to. It is chosen when someone is added.",
            "Un produit est ce à quoi l’on donne accès. On le choisit à l’ajout d’une personne.";
        add = "New product", "Nouveau produit";
        caption = "Products of the organisation", "Produits de l’organisation";
        name = "Name", "Nom";
        key = "Key", "Clé";
        key_hint = "Lower-case letters, digits and hyphens. Files and programs use it, so it never changes.",
            "Lettres minuscules, chiffres et traits d’union. Les fichiers et les programmes l’utilisent\u{a0}: elle ne change jamais.";
        empty = "There are no products yet", "Il n’y a pas encore de produit";
        empty_about = "Create one to say who has access to what.", "Créez-en un pour dire qui a accès à quoi.";
        name_missing = "Type a name.", "Écrivez un nom.";
        key_missing = "Type a key.", "Écrivez une clé.";
        create = "Create product", "Créer le produit";
        created(name: &str) = format!("The product “{name}” is created."), format!("Le produit «\u{a0}{name}\u{a0}» est créé.");
    }
}

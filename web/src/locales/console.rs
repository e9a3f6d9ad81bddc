//! Words of the console's shell and of what all its pages share.

use super::words;

words! {
    /// The shell.
    ConsoleWords {
        skip = "Skip to content", "Aller au contenu";
        settings = "Settings", "Réglages";
        users = "Users", "Utilisateurs";
        teams = "Teams", "Équipes";
        products = "Products", "Produits";
        invitations = "Invitations", "Invitations";
        organization = "Organisation", "Organisation";
        insights = "Insights", "Aperçus";
        activity = "Activity", "Activité";
        slack = "Slack", "Slack";
        tokens = "API tokens", "Jetons d’API";
        account = "Your account", "Votre compte";
        account_menu = "Your account and display", "Votre compte et l’affichage";
        sign_out = "Sign out", "Se déconnecter";
        language = "Language", "Langue";
        theme = "Appearance", "Apparence";
        theme_auto = "As the system", "Comme le système";
        theme_light = "Light", "Claire";
        theme_dark = "Dark", "Sombre";
        density = "Density", "Densité";
        comfortable = "Comfortable", "Aérée";
        compact = "Compact", "Compacte";
        shortcuts = "Keyboard shortcuts", "Raccourcis clavier";
        close = "Close", "Fermer";
        cancel = "Cancel", "Annuler";
        undo = "Undo", "Annuler";
        show_who = "Show who", "Voir qui";
        try_again = "Try again", "Réessayer";
        save = "Save", "Enregistrer";
        retry = "Try again", "Réessayer";
        copy = "Copy", "Copier";
        copied = "Copied. It is not shown again.", "Copié. Il ne sera plus affiché.";
        copy_by_hand = "The browser refused to copy. Select the text and copy it yourself.", "Le navigateur a refusé la copie. Sélectionnez le texte et copiez-le vous-même.";
        optional = "optional", "facultatif";
        loading = "Loading…", "Chargement…";
        more = "More", "Plus";
        unreachable = "The server cannot be reached. Check your connection.", "Le serveur est injoignable. Vérifiez votre connexion.";
        signed_out = "Your session has ended. Sign in again.", "Votre session est terminée. Reconnectez-vous.";
        too_many = "That was many attempts in a short time. Wait a minute, then try again.", "Cela fait beaucoup d’essais en peu de temps. Attendez une minute, puis réessayez.";
        line_lost = "Connection lost. Changes made elsewhere will show once it is back.", "Connexion perdue. Les changements faits ailleurs s’afficheront à son retour.";
        not_found = "There is no such page", "Cette page n’existe pas";
        not_found_way_out = "Go to the users", "Voir les utilisateurs";
        administrators_only = "This page is for administrators", "Cette page est réservée aux administrateurs";
        mailbox = "No mail server is set up: messages wait in the mailbox.", "Aucun serveur d’e-mail n’est configuré\u{a0}: les messages attendent dans la boîte aux lettres.";
        mailbox_open = "Open the mailbox", "Ouvrir la boîte aux lettres";
        title(page: &str) = format!("{page} · Bienvenue"), format!("{page} · Bienvenue");
        refused(reason: &str) = format!("The server refused: {reason}"), format!("Le serveur a refusé\u{a0}: {reason}");
    }
}

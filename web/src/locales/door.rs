//! Words of the pages before one is in: signing in, setting up.

use super::words;

words! {
    /// Sign-in and set-up.
    DoorWords {
        sign_in_title = "Sign in", "Se connecter";
        email = "E-mail", "Adresse e-mail";
        email_or_phone = "E-mail or phone number", "Adresse e-mail ou numéro de téléphone";
        password = "Password", "Mot de passe";
        show_password = "Show the password", "Afficher le mot de passe";
        organization_choice = "Organisation", "Organisation";
        organization_choice_hint = "This address belongs to several organisations: which one do you want to enter?",
            "Cette adresse appartient à plusieurs organisations\u{a0}: dans laquelle voulez-vous entrer\u{a0}?";
        organization_missing = "Type the name of the organisation.", "Écrivez le nom de l’organisation.";
        email_missing = "Type your e-mail address or your phone number.", "Écrivez votre adresse e-mail ou votre numéro.";
        password_missing = "Type your password.", "Écrivez votre mot de passe.";
        sign_in_do = "Sign in", "Se connecter";
        sign_in_help = "No password yet? Open the link of your invitation. If it has expired, it offers to send a fresh one.",
            "Pas encore de mot de passe\u{a0}? Ouvrez le lien de votre invitation. S’il a expiré, il propose d’en envoyer un nouveau.";

        setup_title = "Set up Bienvenue", "Installer Bienvenue";
        setup_about = "Create the organisation and its first owner. This is done once.",
            "Créez l’organisation et son premier propriétaire. Cela ne se fait qu’une fois.";
        code = "Set-up code", "Code d’installation";
        code_hint = "Printed in the terminal when the server started.", "Affiché dans le terminal au démarrage du serveur.";
        organization_name = "Name of the organisation", "Nom de l’organisation";
        organization_name_hint = "Invitees read it in every message.", "Les personnes invitées le lisent dans chaque message.";
        full_name = "Your full name", "Votre prénom et votre nom";
        password_hint = "At least 10 characters, and neither your address nor the organisation’s name.",
            "Au moins 10 caractères, et ni votre adresse ni le nom de l’organisation.";
        language = "Language of the organisation", "Langue de l’organisation";
        language_hint = "For people whose own language is not known.", "Pour les personnes dont la langue n’est pas connue.";
        setup_do = "Create the organisation", "Créer l’organisation";
        missing = "Fill in this field.", "Remplissez ce champ.";
        password_short = "At least 10 characters are needed.", "Il faut au moins 10 caractères.";
    }
}

//! Words of the viewer's own page.

use super::words;

words! {
    /// Account.
    AccountWords {
        title = "Your account", "Votre compte";
        profile = "Profile", "Profil";
        full_name = "Full name", "Prénom et nom";
        email = "E-mail", "Adresse e-mail";
        email_hint = "You sign in with it. An administrator can change it.", "Elle sert à vous connecter. Un administrateur peut la modifier.";
        language = "Language", "Langue";
        save = "Save profile", "Enregistrer le profil";
        saved = "Your profile is saved.", "Votre profil est enregistré.";
        name_missing = "Type your name.", "Écrivez votre nom.";
        password_title = "Password", "Mot de passe";
        password_about = "Changing it signs you out everywhere else.", "Le changer vous déconnecte partout ailleurs.";
        current_password = "Current password", "Mot de passe actuel";
        new_password = "New password", "Nouveau mot de passe";
        new_password_hint = "At least 10 characters, and neither your address nor the organisation’s name.",
            "Au moins 10 caractères, et ni votre adresse ni le nom de l’organisation.";
        current_missing = "Type your current password.", "Écrivez votre mot de passe actuel.";
        password_short = "At least 10 characters are needed.", "Il faut au moins 10 caractères.";
        change_password = "Change password", "Changer le mot de passe";
        password_changed = "Your password is changed. Your other sessions have ended.", "Votre mot de passe est changé. Vos autres sessions sont terminées.";
        leave_title = "This device", "Cet appareil";
        sign_out = "Sign out", "Se déconnecter";
    }
}

//! What the invitee reads after the first screen, which is the server's (`server/src/http/join/words.rs`).

use super::words;

words! {
    /// The join page.
    JoinWords {
        step_of(step: usize, steps: usize) = format!("Step {step} of {steps}"), format!("Étape {step} sur {steps}");
        go_on = "Continue", "Continuer";
        back = "Back", "Retour";

        name_title = "What is your name?", "Comment vous appelez-vous\u{a0}?";
        name_hint = "As your colleagues will see it.", "Tels que vos collègues les verront.";
        name_label = "Full name", "Prénom et nom";
        name_missing = "Type your name.", "Écrivez votre nom.";
        name_refused = "This name cannot be used: at most 120 characters, and no invisible ones.",
            "Ce nom ne convient pas\u{a0}: 120 caractères au plus, et aucun caractère invisible.";

        language_title = "Which language do you prefer?", "Dans quelle langue préférez-vous travailler\u{a0}?";
        language_hint = "You can change it later in your account.", "Vous pourrez la changer plus tard dans votre compte.";
        language_label = "Preferred language", "Langue préférée";
        language_refused = "This language is not available. Choose one of these.", "Cette langue n’est pas proposée. Choisissez l’une de celles-ci.";

        password_title = "Choose a password", "Choisissez un mot de passe";
        password_hint(organization: &str) = format!("At least 10 characters, and neither your address nor “{organization}”. A few words in a row are easy to remember."),
            format!("Au moins 10 caractères, et ni votre adresse ni «\u{a0}{organization}\u{a0}». Quelques mots à la suite se retiennent bien.");
        password_label = "Password", "Mot de passe";
        password_shown = "Show the password", "Afficher le mot de passe";
        password_short(missing: usize) = match missing { 1 => "1 character more is needed.".to_owned(), _ => format!("{missing} characters more are needed.") },
            match missing { 1 => "Il manque 1 caractère.".to_owned(), _ => format!("Il manque {missing} caractères.") };
        password_long = "At most 200 characters, please.", "200 caractères au plus, s’il vous plaît.";
        password_weak = "This one is too easy to guess. Choose another: not your address, not the organisation’s name.",
            "Celui-ci est trop facile à deviner. Choisissez-en un autre\u{a0}: ni votre adresse, ni le nom de l’organisation.";
        join(organization: &str) = format!("Join {organization}"), format!("Rejoindre {organization}");
        some_organization = "the organisation", "l’organisation";

        offline = "There is no connection at the moment. Nothing is lost: try again when it is back.",
            "Il n’y a pas de connexion pour le moment. Rien n’est perdu\u{a0}: réessayez quand elle sera revenue.";
        too_many = "That was many attempts in a short time. Wait a minute, then try again.",
            "Cela fait beaucoup d’essais en peu de temps. Attendez une minute, puis réessayez.";
        failed = "Something went wrong on our side. Nothing is lost: try again in a moment.",
            "Un problème est survenu de notre côté. Rien n’est perdu\u{a0}: réessayez dans un instant.";

        welcome_title(organization: &str) = format!("Welcome to {organization}"), format!("Bienvenue chez {organization}");
        welcome_text = "You are in, and this device is already signed in.", "C’est fait\u{a0}: votre compte est prêt, et cet appareil est déjà connecté.";
        welcome_next_time(address: &str) = format!("Next time, sign in with {address} and your password."),
            format!("La prochaine fois, connectez-vous avec {address} et votre mot de passe.");
        welcome_account = "Your name, language and password can be changed in your account.",
            "Votre nom, votre langue et votre mot de passe se changent dans votre compte.";
        welcome_products = "You now have access to", "Vous avez désormais accès à";
        open_account = "Open my account", "Ouvrir mon compte";
        open_users = "Invite and manage people", "Inviter et gérer des personnes";

        decline_title = "Decline this invitation?", "Décliner cette invitation\u{a0}?";
        decline_text(organization: &str) = format!("{organization} will see that you declined, and this link will stop working."),
            format!("{organization} verra que vous avez décliné, et ce lien ne fonctionnera plus.");
        decline_word = "decline", "décliner";
        decline_label = "To confirm, type “decline”", "Pour confirmer, écrivez «\u{a0}décliner\u{a0}»";
        decline_mistyped = "Type the word “decline”, or go back.", "Écrivez le mot «\u{a0}décliner\u{a0}», ou revenez en arrière.";
        decline_do = "Decline", "Décliner";
        declined_title = "You have declined", "Vous avez décliné";
        declined_text(organization: &str) = format!("{organization} has been told. You can close this page."),
            format!("Nous en informons {organization}. Vous pouvez fermer cette page.");

        fresh_title = "A fresh link", "Un nouveau lien";
        fresh_text = "It goes to the address the invitation was sent to, and to no other. Older links then stop working.",
            "Il part à l’adresse qui a reçu l’invitation, et à aucune autre. Les liens plus anciens ne fonctionneront plus.";
        fresh_do = "Send it to me", "Me l’envoyer";
        sent_title = "Look at your messages", "Consultez vos messages";
        sent_text = "If this invitation is still open, a fresh link is on its way. It should arrive within a few minutes; look among unwanted mail too.",
            "Si cette invitation est toujours ouverte, un nouveau lien est en route. Il devrait arriver d’ici quelques minutes\u{a0}; regardez aussi parmi les indésirables.";

        lost_title = "Open the link again", "Ouvrez de nouveau le lien";
        lost_text = "This page no longer knows which invitation is yours. Open the link from the message you received.",
            "Cette page ne sait plus quelle est votre invitation. Ouvrez le lien depuis le message reçu.";
        sign_in = "I already have an account", "J’ai déjà un compte";
    }
}

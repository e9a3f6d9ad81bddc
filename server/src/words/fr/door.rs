//! What is said at a link, and where one signs in.

use crate::problem::{Code, Hint};

/// Why a link does not work, or why one is not let in.
pub(super) fn problem(code: Code, hint: Option<&Hint>) -> &'static str {
    match code {
        Code::LinkExpired => {
            "Ce lien a expiré. Demandez-en un nouveau\u{a0}; il sera envoyé à la même adresse."
        }
        Code::LinkSuperseded => {
            "Un lien plus récent vous a été envoyé. Ouvrez celui-là, ou demandez-en un nouveau."
        }
        Code::InvitationRevoked => {
            "Cette invitation a été retirée. Demandez-en une nouvelle à la personne qui vous l’a envoyée."
        }
        Code::InvitationDeclined => {
            "Cette invitation a été déclinée. Si vous avez changé d’avis, demandez-en une nouvelle."
        }
        Code::AlreadyAccepted => "Vous avez déjà accepté cette invitation. Connectez-vous.",
        Code::WrongCredentials if hint == Some(&Hint::OwnPassword) => {
            "Ce n’est pas votre mot de passe actuel. Écrivez celui avec lequel vous vous connectez."
        }
        Code::WrongCredentials => {
            "Cette adresse ou ce numéro et le mot de passe ne vont pas ensemble. Vérifiez les deux, et l’organisation si vous en avez plusieurs."
        }
        Code::WrongSetupCode => "Ce n’est pas le code affiché dans le terminal. Copiez-le de là.",
        _ => "Ce lien est incomplet. Ouvrez-le de nouveau depuis le message reçu.",
    }
}

//! Français, au sujet des fichiers de personnes.

use entity::{ImportField, RowFlaw};

use crate::{
    problem::{Code, Hint},
    words::NoDownload,
};

pub(in crate::words) const RESULT_HEADINGS: [&str; 2] = ["Résultat", "Motif"];
pub(in crate::words) const EXPORT_HEADINGS: [&str; 2] = ["Statut", "Date d’ajout"];
pub(in crate::words) const EXPORT_FILE_NAME: &str = "personnes.csv";
pub(in crate::words) const RESULT_FILE_WORD: &str = "resultat";
pub(in crate::words) const TEMPLATE_FILE_NAME: &str = "modele-personnes.csv";

/// What is wrong with a file, or with the cells of a row.
pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    if let (Code::DuplicateInRequest, Some(Hint::Line(line))) = (code, hint) {
        return format!("La ligne {line} nomme déjà cette personne. Gardez l’une des deux.");
    }
    let sentence = match code {
        Code::DuplicateInRequest => {
            "La même personne est nommée deux fois. Gardez l’une des deux lignes."
        }
        Code::InvalidRole => {
            "Ce n’est pas un rôle. Écrivez propriétaire, administrateur ou membre, ou laissez la case vide."
        }
        Code::FileTooLarge => {
            "Ce fichier est trop grand. Partagez-le en fichiers de 100\u{202f}000 lignes et 20\u{a0}Mo au plus."
        }
        Code::ColumnMissing => {
            "Aucune colonne ne contient d’adresses e-mail ou de numéros de téléphone. Dites laquelle."
        }
        Code::RowUnreadable => {
            "Cette ligne ne peut pas être lue. Vérifiez ses guillemets et ses séparateurs."
        }
        _ => {
            "Ce fichier ne peut pas être lu comme des lignes de texte. Dans votre tableur, enregistrez-le en CSV et choisissez-le de nouveau."
        }
    };
    sentence.to_owned()
}

/// What is wrong with a row, where the file is to blame and not the cell alone.
pub(super) fn row(flaw: RowFlaw) -> &'static str {
    match flaw {
        RowFlaw::OwnerStays => {
            "Cette personne est propriétaire, et un fichier n’y change rien. Changez son rôle dans la liste."
        }
        RowFlaw::TeamUnknown => {
            "Aucune équipe ne porte ce nom. Faites créer les équipes manquantes, ou écrivez le nom d’une équipe existante."
        }
        RowFlaw::ProductUnknown => {
            "Aucun produit ne porte ce nom. Faites créer les produits manquants, ou écrivez le nom d’un produit existant."
        }
        RowFlaw::QuoteOpen => {
            "Un guillemet s’ouvre ici et ne se ferme jamais\u{a0}: la suite du fichier se lit comme une seule case. Fermez-le ou retirez-le."
        }
        RowFlaw::CellsTooMany => {
            "Cette ligne a plus de cases que le fichier n’a de colonnes. Mettez entre guillemets la case qui contient le séparateur."
        }
        RowFlaw::Garbled => {
            "Des lettres ont été perdues à l’enregistrement de ce fichier. Récrivez la case, ou enregistrez le fichier en UTF-8."
        }
        _ => "Cette ligne ne peut pas être lue. Vérifiez ses guillemets et ses séparateurs.",
    }
}

/// Why a file is not given out.
pub(in crate::words) fn no_download(why: NoDownload) -> &'static str {
    match why {
        NoDownload::NotAllowed => "Connectez-vous d’abord en tant qu’administrateur.",
        NoDownload::NoImport => "Cet import n’existe pas.",
        NoDownload::NoFilter => "Ce filtre ne peut pas être lu\u{a0}:",
        NoDownload::NotNow => {
            "Le serveur ne peut pas répondre pour l’instant\u{a0}; réessayez dans un moment."
        }
    }
}

pub(in crate::words) fn heading(field: ImportField) -> &'static str {
    match field {
        ImportField::FullName => "Nom complet",
        ImportField::FirstName => "Prénom",
        ImportField::LastName => "Nom de famille",
        ImportField::Email => "Adresse e-mail",
        ImportField::Phone => "Téléphone",
        ImportField::Team => "Équipe",
        ImportField::Products => "Produits",
        ImportField::Locale => "Langue",
        ImportField::Role => "Rôle",
    }
}

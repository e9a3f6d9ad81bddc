//! What a column holds, guessed from its heading: French or English, in any spelling.

use entity::ImportField::{
    self, Email, FirstName, FullName, LastName, Locale, Phone, Products, Role, Team,
};

/// The headings that are understood, without case, accents, spaces and signs.
const KNOWN: &[(ImportField, &[&str])] = &[
    (
        FullName,
        &[
            "name",
            "fullname",
            "displayname",
            "nomcomplet",
            "nometprenom",
            "nomprenom",
            "nomprenoms",
            "prenometnom",
            "prenomnom",
            "employee",
            "employeename",
            "user",
            "person",
            "people",
            "member",
            "utilisateur",
            "collaborateur",
            "employe",
            "personne",
            "membre",
            "salarie",
        ],
    ),
    (
        FirstName,
        &[
            "firstname",
            "first",
            "givenname",
            "forename",
            "prenom",
            "prenoms",
        ],
    ),
    (
        LastName,
        &[
            "lastname",
            "last",
            "surname",
            "familyname",
            "nomdefamille",
            "nomdusage",
        ],
    ),
    (
        Email,
        &[
            "email",
            "mail",
            "emailaddress",
            "mailaddress",
            "workemail",
            "emails",
            "address",
            "adresse",
            "adresseemail",
            "adressemail",
            "adresseelectronique",
            "courriel",
            "courrielprofessionnel",
            "courrierelectronique",
            "adressecourriel",
            "adressedecourriel",
            "emailprofessionnel",
            "mailprofessionnel",
            "adressedemessagerie",
        ],
    ),
    (
        Phone,
        &[
            "phone",
            "phonenumber",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "cell",
            "cellphone",
            "tel",
            "telephone",
            "telephonenumber",
            "sms",
            "portable",
            "numero",
            "numerodetelephone",
            "notelephone",
            "telephoneportable",
            "telephonemobile",
            "telmobile",
            "telportable",
            "gsm",
            "cellulaire",
        ],
    ),
    (
        Team,
        &[
            "team",
            "teams",
            "teamname",
            "group",
            "department",
            "equipe",
            "equipes",
            "groupe",
            "departement",
            "service",
        ],
    ),
    (
        Products,
        &[
            "product",
            "products",
            "productaccess",
            "access",
            "apps",
            "applications",
            "produit",
            "produits",
            "acces",
            "accesproduits",
            "accesauxproduits",
        ],
    ),
    (
        Locale,
        &[
            "language",
            "locale",
            "lang",
            "preferredlanguage",
            "langue",
            "langues",
            "languepreferee",
        ],
    ),
    (
        Role,
        &["role", "roles", "permission", "permissions", "droits"],
    ),
];

/// The headings of the columns that a result adds: they are dropped when it comes back.
const OF_A_RESULT: &[&str] = &["result", "reason", "resultat", "motif"];

/// “Nom” alone is the whole name; beside “Prénom” it is the last one.
const NAME_OR_LAST_NAME: &[&str] = &["nom", "noms"];

fn bare(heading: &str) -> String {
    entity::fold(heading)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// What each column holds; a second column of one kind is left out.
pub(super) fn recognise<S: AsRef<str>>(headings: &[S]) -> Vec<Option<ImportField>> {
    let bare: Vec<String> = headings
        .iter()
        .map(|heading| bare(heading.as_ref()))
        .collect();
    let known = |word: &str| {
        let kind = KNOWN.iter().find(|(_, words)| words.contains(&word));
        kind.map(|(field, _)| *field)
    };
    let first_name = bare.iter().any(|word| known(word) == Some(FirstName));
    let mut taken = Vec::new();
    let mut once = |field: ImportField| {
        let free = !taken.contains(&field);
        taken.push(field);
        free.then_some(field)
    };
    let field = |word: &String| match known(word) {
        Some(FullName) if first_name && word == "name" => Some(LastName),
        Some(field) => Some(field),
        None if NAME_OR_LAST_NAME.contains(&word.as_str()) => {
            Some(if first_name { LastName } else { FullName })
        }
        None => None,
    };
    bare.iter()
        .map(|word| field(word).and_then(&mut once))
        .collect()
}

/// Whether a column was added by a result.
pub(super) fn is_of_a_result(heading: &str) -> bool {
    OF_A_RESULT.contains(&bare(heading).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_understood_in_both_languages_however_they_are_written() {
        let french = recognise(&[
            "PRÉNOM",
            "Nom",
            "Adresse e-mail",
            "N° Téléphone",
            "Équipe",
            "Langue",
            "Rôle",
            "Matricule",
        ]);
        assert_eq!(french[..3], [Some(FirstName), Some(LastName), Some(Email)]);
        assert_eq!(french[4..], [Some(Team), Some(Locale), Some(Role), None]);
        let english = recognise(&[
            "E-Mail",
            "Full_Name",
            "Phone number",
            "product access",
            "email",
        ]);
        assert_eq!(
            english,
            [
                Some(Email),
                Some(FullName),
                Some(Phone),
                Some(Products),
                None
            ]
        );
        assert_eq!(
            recognise(&["Nom", "Courriel"]),
            [Some(FullName), Some(Email)]
        );
    }

    #[test]
    fn the_columns_of_a_result_are_known_again() {
        assert!(is_of_a_result("Résultat") && is_of_a_result("reason") && !is_of_a_result("team"));
    }
}

//! The people of the demonstration: invented names of many origins.

use std::collections::HashSet;

use entity::{Locale, fold};

/// Somebody to add.
pub(super) struct Cast {
    pub(super) full_name: Option<String>,
    pub(super) email: String,
    pub(super) locale: Locale,
}

const ENGLISH: &[&str] = &[
    "Amara", "Ben", "Chloe", "Daniel", "Edith", "Femi", "Grace", "Hiroshi", "Imani", "Jonas",
    "Kavya", "Liam", "Mona", "Nadia", "Oscar", "Priya", "Quinn", "Rosa", "Samir", "Tomasz", "Uma",
    "Viktor", "Wanda", "Xin", "Yara", "Zoltán",
];
const FRENCH: &[&str] = &[
    "Amélie",
    "Benoît",
    "Chloé",
    "Damien",
    "Éloïse",
    "Fabrice",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jérôme",
    "Léa",
    "Mathéo",
    "Noémie",
    "Océane",
    "Raphaël",
    "Solène",
    "Thérèse",
    "Yannick",
    "Zoé",
];
const FAMILY: &[&str] = &[
    "Abadie",
    "Bergström",
    "Côté",
    "Dubois",
    "Evans",
    "Fournier",
    "García",
    "Haddad",
    "Ivanova",
    "Jensen",
    "Kowalski",
    "Lefèvre",
    "Müller",
    "Nair",
    "Okafor",
    "Peña",
    "Quiroga",
    "Rossi",
    "Sato",
    "Tremblay",
    "Ueda",
    "Vasquez",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zhang",
    "Gagnon",
    "Roy",
    "Moreau",
    "Lavoie",
    "Öberg",
];

/// The person of a number. A few are known by their address only, as when an address is pasted into the dialog; namesakes get
/// a number in their address, as everywhere.
pub(super) fn person(
    number: usize,
    taken: &mut HashSet<String>,
    roll: impl Fn(usize) -> usize,
) -> Cast {
    let french = roll(5) < 2;
    let first = if french {
        FRENCH[roll(FRENCH.len())]
    } else {
        ENGLISH[roll(ENGLISH.len())]
    };
    // Stepping by a number coprime to the list's length keeps namesakes far apart.
    let family = FAMILY[(number * 7 + roll(3)) % FAMILY.len()];
    let mut local = fold(&format!("{first}.{family}")).replace(' ', "");
    if !taken.insert(local.clone()) {
        local.push_str(&number.to_string());
    }
    let domain = if number % 40 == 12 {
        "exmaple.com"
    } else {
        "acme.example"
    };
    Cast {
        full_name: (number % 23 != 11).then(|| format!("{first} {family}")),
        email: format!("{local}@{domain}"),
        locale: if french { Locale::Fr } else { Locale::En },
    }
}

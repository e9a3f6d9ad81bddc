//! One row, read: each cell parsed into what cannot be wrong, and everything that is wrong noted at once.

use entity::{
    AddressError, Country, EmailAddress, Flaw, ImportField, Locale, PhoneNumber, Role, RowFlaw,
};

use super::{formula, sheet::Row};
use crate::text;

/// What a row says of a person. What it leaves empty it does not say.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) full_name: Option<String>,
    pub(super) email: Option<EmailAddress>,
    pub(super) phone: Option<PhoneNumber>,
    pub(super) team: Option<String>,
    pub(super) products: Vec<String>,
    pub(super) locale: Option<Locale>,
    pub(super) role: Option<Role>,
    pub(super) flaws: Vec<Flaw>,
}

impl Reading {
    /// Reads a row whose columns hold these fields; numbers without a country code are those of a country, if one is meant.
    pub(super) fn of(row: &Row, fields: &[Option<ImportField>], country: Option<Country>) -> Self {
        let mut reading = Self::default();
        let extra = row.cells.iter().skip(fields.len());
        if row.is_open {
            reading.flaw(RowFlaw::QuoteOpen, None);
        } else if row.is_overfull || extra.into_iter().any(|cell| !cell.trim().is_empty()) {
            reading.flaw(RowFlaw::CellsTooMany, None);
        }
        let (mut first, mut last) = (None, None);
        for (cell, field) in row.cells.iter().zip(fields) {
            let Some(field) = *field else { continue };
            let cell = formula::meant(cell.trim()).trim();
            if cell.is_empty() {
                continue;
            }
            if cell.contains('\u{fffd}') {
                reading.flaw(RowFlaw::Garbled, Some(field));
                continue;
            }
            match field {
                ImportField::FullName => reading.full_name = reading.line(cell, field),
                ImportField::FirstName => first = reading.line(cell, field),
                ImportField::LastName => last = reading.line(cell, field),
                ImportField::Team => reading.team = reading.line(cell, field),
                ImportField::Products => reading.products = reading.list(cell),
                ImportField::Email => reading.email = reading.email(cell),
                ImportField::Phone => {
                    let number = PhoneNumber::parse(cell, country).ok();
                    reading.phone = reading.noted(number, RowFlaw::Phone, field)
                }
                ImportField::Locale => {
                    reading.locale = reading.noted(locale(cell), RowFlaw::Locale, field)
                }
                ImportField::Role => reading.role = reading.noted(role(cell), RowFlaw::Role, field),
            }
        }
        let parts: Vec<String> = [first, last].into_iter().flatten().collect();
        if reading.full_name.is_none() && !parts.is_empty() {
            reading.full_name = reading.line(&parts.join(" "), ImportField::LastName);
        }
        reading.without_contact();
        reading
    }

    pub(super) fn flaw(&mut self, what: RowFlaw, field: Option<ImportField>) {
        self.flaws.push(Flaw {
            what,
            field,
            line: None,
        });
    }

    fn noted<T>(&mut self, read: Option<T>, what: RowFlaw, field: ImportField) -> Option<T> {
        if read.is_none() {
            self.flaw(what, Some(field));
        }
        read
    }

    fn line(&mut self, cell: &str, field: ImportField) -> Option<String> {
        let line = text::line(cell, text::LONGEST_NAME).ok();
        self.noted(line, RowFlaw::Name, field)
    }

    fn list(&mut self, cell: &str) -> Vec<String> {
        let names = cell.split([',', ';', '|', '\n', '\r']).map(str::trim);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        let mut read: Vec<String> = names
            .into_iter()
            .filter_map(|name| self.line(name, ImportField::Products))
            .collect();
        read.dedup();
        read
    }

    fn email(&mut self, cell: &str) -> Option<EmailAddress> {
        let what = match EmailAddress::parse(cell) {
            Ok(email) => return Some(email),
            Err(AddressError::TooLong) => RowFlaw::EmailLong,
            Err(AddressError::InvisibleCharacter) => RowFlaw::EmailInvisible,
            Err(AddressError::Domain) => RowFlaw::EmailDomain,
            Err(_) => RowFlaw::EmailShape,
        };
        self.flaw(what, Some(ImportField::Email));
        None
    }

    /// Nobody can be reached without an address or a number; one that could not be read has been noted already.
    fn without_contact(&mut self) {
        let unread = self.flaws.iter().any(|flaw| match flaw.field {
            None => true,
            Some(field) => matches!(field, ImportField::Email | ImportField::Phone),
        });
        if self.email.is_none() && self.phone.is_none() && !unread {
            self.flaw(RowFlaw::NoContact, Some(ImportField::Email));
        }
    }
}

/// A language by its tag or by its name in either language.
fn locale(cell: &str) -> Option<Locale> {
    match entity::fold(cell).as_str() {
        "english" | "anglais" => Some(Locale::En),
        "french" | "francais" => Some(Locale::Fr),
        _ => Locale::from_tag(cell).ok(),
    }
}

/// A role by its word in the API or by its name in either language.
fn role(cell: &str) -> Option<Role> {
    match entity::fold(cell).as_str() {
        "owner" | "proprietaire" => Some(Role::Owner),
        "admin" | "administrator" | "administrateur" | "administratrice" => Some(Role::Admin),
        "member" | "membre" | "user" | "utilisateur" | "utilisatrice" => Some(Role::Member),
        _ => None,
    }
}

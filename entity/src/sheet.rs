//! The words for what the columns of a file hold, what its rows would do, and what is wrong with them.

use crate::text_enum::text_enum;

text_enum! {
    /// What a column holds.
    ImportField {
        /// The whole name.
        FullName = "FULL_NAME",
        /// The first name; together with the last name it makes the whole one.
        FirstName = "FIRST_NAME",
        /// The last name.
        LastName = "LAST_NAME",
        /// The e-mail address.
        Email = "EMAIL",
        /// The phone number.
        Phone = "PHONE",
        /// The team, by name.
        Team = "TEAM",
        /// Products, by name or key, several in one cell.
        Products = "PRODUCTS",
        /// The language.
        Locale = "LOCALE",
        /// The role.
        Role = "ROLE",
    }
}

impl ImportField {
    /// Its name in a path, in the contract's spelling.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::FullName => "fullName",
            Self::FirstName => "firstName",
            Self::LastName => "lastName",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Team => "team",
            Self::Products => "products",
            Self::Locale => "locale",
            Self::Role => "role",
        }
    }
}

text_enum! {
    /// What a row would do, or why it does nothing.
    RowClass {
        /// Adds a person.
        New = "NEW",
        /// Changes a profile.
        Update = "UPDATE",
        /// Nothing: the person is there, as the row says.
        Unchanged = "UNCHANGED",
        /// Nothing: the person has joined, and is as the row says.
        AlreadyActive = "ALREADY_ACTIVE",
        /// Nothing: the person has an open invitation, and is as the row says.
        AlreadyInvited = "ALREADY_INVITED",
        /// Nothing: the person is deactivated.
        Deactivated = "DEACTIVATED",
        /// Nothing: an earlier row of the file names the same person.
        DuplicateInFile = "DUPLICATE_IN_FILE",
        /// Nothing: the row has to be mended first.
        Invalid = "INVALID",
    }
}

text_enum! {
    /// What is wrong with a row.
    RowFlaw {
        /// The address is longer than mail allows.
        EmailLong = "EMAIL_LONG",
        /// The address holds a space or an invisible character.
        EmailInvisible = "EMAIL_INVISIBLE",
        /// The address is not of the form `name@domain`.
        EmailShape = "EMAIL_SHAPE",
        /// The part after the `@` cannot be a domain.
        EmailDomain = "EMAIL_DOMAIN",
        /// Not a phone number in international form.
        Phone = "PHONE",
        /// Not a name: too long, or with invisible characters.
        Name = "NAME",
        /// Not a language in which Bienvenue speaks.
        Locale = "LOCALE",
        /// Not a role.
        Role = "ROLE",
        /// A role above the importer's own, or a person who has one.
        RoleAbove = "ROLE_ABOVE",
        /// An owner's role, which no file changes.
        OwnerStays = "OWNER_STAYS",
        /// Neither an address nor a number.
        NoContact = "NO_CONTACT",
        /// No team of this name.
        TeamUnknown = "TEAM_UNKNOWN",
        /// No product of this name or key.
        ProductUnknown = "PRODUCT_UNKNOWN",
        /// Somebody else has the number.
        ContactTaken = "CONTACT_TAKEN",
        /// An earlier row names the same address or number.
        NamedBefore = "NAMED_BEFORE",
        /// A quotation mark opens and never closes.
        QuoteOpen = "QUOTE_OPEN",
        /// More cells than the file has columns.
        CellsTooMany = "CELLS_TOO_MANY",
        /// Characters were lost before the file came here.
        Garbled = "GARBLED",
    }
}

/// What is wrong with a row, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What.
    pub what: RowFlaw,
    /// In which column; none when it concerns the row.
    pub field: Option<ImportField>,
    /// The earlier line that is meant, if one is.
    pub line: Option<i32>,
}

impl Flaw {
    /// The spelling in which flaws are stored: `what field line`, apart by commas, a hyphen for what there is not.
    #[must_use]
    pub fn write(flaws: &[Self]) -> String {
        let one = |flaw: &Self| {
            let field = flaw.field.map_or("-", |field| field.as_str());
            let line = flaw
                .line
                .map_or_else(|| "-".to_owned(), |line| line.to_string());
            format!("{} {field} {line}", flaw.what)
        };
        flaws.iter().map(one).collect::<Vec<_>>().join(",")
    }

    /// Reads what [`Flaw::write`] wrote; what it does not know it leaves out.
    #[must_use]
    pub fn read(stored: &str) -> Vec<Self> {
        let one = |text: &str| {
            let mut words = text.split(' ');
            let what = words.next()?.parse().ok()?;
            let field = words.next().and_then(|word| word.parse().ok());
            let line = words.next().and_then(|word| word.parse().ok());
            Some(Self { what, field, line })
        };
        stored.split(',').filter_map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Flaw, ImportField, RowFlaw};

    #[test]
    fn flaws_read_back_as_they_were_written() {
        let flaws = [
            Flaw {
                what: RowFlaw::NamedBefore,
                field: Some(ImportField::Email),
                line: Some(12),
            },
            Flaw {
                what: RowFlaw::QuoteOpen,
                field: None,
                line: None,
            },
        ];
        assert_eq!(Flaw::read(&Flaw::write(&flaws)), flaws);
        assert_eq!(Flaw::read(""), []);
    }
}

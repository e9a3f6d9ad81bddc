//! What is kept of a file that was read, and how it is read back.

use entity::{Flaw, ImportField, ImportId, PhoneNumber, RowFlaw, import, import_row};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::formula;
use crate::{
    access::Admin,
    app::App,
    problem::{Code, Fault, Hint, Problem},
};

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading; none in a file without headings.
    pub heading: Option<String>,
    /// What it holds; none when it is left out.
    pub field: Option<ImportField>,
}

/// An import of the administrator's organisation.
pub(super) async fn found(
    app: &App,
    admin: &Admin,
    id: &ImportId,
) -> Result<Option<import::Model>, Fault> {
    let here = import::Entity::find_by_id(id.clone())
        .filter(import::Column::OrganizationId.eq(admin.organization().clone()));
    Ok(here.one(&*app.db).await?)
}

/// The columns of a file, as they were understood.
#[must_use]
pub fn columns(import: &import::Model) -> Vec<Column> {
    let mut headings = import.headings.as_deref().map(names).into_iter().flatten();
    let column = |field| Column {
        heading: headings.next(),
        field,
    };
    read_fields(&import.fields)
        .into_iter()
        .map(column)
        .collect()
}

/// A list of texts that was kept as JSON: the cells of a row, the names of what would be made.
#[must_use]
pub fn names(stored: &str) -> Vec<String> {
    serde_json::from_str(stored).unwrap_or_default()
}

/// What is wrong with a row of a file whose columns hold these fields, as problems with paths into it.
#[must_use]
pub fn problems(row: &import_row::Model, fields: &str) -> Vec<Problem> {
    let one = |flaw: &Flaw| {
        let meant = (flaw.what == RowFlaw::Phone).then(|| meant_number(row, fields));
        match meant.flatten() {
            Some(number) => problem(flaw).with(Hint::Meant(number)),
            None => problem(flaw),
        }
    };
    Flaw::read(&row.flaws).iter().map(one).collect()
}

/// The number that was probably meant by what stands in the column of numbers.
fn meant_number(row: &import_row::Model, fields: &str) -> Option<PhoneNumber> {
    let mut fields = read_fields(fields).into_iter();
    let place = fields.position(|field| field == Some(ImportField::Phone))?;
    let cells = names(&row.cells);
    PhoneNumber::meant_by(formula::meant(cells.get(place)?.trim()), None)
}

fn problem(flaw: &Flaw) -> Problem {
    use entity::AddressError::{Domain, InvisibleCharacter, Phone, Shape, TooLong};
    let (code, hint) = match flaw.what {
        RowFlaw::EmailLong => (Code::InvalidEmail, Some(Hint::Address(TooLong))),
        RowFlaw::EmailInvisible => (Code::InvalidEmail, Some(Hint::Address(InvisibleCharacter))),
        RowFlaw::EmailShape => (Code::InvalidEmail, Some(Hint::Address(Shape))),
        RowFlaw::EmailDomain => (Code::InvalidEmail, Some(Hint::Address(Domain))),
        RowFlaw::Phone => (Code::InvalidPhone, Some(Hint::Address(Phone))),
        RowFlaw::Name => (
            Code::InvalidName,
            Some(Hint::Longest(crate::text::LONGEST_NAME)),
        ),
        RowFlaw::Locale => (Code::InvalidLocale, None),
        RowFlaw::Role => (Code::InvalidRole, None),
        RowFlaw::RoleAbove => (Code::RoleNotGrantable, None),
        RowFlaw::OwnerStays => (Code::RoleNotGrantable, Some(Hint::Flaw(flaw.what))),
        RowFlaw::NoContact => (Code::ContactRequired, None),
        RowFlaw::TeamUnknown => (Code::TeamNotFound, Some(Hint::Flaw(flaw.what))),
        RowFlaw::ProductUnknown => (Code::ProductNotFound, Some(Hint::Flaw(flaw.what))),
        RowFlaw::ContactTaken => (Code::DuplicateContact, None),
        RowFlaw::NamedBefore => (Code::DuplicateInRequest, flaw.line.map(Hint::Line)),
        RowFlaw::QuoteOpen | RowFlaw::CellsTooMany | RowFlaw::Garbled => {
            (Code::RowUnreadable, Some(Hint::Flaw(flaw.what)))
        }
    };
    let problem = Problem::at(code, flaw.field.map_or("", ImportField::path));
    match hint {
        Some(hint) => problem.with(hint),
        None => problem,
    }
}

/// Fields in the spelling in which they are stored.
pub(super) fn write_fields(fields: &[Option<ImportField>]) -> String {
    let words = fields
        .iter()
        .map(|field| field.map_or("-", |field| field.as_str()));
    words.collect::<Vec<_>>().join(" ")
}

pub(super) fn read_fields(stored: &str) -> Vec<Option<ImportField>> {
    stored
        .split_whitespace()
        .map(|word| word.parse().ok())
        .collect()
}

/// A list of texts as JSON. NUL, which PostgreSQL keeps in no text, is escaped by it.
pub(super) fn json<T: Serialize>(texts: &[T]) -> String {
    serde_json::to_string(texts).expect("texts are JSON")
}

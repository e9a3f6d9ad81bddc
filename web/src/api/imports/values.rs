//! What a file is and what came of it, as the pages show them.

use cynic::{Enum, QueryFragment};

use crate::api::operations::DeliveryProgress;
use crate::api::schema;
use crate::api::values::UserError;

/// What a column holds.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum ImportField {
    FullName,
    FirstName,
    LastName,
    Email,
    Phone,
    Team,
    Products,
    Locale,
    Role,
}

impl ImportField {
    /// Every field, as offered in menus.
    pub const ALL: [Self; 9] = [
        Self::FullName,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Phone,
        Self::Team,
        Self::Products,
        Self::Locale,
        Self::Role,
    ];

    /// Its name in the path of a problem.
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

/// What a row would do.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum RowClass {
    New,
    Update,
    Unchanged,
    AlreadyActive,
    AlreadyInvited,
    Deactivated,
    DuplicateInFile,
    Invalid,
}

/// A file as it was understood.
#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Import {
    pub id: cynic::Id,
    pub file_name: String,
    pub encoding: String,
    pub separator: String,
    pub columns: Vec<ImportColumn>,
    pub creates_missing: bool,
    pub new_teams: Vec<String>,
    pub new_products: Vec<String>,
    pub counts: Vec<RowCount>,
    pub operation: Option<Operation>,
}

impl Import {
    /// How many rows are of one of these classes.
    pub fn count(&self, classes: &[RowClass]) -> i32 {
        let counted = self
            .counts
            .iter()
            .filter(|count| classes.contains(&count.class));
        counted.map(|count| count.count).sum()
    }
}

#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ImportColumn {
    pub heading: Option<String>,
    pub field: Option<ImportField>,
}

#[derive(QueryFragment, Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct RowCount {
    pub class: RowClass,
    pub count: i32,
}

/// What came of a file, and how far its messages have left.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Operation {
    pub id: cynic::Id,
    pub counts: Vec<OutcomeCount>,
    pub undo_seconds_left: i32,
    pub delivery: DeliveryProgress,
}

impl Operation {
    /// How many rows had one of these outcomes.
    pub fn count(&self, codes: &[OutcomeCode]) -> i32 {
        let counted = self
            .counts
            .iter()
            .filter(|count| codes.contains(&count.code));
        counted.map(|count| count.count).sum()
    }
}

#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct OutcomeCount {
    pub code: OutcomeCode,
    pub count: i32,
}

/// What was done for a row, as far as this page tells one from another.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(non_exhaustive)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum OutcomeCode {
    Invited,
    Created,
    Updated,
    Unchanged,
    AlreadyActive,
    AlreadyInvited,
    Deactivated,
    RateLimited,
    OverBudget,
    NumberNotAllowed,
    Cancelled,
    #[cynic(fallback)]
    Other,
}

/// A row of a file.
#[derive(QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "ImportRow")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Row {
    pub line: i32,
    pub class: RowClass,
    pub cells: Vec<String>,
    pub problems: Vec<UserError>,
}

impl Row {
    /// Whether something is wrong with what a field holds.
    pub fn is_wrong(&self, field: ImportField) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.is_about(field.path()))
    }
}

/// Some rows, and where the next begin.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<String>,
}

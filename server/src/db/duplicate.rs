//! What the databases say of a value that must be there once.

use sea_orm::DbErr;

/// Whether an error says that a row with this unique value exists already.
#[must_use]
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(
        error.sql_err(),
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_))
    )
}

/// The same, of the index over this column: both databases name it in what they say.
pub(crate) fn is_duplicate_of(error: &DbErr, column: &str) -> bool {
    matches!(
        error.sql_err(),
        Some(sea_orm::SqlErr::UniqueConstraintViolation(said)) if said.contains(column)
    )
}

//! The orders of a list, and places in it.

use entity::{Timestamp, UserId, user};
use sea_orm::QueryResult;

use crate::problem::Fault;

/// What a list is ordered by; people who are equal in it follow each other by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderField {
    /// What they are listed under, without case and accents.
    Name,
    /// When they were added.
    CreatedAt,
    /// When something last happened to them.
    LastEventAt,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub field: OrderField,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for Order {
    /// The newest first.
    fn default() -> Self {
        Self {
            field: OrderField::CreatedAt,
            descending: true,
        }
    }
}

/// A place in an ordered list: what a person is sorted by, and who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What they are sorted by.
    pub key: SortKey,
    /// Who they are.
    pub id: UserId,
}

/// A value that a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// A folded name.
    Name(String),
    /// An instant.
    At(Timestamp),
}

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many at most.
    pub size: u64,
    /// Whether they are the last ones rather than the first.
    pub backwards: bool,
    /// Only who follows this place.
    pub after: Option<Place>,
    /// Only who precedes this place.
    pub before: Option<Place>,
}

impl OrderField {
    /// The column that a list in this order is sorted by.
    pub(crate) fn column(self) -> user::Column {
        match self {
            Self::Name => user::Column::NameKey,
            Self::CreatedAt => user::Column::CreatedAt,
            Self::LastEventAt => user::Column::LastEventAt,
        }
    }

    /// Reads the sort key of a row of [`Rows`].
    ///
    /// # Errors
    /// When the row is not one of [`rows`].
    pub fn key(self, row: &QueryResult) -> Result<SortKey, Fault> {
        Ok(match self {
            Self::Name => SortKey::Name(row.try_get_by_index(0)?),
            Self::CreatedAt | Self::LastEventAt => SortKey::At(row.try_get_by_index(0)?),
        })
    }

    /// The sort key of a person.
    #[must_use]
    pub fn key_of(self, user: &user::Model) -> SortKey {
        match self {
            Self::Name => SortKey::Name(user.name_key.clone()),
            Self::CreatedAt => SortKey::At(user.created_at),
            Self::LastEventAt => SortKey::At(user.last_event_at),
        }
    }
}

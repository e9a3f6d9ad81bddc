//! The rows of imports.

use sea_orm::entity::prelude::*;

use crate::{ImportId, RowClass, UserId};

/// One row of a file, and what it would have done when the file was read.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_rows")]
pub struct Model {
    /// The file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    /// The line of the file on which it begins, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i32,
    /// What it would do.
    pub class: RowClass,
    /// Its cells as they stand in the file, as a JSON list.
    #[sea_orm(column_type = "Text")]
    pub cells: String,
    /// What is wrong with it, as [`crate::Flaw::write`] spells it.
    #[sea_orm(column_type = "Text")]
    pub flaws: String,
    /// The person it is about, if there was one. Not a foreign key: keeping a hundred thousand of them costs more than the
    /// rest of the row, and nobody is harmed by one that is gone.
    pub user_id: Option<UserId>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

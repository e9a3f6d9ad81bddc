//! Imports: files of people, as they were understood.

use sea_orm::entity::prelude::*;

use crate::{ImportId, OperationId, OrganizationId, Timestamp, UserId};

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    /// Where it belongs.
    pub organization_id: OrganizationId,
    /// Who brought it; null once that person is gone.
    pub actor_id: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// What the file was called.
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// The encoding it was read in, by its name in the Encoding Standard.
    #[sea_orm(column_type = "Text")]
    pub encoding: String,
    /// What stands between two cells.
    #[sea_orm(column_type = "Text")]
    pub separator: String,
    /// The headings, as a JSON list; null for a file without.
    #[sea_orm(column_type = "Text", nullable)]
    pub headings: Option<String>,
    /// What each column holds: the words of `ImportField` apart by spaces, a hyphen for a column that is left out.
    #[sea_orm(column_type = "Text")]
    pub fields: String,
    /// Whether teams and products that are not there are made.
    pub creates_missing: bool,
    /// The names of the teams it would make, as a JSON list.
    #[sea_orm(column_type = "Text")]
    pub new_teams: String,
    /// The names of the products it would make, as a JSON list.
    #[sea_orm(column_type = "Text")]
    pub new_products: String,
    /// What came of it, once it was confirmed.
    pub operation_id: Option<OperationId>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

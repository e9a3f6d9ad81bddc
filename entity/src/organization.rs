//! Organisations: the tenants. Every other row belongs to exactly one.

use sea_orm::entity::prelude::*;

use crate::{Locale, OrganizationId, Timestamp};

/// One organisation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organizations")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganizationId,
    /// Its name, as people read it.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The language of those for whom nothing else is known.
    pub locale: Locale,
    /// Whether whoever is created from now on is invited at once.
    pub auto_invite: bool,
    /// Life of a link, in hours.
    pub link_lifetime_hours: i32,
    /// How long the messages of a deed done to many wait and can be taken back, in seconds.
    pub undo_seconds: i32,
    /// By whose clocks its days and hours are meant: a name of the IANA time zone database.
    #[sea_orm(column_type = "Text")]
    pub time_zone: String,
    /// When it was set up.
    pub created_at: Timestamp,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

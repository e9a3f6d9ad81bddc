//! Organisations: the tenants. Every other row belongs to exactly one.

use sea_orm::entity::prelude::*;

use crate::{Channel, Country, Locale, OrganizationId, Timestamp};

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
    /// Life of a link that goes by text message, in hours: a number may be somebody else's in a few days.
    pub text_link_lifetime_hours: i32,
    /// Where numbers without a country code are meant to be dialled.
    pub country: Option<Country>,
    /// How long the messages of a deed done to many wait and can be taken back, in seconds.
    pub undo_seconds: i32,
    /// By whose clocks its days and hours are meant: a name of the IANA time zone database.
    #[sea_orm(column_type = "Text")]
    pub time_zone: String,
    /// Whether a Slack workspace is connected that takes our token: whether it can write there.
    pub slack_connected: bool,
    /// When it was set up.
    pub created_at: Timestamp,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Life of a link that goes by a channel, in hours.
    #[must_use]
    pub fn link_hours(&self, channel: Channel) -> i64 {
        let hours = match channel {
            Channel::Sms => self.text_link_lifetime_hours.min(self.link_lifetime_hours),
            Channel::Email | Channel::Slack | Channel::Link => self.link_lifetime_hours,
        };
        hours.into()
    }
}

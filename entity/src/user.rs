//! Users: persons in an organisation, profile and membership in one.

use sea_orm::entity::prelude::*;

use crate::{
    InvitationId, Locale, OrganizationId, Role, TeamId, Timestamp, UserId, UserSource, UserStatus,
};

/// One person of one organisation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// Their id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Where they belong.
    pub organization_id: OrganizationId,
    /// Their name, once known.
    #[sea_orm(column_type = "Text", nullable)]
    pub full_name: Option<String>,
    /// Their address as it was typed.
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    /// Its canonical form, unique in the organisation.
    #[sea_orm(column_type = "Text", nullable)]
    pub email_key: Option<String>,
    /// Their phone number in E.164, unique in the organisation.
    #[sea_orm(column_type = "Text", nullable)]
    pub phone: Option<String>,
    /// Slack's id of them, `U…` or `W…`, unique in the organisation; null for whoever is not known from Slack.
    #[sea_orm(column_type = "Text", nullable)]
    pub slack_id: Option<String>,
    /// Name, address and number, folded: what a search looks through.
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    /// What they are listed under, folded: what the order by name compares.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// Their language.
    pub locale: Locale,
    /// What they may do once active.
    pub role: Role,
    /// Where they stand.
    pub status: UserStatus,
    /// Which door they came in by.
    pub source: UserSource,
    /// Their team, if any.
    pub team_id: Option<TeamId>,
    /// The latest invitation, whatever its state.
    pub invitation_id: Option<InvitationId>,
    /// Argon2id, in PHC form; absent until they accept.
    #[sea_orm(column_type = "Text", nullable)]
    pub password_hash: Option<String>,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they were last invited.
    pub invited_at: Option<Timestamp>,
    /// When they became active.
    pub activated_at: Option<Timestamp>,
    /// When something last happened to them.
    pub last_event_at: Timestamp,
}

/// To the rows that are read beside a person.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Where they belong.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::OrganizationId",
        to = "super::organization::Column::Id"
    )]
    Organization,
    /// Their team.
    #[sea_orm(
        belongs_to = "super::team::Entity",
        from = "Column::TeamId",
        to = "super::team::Column::Id"
    )]
    Team,
    /// Their latest invitation.
    #[sea_orm(
        belongs_to = "super::invitation::Entity",
        from = "Column::InvitationId",
        to = "super::invitation::Column::Id"
    )]
    Invitation,
}

impl Related<super::organization::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organization.def()
    }
}

impl Related<super::team::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Team.def()
    }
}

impl Related<super::invitation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invitation.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What they are called when something must stand there: name, else address, else number.
    #[must_use]
    pub fn display_name(&self) -> &str {
        let known = self
            .full_name
            .as_deref()
            .or(self.email.as_deref())
            .or(self.phone.as_deref());
        known.unwrap_or(self.id.as_str())
    }
}

/// The derived columns of a profile: `(search_key, name_key)`.
#[must_use]
pub fn keys(full_name: Option<&str>, email: Option<&str>, phone: Option<&str>) -> (String, String) {
    let words: Vec<&str> = [full_name, email, phone].into_iter().flatten().collect();
    (
        crate::fold(&words.join(" ")),
        crate::fold(words.first().copied().unwrap_or_default()),
    )
}

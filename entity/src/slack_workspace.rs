//! Slack workspaces: the one that an organisation has connected.

use sea_orm::entity::prelude::*;

use crate::{Channel, OrganizationId, Timestamp, UserId};

/// The workspace of one organisation.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slack_workspaces")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Slack's id of it, `T…`.
    #[sea_orm(column_type = "Text")]
    pub team_id: String,
    /// Its name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Slack's id of the user as which the app acts there.
    #[sea_orm(column_type = "Text")]
    pub bot_id: String,
    /// Slack's id of the app, `A…`; null where Slack did not say.
    #[sea_orm(column_type = "Text", nullable)]
    pub app_id: Option<String>,
    /// The app's token, sealed with the server key.
    #[sea_orm(column_type = "Text")]
    pub token: String,
    /// Who connected it and stands behind what it does; null once that person is gone.
    pub connected_by: Option<UserId>,
    /// When.
    pub connected_at: Timestamp,
    /// Since when Slack refuses the token; null while it does not.
    pub refused_at: Option<Timestamp>,
    /// The user groups whose members are meant, as a JSON list of `{id, name}`. With no channel either: the whole workspace.
    #[sea_orm(column_type = "Text")]
    pub user_groups: String,
    /// The channels whose members are meant, likewise.
    #[sea_orm(column_type = "Text")]
    pub channels: String,
    /// How whoever is added is invited, when the organisation invites by itself.
    pub invites_by: Channel,
    /// Whether it is synchronised every 24 hours.
    pub automatic: bool,
    /// When it is synchronised next, if it is by itself.
    pub next_sync_at: Timestamp,
}

impl std::fmt::Debug for Model {
    /// Without the token, although it is sealed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("slack_workspace::Model")
            .field("organization_id", &self.organization_id)
            .field("team_id", &self.team_id)
            .finish_non_exhaustive()
    }
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

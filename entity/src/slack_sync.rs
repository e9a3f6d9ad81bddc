//! Synchronisations with Slack: what was asked, who carries it out, and what came of it.

use sea_orm::entity::prelude::*;

use crate::{
    OperationId, OrganizationId, SlackFailure, SlackSyncId, SlackSyncKind, SlackSyncState,
    Timestamp, UserId,
};

/// One synchronisation, or a preview of one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slack_syncs")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SlackSyncId,
    /// Where.
    pub organization_id: OrganizationId,
    /// What it is for.
    pub kind: SlackSyncKind,
    /// How it stands.
    pub state: SlackSyncState,
    /// Who asked for it; null when it began by itself, or once that person is gone.
    pub actor_id: Option<UserId>,
    /// Whether it began by itself.
    pub by_itself: bool,
    /// How many changes whoever asked has seen and wants; null when they have seen none.
    pub expected_changes: Option<i32>,
    /// When it was asked for.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Who carries it out: a name that is drawn anew each time somebody takes it up.
    #[sea_orm(column_type = "Text", nullable)]
    pub holder: Option<String>,
    /// Until then nobody else takes it up.
    pub leased_until: Option<Timestamp>,
    /// Why it failed.
    pub failure: Option<SlackFailure>,
    /// People added.
    pub created: i32,
    /// People changed.
    pub updated: i32,
    /// People found as they are.
    pub unchanged: i32,
    /// Members left alone.
    pub skipped: i32,
    /// People who are missing, as found this time.
    pub missing: i32,
    /// People who are missing and were not before.
    pub gone: i32,
    /// What was done for each person, once it was done.
    pub operation_id: Option<OperationId>,
}

/// No relation is followed through this entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// How many people it changes: those whom it adds, changes, or finds missing for the first time.
    #[must_use]
    pub fn changes(&self) -> i32 {
        self.created + self.updated + self.gone
    }
}

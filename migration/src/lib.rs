//! How Bienvenue's schema came to be: frozen steps, each with its way back.
//!
//! A step imports nothing of ours, not even `entity`: what it did must not change when the code does. A test in
//! `tests/contract.rs` compares what the steps make with what the entities expect.

use sea_orm_migration::prelude::*;

mod columns;
mod m20261122_000001_organizations_and_users;
mod m20261122_000002_invitations_and_links;
mod m20261122_000003_outbox;
mod m20261122_000004_events;
mod m20261122_000005_sessions;
mod m20261122_000006_operations;
mod m20261122_000007_search;
mod m20261126_000008_undo_and_idempotency;
mod m20261126_000009_reminder_plans;
mod m20261126_000010_imports;
mod m20261126_000011_api_tokens;
mod m20261126_000012_invitation_views;
mod m20261126_000013_text_messages;
mod m20261126_000015_slack_workspaces;
mod m20261126_000016_slack_syncs;
mod m20261126_000017_slack_channel;
mod m20261126_000018_slack_app;
mod m20261126_000019_expired_keys;

pub use sea_orm_migration::MigratorTrait;

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_organizations_and_users::Migration),
            Box::new(m20261122_000002_invitations_and_links::Migration),
            Box::new(m20261122_000003_outbox::Migration),
            Box::new(m20261122_000004_events::Migration),
            Box::new(m20261122_000005_sessions::Migration),
            Box::new(m20261122_000006_operations::Migration),
            Box::new(m20261122_000007_search::Migration),
            Box::new(m20261126_000008_undo_and_idempotency::Migration),
            Box::new(m20261126_000009_reminder_plans::Migration),
            Box::new(m20261126_000010_imports::Migration),
            Box::new(m20261126_000011_api_tokens::Migration),
            Box::new(m20261126_000012_invitation_views::Migration),
            Box::new(m20261126_000013_text_messages::Migration),
            Box::new(m20261126_000015_slack_workspaces::Migration),
            Box::new(m20261126_000016_slack_syncs::Migration),
            Box::new(m20261126_000017_slack_channel::Migration),
            Box::new(m20261126_000018_slack_app::Migration),
            Box::new(m20261126_000019_expired_keys::Migration),
        ]
    }
}

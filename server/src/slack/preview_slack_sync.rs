//! previewSlackSync: say what a synchronisation would do. Nobody is added, changed or written to.

use entity::{SlackSyncKind, slack_sync};

use super::runs::{self, Asked};
use crate::{access::Admin, app::App, problem::DeedError};

/// Begins a preview, and answers at once: reading a workspace takes as long as Slack wants.
///
/// # Errors
/// When no workspace is connected, or a synchronisation is running.
pub async fn preview_slack_sync(app: &App, admin: &Admin) -> Result<slack_sync::Model, DeedError> {
    runs::ask(
        app,
        admin,
        Asked {
            kind: SlackSyncKind::Preview,
            expected_changes: None,
        },
    )
    .await
}

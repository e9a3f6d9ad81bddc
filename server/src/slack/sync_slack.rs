//! syncSlack: bring the people of the workspace in.

use entity::{SlackSyncKind, slack_sync};

use super::runs::{self, Asked};
use crate::{access::Admin, app::App, problem::DeedError};

/// Begins a synchronisation, and answers at once. `expected_changes` is how many changes whoever asks has seen and wants;
/// should there be another number, it is held and says so. Without it, it is held when there are many.
///
/// # Errors
/// When no workspace is connected, or a synchronisation is running.
pub async fn sync_slack(
    app: &App,
    admin: &Admin,
    expected_changes: Option<i32>,
) -> Result<slack_sync::Model, DeedError> {
    runs::ask(
        app,
        admin,
        Asked {
            kind: SlackSyncKind::Sync,
            expected_changes,
        },
    )
    .await
}

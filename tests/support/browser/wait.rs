//! Waiting for what a page does in its own time.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

/// Longer than anything takes on a busy machine. Nothing is waited for longer than it needs.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Asks until there is an answer; none when patience ends.
pub(super) async fn eventually<T, F: Future<Output = Option<T>>>(ask: impl FnMut() -> F) -> Option<T> {
    within(PATIENCE, ask).await
}

/// Asks until there is an answer, or until so much time has passed.
pub(super) async fn within<T, F: Future<Output = Option<T>>>(patience: Duration, mut ask: impl FnMut() -> F) -> Option<T> {
    let deadline = Instant::now() + patience;
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout_at(deadline, asking).await.ok()
}

//! Health: is the process alive, and may it be given work?

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;

use super::Doors;

/// How long the database may take to answer before it counts as gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/healthz`: the process answers.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// `/readyz`: the database answers, and the server is not about to stop.
pub(super) async fn readyz(State(doors): State<Arc<Doors>>) -> (StatusCode, &'static str) {
    if *doors.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match tokio::time::timeout(PATIENCE, doors.app.db.ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database is slow to answer\n",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::{body::Body, http::Request};
    use tokio::sync::watch;
    use tower::ServiceExt;

    use crate::{demo::trial::Trial, http::router_until};

    #[tokio::test]
    async fn a_server_that_is_about_to_stop_is_not_ready() {
        let trial = Trial::empty().await;
        for (stopping, expected) in [(false, 200), (true, 503)] {
            let router = router_until(Arc::clone(&trial.app), watch::Sender::new(stopping));
            let asked = Request::get("/readyz")
                .body(Body::empty())
                .expect("a request");
            let answer = router.oneshot(asked).await.expect("an answer");
            assert_eq!(answer.status(), expected);
        }
    }
}

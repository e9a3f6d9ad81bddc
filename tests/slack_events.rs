//! `/slack/events`: what Slack tells us, once its signature and its time are proven.

use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderValue},
};
use serde_json::json;
use tests::{
    Answer, TestApp,
    slack::{SIGNING_SECRET, sign},
    slack_people::connected,
};

const GONE: &str = r#"{"type":"event_callback","team_id":"T0ACME","api_app_id":"A0APP","event":{"type":"app_uninstalled"},"event_id":"Ev1"}"#;

async fn post(app: &TestApp, seconds: i64, signature: Option<String>, body: &str) -> Answer {
    let mut headers = HeaderMap::new();
    let header = |text: &str| HeaderValue::from_str(text).expect("a header's value");
    headers.insert("x-slack-request-timestamp", header(&seconds.to_string()));
    if let Some(signature) = signature {
        headers.insert("x-slack-signature", header(&signature));
    }
    app.visitor()
        .request(Method::POST, "/slack/events", headers, Some(body.into()))
        .await
}

/// Whether the token counts as refused.
async fn is_refused(app: &TestApp) -> bool {
    app.database
        .number("SELECT count(*) FROM slack_workspaces WHERE refused_at IS NOT NULL")
        .await
        == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_is_taken_out_is_known_at_once() {
    let (app, _admin, _slack) = connected().await;
    let now = app.clock.now().as_millis() / 1_000;
    let challenge = r#"{"type":"url_verification","token":"x","challenge":"3eZbrw1aB"}"#;
    let answer = post(
        &app,
        now,
        Some(sign(SIGNING_SECRET, now, challenge)),
        challenge,
    )
    .await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (StatusCode::OK, "3eZbrw1aB")
    );
    for other in [
        r#"{"type":"event_callback","team_id":"T0ACME","event":{"type":"user_change","user":{}}}"#,
        r#"{"type":"event_callback","team_id":"T0ELSE","event":{"type":"app_uninstalled"}}"#,
        "payload=%7B%22type%22%3A%22block_actions%22%7D",
    ] {
        let answer = post(&app, now, Some(sign(SIGNING_SECRET, now, other)), other).await;
        assert_eq!(answer.status, StatusCode::OK, "{other}");
    }
    assert!(!is_refused(&app).await);
    let answer = post(&app, now, Some(sign(SIGNING_SECRET, now, GONE)), GONE).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(is_refused(&app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_did_not_sign_just_now_is_not_listened_to() {
    let (app, _admin, _slack) = connected().await;
    let now = app.clock.now().as_millis() / 1_000;
    let genuine = sign(SIGNING_SECRET, now, GONE);
    for (seconds, signature, body, why) in [
        (now, None, GONE, "unsigned"),
        (
            now,
            Some(sign("another secret", now, GONE)),
            GONE,
            "another secret",
        ),
        (now + 1, Some(genuine.clone()), GONE, "another time"),
        (
            now,
            Some(genuine.clone()),
            r#"{"type":"event_callback","team_id":"T0ACME","event":{"type":"tokens_revoked"}}"#,
            "another body",
        ),
        (
            now - 301,
            Some(sign(SIGNING_SECRET, now - 301, GONE)),
            GONE,
            "an old request, sent again",
        ),
    ] {
        let answer = post(&app, seconds, signature, body).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{why}");
    }
    assert!(!is_refused(&app).await);
    let (silent, _admin) = TestApp::founded().await;
    let unheard = post(&silent, now, Some(genuine), GONE).await;
    assert_eq!(
        unheard.status,
        StatusCode::NOT_FOUND,
        "without a signing secret nobody can be believed"
    );
    let seen = app.visitor().get("/slack/events").await;
    assert_eq!(
        seen.status,
        StatusCode::METHOD_NOT_ALLOWED,
        "{}",
        json!(seen.text)
    );
}

//! `/slack/events`: what Slack tells us, once its signature and its time are proven.

use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderValue},
};
use serde_json::json;
use tests::{
    Answer, TestApp,
    slack::{SIGNING_SECRET, sign},
    slack_people::{connected, with_slack},
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

/// Hears what Slack signs at this moment.
async fn hear(app: &TestApp, body: &serde_json::Value) {
    let (now, body) = (app.clock.now().as_millis() / 1_000, body.to_string());
    let answer = post(app, now, Some(sign(SIGNING_SECRET, now, &body)), &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{body}");
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

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_before_the_workspace_was_connected_again_is_not_about_it() {
    let (app, admin, _slack) = connected().await;
    let then = app.clock.now().as_millis() / 1_000;
    let gone = json!({
        "type": "event_callback", "team_id": "T0ACME", "api_app_id": "A0APP", "event_time": then,
        "event": { "type": "app_uninstalled" },
    });
    hear(&app, &gone).await;
    assert!(is_refused(&app).await);
    app.advance_millis(60_000);
    admin.connect_slack().await;
    assert!(!is_refused(&app).await);
    hear(&app, &gone).await;
    assert!(!is_refused(&app).await, "Slack says it again");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_app_of_the_workspace_may_go() {
    let (app, admin, slack) = with_slack().await;
    slack.workspace().codes = vec!["c1".to_owned()];
    let asked = admin
        .ask("mutation { startSlackConnection { url } }", json!({}))
        .await;
    let url = asked.data()["startSlackConnection"]["url"].clone();
    let url: url::Url = url.as_str().expect("an address").parse().expect("a URL");
    let state = url.query_pairs().find(|(name, _)| name == "state");
    let state = state.expect("a state").1.into_owned();
    let grant = json!({ "grant": { "code": "c1", "state": state } });
    admin.try_connect_slack(grant).await.done();
    for (app_id, refused) in [("A0ELSE", false), ("A0APP", true)] {
        let gone = json!({
            "type": "event_callback", "team_id": "T0ACME", "api_app_id": app_id,
            "event_time": app.clock.now().as_millis() / 1_000, "event": { "type": "app_uninstalled" },
        });
        hear(&app, &gone).await;
        assert_eq!(is_refused(&app).await, refused, "{app_id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_own_token_may_be_taken_back() {
    let (app, _admin, _slack) = connected().await;
    for (tokens, refused) in [
        (json!({ "oauth": ["U0ADMIN"] }), false),
        (json!({ "oauth": ["U0ADMIN"], "bot": [] }), false),
        (json!({ "bot": ["U0BOT"] }), true),
    ] {
        let revoked = json!({
            "type": "event_callback", "team_id": "T0ACME", "api_app_id": "A0APP",
            "event": { "type": "tokens_revoked", "tokens": tokens },
        });
        hear(&app, &revoked).await;
        assert_eq!(is_refused(&app).await, refused, "{revoked}");
    }
}

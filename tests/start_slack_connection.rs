//! startSlackConnection.

use serde_json::json;
use tests::{TestApp, slack_people::with_slack};

const START: &str = "mutation { startSlackConnection { url errors { code } } }";

#[tokio::test(flavor = "multi_thread")]
async fn slack_is_asked_for_what_is_needed_and_sends_back_to_our_page() {
    let (app, admin, _slack) = with_slack().await;
    let answer = admin.ask(START, json!({})).await;
    let url = answer.data()["startSlackConnection"]["url"]
        .as_str()
        .expect("an address");
    let url: url::Url = url.parse().expect("a URL");
    let named = |name: &str| {
        url.query_pairs()
            .find(|(given, _)| given == name)
            .expect("it is there")
            .1
            .into_owned()
    };
    assert_eq!(named("client_id"), "1.2");
    assert_eq!(
        named("redirect_uri"),
        format!("{}/settings/slack", app.public_url())
    );
    let scopes = named("scope");
    for scope in [
        "users:read",
        "users:read.email",
        "usergroups:read",
        "channels:read",
        "im:write",
        "chat:write",
    ] {
        assert!(
            scopes.split(',').any(|asked| asked == scope),
            "{scope} in {scopes}"
        );
    }
    assert!(!url.as_str().contains("secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_app_a_token_is_asked_for() {
    let (_app, admin) = TestApp::founded().await;
    let answer = admin.ask(START, json!({})).await;
    let started = &answer.data()["startSlackConnection"];
    assert_eq!(started["url"], json!(null));
    assert_eq!(started["errors"][0]["code"], "SLACK_APP_MISSING");
    let has_app = admin.ask("{ slack { hasApp } }", json!({})).await;
    assert_eq!(has_app.data()["slack"]["hasApp"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_does_not_set_out() {
    let (_app, admin, _slack) = with_slack().await;
    let program = admin.program("HR system", "OWNER").await;
    assert_eq!(
        program.ask(START, json!({})).await.code(),
        Some("FORBIDDEN")
    );
}

//! Links are built from the configured public URL, whatever a request says.

use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Value, json};
use tests::{Admin, TestApp, folder::stand_in, letter::token};

/// Asks with headers that name another host.
async fn ask_as_from_elsewhere(admin: &Admin, query: &str, variables: Value) -> Value {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("content-type", "application/json"),
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "host=evil.example;proto=https"),
        ("x-original-url", "https://evil.example/"),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let body = json!({ "query": query, "variables": variables })
        .to_string()
        .into_bytes();
    admin
        .request(Method::POST, "/graphql", headers, Some(body))
        .await
        .data()
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host_header_reaches_no_letter_and_no_answer() {
    let (app, admin) = TestApp::founded().await;
    let invite = "mutation { invite(input: { person: { email: \"ada@example.com\" } }) { user { id } errors { code } } }";
    let id = ask_as_from_elsewhere(&admin, invite, json!({})).await["invite"]["user"]["id"].clone();
    let remind =
        "mutation($id: ID!) { sendReminder(input: { users: { ids: [$id] } }) { errors { code } } }";
    app.link("ada@example.com", 1).await;
    ask_as_from_elsewhere(&admin, remind, json!({ "id": id })).await;
    app.past_undo();
    app.link("ada@example.com", 2).await;
    for letter in app.smtp().letters() {
        assert!(!String::from_utf8_lossy(&letter.raw).contains("evil"));
        assert!(
            letter
                .link()
                .is_some_and(|link| link.starts_with(&format!("{}/join/", app.public_url())))
        );
    }
    let copy = "mutation($id: ID!) { copyLink(input: { userId: $id }) { url errors { code } } }";
    let url =
        ask_as_from_elsewhere(&admin, copy, json!({ "id": id })).await["copyLink"]["url"].clone();
    assert!(
        url.as_str()
            .is_some_and(|url| url.starts_with(&app.public_url())),
        "{url}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asked_for_under_another_name_names_no_other_host() {
    let client = stand_in();
    let options = tests::Options {
        client_folder: Some(client.path().to_owned()),
        ..tests::Options::default()
    };
    let app = TestApp::with(options).await;
    let admin = app.found().await;
    admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let elsewhere = app.visitor().sending("host", "evil.example");
    for path in [
        "/",
        "/sign-in",
        "/join",
        &format!("/join/{}", token(&link)),
        "/nowhere",
    ] {
        let answer = elsewhere.get(path).await;
        assert!(!answer.text.contains("evil"), "{path}");
        assert!(!format!("{:?}", answer.headers).contains("evil"), "{path}");
    }
}

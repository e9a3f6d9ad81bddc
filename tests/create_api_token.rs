//! createApiToken.

use serde_json::json;
use tests::{Admin, TestApp};

/// The tokens as an administrator sees them.
async fn listed(admin: &Admin) -> serde_json::Value {
    let query = "{ apiTokens { totalCount nodes { id name role state beginning createdBy { fullName } createdAt expiresAt \
        lastUsedAt revokedAt } } }";
    admin.ask(query, json!({})).await.data()["apiTokens"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_shown_once_and_rests_nowhere() {
    let (app, admin) = TestApp::founded().await;
    let input = json!({ "name": "  HR  system ", "role": "ADMIN" });
    let done = admin
        .deed("createApiToken", input, "apiToken { id } secret")
        .await
        .done();
    let secret = done["secret"].as_str().expect("a secret").to_owned();
    assert!(secret.starts_with("bnv_") && secret.len() == 52, "{secret}");
    let list = listed(&admin).await;
    assert_eq!(list["totalCount"], 1);
    let token = &list["nodes"][0];
    assert_eq!(
        (&token["name"], &token["role"], &token["state"]),
        (&json!("HR system"), &json!("ADMIN"), &json!("ACTIVE"))
    );
    assert_eq!(token["beginning"], secret[..8]);
    assert_eq!(token["createdBy"]["fullName"], "Olivia Owner");
    assert_eq!(token["expiresAt"], json!(null));
    assert_eq!(token["lastUsedAt"], json!(null));
    let rows = format!("{:?}", app.database.dump().await);
    assert!(rows.contains("HR system") && !rows.contains(&secret));
    assert!(!list.to_string().contains(&secret));
    let made = "SELECT detail FROM events WHERE kind = 'API_TOKEN_CREATED'";
    assert_eq!(app.database.texts(made).await, ["HR system"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_said_at_once() {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let now = app.clock.now().to_string();
    let input = json!({ "name": " ", "role": "OWNER", "expiresAt": now });
    let refused = adam
        .deed("createApiToken", input, "apiToken { id } secret")
        .await;
    assert_eq!(
        refused.codes(),
        ["INVALID_NAME", "ROLE_NOT_GRANTABLE", "INVALID_EXPIRY"]
    );
    assert_eq!(refused.paths(), ["name", "role", "expiresAt"]);
    assert_eq!(refused.value["secret"], json!(null));
    assert_eq!(listed(&owner).await["totalCount"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_makes_no_token() {
    let (_app, owner) = TestApp::founded().await;
    let program = owner.program("HR system", "OWNER").await;
    let input = json!({ "name": "Child", "role": "MEMBER" });
    let refused = program.try_deed("createApiToken", input, "secret").await;
    assert_eq!(refused.code(), Some("FORBIDDEN"));
    assert_eq!(listed(&owner).await["totalCount"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_listed_from_the_newest_page_by_page() {
    let (app, owner) = TestApp::founded().await;
    for name in ["one", "two", "three"] {
        owner.program(name, "MEMBER").await;
        app.advance_millis(1_000);
    }
    let query = "query($after: String) { apiTokens(first: 2, after: $after) { nodes { name } pageInfo { endCursor hasNextPage } } }";
    let first = owner.ask(query, json!({})).await.data()["apiTokens"].clone();
    assert_eq!(
        first["nodes"],
        json!([{ "name": "three" }, { "name": "two" }])
    );
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let after = json!({ "after": first["pageInfo"]["endCursor"] });
    let second = owner.ask(query, after).await.data()["apiTokens"].clone();
    assert_eq!(second["nodes"], json!([{ "name": "one" }]));
}

//! changePassword: every other session of oneself ends.

use serde_json::json;
use tests::{PASSWORD, TestApp, people};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_takes_the_old_one_and_ends_the_other_sessions() {
    let (app, admin) = TestApp::founded().await;
    let elsewhere = people::sign_in(app.visitor(), "olivia@acme.example").await;
    let change = async |current: &str, new: &str| {
        let input = json!({ "currentPassword": current, "newPassword": new });
        admin.deed("changePassword", input, "viewer { id }").await
    };
    assert_eq!(
        change("not the password", "another quiet evening")
            .await
            .codes(),
        ["WRONG_CREDENTIALS"]
    );
    assert_eq!(change(PASSWORD, "short").await.codes(), ["WEAK_PASSWORD"]);
    assert!(elsewhere.whoami().await.is_some());
    change(PASSWORD, "another quiet evening").await.done();
    assert!(admin.whoami().await.is_some());
    assert!(elsewhere.whoami().await.is_none());
    let sign_in = async |password: &str| {
        let input = json!({ "email": "olivia@acme.example", "password": password });
        app.visitor()
            .deed("signIn", input, "viewer { id }")
            .await
            .codes()
            .concat()
    };
    assert_eq!(sign_in(PASSWORD).await, "WRONG_CREDENTIALS");
    assert_eq!(sign_in("another quiet evening").await, "");
}

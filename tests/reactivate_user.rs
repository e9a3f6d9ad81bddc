//! reactivateUser: who had joined is active again, who had not may be invited.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn who_had_joined_is_active_again_with_the_password_they_had() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.colleague(&app, "ada@example.com", "MEMBER").await;
    admin.deactivate(&ada.id).await.done();
    assert_eq!(
        admin.reactivate(&ada.id).await.done()["user"]["status"],
        "ACTIVE"
    );
    assert_eq!(
        ada.whoami().await,
        None,
        "the sessions of before stay ended"
    );
    let again = tests::people::sign_in(app.visitor(), "ada@example.com").await;
    assert_eq!(again.id, ada.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_not_joined_may_be_invited() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let first = app.link("ada@example.com", 1).await;
    admin.deactivate(&ada.id).await.done();
    assert_eq!(
        admin.reactivate(&ada.id).await.done()["user"]["status"],
        "CREATED"
    );
    assert_eq!(ada.link_state(&first).await, "REVOKED");
    admin.try_invite(json!({ "userId": ada.id })).await.done();
    ada.accept(&app.link("ada@example.com", 2).await)
        .await
        .done();
    assert_eq!(admin.reactivate(&ada.id).await.codes(), ["ALREADY_ACTIVE"]);
}

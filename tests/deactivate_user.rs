//! deactivateUser.

use serde_json::json;
use tests::{PASSWORD, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn the_link_of_a_deactivated_invitee_is_revoked() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    assert_eq!(
        admin.deactivate(&ada.id).await.done()["user"]["status"],
        "DEACTIVATED"
    );
    assert_eq!(ada.link_state(&link).await, "REVOKED");
    assert_eq!(ada.accept(&link).await.codes(), ["INVITATION_REVOKED"]);
    assert_eq!(admin.deactivate(&ada.id).await.codes(), ["DEACTIVATED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_person_is_out_everywhere_at_once() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.colleague(&app, "ada@example.com", "MEMBER").await;
    let elsewhere = tests::people::sign_in(app.visitor(), "ada@example.com").await;
    admin.deactivate(&ada.id).await.done();
    assert_eq!(ada.whoami().await, None);
    assert_eq!(elsewhere.whoami().await, None);
    let input = json!({ "email": "ada@example.com", "password": PASSWORD });
    let refused = app.visitor().deed("signIn", input, "viewer { id }").await;
    assert_eq!(refused.codes(), ["WRONG_CREDENTIALS"]);
    assert_eq!(
        admin.try_invite(json!({ "userId": ada.id })).await.codes(),
        ["DEACTIVATED"]
    );
}

//! declineInvitation: the invitee's no.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_no_brings_the_person_back_to_created() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    ada.decline(&link).await.done();
    assert_eq!(ada.link_state(&link).await, "DECLINED");
    assert_eq!(ada.decline(&link).await.codes(), ["INVITATION_DECLINED"]);
    assert_eq!(ada.accept(&link).await.codes(), ["INVITATION_DECLINED"]);
    let seen = admin.user(&ada.id).await;
    assert_eq!(
        (&seen["status"], &seen["invitation"]["state"]),
        (&json!("CREATED"), &json!("DECLINED"))
    );
    admin.try_invite(json!({ "userId": ada.id })).await.done();
    ada.accept(&app.link("ada@example.com", 2).await)
        .await
        .done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_nobody_made_cannot_be_declined() {
    let (app, _admin) = TestApp::founded().await;
    let refused = app
        .visitor()
        .deed("declineInvitation", json!({ "token": "x".repeat(43) }), "")
        .await;
    assert_eq!(refused.codes(), ["LINK_UNKNOWN"]);
}

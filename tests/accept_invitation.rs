//! acceptInvitation.

use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_person_accepts_and_is_in() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    assert_eq!(ada.link_state(&link).await, "OPEN");
    let done = ada.accept_as(&link, "Ada Lovelace").await.done();
    assert_eq!(done["user"]["status"], "ACTIVE");
    assert_eq!(ada.whoami().await, Some(ada.id.clone()));
    assert_eq!(admin.status(&ada.id).await, "ACTIVE");
}

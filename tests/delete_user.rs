//! deleteUser: forget a person; what happened stays, without name or address.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_person_is_forgotten_and_their_link_is_unknown() {
    let (app, admin) = TestApp::founded().await;
    let person = json!({ "email": "forgotten@example.com", "fullName": "Forgotten Person" });
    let ada = admin.invite_person(person).await;
    let link = app.link("forgotten@example.com", 1).await;
    app.all_settled().await;
    let done = admin.delete(&ada.id).await.done();
    assert_eq!(done["deletedId"], json!(ada.id));
    assert_eq!(ada.link_state(&link).await, "UNKNOWN");
    assert_eq!(ada.accept(&link).await.codes(), ["LINK_UNKNOWN"]);
    assert_eq!(admin.user(&ada.id).await, json!(null));
    let rows = format!("{:?}", app.database.dump().await).to_lowercase();
    assert!(
        !rows.contains("forgotten"),
        "name or address rest somewhere"
    );
    assert!(
        app.database
            .number("SELECT count(*) FROM events WHERE kind = 'USER_DELETED'")
            .await
            == 1,
        "that it happened is kept"
    );
    admin.invite("forgotten@example.com").await;
    assert_eq!(admin.delete(&ada.id).await.codes(), ["USER_NOT_FOUND"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_active_is_not_deleted_by_a_slip() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.colleague(&app, "ada@example.com", "MEMBER").await;
    assert_eq!(admin.delete(&ada.id).await.codes(), ["ALREADY_ACTIVE"]);
    assert_eq!(ada.whoami().await, Some(ada.id.clone()));
    admin.deactivate(&ada.id).await.done();
    admin.delete(&ada.id).await.done();
}

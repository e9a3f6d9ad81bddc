//! copyLink: the one place where a secret is answered, once, to the administrator who asks.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_link_can_be_handed_over_by_hand() {
    let (app, admin) = TestApp::founded().await;
    let id = admin.create("ada@example.com").await;
    let done = admin.copy_link(&id).await.done();
    let link = done["url"].as_str().expect("a link");
    assert!(link.starts_with(&app.public_url()));
    assert_eq!(done["invitation"]["channel"], "LINK");
    assert_eq!(admin.status(&id).await, "INVITED");
    app.all_settled().await;
    assert!(app.smtp().letters().is_empty(), "nothing is mailed");
    app.visitor().accept(link).await.done();
    assert_eq!(admin.status(&id).await, "ACTIVE");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_link_supersedes_the_one_that_was_mailed() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let mailed = app.link("ada@example.com", 1).await;
    let copied = admin.copy_link(&ada.id).await.done()["url"]
        .as_str()
        .expect("a link")
        .to_owned();
    let again = admin.copy_link(&ada.id).await.done()["url"]
        .as_str()
        .expect("a link")
        .to_owned();
    assert_eq!(ada.link_state(&mailed).await, "SUPERSEDED");
    assert_eq!(ada.link_state(&copied).await, "SUPERSEDED");
    ada.accept(&again).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_joined_or_is_deactivated_has_no_link() {
    let (app, admin) = TestApp::founded().await;
    let active = admin.colleague(&app, "active@example.com", "MEMBER").await;
    let deactivated = admin.create("deactivated@example.com").await;
    admin.deactivate(&deactivated).await.done();
    for (id, code) in [
        (active.id.as_str(), "ALREADY_ACTIVE"),
        (deactivated.as_str(), "DEACTIVATED"),
        ("usr_00000000000000000000000000", "USER_NOT_FOUND"),
    ] {
        let refused = admin.copy_link(id).await;
        assert_eq!(
            (refused.codes(), &refused.value["url"]),
            (vec![code], &json!(null))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_only_a_phone_can_be_given_a_link() {
    let (app, admin) = TestApp::founded().await;
    let person = json!({ "person": { "phone": "+33 6 12 34 56 78" }, "invite": false });
    let id = admin.try_create(person).await.done()["user"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let link = admin.copy_link(&id).await.done()["url"]
        .as_str()
        .expect("a link")
        .to_owned();
    assert_eq!(
        app.visitor().accept(&link).await.done()["user"]["status"],
        "ACTIVE"
    );
}

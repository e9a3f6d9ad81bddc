//! A revocation that is taken back, and what goes by hand.

use serde_json::json;
use tests::TestApp;

use super::codes;

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_that_is_taken_back_opens_the_invitations_again_as_they_were() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    app.at_rest().await;
    let grace = admin.create("grace@example.com").await;
    let nobody = admin.create("nobody@example.com").await;
    admin.invite_all(&[&grace]).await;
    app.advance_millis(1_000);
    let before = [admin.user(&ada.id).await, admin.user(&grace).await];

    let revoked = admin.revoke(&[&ada.id, &grace, &nobody]).await;
    assert_eq!(codes(&revoked), ["REVOKED", "REVOKED", "NOT_INVITED"]);
    assert_eq!(revoked["undoUntil"], "2026-03-02T09:00:11.000Z");
    assert_eq!(ada.link_state(&link).await, "REVOKED");

    let cancelled = admin.cancel(&revoked).await.done()["operation"].clone();
    assert_eq!(codes(&cancelled), ["CANCELLED", "CANCELLED", "NOT_INVITED"]);
    for was in before {
        let mut is = admin.user(was["id"].as_str().expect("an id")).await;
        is["lastEventAt"] = was["lastEventAt"].clone();
        assert_eq!(is, was);
    }
    assert_eq!(admin.status(&nobody).await, "CREATED");
    let told = format!(
        "SELECT kind FROM events WHERE user_id = '{}' ORDER BY sequence",
        ada.id
    );
    assert_eq!(
        app.database.texts(&told).await[3..],
        ["INVITATION_REVOKED", "INVITATION_REOPENED"]
    );

    // What had not left leaves after all; both links work.
    app.past_undo();
    let second = app.link("grace@example.com", 1).await;
    for link in [link, second] {
        app.visitor().accept(&link).await.done();
    }
    app.at_rest().await;
    assert_eq!(app.smtp().letters_to("ada@example.com").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_moved_on_since_a_revocation_is_left_where_they_are() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let older = app.link("ada@example.com", 1).await;
    let gone = admin.invite("gone@example.com").await;
    let revoked = admin.revoke(&[&ada.id, &gone.id]).await;
    admin.try_invite(json!({ "userId": ada.id })).await.done();
    admin.deactivate(&gone.id).await.done();
    let newer = app.link("ada@example.com", 2).await;
    app.at_rest().await;
    let before = app.database.dump().await;
    assert_eq!(admin.cancel(&revoked).await.codes(), ["TOO_LATE"]);
    assert!(app.database.dump().await == before);
    assert_eq!(ada.link_state(&older).await, "REVOKED");
    assert_eq!(ada.link_state(&newer).await, "OPEN");

    // After its window it stands.
    let revoked = admin.revoke(&[&ada.id]).await;
    app.past_undo();
    assert_eq!(admin.cancel(&revoked).await.codes(), ["TOO_LATE"]);
    assert_eq!(admin.status(&ada.id).await, "CREATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_by_hand_is_taken_back_until_its_link_is_handed_over() {
    let (_app, admin) = TestApp::founded().await;
    let waiting = admin.create("waiting@example.com").await;
    let given = admin.create("given@example.com").await;
    let input = json!({ "users": { "ids": [waiting, given] }, "channel": "LINK" });
    let operation = admin.try_bulk_invite(input).await.done()["operation"].clone();
    assert_eq!(codes(&operation), ["INVITED", "INVITED"]);
    assert!(operation["undoUntil"].is_string(), "{operation}");
    admin.copy_link(&given).await.done();

    let cancelled = admin.cancel(&operation).await.done()["operation"].clone();
    assert_eq!(codes(&cancelled), ["CANCELLED", "INVITED"]);
    assert_eq!(admin.status(&waiting).await, "CREATED");
    assert_eq!(admin.user(&waiting).await["invitation"], json!(null));
    assert_eq!(admin.status(&given).await, "INVITED");
}

//! revokeInvitation: the link stops working, what has not left never will, and the person may be invited again.

use serde_json::json;
use tests::{TestApp, smtp::Mood};

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_link_says_so_and_the_person_can_be_invited_again() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let operation = admin.revoke(&[&ada.id]).await;
    assert_eq!(
        operation["counts"],
        json!([{ "code": "REVOKED", "count": 1 }])
    );
    assert_eq!(ada.link_state(&link).await, "REVOKED");
    assert_eq!(ada.accept(&link).await.codes(), ["INVITATION_REVOKED"]);
    assert_eq!(ada.decline(&link).await.codes(), ["INVITATION_REVOKED"]);
    assert_eq!(admin.status(&ada.id).await, "CREATED");
    admin.try_invite(json!({ "userId": ada.id })).await.done();
    let newer = app.link("ada@example.com", 2).await;
    assert_eq!(
        ada.link_state(&link).await,
        "REVOKED",
        "what was taken back stays so"
    );
    ada.accept(&newer).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_left_never_will() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Down).await;
    let ada = admin.invite("ada@example.com").await;
    let attempted = "SELECT count(*) FROM messages WHERE attempts > 0";
    tests::eventually("the letter is attempted", async || {
        (app.database.number(attempted).await == 1).then_some(())
    })
    .await;
    admin.revoke(&[&ada.id]).await;
    app.smtp().be(Mood::Well).await;
    // Somebody invited afterwards shows that the dispatcher has been there.
    admin.invite("grace@example.com").await;
    app.until_settled().await;
    app.link("grace@example.com", 1).await;
    assert!(app.smtp().letters_to("ada@example.com").is_empty());
    assert_ne!(
        admin.user(&ada.id).await["invitation"]["delivery"]["state"],
        "QUEUED",
        "nothing reads as still waiting"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_open_invitation_is_told_apart() {
    let (app, admin) = TestApp::founded().await;
    let created = admin.create("created@example.com").await;
    let active = admin.colleague(&app, "active@example.com", "MEMBER").await;
    let operation = admin
        .revoke(&[&created, &active.id, "usr_00000000000000000000000000"])
        .await;
    let codes: Vec<_> = operation["outcomes"]["nodes"]
        .as_array()
        .expect("outcomes")
        .iter()
        .map(|node| node["code"].clone())
        .collect();
    assert_eq!(codes, ["NOT_INVITED", "ALREADY_ACTIVE", "USER_NOT_FOUND"]);
    assert_eq!(admin.status(&active.id).await, "ACTIVE");
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_a_filter_finds_can_be_revoked_at_once() {
    let (app, admin) = TestApp::founded().await;
    for n in 0..5 {
        admin.invite(&format!("p{n}@example.com")).await;
    }
    let users = json!({ "matching": { "filter": { "status": ["INVITED"] }, "expectedCount": 5 } });
    let operation = admin.try_revoke(json!({ "users": users })).await.done()["operation"].clone();
    assert_eq!(
        operation["counts"],
        json!([{ "code": "REVOKED", "count": 5 }])
    );
    assert!(
        admin
            .found_by(json!({ "status": ["INVITED"] }))
            .await
            .is_empty()
    );
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM links WHERE ended_at IS NULL")
            .await,
        0
    );
}

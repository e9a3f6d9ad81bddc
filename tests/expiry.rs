//! A link works until `expiresAt` and not an instant longer, whether or not anything has swept.

use serde_json::json;
use tests::{Admin, Invitee, TestApp};

/// A week in milliseconds: the default life of a link.
const LIFE: i64 = 7 * 24 * 3_600_000;

async fn invited() -> (TestApp, Admin, Invitee, String) {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    (app, admin, ada, link)
}

/// Everything that tells whether an invitation has expired, at one instant.
async fn seen(
    admin: &Admin,
    ada: &Invitee,
    link: &str,
) -> (String, String, Vec<String>, Vec<String>, i64) {
    let counts = admin.ask("{ userCounts { expired } }", json!({})).await;
    (
        ada.link_state(link).await,
        admin.user(&ada.id).await["invitation"]["state"]
            .as_str()
            .expect("a state")
            .to_owned(),
        admin
            .found_by(json!({ "invitationState": ["PENDING"] }))
            .await,
        admin
            .found_by(json!({ "invitationState": ["EXPIRED"] }))
            .await,
        counts.data()["userCounts"]["expired"]
            .as_i64()
            .expect("a number"),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_lives_168_hours_to_the_millisecond() {
    let (app, admin, ada, link) = invited().await;
    let ada_alone = vec!["ada@example.com".to_owned()];
    let open = (
        "OPEN".to_owned(),
        "PENDING".to_owned(),
        ada_alone.clone(),
        Vec::new(),
        0,
    );
    let expired = (
        "EXPIRED".to_owned(),
        "EXPIRED".to_owned(),
        Vec::new(),
        ada_alone,
        1,
    );
    app.advance_millis(LIFE - 1_000);
    assert_eq!(seen(&admin, &ada, &link).await, open, "a second before");
    app.advance_millis(999);
    assert_eq!(
        seen(&admin, &ada, &link).await,
        open,
        "a millisecond before"
    );
    app.advance_millis(1);
    assert_eq!(seen(&admin, &ada, &link).await, expired, "at its end");
    app.advance_millis(1_000);
    assert_eq!(seen(&admin, &ada, &link).await, expired, "a second after");
    assert_eq!(
        admin.status(&ada.id).await,
        "INVITED",
        "so that the filter still finds whom to remind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_before_its_end_an_invitation_can_be_accepted() {
    let (app, _admin, ada, link) = invited().await;
    app.advance_millis(LIFE - 1_000);
    ada.accept(&link).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_cannot_be_accepted() {
    let (app, admin, ada, link) = invited().await;
    for later in [LIFE, 1_000, 2 * LIFE] {
        app.advance_millis(later);
        assert_eq!(ada.accept(&link).await.codes(), ["LINK_EXPIRED"]);
        assert_eq!(ada.decline(&link).await.codes(), ["LINK_EXPIRED"]);
    }
    assert_eq!(ada.whoami().await, None);
    assert_eq!(admin.status(&ada.id).await, "INVITED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_organisation_decides_how_long_its_next_links_live() {
    let (app, admin, ada, link) = invited().await;
    admin
        .update_organization(json!({ "linkLifetimeHours": 1 }))
        .await
        .done();
    let grace = admin.invite("grace@example.com").await;
    let short = app.link("grace@example.com", 1).await;
    app.advance_millis(3_600_000);
    assert_eq!(grace.link_state(&short).await, "EXPIRED");
    assert_eq!(
        ada.link_state(&link).await,
        "OPEN",
        "a link keeps the life it was given"
    );
    for hours in [0, -1, 721] {
        let refused = admin
            .update_organization(json!({ "linkLifetimeHours": hours }))
            .await;
        assert_eq!(refused.codes(), ["INVALID_LIFETIME"]);
    }
    admin
        .update_organization(json!({ "linkLifetimeHours": 720 }))
        .await
        .done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_link_ends_before_it_can_leave_never_leaves() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(tests::smtp::Mood::Down).await;
    let ada = admin.invite("ada@example.com").await;
    app.advance_millis(LIFE);
    let failed = async || {
        (admin.user(&ada.id).await["invitation"]["delivery"]["state"] == "FAILED").then_some(())
    };
    tests::eventually("the message is given up", failed).await;
    app.smtp().be(tests::smtp::Mood::Well).await;
    app.all_settled().await;
    assert!(app.smtp().letters_to("ada@example.com").is_empty());
    assert_eq!(
        admin.found_by(json!({ "deliveryState": ["FAILED"] })).await,
        ["ada@example.com"]
    );
}

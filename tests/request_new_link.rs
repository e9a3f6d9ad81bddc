//! requestNewLink: a fresh link, to the stored address only, and an answer that tells nobody anything.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_of_an_expired_link_gets_a_fresh_one_by_mail() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let first = app.link("ada@example.com", 1).await;
    app.advance_days(7);
    ada.request_new_link(&first).await.done();
    let second = app.link("ada@example.com", 2).await;
    assert_eq!(ada.link_state(&first).await, "SUPERSEDED");
    assert_eq!(admin.user(&ada.id).await["invitation"]["state"], "PENDING");
    ada.accept(&second).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_link_the_answer_is_the_same() {
    let (app, admin) = TestApp::founded().await;
    let invite = async |email: &str| {
        let invitee = admin.invite(email).await;
        (invitee, app.link(email, 1).await)
    };
    let (expired_one, expired) = invite("expired@example.com").await;
    app.advance_days(7);
    let (_, open) = invite("open@example.com").await;
    let (revoked_one, revoked) = invite("revoked@example.com").await;
    admin.revoke(&[&revoked_one.id]).await;
    let (accepted_one, accepted) = invite("accepted@example.com").await;
    accepted_one.accept(&accepted).await.done();
    let (declined_one, declined) = invite("declined@example.com").await;
    declined_one.decline(&declined).await.done();
    app.all_settled().await;
    let before = app.smtp().letters().len();

    let stranger = app.visitor();
    let unknown = format!("{}/join/{}", app.public_url(), "x".repeat(43));
    let mut answers = Vec::new();
    for link in [&unknown, &open, &revoked, &accepted, &declined, &expired] {
        let input = json!({ "token": tests::letter::token(link) });
        let answer = stranger.try_deed("requestNewLink", input, "").await;
        let mut headers: Vec<_> = answer
            .headers
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect();
        headers.sort_unstable();
        answers.push((answer.status, headers, answer.text));
    }
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:?}"
    );
    app.link("expired@example.com", 2).await;
    app.all_settled().await;
    assert_eq!(
        app.smtp().letters().len(),
        before + 1,
        "only the expired one is answered by mail"
    );
    assert_eq!(
        expired_one.link_state(&open).await,
        "OPEN",
        "a link that works is left alone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_impatient_finger_gets_one_letter() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let first = app.link("ada@example.com", 1).await;
    app.advance_days(7);
    let requests = (0..20).map(|_| ada.request_new_link(&first));
    futures_util::future::join_all(requests).await;
    let second = app.link("ada@example.com", 2).await;
    app.all_settled().await;
    assert_eq!(app.smtp().letters_to("ada@example.com").len(), 2);
    assert_eq!(ada.link_state(&second).await, "OPEN");

    app.advance_millis(2 * 60_000 + 1);
    ada.request_new_link(&first).await.done();
    let third = app.link("ada@example.com", 3).await;
    assert_eq!(ada.link_state(&second).await, "SUPERSEDED");
    assert_eq!(ada.link_state(&third).await, "OPEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_letter_cannot_be_used_to_fill_a_mailbox() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let first = app.link("ada@example.com", 1).await;
    app.advance_days(7);
    for _ in 0..20 {
        ada.request_new_link(&first).await.done();
        app.all_settled().await;
        app.advance_millis(10 * 60_000);
    }
    assert_eq!(
        app.smtp().letters_to("ada@example.com").len(),
        6,
        "the invitation, and five a day"
    );
    app.advance_days(1);
    ada.request_new_link(&first).await.done();
    app.letter("ada@example.com", 7).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_link_goes_to_the_address_that_is_stored_now() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("old@example.com").await;
    let old = app.link("old@example.com", 1).await;
    admin
        .update(json!({ "id": ada.id, "email": "new@example.com" }))
        .await
        .done();
    app.link("new@example.com", 1).await;
    ada.request_new_link(&old).await.done();
    app.link("new@example.com", 2).await;
    app.all_settled().await;
    assert_eq!(
        app.smtp().letters_to("old@example.com").len(),
        1,
        "nothing more goes to the old address"
    );
}

//! A mail server that misbehaves delays a letter or fails it with a reason. It never loses one, and never makes two.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{
    Admin, TestApp, eventually,
    smtp::{Mood, Stage},
};

/// How the newest message of somebody fared.
async fn delivery(admin: &Admin, id: &str) -> Value {
    admin.user(id).await["invitation"]["delivery"].clone()
}

/// Waits until a delivery reads so, while time passes.
async fn reads(
    app: &TestApp,
    admin: &Admin,
    id: &str,
    what: &str,
    so: impl Fn(&Value) -> bool,
) -> Value {
    eventually(what, async || {
        app.advance_millis(2_000);
        tokio::time::sleep(Duration::from_millis(100)).await;
        let delivery = delivery(admin, id).await;
        so(&delivery).then_some(delivery)
    })
    .await
}

fn attempts(delivery: &Value) -> i64 {
    delivery["attempts"].as_i64().expect("a number")
}

/// Once the server is well again, exactly one letter arrives, whose link works.
async fn then_it_arrives_once(app: &TestApp, admin: &Admin, id: &str, email: &str) {
    app.smtp().be(Mood::Well).await;
    let delivery = reads(app, admin, id, "the letter leaves", |delivery| {
        delivery["state"] == "SENT"
    })
    .await;
    assert_eq!(
        delivery["reason"],
        json!(null),
        "what has left has no reason"
    );
    let letters = app.smtp().letters_to(email);
    assert_eq!(letters.len(), 1, "one letter");
    assert_eq!(
        app.visitor()
            .link_state(&letters[0].link().expect("a link"))
            .await,
        "OPEN"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_is_tried_again_and_the_letter_waits() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Down).await;
    let ada = admin.invite("ada@example.com").await;
    let waiting = |delivery: &Value| delivery["state"] == "QUEUED" && !delivery["reason"].is_null();
    reads(&app, &admin, &ada.id, "the failure is seen", waiting).await;
    then_it_arrives_once(&app, &admin, &ada.id, &ada.email).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_server_slows_nobody_but_its_letters() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Slow(Duration::from_millis(400))).await;
    let begun = Instant::now();
    let ada = admin.invite("ada@example.com").await;
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "an invitation does not wait for its letter: {:?}",
        begun.elapsed()
    );
    app.letter("ada@example.com", 1).await;
    app.all_settled().await;
    assert_eq!(delivery(&admin, &ada.id).await["state"], "SENT");
    assert_eq!(app.smtp().letters().len(), 1);
}

async fn is_tried_again_after_4xx_at(stage: Stage) {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Answers(stage, 451)).await;
    let ada = admin.invite("ada@example.com").await;
    let tried_twice = |delivery: &Value| delivery["state"] == "QUEUED" && attempts(delivery) >= 2;
    let delivery = reads(&app, &admin, &ada.id, "it is tried again", tried_twice).await;
    let reason = delivery["reason"].as_str().unwrap_or_default();
    assert!(
        reason.contains("451"),
        "{stage:?}: the server's words are kept: {reason:?}"
    );
    assert!(app.smtp().letters().is_empty());
    then_it_arrives_once(&app, &admin, &ada.id, &ada.email).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_now_at_the_greeting() {
    is_tried_again_after_4xx_at(Stage::Greeting).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_now_at_the_hello() {
    is_tried_again_after_4xx_at(Stage::Ehlo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_now_for_the_sender() {
    is_tried_again_after_4xx_at(Stage::MailFrom).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_now_for_the_recipient() {
    is_tried_again_after_4xx_at(Stage::RcptTo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_now_for_the_message() {
    is_tried_again_after_4xx_at(Stage::Data).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_now_after_the_message() {
    is_tried_again_after_4xx_at(Stage::Dot).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_refuses_for_good_fails_at_once_with_its_words_and_can_be_reminded() {
    for stage in [Stage::RcptTo, Stage::Data, Stage::Dot] {
        let (app, admin) = TestApp::founded().await;
        app.smtp().be(Mood::Answers(stage, 554)).await;
        let ada = admin.invite("ada@example.com").await;
        app.all_settled().await;
        let failed = delivery(&admin, &ada.id).await;
        assert_eq!(
            (&failed["state"], &failed["attempts"]),
            (&json!("FAILED"), &json!(1)),
            "{stage:?}"
        );
        assert!(
            failed["reason"]
                .as_str()
                .is_some_and(|reason| reason.contains("554")),
            "{failed}"
        );
        assert_eq!(
            admin.found_by(json!({ "deliveryState": ["FAILED"] })).await,
            ["ada@example.com"]
        );
        let counts = admin.ask("{ userCounts { undelivered } }", json!({})).await;
        assert_eq!(counts.data()["userCounts"]["undelivered"], 1);
        let told = app
            .database
            .number("SELECT count(*) FROM events WHERE kind = 'INVITATION_FAILED'")
            .await;
        assert_eq!(told, 1, "{stage:?}");
        app.smtp().be(Mood::Well).await;
        admin.remind(&[&ada.id]).await;
        app.past_undo();
        let link = app.link("ada@example.com", 1).await;
        assert_eq!(ada.link_state(&link).await, "OPEN");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_the_sender_or_the_service_fails_no_letter() {
    for stage in [Stage::Greeting, Stage::Ehlo, Stage::MailFrom] {
        let (app, admin) = TestApp::founded().await;
        app.smtp().be(Mood::Answers(stage, 554)).await;
        let ada = admin.invite("ada@example.com").await;
        let told =
            |delivery: &Value| delivery["state"] == "QUEUED" && !delivery["reason"].is_null();
        reads(&app, &admin, &ada.id, "an administrator is told", told).await;
        then_it_arrives_once(&app, &admin, &ada.id, &ada.email).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_cut_after_the_final_dot_makes_a_repeat_that_can_be_recognised() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::CutAfterDot).await;
    let ada = admin.invite("ada@example.com").await;
    app.letter("ada@example.com", 1).await;
    let unsure = |delivery: &Value| delivery["state"] == "QUEUED" && !delivery["reason"].is_null();
    reads(&app, &admin, &ada.id, "the lost answer is noted", unsure).await;
    app.smtp().be(Mood::Well).await;
    reads(
        &app,
        &admin,
        &ada.id,
        "the letter leaves again",
        |delivery| delivery["state"] == "SENT",
    )
    .await;
    let letters = app.smtp().letters_to("ada@example.com");
    assert!(letters.len() >= 2);
    let same: BTreeSet<_> = letters
        .iter()
        .map(|letter| (letter.message_id(), letter.raw.clone()))
        .collect();
    assert_eq!(
        same.len(),
        1,
        "the same Message-ID, the same link, the same letter to the byte"
    );
    assert_eq!(
        letters.iter().filter(|letter| letter.acknowledged).count(),
        1
    );
    ada.accept(&letters[0].link().expect("a link")).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_poison_recipient_among_fifty_harms_nobody_else() {
    let (app, admin) = TestApp::founded().await;
    app.smtp()
        .be(Mood::Poison("p17@example.com".to_owned(), 550))
        .await;
    let mut ids = Vec::new();
    for n in 0..50 {
        ids.push(admin.invite(&format!("p{n}@example.com")).await.id);
    }
    app.all_settled().await;
    for (n, id) in ids.iter().enumerate() {
        let (state, letters) = if n == 17 { ("FAILED", 0) } else { ("SENT", 1) };
        assert_eq!(delivery(&admin, id).await["state"], state, "p{n}");
        assert_eq!(
            app.smtp().letters_to(&format!("p{n}@example.com")).len(),
            letters,
            "p{n}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_speaks_is_given_up_and_tried_again() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Mute).await;
    let ada = admin.invite("ada@example.com").await;
    let told = |delivery: &Value| delivery["state"] == "QUEUED" && !delivery["reason"].is_null();
    eventually("the silence is noted", async || {
        let delivery = delivery(&admin, &ada.id).await;
        told(&delivery).then_some(())
    })
    .await;
    then_it_arrives_once(&app, &admin, &ada.id, &ada.email).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_organisations_backlog_does_not_delay_anothers_letter() {
    let (app, acme) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    app.smtp().be(Mood::Down).await;
    for n in 0..150 {
        acme.invite(&format!("p{n}@example.com")).await;
    }
    other.invite("single@example.com").await;
    app.smtp().be(Mood::Slow(Duration::from_millis(10))).await;
    app.until_settled().await;
    let place = place(&app, "single@example.com");
    assert!(place < 100, "letter {place} of 151");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_overtakes_the_backlog_of_another_organisation_that_is_under_way() {
    let (app, acme) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    app.smtp().be(Mood::Slow(Duration::from_millis(100))).await;
    for n in 0..400 {
        acme.invite(&format!("p{n}@example.com")).await;
    }
    let before = app.smtp().letters().len();
    other.invite("single@example.com").await;
    app.letter("single@example.com", 1).await;
    let overtook = place(&app, "single@example.com") - before;
    assert!(overtook < 30, "{overtook} letters left first");
}

/// Which letter it was that arrived at an address, from 0.
fn place(app: &TestApp, address: &str) -> usize {
    let letters = app.smtp().letters();
    letters
        .iter()
        .position(|letter| letter.recipients == [address])
        .expect("it arrives")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_while_a_letter_is_on_its_way_makes_no_repeat() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Ponders(Duration::from_secs(4))).await;
    let ada = admin.invite("ada@example.com").await;
    app.smtp().has_taken(1).await;
    // As a machine's does that was suspended for an hour.
    app.advance_millis(3_600_000);
    app.all_settled().await;
    assert_eq!(delivery(&admin, &ada.id).await["state"], "SENT");
    assert_eq!(
        app.smtp().letters().len(),
        1,
        "no crash, no ambiguous answer, no repeat"
    );
}

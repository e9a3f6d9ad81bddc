//! What is said to Twilio on the wire, and what it answers there.

use serde_json::json;
use server::config::{TextLimits, Texts, twilio::Sender};
use tests::twilio::{FakeTwilio, Mood};

use super::{delivery, with, with_twilio};

const NUMBER: &str = "+33612345678";

#[tokio::test(flavor = "multi_thread")]
async fn an_api_key_asks_and_the_accounts_token_signs() {
    let twilio = FakeTwilio::start().await;
    let mut settings = twilio.settings("FR");
    "SK0123456789abcdef0123456789abcdef".clone_into(&mut settings.user);
    "a key's secret".clone_into(&mut settings.secret);
    twilio.be(Mood::Knows(
        "SK0123456789abcdef0123456789abcdef:a key's secret",
    ));
    let (app, admin) = with(Texts::Twilio(Box::new(settings)), TextLimits::USUAL).await;
    let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
    let text = twilio.text(NUMBER, 1).await;
    app.all_settled().await;
    assert_eq!(twilio.report(&text, "delivered", None).await, 204);
    assert_eq!(delivery(&admin, &ada.id).await["state"], "DELIVERED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_messaging_service_sends_in_place_of_a_number() {
    let twilio = FakeTwilio::start().await;
    let mut settings = twilio.settings("FR");
    settings.from = Sender::Service("MG0123456789abcdef0123456789abcdef".to_owned());
    // A service has not chosen its sender yet, so Twilio does not know of how many parts the message consists.
    twilio.be(Mood::Counts("0"));
    let (app, admin) = with(Texts::Twilio(Box::new(settings)), TextLimits::USUAL).await;
    admin.invite_person(json!({ "phone": NUMBER })).await;
    let text = twilio.text(NUMBER, 1).await;
    assert_eq!(text.from, "MG0123456789abcdef0123456789abcdef");
    app.all_settled().await;
    let parts = "SELECT CAST(segments AS BIGINT) FROM messages WHERE channel = 'SMS'";
    assert_eq!(
        app.database.number(parts).await,
        1,
        "as many as were written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_that_twilio_counts_are_the_parts_that_are_kept() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    twilio.be(Mood::Counts("2"));
    admin.invite_person(json!({ "phone": NUMBER })).await;
    app.all_settled().await;
    let parts = "SELECT CAST(segments AS BIGINT) FROM messages WHERE channel = 'SMS'";
    assert_eq!(app.database.number(parts).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_not_there_fails_no_message() {
    let twilio = FakeTwilio::start().await;
    let mut settings = twilio.settings("FR");
    "AC99999999999999999999999999999999".clone_into(&mut settings.account);
    let (_app, admin) = with(Texts::Twilio(Box::new(settings)), TextLimits::USUAL).await;
    let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
    let told = tests::eventually("it is told", async || {
        let told = delivery(&admin, &ada.id).await;
        told["reason"].is_string().then_some(told)
    })
    .await;
    assert_eq!(told["state"], "QUEUED");
    let reason = told["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("20404"), "{reason}");
}

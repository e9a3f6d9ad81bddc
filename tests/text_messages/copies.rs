//! A text message whose answer was lost may be on its way twice: what is said of either copy, and when.

use std::time::Duration;

use serde_json::{Value, json};
use server::config::{TextLimits, Texts};
use tests::{
    Admin, TestApp, eventually,
    twilio::{FakeTwilio, Mood, Text},
};

use super::{delivery, with, with_twilio};

const NUMBER: &str = "+33612345678";

/// A text message whose first answer was lost, and the copy that Twilio took before.
async fn in_doubt() -> (TestApp, Admin, FakeTwilio, String, Text) {
    let twilio = FakeTwilio::start().await;
    let mut settings = twilio.settings("FR");
    settings.patience = Duration::from_secs(60);
    let (app, admin) = with(Texts::Twilio(Box::new(settings)), TextLimits::USUAL).await;
    twilio.be(Mood::CutAfterTaking);
    let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
    let first = twilio.text(NUMBER, 1).await;
    let told = async || (!delivery(&admin, &ada.id).await["reason"].is_null()).then_some(());
    eventually("the doubt is told", told).await;
    (app, admin, twilio, ada.id, first)
}

async fn becomes(admin: &Admin, id: &str, state: &str) -> Value {
    eventually(state, async || {
        let delivery = delivery(admin, id).await;
        (delivery["state"] == state).then_some(delivery)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_says_it_has_is_sent_though_its_answer_is_lost_afterwards() {
    for (said, state) in [
        ("sent", "SENT"),
        ("queued", "SENT"),
        ("delivered", "DELIVERED"),
    ] {
        let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
        twilio.be(Mood::ReportsAndCuts(said));
        let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
        becomes(&admin, &ada.id, state).await;
        twilio.be(Mood::Well);
        app.until_settled().await;
        app.advance_hours(1);
        // Whatever waited has had its turn once a later message has.
        admin
            .invite_person(json!({ "phone": "+33698765432" }))
            .await;
        twilio.text("+33698765432", 1).await;
        app.all_settled().await;
        assert_eq!(twilio.requests(), 2, "after {said}");
        assert_eq!(delivery(&admin, &ada.id).await["state"], state);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_failure_of_one_copy_says_nothing_of_the_other() {
    let (app, admin, twilio, id, first) = in_doubt().await;
    twilio.be(Mood::Well);
    app.until_settled().await;
    let second = twilio.text(NUMBER, 2).await;
    becomes(&admin, &id, "SENT").await;
    assert_eq!(twilio.report(&first, "undelivered", Some(30005)).await, 204);
    assert_eq!(delivery(&admin, &id).await["state"], "SENT");
    assert_eq!(twilio.report(&second, "failed", Some(30007)).await, 204);
    assert_eq!(delivery(&admin, &id).await["state"], "FAILED");
    assert_eq!(twilio.report(&first, "delivered", None).await, 204);
    assert_eq!(delivery(&admin, &id).await["state"], "DELIVERED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_fails_while_the_other_is_handed_over_does_not_decide() {
    let (app, admin, twilio, id, first) = in_doubt().await;
    twilio.be(Mood::Waits);
    let handed_over = async || {
        app.advance_millis(5_000);
        (twilio.texts().len() == 2).then_some(())
    };
    eventually("the repeat is under way", handed_over).await;
    assert_eq!(twilio.report(&first, "undelivered", Some(30005)).await, 204);
    let told = delivery(&admin, &id).await;
    assert_eq!(told["state"], "FAILED", "so far");
    twilio.be(Mood::Well);
    let told = becomes(&admin, &id, "SENT").await;
    assert_eq!(told["reason"], json!(null));
    let second = twilio.text(NUMBER, 2).await;
    assert_eq!(twilio.report(&second, "delivered", None).await, 204);
    assert_eq!(delivery(&admin, &id).await["state"], "DELIVERED");
    assert_eq!(twilio.requests(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_in_doubt_is_sent_once_the_provider_says_that_it_has_it() {
    let (app, admin, twilio, id, first) = in_doubt().await;
    twilio.be(Mood::Refuses(400, 21614, "not a mobile number"));
    app.until_settled().await;
    assert_eq!(delivery(&admin, &id).await["state"], "FAILED");
    assert_eq!(twilio.report(&first, "sent", None).await, 204);
    assert_eq!(delivery(&admin, &id).await["state"], "SENT");
}

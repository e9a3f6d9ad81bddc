//! What the provider answers and what it says later: the truth about each message, and no message twice without need.

use std::time::Duration;

use serde_json::{Value, json};
use server::config::TextLimits;
use tests::{
    Admin, TestApp, eventually,
    twilio::{self, FakeTwilio, Mood, Text},
};

use super::{delivery, with_twilio};

const NUMBER: &str = "+33612345678";

async fn invited() -> (TestApp, Admin, FakeTwilio, String) {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
    (app, admin, twilio, ada.id)
}

async fn sent() -> (TestApp, Admin, FakeTwilio, String, Text) {
    let (app, admin, twilio, id) = invited().await;
    let text = twilio.text(NUMBER, 1).await;
    app.all_settled().await;
    (app, admin, twilio, id, text)
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
        app.advance_millis(5_000);
        tokio::time::sleep(Duration::from_millis(100)).await;
        let delivery = delivery(admin, id).await;
        so(&delivery).then_some(delivery)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_sent_when_the_provider_takes_it_and_delivered_when_it_says_so() {
    let (_app, admin, twilio, id, text) = sent().await;
    assert_eq!((text.from.as_str(), text.to.as_str()), ("Acme", NUMBER));
    assert_eq!(delivery(&admin, &id).await["state"], "SENT");
    assert_eq!(twilio.report(&text, "delivered", None).await, 204);
    let told = delivery(&admin, &id).await;
    assert_eq!(
        (&told["state"], &told["reason"]),
        (&json!("DELIVERED"), &json!(null))
    );
    admin.last_event(&id, "INVITATION_DELIVERED").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_does_not_arrive_fails_with_the_providers_reason() {
    for (status, code, state, word) in [
        ("undelivered", Some(30005), "FAILED", "30005"),
        ("failed", Some(30007), "FAILED", "filtered"),
        ("undelivered", None, "FAILED", "no reason"),
        ("failed", Some(21610), "SUPPRESSED", "STOP"),
        ("undelivered", Some(30017), "FAILED", "busy"),
        (
            "undelivered",
            Some(30034),
            "NOT_CONFIGURED",
            "not registered",
        ),
        ("failed", Some(30002), "NOT_CONFIGURED", "suspended"),
    ] {
        let (_app, admin, twilio, id, text) = sent().await;
        assert_eq!(twilio.report(&text, status, code).await, 204);
        let told = delivery(&admin, &id).await;
        assert_eq!(told["state"], state, "{status} {code:?}");
        assert!(
            told["reason"]
                .as_str()
                .is_some_and(|reason| reason.contains(word)),
            "{told}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_that_are_repeated_or_out_of_order_change_nothing() {
    let (app, admin, twilio, id, text) = sent().await;
    for status in [
        "delivered",
        "sent",
        "queued",
        "delivered",
        "undelivered",
        "something new",
    ] {
        assert_eq!(twilio.report(&text, status, None).await, 204, "{status}");
        assert_eq!(
            delivery(&admin, &id).await["state"],
            "DELIVERED",
            "after {status}"
        );
    }
    app.all_numbered().await;
    let told = "SELECT count(*) FROM events WHERE kind = 'INVITATION_DELIVERED'";
    assert_eq!(app.database.number(told).await, 1);
    let failed = "SELECT count(*) FROM events WHERE kind = 'INVITATION_FAILED'";
    assert_eq!(app.database.number(failed).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_callback_is_refused_and_changes_nothing() {
    let (app, admin, _twilio, id, text) = sent().await;
    assert_eq!(
        twilio::report(&text, "delivered", None, "another token").await,
        403
    );
    let parameters = |account: &str| {
        vec![
            ("AccountSid", account.to_owned()),
            ("MessageSid", text.sid.clone()),
            ("MessageStatus", "delivered".to_owned()),
        ]
    };
    let own = parameters(twilio::ACCOUNT);
    for signature in ["", "AAAA", "não"] {
        assert_eq!(
            twilio::send(&text.callback, &own, &signature.replace('ã', "a")).await,
            403
        );
    }
    let elsewhere = format!(
        "{}/callbacks/twilio/msg_00000000000000000000000000",
        app.public_url()
    );
    let signature = twilio::sign(&elsewhere, &own, twilio::TOKEN);
    assert_eq!(
        twilio::send(&text.callback, &own, &signature).await,
        403,
        "signed for another message"
    );
    assert_eq!(
        twilio::send(&elsewhere, &own, &signature).await,
        204,
        "of nobody"
    );
    let other = parameters("AC00000000000000000000000000000000");
    let signature = twilio::sign(&text.callback, &other, twilio::TOKEN);
    assert_eq!(
        twilio::send(&text.callback, &other, &signature).await,
        403,
        "of another account"
    );
    assert_eq!(delivery(&admin, &id).await["state"], "SENT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_may_be_quicker_than_the_providers_own_answer() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    for (mood, number, state) in [
        ("delivered", NUMBER, "DELIVERED"),
        ("undelivered", "+33612345679", "FAILED"),
    ] {
        twilio.be(Mood::ReportsFirst(mood));
        let ada = admin.invite_person(json!({ "phone": number })).await;
        app.all_settled().await;
        reads(&app, &admin, &ada.id, "the callback is believed", |told| {
            told["state"] == state
        })
        .await;
    }
    assert_eq!(twilio.texts().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_by_its_code_what_becomes_of_the_message() {
    for (status, code, state) in [
        (400, 21211, "FAILED"),
        (400, 21614, "FAILED"),
        (400, 99999, "FAILED"),
        (400, 30019, "FAILED"),
        (400, 21610, "SUPPRESSED"),
        (400, 21408, "NOT_CONFIGURED"),
        (400, 21606, "NOT_CONFIGURED"),
    ] {
        let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
        twilio.be(Mood::Refuses(status, code, "in the provider's words"));
        let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
        app.all_settled().await;
        let told = delivery(&admin, &ada.id).await;
        assert_eq!(
            (&told["state"], &told["attempts"]),
            (&json!(state), &json!(1)),
            "{code}"
        );
        let reason = told["reason"].as_str().unwrap_or_default();
        assert!(
            reason.contains(&code.to_string()) && reason.contains("provider's words"),
            "{reason}"
        );
        assert_eq!(twilio.requests(), 1, "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_tried_again_is_and_arrives_once() {
    for mood in [
        Mood::Refuses(429, 20429, "Too Many Requests"),
        Mood::Refuses(401, 20003, "Authenticate"),
        Mood::Refuses(403, 20005, "Account not active"),
    ] {
        let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
        twilio.be(mood.clone());
        let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
        let waits = |told: &Value| told["state"] == "QUEUED" && !told["reason"].is_null();
        reads(&app, &admin, &ada.id, "the refusal is told", waits).await;
        twilio.be(Mood::Well);
        reads(&app, &admin, &ada.id, "it leaves", |told| {
            told["state"] == "SENT"
        })
        .await;
        assert_eq!(twilio.texts().len(), 1, "{mood:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_left_is_tried_once_more_and_never_again() {
    for (mood, texts) in [
        (Mood::CutAfterTaking, 2),
        (Mood::Ponders, 2),
        (Mood::Fails(500), 0),
        (Mood::Fails(503), 0),
    ] {
        let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
        twilio.be(mood.clone());
        let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
        let told = reads(&app, &admin, &ada.id, "it is given up", |told| {
            told["state"] == "FAILED"
        })
        .await;
        assert!(
            told["reason"]
                .as_str()
                .is_some_and(|reason| reason.contains("may have arrived")),
            "{told}"
        );
        app.advance_hours(2);
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(
            (twilio.requests(), twilio.texts().len()),
            (2, texts),
            "{mood:?}"
        );
        if let Some(text) = twilio.texts().first() {
            assert_eq!(twilio.report(text, "delivered", None).await, 204);
            assert_eq!(
                delivery(&admin, &ada.id).await["state"],
                "DELIVERED",
                "the truth comes late"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_spares_the_repeat_of_what_may_have_left() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    twilio.be(Mood::CutAfterTaking);
    let ada = admin.invite_person(json!({ "phone": NUMBER })).await;
    let text = twilio.text(NUMBER, 1).await;
    let waits = async || (!delivery(&admin, &ada.id).await["reason"].is_null()).then_some(());
    eventually("the doubt is told", waits).await;
    twilio.be(Mood::Well);
    assert_eq!(twilio.report(&text, "sent", None).await, 204);
    assert_eq!(delivery(&admin, &ada.id).await["state"], "SENT");
    app.advance_hours(1);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(twilio.requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_lets_nobody_in_holds_up_no_letter() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    twilio.be(Mood::Refuses(401, 20003, "Authenticate"));
    for n in 0..10 {
        let number = format!("+3361234{n}5{n}8");
        admin.invite_person(json!({ "phone": number })).await;
    }
    admin.invite("bea@example.com").await;
    app.letter("bea@example.com", 1).await;
    assert!(twilio.texts().is_empty());
    let queued = "SELECT count(*) FROM messages WHERE state = 'QUEUED' AND channel = 'SMS'";
    assert_eq!(app.database.number(queued).await, 10);
}

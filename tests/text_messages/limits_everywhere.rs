//! The limits of text messages hold for whatever writes one, and are told before they are reached.

use serde_json::{Value, json};
use server::config::TextLimits;
use tests::{Admin, twilio::Mood};

use super::with_twilio;

const ONE_A_DAY: TextLimits = TextLimits {
    per_number_a_day: 1,
    ..TextLimits::USUAL
};

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_by_hand_is_held_back_as_an_invitation_is() {
    let (app, admin, twilio) = with_twilio("FR", ONE_A_DAY).await;
    let ada = admin
        .invite_person(json!({ "phone": "+33612345678" }))
        .await;
    let link = twilio.text("+33612345678", 1).await.link();
    app.advance_hours(13);
    let operation = admin.remind(&[&ada.id]).await;
    assert_eq!(
        operation["counts"],
        json!([{ "code": "RATE_LIMITED", "count": 1 }])
    );
    assert_eq!(ada.link_state(&link).await, "OPEN", "the link that she has");
    app.advance_hours(12);
    let operation = admin.remind(&[&ada.id]).await;
    assert_eq!(
        operation["counts"],
        json!([{ "code": "REMINDED", "count": 1 }])
    );
    app.past_undo();
    twilio.text("+33612345678", 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_link_that_is_asked_for_is_held_back_and_nobody_learns_it() {
    let (app, admin, twilio) = with_twilio("FR", ONE_A_DAY).await;
    admin
        .update_organization(json!({ "textLinkLifetimeHours": 2 }))
        .await
        .done();
    let ada = admin
        .invite_person(json!({ "phone": "+33612345678" }))
        .await;
    let link = twilio.text("+33612345678", 1).await.link();
    app.advance_hours(3);
    ada.request_new_link(&link).await.done();
    app.all_settled().await;
    assert_eq!(twilio.texts().len(), 1);
    app.advance_hours(22);
    ada.request_new_link(&link).await.done();
    let fresh = twilio.text("+33612345678", 2).await.link();
    assert_eq!(ada.link_state(&fresh).await, "OPEN");
}

/// What the settings say beside text messages.
async fn hint(admin: &Admin) -> Value {
    let channels = admin.organization("channels { channel hint }").await["channels"].clone();
    let mut all = channels.as_array().into_iter().flatten();
    let texts = all.find(|status| status["channel"] == "SMS");
    texts.expect("text messages")["hint"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_four_fifths_of_the_budget_on_the_settings_say_so() {
    let limits = TextLimits {
        parts_a_month: 10,
        ..TextLimits::USUAL
    };
    let (app, admin, twilio) = with_twilio("FR", limits).await;
    for n in 10..17 {
        let phone = format!("+336{n}345678");
        admin.invite_person(json!({ "phone": phone })).await;
        // What has left is counted with the one part it had.
        app.all_settled().await;
    }
    let before = hint(&admin).await;
    assert!(!before.to_string().contains("80"), "{before}");
    admin
        .invite_person(json!({ "phone": "+33617345678" }))
        .await;
    app.all_settled().await;
    let told = hint(&admin).await;
    assert!(
        told.as_str().is_some_and(|hint| hint.contains("80")),
        "{told}"
    );
    assert_eq!(twilio.texts().len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_been_paid_for_twice_is_counted_twice() {
    let limits = TextLimits {
        parts_a_month: 5,
        ..TextLimits::USUAL
    };
    let (app, admin, twilio) = with_twilio("FR", limits).await;
    twilio.be(Mood::CutAfterTaking);
    admin
        .invite_person(json!({ "phone": "+33612345678" }))
        .await;
    app.until_settled().await;
    assert_eq!(twilio.texts().len(), 2);
    let next = admin
        .try_invite(json!({ "person": { "phone": "+33698765432" } }))
        .await;
    assert_eq!(next.codes(), ["OVER_BUDGET"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_is_counted_whatever_its_network_says_later() {
    let (_app, admin, twilio) = with_twilio("FR", ONE_A_DAY).await;
    let ada = admin
        .invite_person(json!({ "phone": "+33612345678" }))
        .await;
    let text = twilio.text("+33612345678", 1).await;
    assert_eq!(twilio.report(&text, "undelivered", Some(30034)).await, 204);
    let told = super::delivery(&admin, &ada.id).await;
    assert_eq!(told["state"], "NOT_CONFIGURED");
    admin.revoke(&[&ada.id]).await;
    let input = json!({ "users": { "ids": [ada.id] }, "channel": "SMS" });
    let done = admin
        .deed("bulkInvite", input, "operation { counts { code } }")
        .await
        .done();
    assert_eq!(
        done["operation"]["counts"],
        json!([{ "code": "RATE_LIMITED" }])
    );
}

//! What another number, or none, does to somebody who is reached by text message or signs in with it.

use serde_json::json;
use server::config::TextLimits;
use tests::{Admin, PASSWORD, TestApp, twilio::FakeTwilio};

use super::with_twilio;

const OLD: &str = "+33612345678";
const NEW: &str = "+33698765432";

async fn french() -> (TestApp, Admin, FakeTwilio) {
    with_twilio("FR", TextLimits::USUAL).await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_number_for_somebody_invited_ends_the_old_link_and_writes_to_the_new() {
    let (app, admin, twilio) = french().await;
    let ada = admin.invite_person(json!({ "phone": OLD })).await;
    let old = twilio.text(OLD, 1).await.link();
    let done = admin.update(json!({ "id": ada.id, "phone": NEW })).await;
    assert_eq!(done.done()["user"]["phone"], NEW);
    assert_eq!(
        ada.link_state(&old).await,
        "SUPERSEDED",
        "whoever has that phone is not the invitee"
    );
    let new = twilio.text(NEW, 1).await.link();
    assert_eq!(ada.link_state(&new).await, "OPEN");
    ada.request_new_link(&old).await.done();
    let fresh = twilio.text(NEW, 2).await.link();
    ada.accept(&fresh).await.done();
    app.all_settled().await;
    let to_the_old = twilio.texts().into_iter().filter(|text| text.to == OLD);
    assert_eq!(to_the_old.count(), 1, "the old link asks for none either");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_link_did_not_go_to_changes_without_another_message() {
    let (app, admin, twilio) = french().await;
    let by_text = json!({ "phone": OLD, "email": "ada@example.com", "channel": "SMS" });
    let ada = admin.invite_person(by_text).await;
    let by_letter = json!({ "phone": "+33612345679", "email": "bea@example.com" });
    let bea = admin.invite_person(by_letter).await;
    let (text, letter) = (
        twilio.text(OLD, 1).await.link(),
        app.link("bea@example.com", 1).await,
    );
    for change in [
        json!({ "id": ada.id, "email": "countess@example.com" }),
        json!({ "id": ada.id, "phone": "+33 6 12 34 56 78" }),
        json!({ "id": bea.id, "phone": NEW }),
        json!({ "id": bea.id, "phone": null }),
    ] {
        admin.update(change).await.done();
    }
    app.all_settled().await;
    assert_eq!(ada.link_state(&text).await, "OPEN");
    assert_eq!(bea.link_state(&letter).await, "OPEN");
    assert_eq!(
        (twilio.texts().len(), app.smtp().letters().len()),
        (1, 1),
        "nobody is written to for it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_must_not_be_written_to_is_refused_and_the_old_link_stays() {
    let (app, admin, twilio) = with_twilio(
        "FR",
        TextLimits {
            per_organization_a_day: 2,
            ..TextLimits::USUAL
        },
    )
    .await;
    let ada = admin.invite_person(json!({ "phone": OLD })).await;
    let link = twilio.text(OLD, 1).await.link();
    app.all_settled().await;
    let change = async |phone: &str| {
        let change = json!({ "id": ada.id, "phone": phone, "fullName": "Ada" });
        admin.update(change).await
    };
    for (phone, code) in [
        ("+447400123456", "NUMBER_NOT_ALLOWED"),
        ("+33142685300", "NUMBER_NOT_ALLOWED"),
    ] {
        let refused = change(phone).await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec![code], vec!["phone".to_owned()]),
            "{phone}"
        );
    }
    assert_eq!(ada.link_state(&link).await, "OPEN");
    let user = admin.user(&ada.id).await;
    assert_eq!(
        (&user["phone"], &user["fullName"]),
        (&json!(OLD), &json!(null))
    );
    change(NEW).await.done();
    assert_eq!(change("+33611111111").await.codes(), ["RATE_LIMITED"]);
    app.all_settled().await;
    assert_eq!(twilio.texts().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_text_message_or_signs_in_by_number_keeps_one() {
    let (_app, admin, twilio) = french().await;
    let invited = json!({ "phone": OLD, "email": "ada@example.com", "channel": "SMS" });
    let invited = admin.invite_person(invited).await;
    let active = admin.invite_person(json!({ "phone": NEW })).await;
    let link = twilio.text(NEW, 1).await.link();
    active.accept(&link).await.done();
    for change in [
        json!({ "id": invited.id, "phone": null }),
        json!({ "id": invited.id, "phone": "" }),
        json!({ "id": active.id, "phone": null }),
        json!({ "id": active.id, "email": null, "phone": null }),
        json!({ "id": active.id, "email": "bea@example.com", "phone": null }),
    ] {
        let refused = admin.update(change.clone()).await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec!["CONTACT_REQUIRED"], vec!["phone".to_owned()]),
            "{change}"
        );
    }
    let change = json!({ "id": active.id, "phone": "+33677777777" });
    admin.update(change).await.done();
    let input = json!({ "phone": "+33677777777", "password": PASSWORD });
    let signed_in = active.deed("signIn", input, "viewer { id }").await.done();
    assert_eq!(signed_in["viewer"]["id"], json!(active.id));
    for change in [
        json!({ "id": active.id, "email": "bea@example.com" }),
        json!({ "id": active.id, "phone": null }),
    ] {
        admin.update(change).await.done();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_somebody_else_has_is_named_as_the_number() {
    let (_app, admin, _twilio) = french().await;
    admin.invite_person(json!({ "phone": OLD })).await;
    let id = admin.create("bea@example.com").await;
    for change in [
        json!({ "id": id, "phone": OLD }),
        json!({ "id": id, "phone": OLD, "email": "free@example.com" }),
    ] {
        let refused = admin.update(change).await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec!["DUPLICATE_CONTACT"], vec!["phone".to_owned()])
        );
    }
}

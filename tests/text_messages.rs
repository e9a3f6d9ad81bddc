//! Text messages: a person with a number is reached as well as one with an address.

use serde_json::json;
use server::config::Texts;
use tests::{Admin, Options, TestApp};

async fn founded() -> (TestApp, Admin) {
    let app = TestApp::with(Options {
        texts: Texts::Mailbox,
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    (app, admin)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_a_number_alone_is_invited_and_reminded_by_text_message() {
    let (app, admin) = founded().await;
    let ada = admin
        .invite_person(json!({ "phone": "+33 6 12 34 56 78" }))
        .await;
    app.all_settled().await;
    let invitation = admin.user(&ada.id).await["invitation"].clone();
    assert_eq!(
        (&invitation["channel"], &invitation["delivery"]["state"]),
        (&json!("SMS"), &json!("SENT"))
    );
    app.advance_hours(13);
    let operation = admin.remind(&[&ada.id]).await;
    assert_eq!(
        operation["counts"],
        json!([{ "code": "REMINDED", "count": 1 }])
    );
    app.past_undo();
    app.all_settled().await;
    assert_eq!(admin.user(&ada.id).await["invitation"]["channel"], "SMS");
    let texts = "SELECT kind FROM messages WHERE channel = 'SMS' AND recipient = '+33612345678' ORDER BY id";
    assert_eq!(app.database.texts(texts).await, ["INVITATION", "REMINDER"]);
    assert!(app.smtp().letters().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_ways_the_one_that_was_asked_for_is_kept() {
    let (app, admin) = founded().await;
    let both = json!({ "email": "ada@example.com", "phone": "+33612345678", "channel": "SMS" });
    let ada = admin.invite_person(both).await;
    let both = json!({ "email": "bea@example.com", "phone": "+33612345679" });
    let bea = admin.invite_person(both).await;
    app.all_settled().await;
    app.advance_hours(13);
    admin.remind(&[&ada.id, &bea.id]).await;
    app.past_undo();
    app.all_settled().await;
    assert_eq!(admin.user(&ada.id).await["invitation"]["channel"], "SMS");
    assert_eq!(admin.user(&bea.id).await["invitation"]["channel"], "EMAIL");
    assert_eq!(app.smtp().letters_to("bea@example.com").len(), 2);
    assert!(app.smtp().letters_to("ada@example.com").is_empty());
}

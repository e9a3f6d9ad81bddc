//! What a file does to people who are reached by text message.

use serde_json::json;
use server::config::TextLimits;

use super::{delivery, with_twilio};

const OLD: &str = "+33612345678";
const NEW: &str = "+33698765432";

#[tokio::test(flavor = "multi_thread")]
async fn another_number_in_a_file_ends_the_old_link_and_writes_to_the_new() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    let person = |n: u8, phone: &str| json!({ "email": format!("p{n}@example.com"), "phone": phone, "channel": "SMS" });
    let ada = admin.invite_person(person(1, OLD)).await;
    let bea = admin.invite_person(person(2, "+33612345602")).await;
    let mut by_letter = person(3, "+33612345603");
    by_letter["channel"] = json!("EMAIL");
    let cleo = admin.invite_person(by_letter).await;
    let old = twilio.text(OLD, 1).await.link();
    let beas = twilio.text("+33612345602", 1).await.link();
    let cleos = app.link("p3@example.com", 1).await;
    // Dora's first text message still waits: it must not leave for the number that was hers.
    let people = json!({ "people": [person(4, "+33612345604")] });
    admin.try_bulk_invite(people).await.done();
    let file = format!(
        "email,phone\np1@example.com,{NEW}\np2@example.com,+32470123456\np3@example.com,+33612345613\n\
        p4@example.com,+33612345614\n"
    );
    let done = admin.import(file).await;
    assert_eq!(done["counts"], json!([{ "code": "UPDATED", "count": 4 }]));
    assert_eq!(ada.link_state(&old).await, "SUPERSEDED");
    let new = twilio.text(NEW, 1).await.link();
    assert_eq!(ada.link_state(&new).await, "OPEN");
    assert_eq!(
        bea.link_state(&beas).await,
        "SUPERSEDED",
        "whoever has that phone is not the invitee, wherever the new number is"
    );
    assert_eq!(delivery(&admin, &bea.id).await["state"], "SUPPRESSED");
    assert_eq!(cleo.link_state(&cleos).await, "OPEN", "it went by letter");
    twilio.text("+33612345614", 1).await;
    app.past_undo();
    app.all_settled().await;
    let mut to: Vec<_> = twilio.texts().into_iter().map(|text| text.to).collect();
    to.sort_unstable();
    assert_eq!(to, ["+33612345602", "+33612345614", OLD, NEW]);
    ada.accept(&new).await.done();
}

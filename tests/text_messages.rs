//! Text messages: a person with a number is reached as well as one with an address, and it never becomes a bill.

mod copies;
mod imported;
mod limits;
mod limits_at_once;
mod limits_everywhere;
mod profiles;
mod provider;
mod reminded;
mod wire;

use serde_json::{Value, json};
use server::config::{TextLimits, Texts};
use tests::{Admin, Options, PASSWORD, TestApp, twilio::FakeTwilio};

/// A server whose messages are kept in the mailbox.
async fn founded() -> (TestApp, Admin) {
    with(Texts::Mailbox, TextLimits::USUAL).await
}

/// A server whose messages go to a stand-in of Twilio, to these countries.
async fn with_twilio(countries: &str, limits: TextLimits) -> (TestApp, Admin, FakeTwilio) {
    let twilio = FakeTwilio::start().await;
    let (app, admin) = with(Texts::Twilio(Box::new(twilio.settings(countries))), limits).await;
    (app, admin, twilio)
}

async fn with(texts: Texts, text_limits: TextLimits) -> (TestApp, Admin) {
    let app = TestApp::with(Options {
        texts,
        text_limits,
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    (app, admin)
}

/// How the newest message of somebody fared.
async fn delivery(admin: &Admin, id: &str) -> Value {
    admin.user(id).await["invitation"]["delivery"].clone()
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

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_read_as_it_is_written_in_the_organisations_country() {
    let (app, admin) = founded().await;
    let national = json!({ "person": { "phone": "06 12 34 56 78" }, "invite": false });
    let refused = admin.try_create(national.clone()).await;
    assert_eq!(
        (refused.codes(), refused.paths()),
        (vec!["INVALID_PHONE"], vec!["person.phone".to_owned()])
    );
    let wrong = admin
        .update_organization(json!({ "country": "France" }))
        .await;
    assert_eq!(wrong.codes(), ["INVALID_COUNTRY"]);
    admin
        .update_organization(json!({ "country": "fr" }))
        .await
        .done();
    assert_eq!(admin.organization("country").await["country"], "FR");
    let done = admin.try_create(national).await.done();
    assert_eq!(done["user"]["phone"], "+33612345678");
    let again = json!({ "person": { "phone": "+33 (0)6.12.34.56.78" }, "invite": false });
    assert_eq!(admin.try_create(again).await.codes(), ["DUPLICATE_CONTACT"]);
    let forgotten = json!({ "person": { "phone": "32470123456" }, "invite": false });
    let forgotten = admin.try_create(forgotten).await;
    let message = forgotten.value["errors"][0]["message"].as_str();
    assert!(
        message.is_some_and(|message| message.contains("Did you mean +32470123456?")),
        "{message:?}"
    );
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE phone IS NOT NULL")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_joined_with_a_number_signs_in_with_it() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    admin
        .update_organization(json!({ "country": "FR" }))
        .await
        .done();
    let ada = admin
        .invite_person(json!({ "phone": "06 12 34 56 78", "locale": "fr" }))
        .await;
    let text = twilio.text("+33612345678", 1).await;
    assert!(
        text.body.contains("Olivia Owner vous invite"),
        "{}",
        text.body
    );
    let link = text.link();
    assert_eq!(ada.preview(&link).await["sentTo"], "+33•••78");
    ada.accept(&link).await.done();
    for phone in ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678"] {
        let input = json!({ "phone": phone, "password": PASSWORD });
        let done = app.visitor().deed("signIn", input, "viewer { id }").await;
        assert_eq!(done.done()["viewer"]["id"], json!(ada.id), "{phone}");
    }
    for input in [
        json!({ "phone": "06 12 34 56 79", "password": PASSWORD }),
        json!({ "phone": "0612", "password": PASSWORD }),
        json!({ "phone": "+33612345678", "password": "not the password" }),
    ] {
        let refused = app.visitor().deed("signIn", input, "viewer { id }").await;
        assert_eq!(refused.codes(), ["WRONG_CREDENTIALS"]);
    }
    for input in [
        json!({ "password": PASSWORD }),
        json!({ "email": "a@example.com", "phone": "+33612345678", "password": PASSWORD }),
    ] {
        let answer = app
            .visitor()
            .try_deed("signIn", input, "viewer { id }")
            .await;
        assert_eq!(answer.code(), Some("BAD_USER_INPUT"), "{}", answer.text);
    }
    assert_eq!(twilio.texts().len(), 1, "a welcome is not paid for");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_by_text_message_lives_three_days_and_a_fresh_one_goes_to_the_same_number() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    let ada = admin
        .invite_person(json!({ "phone": "+33612345678" }))
        .await;
    let link = twilio.text("+33612345678", 1).await.link();
    app.advance_hours(72);
    assert_eq!(ada.link_state(&link).await, "EXPIRED");
    ada.request_new_link(&link).await.done();
    let fresh = twilio.text("+33612345678", 2).await.link();
    assert_eq!(ada.link_state(&fresh).await, "OPEN");
    admin
        .update_organization(json!({ "textLinkLifetimeHours": 2 }))
        .await
        .done();
    admin
        .invite_person(json!({ "phone": "+33612345679" }))
        .await;
    let short = twilio.text("+33612345679", 1).await.link();
    app.advance_hours(2);
    assert_eq!(app.visitor().link_state(&short).await, "EXPIRED");
    assert_eq!(app.visitor().link_state(&fresh).await, "OPEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_the_text_message_is_kept_to_be_read_and_a_copied_link_is_a_picture_too()
{
    let (app, admin) = founded().await;
    let ada = admin
        .invite_person(json!({ "phone": "+33612345678" }))
        .await;
    app.all_settled().await;
    let page = admin.get("/mailbox").await;
    assert!(page.text.contains("+33612345678"), "{}", page.text);
    let id = app
        .database
        .texts("SELECT id FROM messages")
        .await
        .remove(0);
    let message = admin.get(&format!("/mailbox/{id}")).await;
    assert!(
        message.text.contains("invites you to join Acme"),
        "{}",
        message.text
    );
    let copied = admin
        .deed("copyLink", json!({ "userId": ada.id }), "url qrCode")
        .await
        .done();
    let picture = copied["qrCode"].as_str().unwrap_or_default();
    assert!(
        picture.starts_with("data:image/svg+xml;base64,"),
        "{picture}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_numbers_is_read_in_the_organisations_country_and_invited() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    admin
        .update_organization(json!({ "country": "FR" }))
        .await
        .done();
    let people = json!([
        { "phone": "06 12 34 56 78" },
        { "phone": "01 42 68 53 00" },
        { "phone": "08 99 12 34 56" },
        { "phone": "+44 7400 123456" },
        { "phone": "0612" },
        { "phone": "06 98 76 54 32", "email": "bea@example.com", "channel": "SMS" },
    ]);
    let done = admin
        .try_bulk_invite(json!({ "people": people }))
        .await
        .done();
    let outcomes = &done["operation"]["outcomes"]["nodes"];
    let codes: Vec<&str> = outcomes
        .as_array()
        .expect("outcomes")
        .iter()
        .filter_map(|outcome| outcome["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "INVITED",
            "NUMBER_NOT_ALLOWED",
            "NUMBER_NOT_ALLOWED",
            "NUMBER_NOT_ALLOWED",
            "INVALID_PHONE",
            "INVITED"
        ]
    );
    app.past_undo();
    app.all_settled().await;
    let mut to: Vec<String> = twilio.texts().into_iter().map(|text| text.to).collect();
    to.sort();
    assert_eq!(to, ["+33612345678", "+33698765432"]);
}

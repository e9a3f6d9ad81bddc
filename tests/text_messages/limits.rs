//! What keeps text messages from becoming a bill. What is held back is an outcome, and the provider is never asked.

use serde_json::json;
use server::config::TextLimits;

use super::with_twilio;

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_other_countries_and_of_no_mobile_phone_are_never_written_to() {
    let (app, admin, twilio) = with_twilio("FR,BE", TextLimits::USUAL).await;
    for (number, code) in [
        ("+33612345678", None),
        ("+32470123456", None),
        ("+447400123456", Some("NUMBER_NOT_ALLOWED")),
        ("+12025550123", Some("NUMBER_NOT_ALLOWED")),
        ("+33142685300", Some("NUMBER_NOT_ALLOWED")),
        ("+33899123456", Some("NUMBER_NOT_ALLOWED")),
        ("+33800123456", Some("NUMBER_NOT_ALLOWED")),
    ] {
        let asked = admin
            .try_invite(json!({ "person": { "phone": number } }))
            .await;
        let codes: Vec<&str> = code.into_iter().collect();
        assert_eq!(asked.codes(), codes, "{number}");
    }
    app.all_settled().await;
    assert_eq!(twilio.requests(), 2);
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE phone IS NOT NULL")
            .await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_number_gets_few_messages_a_day_whoever_sends_them() {
    let limits = TextLimits {
        per_number_a_day: 2,
        ..TextLimits::USUAL
    };
    let (app, acme, twilio) = with_twilio("FR", limits).await;
    let other = app.another_organization("Other", "una@other.example").await;
    let third = app.another_organization("Third", "tia@third.example").await;
    let person = json!({ "person": { "phone": "+33612345678" } });
    acme.try_invite(person.clone()).await.done();
    other.try_invite(person.clone()).await.done();
    assert_eq!(
        third.try_invite(person.clone()).await.codes(),
        ["RATE_LIMITED"]
    );
    app.advance_hours(24);
    app.advance_millis(1);
    third.try_invite(person).await.done();
    app.all_settled().await;
    assert_eq!(twilio.texts().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_has_a_day_and_everybody_a_month() {
    let limits = TextLimits {
        per_organization_a_day: 2,
        parts_a_month: 8,
        ..TextLimits::USUAL
    };
    let (app, acme, twilio) = with_twilio("FR", limits).await;
    let person = |n: u32| json!({ "person": { "phone": format!("+336{n}345678") } });
    acme.try_invite(person(10)).await.done();
    acme.try_invite(person(11)).await.done();
    assert_eq!(acme.try_invite(person(12)).await.codes(), ["RATE_LIMITED"]);
    app.all_settled().await;
    // What has left is counted with the parts it had: six of eight remain, and a message may have two.
    let other = app.another_organization("Other", "una@other.example").await;
    other.try_invite(person(12)).await.done();
    other.try_invite(person(13)).await.done();
    app.all_settled().await;
    let third = app.another_organization("Third", "tia@third.example").await;
    third.try_invite(person(14)).await.done();
    third.try_invite(person(15)).await.done();
    app.all_settled().await;
    let fourth = app
        .another_organization("Fourth", "ivy@fourth.example")
        .await;
    fourth.try_invite(person(16)).await.done();
    app.all_settled().await;
    assert_eq!(fourth.try_invite(person(17)).await.codes(), ["OVER_BUDGET"]);
    let people = json!({ "people": [{ "phone": "+33618345678" }, { "email": "bea@example.com" }] });
    let done = fourth.try_bulk_invite(people).await.done();
    let outcomes = &done["operation"]["outcomes"]["nodes"];
    assert_eq!(
        (&outcomes[0]["code"], &outcomes[1]["code"]),
        (&json!("OVER_BUDGET"), &json!("INVITED"))
    );
    assert_eq!(twilio.texts().len(), 7);
    let channels = fourth.organization("channels { channel hint }").await["channels"].clone();
    let hint = channels.as_array().into_iter().flatten();
    let hint = hint.filter(|status| status["channel"] == "SMS");
    let hint: Vec<_> = hint.map(|status| status["hint"].clone()).collect();
    assert!(
        hint[0].as_str().is_some_and(|hint| hint.contains("budget")),
        "{hint:?}"
    );
    // The clock stands on 2 March: a month later it is another month.
    app.advance_days(30);
    let fifth = app.another_organization("Fifth", "fay@fifth.example").await;
    fifth.try_invite(person(17)).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_numbers_in_one_block_is_held_back() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    let people: Vec<_> = (10..30)
        .map(|n| json!({ "phone": format!("+336123456{n}") }))
        .collect();
    let done = admin
        .try_bulk_invite(json!({ "people": people }))
        .await
        .done();
    assert_eq!(
        done["operation"]["counts"],
        json!([{ "code": "INVITED", "count": 10 }, { "code": "RATE_LIMITED", "count": 10 }])
    );
    let next = admin
        .try_invite(json!({ "person": { "phone": "+33612345699" } }))
        .await;
    assert_eq!(next.codes(), ["RATE_LIMITED"]);
    app.until_settled().await;
    assert_eq!(twilio.texts().len(), 10);
}

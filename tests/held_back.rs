//! Limits that protect people: what is held back is said, person by person.

use serde_json::{Value, json};
use server::config::MessageLimits;
use tests::{Admin, Options, TestApp};

async fn with(limits: MessageLimits) -> (TestApp, Admin) {
    let options = Options {
        message_limits: limits,
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let admin = app.found().await;
    (app, admin)
}

fn codes(operation: &Value) -> Vec<&str> {
    let nodes = operation["outcomes"]["nodes"].as_array().expect("outcomes");
    let codes = nodes.iter().filter_map(|node| node["code"].as_str());
    codes.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_twice_in_half_a_day() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    assert_eq!(codes(&admin.remind(&[&ada.id]).await), ["REMINDED"]);
    app.past_undo();
    app.link("ada@example.com", 2).await;
    app.advance_millis(12 * 3_600_000 - 10_001);
    assert_eq!(codes(&admin.remind(&[&ada.id]).await), ["TOO_SOON"]);
    app.advance_millis(1);
    assert_eq!(codes(&admin.remind(&[&ada.id]).await), ["REMINDED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_gets_so_many_messages_a_day_whatever_they_say() {
    let limits = MessageLimits {
        per_person_a_day: 2,
        hours_between_reminders: 0,
        ..MessageLimits::USUAL
    };
    let (app, admin) = with(limits).await;
    let ada = admin.invite("ada@example.com").await;
    app.link("ada@example.com", 1).await;
    assert_eq!(codes(&admin.remind(&[&ada.id]).await), ["REMINDED"]);
    app.past_undo();
    app.link("ada@example.com", 2).await;
    assert_eq!(codes(&admin.remind(&[&ada.id]).await), ["RATE_LIMITED"]);
    admin.revoke(&[&ada.id]).await;
    assert_eq!(codes(&admin.invite_all(&[&ada.id]).await), ["RATE_LIMITED"]);
    let single = admin.try_invite(json!({ "userId": ada.id })).await;
    assert_eq!(single.codes(), ["RATE_LIMITED"]);
    app.at_rest().await;
    assert_eq!(app.smtp().letters_to("ada@example.com").len(), 2);
    // By hand is not a message.
    admin.copy_link(&ada.id).await.done();
    admin.revoke(&[&ada.id]).await;
    app.advance_hours(24);
    assert_eq!(codes(&admin.invite_all(&[&ada.id]).await), ["INVITED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_is_no_way_around_what_a_person_may_get_in_a_day() {
    let limits = MessageLimits {
        per_person_a_day: 2,
        ..MessageLimits::USUAL
    };
    let (app, admin) = with(limits).await;
    let ada = admin.invite("ada@example.com").await;
    app.link("ada@example.com", 1).await;
    let moved = |email: &str| json!({ "id": ada.id, "email": email });
    admin.update(moved("ada@example.org")).await.done();
    app.link("ada@example.org", 1).await;
    let once_more = admin.update(moved("ada@example.com")).await;
    assert_eq!(once_more.codes(), ["RATE_LIMITED"]);
    assert_eq!(admin.user(&ada.id).await["email"], "ada@example.org");
    app.advance_hours(24);
    admin.update(moved("ada@example.com")).await.done();
    app.link("ada@example.com", 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_writes_so_many_messages_an_hour_and_what_was_taken_back_does_not_count() {
    let limits = MessageLimits {
        per_organization_an_hour: 5,
        ..MessageLimits::USUAL
    };
    let (app, admin) = with(limits).await;
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(admin.create(&format!("p{n}@example.com")).await);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let operation = admin.invite_all(&ids).await;
    admin.cancel(&operation).await.done();
    // A count is believed for ten seconds.
    app.past_undo();
    let people: Vec<Value> = (10..14)
        .map(|n| json!({ "email": format!("p{n}@example.com") }))
        .collect();
    let input = json!({ "people": people });
    let operation = admin.try_bulk_invite(input).await.done()["operation"].clone();
    assert_eq!(codes(&operation), ["INVITED"; 4]);
    let operation = admin.invite_all(&ids).await;
    let held_back = codes(&operation)
        .iter()
        .filter(|code| **code == "RATE_LIMITED")
        .count();
    assert_eq!(held_back, 3, "{operation}");
    let person = json!({ "person": { "email": "one-more@example.com" } });
    assert_eq!(
        admin.try_invite(person.clone()).await.codes(),
        ["RATE_LIMITED"]
    );
    assert!(
        admin
            .found_by(json!({ "search": "one-more" }))
            .await
            .is_empty()
    );
    // Another organisation is not held back by it.
    let other = app.another_organization("Other", "una@other.example").await;
    other.try_invite(person.clone()).await.done();
    app.past_undo();
    app.at_rest().await;
    app.advance_millis(3_600_000);
    admin.try_invite(person).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_file_adds_beyond_the_organisations_hour_is_added_and_not_written_to() {
    let limits = MessageLimits {
        per_organization_an_hour: 5,
        ..MessageLimits::USUAL
    };
    let (app, admin) = with(limits).await;
    let rows: String = (0..8).map(|n| format!("p{n}@example.com\n")).collect();
    let done = admin.import(format!("email\n{rows}")).await;
    let said = codes(&done);
    let held_back = said.iter().filter(|code| **code == "RATE_LIMITED").count();
    assert_eq!((said.len(), held_back), (8, 3), "{done}");
    app.past_undo();
    app.at_rest().await;
    assert_eq!(app.smtp().letters().len(), 5);
    let created = admin.found_by(json!({ "status": ["CREATED"] })).await;
    assert_eq!(created.len(), 3, "added all the same: {created:?}");
    app.advance_millis(3_600_000);
    let matching =
        json!({ "matching": { "filter": { "status": ["CREATED"] }, "expectedCount": 3 } });
    let later = admin.try_bulk_invite(json!({ "users": matching })).await;
    assert_eq!(codes(&later.done()["operation"]), ["INVITED"; 3]);
}

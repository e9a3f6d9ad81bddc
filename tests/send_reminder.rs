//! sendReminder: a new link each, and the older one stops working.

use serde_json::{Value, json};
use tests::{TestApp, smtp::Mood};

/// The outcomes of an operation as (address, code), in the order of the request.
fn outcomes(operation: &Value) -> Vec<(String, String)> {
    let nodes = operation["outcomes"]["nodes"].as_array().expect("outcomes");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    nodes
        .iter()
        .map(|node| (text(&node["user"]["email"]), text(&node["code"])))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_reminders_each_older_link_says_that_a_newer_one_was_sent() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let mut links = vec![app.link("ada@example.com", 1).await];
    for nth in 2..=6 {
        admin.remind(&[&ada.id]).await;
        app.past_undo();
        links.push(app.link("ada@example.com", nth).await);
        // Nobody is reminded twice in half a day.
        app.advance_hours(12);
    }
    let (newest, older) = links.split_last().expect("six links");
    for link in older {
        assert_eq!(ada.link_state(link).await, "SUPERSEDED");
        assert_eq!(ada.accept(link).await.codes(), ["LINK_SUPERSEDED"]);
        assert_eq!(ada.decline(link).await.codes(), ["LINK_SUPERSEDED"]);
    }
    let invitation = &admin.user(&ada.id).await["invitation"];
    assert_eq!(
        (&invitation["remindersSent"], &invitation["state"]),
        (&json!(5), &json!("PENDING"))
    );
    ada.accept(newest).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_of_a_crowd_is_answered_for() {
    let (app, admin) = TestApp::founded().await;
    let created = admin.create("created@example.com").await;
    let invited = admin.invite("invited@example.com").await;
    let active = admin.colleague(&app, "active@example.com", "MEMBER").await;
    let deactivated = admin.create("deactivated@example.com").await;
    admin.deactivate(&deactivated).await.done();
    let unknown = "usr_00000000000000000000000000";
    let by_hand = admin.create("by-hand@example.com").await;
    admin.copy_link(&by_hand).await.done();
    let ids = [
        created.as_str(),
        &invited.id,
        &active.id,
        &deactivated,
        unknown,
        &invited.id,
        &by_hand,
    ];
    let operation = admin.remind(&ids).await;
    let expected = [
        ("created@example.com", "NOT_INVITED"),
        ("invited@example.com", "REMINDED"),
        ("active@example.com", "ALREADY_ACTIVE"),
        ("deactivated@example.com", "DEACTIVATED"),
        ("", "USER_NOT_FOUND"),
        ("invited@example.com", "DUPLICATE_IN_REQUEST"),
        ("by-hand@example.com", "REMINDED"),
    ];
    assert_eq!(
        outcomes(&operation),
        expected.map(|(email, code)| (email.to_owned(), code.to_owned()))
    );
    let lines: Vec<i64> = operation["outcomes"]["nodes"]
        .as_array()
        .expect("outcomes")
        .iter()
        .filter_map(|node| node["line"].as_i64())
        .collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7]);
    app.past_undo();
    app.link("by-hand@example.com", 1).await;
    app.all_settled().await;
    assert_eq!(
        app.smtp().letters_to("invited@example.com").len(),
        2,
        "the invitation and one reminder"
    );

    let query = "query($id: ID!) { operation(id: $id) { kind delivery { queued sent failed cancelled } counts { code count } } }";
    let answer = admin.ask(query, json!({ "id": operation["id"] })).await;
    let seen = &answer.data()["operation"];
    assert_eq!(
        seen["delivery"],
        json!({ "queued": 0, "sent": 2, "failed": 0, "cancelled": 0 })
    );
    assert!(
        seen["counts"]
            .as_array()
            .expect("counts")
            .contains(&json!({ "code": "REMINDED", "count": 2 })),
        "{seen}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_that_has_changed_since_it_was_seen_is_refused() {
    let (app, admin) = TestApp::founded().await;
    for n in 0..3 {
        admin.invite(&format!("p{n}@example.com")).await;
    }
    app.at_rest().await;
    let selection = |expected: i64, except: &[&str]| json!({ "users": { "matching": { "filter": { "status": ["INVITED"] }, "expectedCount": expected, "except": except } } });
    let before = app.database.dump().await;
    let refused = admin.try_remind(selection(2, &[])).await;
    assert_eq!(refused.codes(), ["COUNT_CHANGED"]);
    assert!(
        refused.value["errors"][0]["message"]
            .as_str()
            .is_some_and(|message| message.contains('3')),
        "{}",
        refused.value
    );
    let refused = admin.try_revoke(selection(4, &[])).await;
    assert_eq!(refused.codes(), ["COUNT_CHANGED"]);
    assert_eq!(app.database.dump().await, before, "and nothing is done");

    let spared = admin.found_by(json!({ "search": "p1" })).await;
    assert_eq!(spared, ["p1@example.com"]);
    let id = app
        .database
        .texts("SELECT id FROM users WHERE email = 'p1@example.com'")
        .await;
    let operation = admin.try_remind(selection(2, &[&id[0]])).await.done()["operation"].clone();
    let mut reminded: Vec<_> = outcomes(&operation)
        .into_iter()
        .map(|(email, _)| email)
        .collect();
    reminded.sort_unstable();
    assert_eq!(reminded, ["p0@example.com", "p2@example.com"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_revives_what_has_expired() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let first = app.link("ada@example.com", 1).await;
    app.advance_days(8);
    assert_eq!(ada.link_state(&first).await, "EXPIRED");
    admin.remind(&[&ada.id]).await;
    app.past_undo();
    let second = app.link("ada@example.com", 2).await;
    assert_eq!(ada.link_state(&first).await, "SUPERSEDED");
    assert_eq!(admin.user(&ada.id).await["invitation"]["state"], "PENDING");
    app.advance_days(6);
    ada.accept(&second).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_has_not_left_is_overtaken_by_the_reminder() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Down).await;
    let ada = admin.invite("ada@example.com").await;
    admin.remind(&[&ada.id]).await;
    app.smtp().be(Mood::Well).await;
    app.until_settled().await;
    let link = app.link("ada@example.com", 1).await;
    assert_eq!(
        app.smtp().letters_to("ada@example.com").len(),
        1,
        "the older letter never left"
    );
    assert_eq!(ada.link_state(&link).await, "OPEN");
    assert_eq!(
        app.database
            .texts("SELECT state FROM messages ORDER BY kind")
            .await,
        ["CANCELLED", "SENT"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_note_of_a_reminder_takes_the_place_of_the_invitations() {
    let (app, admin) = TestApp::founded().await;
    let person = json!({ "person": { "email": "ada@example.com" }, "note": "See you at noon." });
    let id = admin.try_invite(person).await.done()["user"]["id"].clone();
    assert!(
        app.letter("ada@example.com", 1)
            .await
            .text()
            .contains("See you at noon.")
    );
    let input = json!({ "users": { "ids": [id] }, "note": "One will do." });
    admin.try_remind(input).await.done();
    app.past_undo();
    let reminder = app.letter("ada@example.com", 2).await.text();
    assert!(
        reminder.contains("One will do.") && !reminder.contains("noon"),
        "{reminder}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_is_ids_or_a_filter_and_not_both() {
    let (_app, admin) = TestApp::founded().await;
    let both = json!({ "ids": [], "matching": { "filter": {}, "expectedCount": 1 } });
    for users in [json!({}), both] {
        let answer = admin
            .try_deed(
                "sendReminder",
                json!({ "users": users }),
                "operation { id }",
            )
            .await;
        assert_eq!(answer.code(), Some("BAD_USER_INPUT"), "{}", answer.text);
    }
}

//! cancelOperation: what has not left is taken back, and people are where they were.

mod revocations;

use serde_json::{Value, json};
use tests::{TestApp, smtp::Mood};

fn codes(operation: &Value) -> Vec<&str> {
    let nodes = operation["outcomes"]["nodes"].as_array().expect("outcomes");
    let codes = nodes.iter().filter_map(|node| node["code"].as_str());
    codes.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_of_many_that_is_taken_back_leaves_everyone_as_they_were() {
    let (app, admin) = TestApp::founded().await;
    let fresh = admin.create("fresh@example.com").await;
    let again = admin.invite("again@example.com").await;
    app.link("again@example.com", 1).await;
    admin.revoke(&[&again.id]).await;
    let before = [admin.user(&fresh).await, admin.user(&again.id).await];
    app.advance_millis(1_000);

    let people = json!([{ "email": "added@example.com" }, { "email": "fresh@example.com" }, { "email": "again@example.com" }, { "email": "nobody" }]);
    let operation = admin
        .try_bulk_invite(json!({ "people": people }))
        .await
        .done()["operation"]
        .clone();
    assert_eq!(
        codes(&operation),
        ["INVITED", "INVITED", "INVITED", "INVALID_EMAIL"]
    );
    assert_eq!(operation["undoUntil"], "2026-03-02T09:00:11.000Z");
    assert_eq!(admin.status(&fresh).await, "INVITED");

    app.advance_millis(9_999);
    let cancelled = admin.cancel(&operation).await.done()["operation"].clone();
    assert_eq!(
        codes(&cancelled),
        ["CANCELLED", "CANCELLED", "CANCELLED", "INVALID_EMAIL"]
    );
    assert_eq!(cancelled["cancelledAt"], "2026-03-02T09:00:10.999Z");
    assert_eq!(
        cancelled["delivery"],
        json!({ "queued": 0, "sent": 0, "failed": 0, "cancelled": 3 })
    );
    for was in before {
        let mut is = admin.user(was["id"].as_str().expect("an id")).await;
        is["lastEventAt"] = was["lastEventAt"].clone();
        assert_eq!(is, was);
    }
    let added = cancelled["outcomes"]["nodes"][0]["user"]["id"]
        .as_str()
        .expect("an id");
    assert_eq!(admin.status(added).await, "CREATED");
    assert_eq!(admin.user(added).await["invitation"], json!(null));

    // Asked again, it answers the same; and the people can be invited anew, and put back anew.
    let again = admin.cancel(&operation).await.done()["operation"].clone();
    assert_eq!(again, cancelled);
    app.advance_millis(1_000);
    let anew = admin.invite_all(&[added, &fresh]).await;
    admin.cancel(&anew).await.done();
    assert_eq!(admin.user(added).await["invitation"], json!(null));
    let anew = admin.invite_all(&[added, &fresh]).await;
    assert_eq!(codes(&anew), ["INVITED", "INVITED"]);
    app.past_undo();
    app.link("added@example.com", 1).await;
    app.at_rest().await;
    assert_eq!(app.smtp().letters_to("added@example.com").len(), 1);
    assert_eq!(app.smtp().letters_to("again@example.com").len(), 1);
    let told = format!("SELECT kind FROM events WHERE user_id = '{added}' ORDER BY sequence");
    assert_eq!(
        app.database.texts(&told).await,
        [
            "USER_CREATED",
            "INVITATION_CREATED",
            "INVITATION_CANCELLED",
            "INVITATION_CREATED",
            "INVITATION_CANCELLED",
            "INVITATION_CREATED",
            "INVITATION_SENT"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_is_taken_back_gives_the_older_link_back() {
    let (app, admin) = TestApp::founded().await;
    let input = json!({ "person": { "email": "ada@example.com" }, "note": "The first note." });
    let id = admin.try_invite(input).await.done()["user"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let first = app.link("ada@example.com", 1).await;
    app.at_rest().await;
    app.advance_hours(30);
    let before = admin.user(&id).await;
    let input = json!({ "users": { "ids": [id] }, "note": "The second note." });
    let operation = admin.try_remind(input).await.done()["operation"].clone();
    let ada = app.visitor();
    assert_eq!(ada.link_state(&first).await, "SUPERSEDED");

    let cancelled = admin.cancel(&operation).await.done()["operation"].clone();
    assert_eq!(codes(&cancelled), ["CANCELLED"]);
    assert_eq!(ada.link_state(&first).await, "OPEN");
    let mut is = admin.user(&id).await;
    is["lastEventAt"] = before["lastEventAt"].clone();
    assert_eq!(is, before);

    // The quiet period is that of reminders that were sent.
    let operation = admin.remind(&[&id]).await;
    assert_eq!(codes(&operation), ["REMINDED"]);
    admin.cancel(&operation).await.done();
    ada.accept(&first).await.done();
    app.past_undo();
    app.at_rest().await;
    let letters = app.smtp().letters_to("ada@example.com");
    assert_eq!(
        letters
            .iter()
            .filter_map(tests::letter::Letter::link)
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reminder_overtook_leaves_after_all_when_it_is_taken_back() {
    let (app, admin) = TestApp::founded().await;
    app.smtp().be(Mood::Down).await;
    let ada = admin.invite("ada@example.com").await;
    let attempted = "SELECT count(*) FROM messages WHERE attempts > 0";
    tests::eventually("the letter is attempted", async || {
        (app.database.number(attempted).await == 1).then_some(())
    })
    .await;
    let operation = admin.remind(&[&ada.id]).await;
    assert_eq!(codes(&operation), ["REMINDED"]);
    admin.cancel(&operation).await.done();
    app.smtp().be(Mood::Well).await;
    app.until_settled().await;
    let link = app.link("ada@example.com", 1).await;
    assert_eq!(ada.link_state(&link).await, "OPEN");
    assert_eq!(app.smtp().letters_to("ada@example.com").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_about_to_leave_is_not_overtaken_by_a_reminder() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.create("ada@example.com").await;
    let invited = admin.invite_all(&[&ada]).await;
    assert_eq!(codes(&admin.remind(&[&ada]).await), ["TOO_SOON"]);
    admin.cancel(&invited).await.done();
    assert_eq!(admin.status(&ada).await, "CREATED");
    assert_eq!(codes(&admin.remind(&[&ada]).await), ["NOT_INVITED"]);
    app.past_undo();
    app.at_rest().await;
    assert!(app.smtp().letters_to("ada@example.com").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_late_or_not_there_is_said_in_words_and_changes_nothing() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.create("ada@example.com").await;
    let operation = admin.invite_all(&[&ada]).await;
    app.past_undo();
    app.link("ada@example.com", 1).await;
    app.at_rest().await;
    let revoked = admin.revoke(&[]).await;
    assert_eq!(revoked["undoUntil"], json!(null), "nothing waits");
    let nobody = admin.remind(&[]).await;
    assert_eq!(nobody["undoUntil"], json!(null), "nothing was promised");
    let before = app.database.dump().await;
    for late in [&operation, &revoked, &nobody] {
        let refused = admin.cancel(late).await;
        assert_eq!(refused.codes(), ["TOO_LATE"]);
        assert!(
            refused.value["errors"][0]["message"]
                .as_str()
                .is_some_and(|words| words.contains("too late"))
        );
    }
    for unknown in ["op_00000000000000000000000000", "nonsense"] {
        let refused = admin.cancel(&json!({ "id": unknown })).await;
        assert_eq!(refused.codes(), ["OPERATION_NOT_FOUND"]);
    }
    assert!(app.database.dump().await == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_decides_how_long_messages_wait() {
    let (app, admin) = TestApp::founded().await;
    let at_once = json!({ "undoSeconds": 0 });
    admin.update_organization(at_once).await.done();
    let ada = admin.create("ada@example.com").await;
    let operation = admin.invite_all(&[&ada]).await;
    assert_eq!(operation["undoUntil"], json!(null));
    app.link("ada@example.com", 1).await;
    assert_eq!(admin.cancel(&operation).await.codes(), ["TOO_LATE"]);

    let longest = json!({ "undoSeconds": 60 });
    admin.update_organization(longest).await.done();
    let grace = admin.create("grace@example.com").await;
    let operation = admin.invite_all(&[&grace]).await;
    app.advance_millis(59_999);
    assert!(app.smtp().letters_to("grace@example.com").is_empty());
    admin.cancel(&operation).await.done();
    assert_eq!(admin.status(&grace).await, "CREATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn running_operations_are_seen_by_every_administrator_until_they_are_over() {
    let (app, admin) = TestApp::founded().await;
    let colleague = admin.colleague(&app, "admin@example.com", "ADMIN").await;
    let ada = admin.create("ada@example.com").await;
    let operation = admin.invite_all(&[&ada]).await;
    let running = async || {
        let answer = colleague
            .ask(
                "{ runningOperations { id actor { id } delivery { queued } } }",
                json!({}),
            )
            .await;
        answer.data()["runningOperations"].clone()
    };
    assert_eq!(
        running().await,
        json!([{ "id": operation["id"], "actor": { "id": admin.id }, "delivery": { "queued": 1 } }])
    );
    app.past_undo();
    app.link("ada@example.com", 1).await;
    app.at_rest().await;
    assert_eq!(running().await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_file_added_stays_when_their_invitation_is_taken_back() {
    let (app, admin) = TestApp::founded().await;
    let operation = admin.import("email\nada@example.com\n").await;
    assert!(operation["undoUntil"].is_string(), "{operation}");
    let input = json!({ "id": operation["id"] });
    let cancelled = admin
        .deed("cancelOperation", input, "operation { cancelledAt }")
        .await;
    cancelled.done();
    app.past_undo();
    app.at_rest().await;
    assert!(app.smtp().letters().is_empty());
    let found = admin.found_by(json!({ "status": ["CREATED"] })).await;
    assert_eq!(found, ["ada@example.com"]);
}

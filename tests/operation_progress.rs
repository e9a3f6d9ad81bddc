//! operationProgress: how far an operation's messages have left, until nothing is queued.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    TestApp,
    smtp::Mood,
    socket::{Heard, Socket},
};

const PROGRESS: &str = "subscription($id: ID!) { operationProgress(id: $id) \
    { undoUntil undoSecondsLeft cancelledAt delivery { queued sent failed cancelled } } }";

async fn hear(socket: &mut Socket) -> Value {
    match socket.hear().await {
        Heard::Message(message) if message["type"] == "next" => {
            message["payload"]["data"]["operationProgress"].clone()
        }
        other => panic!("not progress: {other:?}"),
    }
}

/// Hears until the end; how often something was said, and the last of it.
async fn hear_out(socket: &mut Socket) -> (usize, Value) {
    let (mut said, mut last) = (0, Value::Null);
    loop {
        match socket.hear().await {
            Heard::Message(message) if message["type"] == "next" => {
                said += 1;
                last = message["payload"]["data"]["operationProgress"]["delivery"].clone();
            }
            Heard::Message(message) if message["type"] == "complete" => return (said, last),
            other => panic!("neither progress nor its end: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_told_from_how_it_stands_until_nothing_is_queued() {
    let (app, admin) = TestApp::founded().await;
    let people: Vec<Value> = (0..40)
        .map(|n| json!({ "email": format!("p{n}@example.com") }))
        .collect();
    app.smtp()
        .be(Mood::Ponders(Duration::from_millis(50)))
        .await;
    let done = admin.try_bulk_invite(json!({ "people": people })).await;
    let id = done.done()["operation"]["id"].clone();
    let mut socket = Socket::connect(&admin).await;
    socket.subscribe("1", PROGRESS, json!({ "id": id })).await;
    let waiting = hear(&mut socket).await;
    assert_eq!(waiting["undoUntil"], "2026-03-02T09:00:10.002Z");
    assert_eq!(waiting["undoSecondsLeft"], 11);
    assert_eq!(
        waiting["delivery"],
        json!({ "queued": 40, "sent": 0, "failed": 0, "cancelled": 0 })
    );
    let nothing = socket.hear_within(Duration::from_millis(700)).await;
    assert_eq!(nothing, None, "nothing is said while nothing changes");

    app.past_undo();
    app.advance_millis(10);
    let begun = std::time::Instant::now();
    let (said, last) = hear_out(&mut socket).await;
    assert_eq!(
        last,
        json!({ "queued": 0, "sent": 40, "failed": 0, "cancelled": 0 })
    );
    let most = begun.elapsed().as_millis() / 250 + 2;
    assert!(
        said as u128 <= most,
        "{said} times in {:?}",
        begun.elapsed()
    );

    // Whoever comes later hears the end at once.
    let mut late = Socket::connect(&admin).await;
    late.subscribe("1", PROGRESS, json!({ "id": id })).await;
    assert_eq!(hear_out(&mut late).await, (1, last));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_ends_the_progress_and_the_end_of_a_session_ends_the_socket() {
    let (app, admin) = TestApp::founded().await;
    let colleague = admin.colleague(&app, "admin@example.com", "ADMIN").await;
    let ada = admin.create("ada@example.com").await;
    let operation = admin.invite_all(&[&ada]).await;
    let mut socket = Socket::connect(&colleague).await;
    let id = json!({ "id": operation["id"] });
    socket.subscribe("1", PROGRESS, id.clone()).await;
    hear(&mut socket).await;
    admin.cancel(&operation).await.done();
    let (_, last) = hear_out(&mut socket).await;
    assert_eq!(
        last,
        json!({ "queued": 0, "sent": 0, "failed": 0, "cancelled": 1 })
    );

    let operation = admin.invite_all(&[&ada]).await;
    let id = json!({ "id": operation["id"] });
    socket.subscribe("2", PROGRESS, id).await;
    hear(&mut socket).await;
    let demoted = json!({ "id": colleague.id, "role": "MEMBER" });
    admin.update(demoted).await.done();
    let (_, ended) = socket.closes().await;
    assert_eq!(ended, Heard::Closed(4403));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deed_that_did_not_reach_everyone_is_named_to_whoever_did_it_for_a_day() {
    let (app, admin) = TestApp::founded().await;
    let colleague = admin.colleague(&app, "admin@example.com", "ADMIN").await;
    app.smtp()
        .be(Mood::Poison("ada@example.com".to_owned(), 550))
        .await;
    let ada = admin.create("ada@example.com").await;
    let grace = admin.create("grace@example.com").await;
    let failed = admin.invite_all(&[&ada]).await;
    admin.invite_all(&[&grace]).await;
    app.past_undo();
    app.all_settled().await;
    let named = async |who: &tests::Admin, with_failed: bool| {
        let query = "query($failed: Boolean!) { runningOperations(withFailed: $failed) { id delivery { failed } } }";
        let answer = who.ask(query, json!({ "failed": with_failed })).await;
        answer.data()["runningOperations"].clone()
    };
    let expected = json!([{ "id": failed["id"], "delivery": { "failed": 1 } }]);
    assert_eq!(named(&admin, true).await, expected);
    assert_eq!(named(&admin, false).await, json!([]));
    assert_eq!(named(&colleague, true).await, json!([]));
    app.advance_hours(24);
    let again = tests::people::sign_in(app.visitor(), &admin.email).await;
    assert_eq!(named(&again, true).await, json!([]));
}

//! One synchronisation at a time, whatever the number of processes.

use std::time::Duration;

use serde_json::json;
use tests::{eventually, slack::Fault, slack_people::connected};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_one_is_refused_while_one_is_running() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..5);
    slack.misbehave("users.list", Fault::Slow(Duration::from_millis(1_000)));
    let asked = futures_util::future::join_all((0..8).map(|_| admin.try_sync_slack(None))).await;
    let begun = asked
        .iter()
        .filter(|payload| payload.codes().is_empty())
        .count();
    let refused = asked
        .iter()
        .filter(|payload| payload.codes() == ["SLACK_SYNC_RUNNING"])
        .count();
    assert_eq!((begun, refused), (1, 7));
    let preview = admin
        .ask(
            "mutation { previewSlackSync { errors { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        preview.data()["previewSlackSync"]["errors"][0]["code"],
        "SLACK_SYNC_RUNNING"
    );
    let syncs = admin.slack_syncs().await;
    let done = admin.slack_sync_ended(&syncs[0]["id"]).await;
    assert_eq!((syncs.len(), &done["created"]), (1, &json!(5)));
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE source = 'SLACK'")
            .await,
        5
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_processes_one_carries_it_out() {
    let (app, admin, slack) = connected().await;
    let Some(sibling) = app.sibling().await else {
        return;
    };
    slack.add_many(0..5);
    admin
        .slack_settings(json!({ "automatic": true }))
        .await
        .done();
    app.advance_hours(24);
    for process in [&app, &sibling] {
        process.app.slack.ring();
    }
    let both = tokio::join!(
        server::slack::carry_out_due(&app.app),
        server::slack::carry_out_due(&sibling.app)
    );
    assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
    let syncs = admin.slack_syncs().await;
    assert_eq!(syncs.len(), 1, "{syncs:?}");
    let done = admin.slack_sync_ended(&syncs[0]["id"]).await;
    assert_eq!(
        (&done["state"], &done["created"]),
        (&json!("DONE"), &json!(5))
    );
    assert_eq!(
        slack.calls_of("users.list"),
        1,
        "the workspace was read once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_process_leaves_behind_is_taken_up_once_its_lease_has_ended() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..5);
    slack.misbehave("users.list", Fault::Slow(Duration::from_secs(3_600)));
    let begun = admin.try_sync_slack(None).await.done();
    eventually("it has begun", async || {
        (slack.calls_of("users.list") == 1).then_some(())
    })
    .await;
    server::slack::carry_out_due(&app.app)
        .await
        .expect("the database answers");
    assert_eq!(slack.calls_of("users.list"), 1, "somebody has it");
    app.advance_millis(120_000);
    server::slack::carry_out_due(&app.app)
        .await
        .expect("the database answers");
    let done = admin.slack_sync_ended(&begun["sync"]["id"]).await;
    assert_eq!(
        (&done["state"], &done["created"]),
        (&json!("DONE"), &json!(5))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_stops_leaves_nothing_half_done() {
    let (mut app, admin, slack) = connected().await;
    slack.add_many(0..5);
    slack.misbehave("users.list", Fault::Slow(Duration::from_secs(3_600)));
    let begun = admin.try_sync_slack(None).await.done();
    eventually("it has begun", async || {
        (slack.calls_of("users.list") == 1).then_some(())
    })
    .await;
    app.restart().await;
    assert_eq!(app.database.number("SELECT count(*) FROM users").await, 1);
    app.advance_millis(120_000);
    app.app.slack.ring();
    let done = admin.slack_sync_ended(&begun["sync"]["id"]).await;
    assert_eq!(
        (&done["state"], &done["created"]),
        (&json!("DONE"), &json!(5))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_added_by_hand_meanwhile_is_not_added_twice() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..5);
    slack.misbehave("users.list", Fault::Slow(Duration::from_millis(1_000)));
    let begun = admin.try_sync_slack(None).await.done();
    eventually("it has begun", async || {
        (slack.calls_of("users.list") == 1).then_some(())
    })
    .await;
    admin.create("person3@acme.example").await;
    let done = admin.slack_sync_ended(&begun["sync"]["id"]).await;
    assert_eq!(
        (&done["state"], &done["created"], &done["updated"]),
        (&json!("DONE"), &json!(4), &json!(1))
    );
    assert_eq!(app.database.number("SELECT count(*) FROM users").await, 6);
}

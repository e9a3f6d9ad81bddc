//! syncSlack.

use serde_json::{Value, json};
use tests::{
    slack::member,
    slack_people::{classes, connected},
};

#[tokio::test(flavor = "multi_thread")]
async fn people_come_in_with_their_names_and_languages_and_are_not_invited_unasked() {
    let (app, admin, slack) = connected().await;
    slack.workspace().page = 2;
    slack.add_many(0..5);
    let mut amelie = member("U1AMELIE", "Amélie Côté", "Amelie@Acme.Example");
    amelie["locale"] = json!("fr-FR");
    slack.add(amelie);
    let done = admin.sync_slack_as_previewed().await;
    assert_eq!(
        (&done["created"], &done["byItself"]),
        (&json!(6), &json!(false))
    );
    let user = &admin
        .user(
            done["rows"]["nodes"][5]["user"]["id"]
                .as_str()
                .expect("an id"),
        )
        .await;
    assert_eq!(
        (&user["fullName"], &user["email"]),
        (&json!("Amélie Côté"), &json!("Amelie@Acme.Example"))
    );
    assert_eq!(
        (&user["locale"], &user["source"], &user["status"]),
        (&json!("fr"), &json!("SLACK"), &json!("CREATED"))
    );
    assert_eq!(
        done["operation"]["counts"],
        json!([{ "code": "CREATED", "count": 6 }])
    );
    assert!(slack.calls_of("users.list") >= 2 * 4, "page by page");
    app.at_rest().await;
    assert_eq!(app.smtp().letters().len(), 0);
    let again = admin.sync_slack(None).await;
    assert_eq!(
        (&again["state"], &again["changes"], &again["unchanged"]),
        (&json!("DONE"), &json!(0), &json!(6))
    );
    assert_eq!(again["operation"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_automatic_invitation_whoever_is_new_is_invited_and_it_can_be_undone() {
    let (app, admin, slack) = connected().await;
    admin.create("waiting@acme.example").await;
    admin
        .update_organization(json!({ "autoInvite": true }))
        .await
        .done();
    slack.add_many(0..3);
    slack.add(member("U9", "Waiting", "waiting@acme.example"));
    let done = admin.sync_slack_as_previewed().await;
    let counts = done["operation"]["counts"]
        .as_array()
        .expect("counts")
        .clone();
    assert!(
        counts.contains(&json!({ "code": "INVITED", "count": 3 })),
        "{counts:?}"
    );
    assert!(
        counts.contains(&json!({ "code": "UPDATED", "count": 1 })),
        "{counts:?}"
    );
    admin.cancel(&done["operation"]).await.done();
    app.past_undo();
    app.at_rest().await;
    assert_eq!(app.smtp().letters().len(), 0, "taken back in time");
    slack.add_many(3..5);
    admin.sync_slack_as_previewed().await;
    app.past_undo();
    app.letter("person4@acme.example", 1).await;
    assert_eq!(
        app.smtp().letters_to("waiting@acme.example").len(),
        0,
        "the backlog is not written to"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_few_changes_wait_until_somebody_has_seen_them() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..11);
    let held = admin.sync_slack(None).await;
    assert_eq!(
        (&held["state"], &held["changes"]),
        (&json!("HELD"), &json!(11))
    );
    assert_eq!(
        held["rows"]["totalCount"], 13,
        "what it would do can be read"
    );
    assert_eq!(app.database.number("SELECT count(*) FROM users").await, 1);
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM events WHERE kind = 'SYNC_HELD'")
            .await,
        1
    );
    slack.add_many(11..12);
    let other = admin.sync_slack(Some(11)).await;
    assert_eq!(
        (&other["state"], &other["changes"]),
        (&json!("HELD"), &json!(12)),
        "not what was seen"
    );
    let done = admin.sync_slack(Some(12)).await;
    assert_eq!(
        (&done["state"], &done["created"]),
        (&json!("DONE"), &json!(12))
    );
    slack.add_many(12..22);
    assert_eq!(
        admin.sync_slack(None).await["state"],
        "DONE",
        "ten are a few"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_missing_is_listed_and_never_deactivated() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..4);
    admin.sync_slack_as_previewed().await;
    slack.remove(&["U000000"]);
    slack.change("U000001", |member| member["deleted"] = json!(true));
    let done = admin.sync_slack(None).await;
    assert_eq!(done["state"], "DONE");
    let missing: Vec<String> = classes(&done)
        .into_iter()
        .filter(|row| row.contains("MISSING"))
        .collect();
    assert_eq!(
        missing,
        [
            "U000000 MISSING ABSENT",
            "U000001 MISSING DEACTIVATED_IN_SLACK"
        ]
    );
    assert_eq!(
        admin.slack_missing().await,
        ["person0@acme.example", "person1@acme.example"]
    );
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE status = 'CREATED'")
            .await,
        4
    );
    let again = admin.sync_slack(None).await;
    assert_eq!(
        (&again["missing"], &again["changes"]),
        (&json!(2), &json!(0)),
        "known already"
    );
    slack.add_many(0..2);
    assert_eq!(admin.sync_slack(None).await["missing"], 0);
    assert!(admin.slack_missing().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_deleted_here_does_not_come_back_by_itself() {
    let (app, admin, slack) = connected().await;
    slack.add(member("U1", "Ada Lovelace", "ada@acme.example"));
    let done = admin.sync_slack_as_previewed().await;
    let id = done["rows"]["nodes"][0]["user"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    admin.delete(&id).await.done();
    let rows = format!("{:?}", app.database.dump().await);
    assert!(
        !rows.contains("Ada Lovelace") && !rows.contains("ada@acme.example"),
        "nothing of hers is kept"
    );
    let again = admin.sync_slack(None).await;
    assert!(classes(&again).contains(&"U1 SKIPPED DELETED_HERE".to_owned()));
    admin.create("ada@acme.example").await;
    let recognised = admin.sync_slack(None).await;
    assert!(
        classes(&recognised).contains(&"U1 UPDATE".to_owned()),
        "added by hand, she is recognised"
    );
}

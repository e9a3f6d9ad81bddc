//! What Slack does not say, or says badly, is never taken for an answer.

use std::time::Duration;

use serde_json::json;
use tests::{
    slack::{Fault, member},
    slack_people::{classes, connected},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_workspace_is_never_taken_for_the_whole() {
    let (app, admin, slack) = connected().await;
    slack.workspace().page = 3;
    slack.add_many(0..8);
    admin.sync_slack_as_previewed().await;
    for (fault, failure) in [
        (Fault::EndsEarly, "INCOMPLETE"),
        (Fault::No("invalid_cursor"), "INCOMPLETE"),
        (Fault::No("some_new_error"), "UNREACHABLE"),
    ] {
        slack.misbehave("users.list", fault.clone());
        let failed = admin.sync_slack(None).await;
        assert_eq!(
            (&failed["state"], &failed["failure"]),
            (&json!("FAILED"), &json!(failure)),
            "{fault:?}"
        );
        assert!(
            failed["failureMessage"]
                .as_str()
                .is_some_and(|words| words.ends_with('.'))
        );
        assert_eq!(failed["rows"]["totalCount"], 0);
    }
    // The second page leads back to itself.
    slack.misbehave("users.list", Fault::Slow(Duration::ZERO));
    slack.misbehave("users.list", Fault::Circle);
    slack.misbehave("users.list", Fault::Circle);
    assert_eq!(admin.sync_slack(None).await["failure"], "INCOMPLETE");
    assert!(admin.slack_missing().await.is_empty());
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE source = 'SLACK'")
            .await,
        8
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn slack_is_waited_for_as_long_as_it_asks_and_tried_again_when_it_stumbles() {
    let (_app, admin, slack) = connected().await;
    slack.workspace().page = 3;
    slack.add_many(0..5);
    slack.misbehave("users.list", Fault::Limited(1));
    slack.misbehave("users.list", Fault::Status(502));
    slack.misbehave("users.list", Fault::Nonsense);
    slack.misbehave("auth.test", Fault::Limited(0));
    let done = admin.sync_slack(None).await;
    assert_eq!(
        (&done["state"], &done["created"]),
        (&json!("DONE"), &json!(5))
    );
    slack.misbehave("users.list", Fault::Limited(7_200));
    let failed = admin.sync_slack(None).await;
    assert_eq!(
        failed["failure"], "RATE_LIMITED",
        "nobody waits for two hours"
    );
    for _ in 0..3 {
        slack.misbehave("users.list", Fault::Status(500));
    }
    assert_eq!(admin.sync_slack(None).await["failure"], "UNREACHABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_change_while_they_are_read_lose_nobody_and_double_nobody() {
    let (_app, admin, slack) = connected().await;
    slack.workspace().page = 3;
    slack.add_many(0..8);
    admin.sync_slack_as_previewed().await;
    // Somebody appears on a page that was read already, somebody ahead leaves, and one who was there is given another name.
    slack.after_a_page(|workspace| {
        workspace.members.insert(
            "U000".to_owned(),
            member("U000", "Late", "late@acme.example"),
        );
        workspace.members.remove("U000007");
        workspace.members.get_mut("U000000").expect("a member")["profile"]["real_name"] =
            json!("Renamed");
    });
    let first = admin.sync_slack(None).await;
    assert_eq!(first["state"], "DONE");
    assert!(classes(&first).contains(&"U000007 MISSING ABSENT".to_owned()));
    let second = admin.sync_slack(None).await;
    let rows = classes(&second);
    assert!(
        rows.contains(&"U000 NEW".to_owned()) && rows.contains(&"U000000 UPDATE".to_owned()),
        "{rows:?}"
    );
    // Slack's list does not name somebody who is there all the same.
    let hidden = slack
        .workspace()
        .members
        .remove("U000003")
        .expect("a member");
    slack.after_a_page(|workspace| {
        workspace.members.insert("U000003".to_owned(), hidden);
    });
    slack.workspace().page = 100;
    let third = admin.sync_slack(None).await;
    assert!(
        !classes(&third).iter().any(|row| row.starts_with("U000003")),
        "asked after, she is there"
    );
    assert!(slack.calls_of("users.info") >= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_or_half_of_the_people_suddenly_is_held() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..60);
    admin.sync_slack_as_previewed().await;
    let everyone: Vec<String> = (0..60).map(|number| format!("U{number:06}")).collect();
    let everyone: Vec<&str> = everyone.iter().map(String::as_str).collect();
    slack.remove(&everyone[..30]);
    let half = admin.sync_slack(None).await;
    assert_eq!(
        (&half["state"], &half["missing"]),
        (&json!("HELD"), &json!(30))
    );
    assert!(
        admin.slack_missing().await.is_empty(),
        "nobody is listed before it is confirmed"
    );
    slack.remove(&everyone);
    let asked = slack.calls_of("users.info");
    let nobody = admin.sync_slack(None).await;
    assert_eq!(
        (&nobody["state"], &nobody["missing"]),
        (&json!("HELD"), &json!(60))
    );
    assert_eq!(
        slack.calls_of("users.info"),
        asked,
        "sixty are not asked after one by one"
    );
    let confirmed = admin.sync_slack(Some(60)).await;
    assert_eq!(confirmed["state"], "DONE");
    assert_eq!(admin.slack_missing().await.len(), 60);
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE status = 'DEACTIVATED'")
            .await,
        0
    );
    slack.workspace().members.clear();
    assert_eq!(
        admin.sync_slack(None).await["failure"],
        "INCOMPLETE",
        "not even the app itself is there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_taken_back_is_tried_no_more_until_it_is_connected_again() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..3);
    admin
        .slack_settings(json!({ "automatic": true }))
        .await
        .done();
    slack.workspace().revoked = true;
    assert_eq!(admin.sync_slack(None).await["failure"], "TOKEN_REFUSED");
    let query = "{ slack { workspace { refusedAt nextSyncAt } } }";
    let asked = admin.ask(query, json!({})).await;
    let workspace = &asked.data()["slack"]["workspace"];
    assert!(
        workspace["refusedAt"].is_string() && workspace["nextSyncAt"].is_null(),
        "{workspace}"
    );
    app.advance_hours(25);
    server::slack::carry_out_due(&app.app)
        .await
        .expect("the database answers");
    assert_eq!(admin.slack_syncs().await.len(), 1);
    slack.workspace().revoked = false;
    assert_eq!(admin.connect_slack().await["refusedAt"], json!(null));
    server::slack::carry_out_due(&app.app)
        .await
        .expect("the database answers");
    assert_eq!(
        admin.slack_syncs().await.len(),
        2,
        "what was due is made up for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_words_about_the_token_itself_end_the_connection() {
    let (app, admin, slack) = connected().await;
    let refused = "SELECT count(*) FROM slack_workspaces WHERE refused_at IS NOT NULL";
    for (word, failure, ends) in [
        ("no_permission", "SCOPE_MISSING", 0),
        ("access_denied", "SCOPE_MISSING", 0),
        ("not_allowed_token_type", "SCOPE_MISSING", 0),
        ("team_access_not_granted", "SCOPE_MISSING", 0),
        ("org_login_required", "UNREACHABLE", 0),
        ("ekm_access_denied", "UNREACHABLE", 0),
        ("invalid_auth", "TOKEN_REFUSED", 1),
    ] {
        slack.misbehave("users.list", Fault::No(word));
        assert_eq!(admin.sync_slack(None).await["failure"], failure, "{word}");
        assert_eq!(app.database.number(refused).await, ends, "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_by_itself_is_tried_again_in_an_hour() {
    let (app, admin, slack) = connected().await;
    admin
        .slack_settings(json!({ "automatic": true }))
        .await
        .done();
    app.advance_hours(24);
    slack.misbehave("users.list", Fault::No("invalid_cursor"));
    server::slack::carry_out_due(&app.app)
        .await
        .expect("the database answers");
    let state = async || {
        let syncs = admin.slack_syncs().await;
        let ended = admin.slack_sync_ended(&syncs[0]["id"]).await;
        (
            syncs.len(),
            ended["state"].as_str().expect("a state").to_owned(),
        )
    };
    assert_eq!(state().await, (1, "FAILED".to_owned()));
    app.advance_millis(3_599_000);
    server::slack::carry_out_due(&app.app)
        .await
        .expect("the database answers");
    assert_eq!(state().await.0, 1);
    app.advance_millis(1_000);
    server::slack::carry_out_due(&app.app)
        .await
        .expect("the database answers");
    assert_eq!(state().await, (2, "DONE".to_owned()));
}

//! Whoever Slack's list does not name is asked after, or somebody is asked: nobody is listed as missing by a short list.

use serde_json::json;
use tests::{slack::BOT, slack_people::connected};

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_short_by_more_people_than_are_asked_after_is_held_however_many_there_are() {
    let (_app, admin, slack) = connected().await;
    slack.add_many(0..600);
    admin.sync_slack_as_previewed().await;
    // Fewer than a tenth. Slack's first page does not name them, although they are there.
    let hidden: Vec<_> = (0..55).map(|number| format!("U{number:06}")).collect();
    let hidden: Vec<_> = hidden
        .iter()
        .filter_map(|id| slack.workspace().members.remove_entry(id))
        .collect();
    slack.after_a_page(|workspace| workspace.members.extend(hidden));
    let held = admin.sync_slack(None).await;
    assert_eq!(
        (&held["state"], &held["missing"]),
        (&json!("HELD"), &json!(55))
    );
    assert!(admin.slack_missing().await.is_empty());
    assert_eq!(slack.calls_of("users.info"), 0);
    let done = admin.sync_slack(None).await;
    assert_eq!(
        (&done["state"], &done["missing"]),
        (&json!("DONE"), &json!(0)),
        "the next list names everybody"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_deactivated_here_is_missed_by_nobody() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..60);
    admin.sync_slack_as_previewed().await;
    let deactivated = "UPDATE users SET status = 'DEACTIVATED' WHERE source = 'SLACK'";
    app.database.execute(deactivated).await;
    slack.workspace().members.retain(|id, _| id == BOT);
    let done = admin.sync_slack(None).await;
    assert_eq!(
        (&done["state"], &done["missing"]),
        (&json!("DONE"), &json!(0))
    );
}

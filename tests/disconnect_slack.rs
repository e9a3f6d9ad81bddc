//! disconnectSlack.

use serde_json::{Value, json};
use tests::{
    Admin,
    slack::{Fault, member},
    slack_people::connected,
};

async fn disconnect(admin: &Admin) -> Value {
    let answer = admin
        .ask(
            "mutation { disconnectSlack { errors { code } } }",
            json!({}),
        )
        .await;
    answer.data()["disconnectSlack"]["errors"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_forgotten_and_people_stay_and_are_recognised_again() {
    let (app, admin, slack) = connected().await;
    slack.add(member("U1", "Ada Lovelace", "ada@acme.example"));
    admin.sync_slack_as_previewed().await;
    assert_eq!(disconnect(&admin).await, json!([]));
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM slack_workspaces")
            .await,
        0
    );
    assert_eq!(disconnect(&admin).await[0]["code"], "SLACK_NOT_CONNECTED");
    assert_eq!(
        admin.try_sync_slack(None).await.codes(),
        ["SLACK_NOT_CONNECTED"]
    );
    assert_eq!(
        admin.found_by(json!({ "source": ["SLACK"] })).await,
        ["ada@acme.example"]
    );
    slack.change("U1", |ada| {
        ada["profile"]["email"] = json!("countess@acme.example")
    });
    admin.connect_slack().await;
    let done = admin.sync_slack_as_previewed().await;
    assert_eq!((&done["created"], &done["updated"]), (&json!(0), &json!(1)));
    assert_eq!(
        admin.found_by(json!({ "source": ["SLACK"] })).await,
        ["countess@acme.example"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_another_workspace_people_are_recognised_by_their_addresses() {
    let (app, admin, slack) = connected().await;
    slack.add(member("U1", "Ada Lovelace", "ada@acme.example"));
    admin.sync_slack_as_previewed().await;
    disconnect(&admin).await;
    {
        let mut workspace = slack.workspace();
        "T0NEXT".clone_into(&mut workspace.team);
        workspace.members.remove("U1");
        for member in workspace.members.values_mut() {
            member["team_id"] = json!("T0NEXT");
        }
    }
    let mut grace = member("U1", "Grace Hopper", "grace@acme.example");
    grace["team_id"] = json!("T0NEXT");
    slack.add(grace);
    admin.connect_slack().await;
    let done = admin.sync_slack_as_previewed().await;
    assert_eq!(
        (&done["created"], &done["missing"]),
        (&json!(1), &json!(0)),
        "the same id is somebody else there"
    );
    let ids = "SELECT email FROM users WHERE slack_id = 'U1'";
    assert_eq!(app.database.texts(ids).await, ["grace@acme.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_ends_without_having_done_anything() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..3);
    slack.misbehave(
        "users.list",
        Fault::Slow(std::time::Duration::from_millis(1_500)),
    );
    let begun = admin.try_sync_slack(None).await.done();
    tests::eventually("Slack is asked", async || {
        (slack.calls_of("users.list") > 0).then_some(())
    })
    .await;
    disconnect(&admin).await;
    let ended = admin.slack_sync_ended(&begun["sync"]["id"]).await;
    assert_eq!(
        (&ended["state"], &ended["failure"]),
        (&json!("FAILED"), &json!("OVERTAKEN"))
    );
    assert_eq!(app.database.number("SELECT count(*) FROM users").await, 1);
}

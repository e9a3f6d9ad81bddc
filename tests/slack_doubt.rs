//! What Slack does not say, or says badly, about a direct message: once more where it may have left, and the others wait for no one.

use serde_json::{Value, json};
use tests::{
    Admin, TestApp, eventually,
    slack::{Fault, SlackServer, member},
    slack_people::connected,
};

/// Ada, who came from Slack, with her id here.
async fn ada() -> (TestApp, Admin, SlackServer, String) {
    let (app, admin, slack) = connected().await;
    slack.add(member("U1", "Ada Lovelace", "ada@acme.example"));
    let id = first(&admin).await;
    (app, admin, slack, id)
}

/// The first person whom a synchronisation brings in.
async fn first(admin: &Admin) -> String {
    let done = admin.sync_slack_as_previewed().await;
    let id = done["rows"]["nodes"][0]["user"]["id"].as_str();
    id.expect("an id").to_owned()
}

async fn invite(app: &TestApp, admin: &Admin, id: &str) {
    let input = json!({ "users": { "ids": [id] }, "channel": "SLACK" });
    admin
        .deed("bulkInvite", input, "operation { id }")
        .await
        .done();
    app.past_undo();
}

async fn becomes(admin: &Admin, id: &str, so: impl Fn(&Value) -> bool) -> Value {
    eventually("the delivery reads so", async || {
        let delivery = admin.user(id).await["invitation"]["delivery"].clone();
        so(&delivery).then_some(delivery)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_is_lost_is_sent_once_more_and_never_again() {
    for (faults, state, posted) in [
        (vec![Fault::Lost], "SENT", 2),
        (vec![Fault::Nonsense], "SENT", 1),
        (vec![Fault::Status(500), Fault::Lost], "FAILED", 1),
        (vec![Fault::Lost, Fault::Lost], "FAILED", 2),
    ] {
        let (app, admin, slack, ada) = ada().await;
        for fault in &faults {
            slack.misbehave("chat.postMessage", fault.clone());
        }
        invite(&app, &admin, &ada).await;
        app.until_settled().await;
        let told = becomes(&admin, &ada, |told| told["state"] == state).await;
        if state == "FAILED" {
            let reason = told["reason"].as_str().unwrap_or_default();
            assert!(reason.contains("may have arrived"), "{reason}");
        }
        assert_eq!(slack.calls_of("chat.postMessage"), 2, "{faults:?}");
        assert_eq!(slack.workspace().posted.len(), posted, "{faults:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_anything_is_written_another_time_is_as_good() {
    let (app, admin, slack, ada) = ada().await;
    for fault in [Fault::Nonsense, Fault::Status(502), Fault::Lost] {
        slack.misbehave("conversations.open", fault);
    }
    invite(&app, &admin, &ada).await;
    app.until_settled().await;
    let told = becomes(&admin, &ada, |told| told["state"] == "SENT").await;
    assert_eq!(told["attempts"], 4);
    assert_eq!(slack.workspace().posted.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_is_missing_is_told_and_the_connection_stays() {
    let (app, admin, slack, ada) = ada().await;
    slack
        .workspace()
        .scopes
        .retain(|scope| *scope != "chat:write");
    invite(&app, &admin, &ada).await;
    let told = becomes(&admin, &ada, |told| told["state"] == "NOT_CONFIGURED").await;
    let reason = told["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("chat:write"), "{reason}");
    let refused = "SELECT count(*) FROM slack_workspaces WHERE refused_at IS NOT NULL";
    assert_eq!(app.database.number(refused).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_that_asks_for_patience_holds_up_no_other() {
    let (app, admin, slack, ada) = ada().await;
    slack.add(member("U2", "Bea", "bea@acme.example"));
    let bea = first(&admin).await;
    let una = app
        .another_organization("Others", "una@other.example")
        .await;
    una.connect_slack().await;
    let theirs = first(&una).await;
    slack.misbehave("chat.postMessage", Fault::Limited(3_600));
    invite(&app, &admin, &ada).await;
    becomes(&admin, &ada, |told| told["reason"].is_string()).await;
    let asked = slack.calls_of("chat.postMessage");
    invite(&app, &admin, &bea).await;
    invite(&app, &una, &theirs).await;
    becomes(&una, &theirs, |told| told["state"] == "SENT").await;
    assert_eq!(
        slack.calls_of("chat.postMessage"),
        asked + 1,
        "the first waits"
    );
    let waits = admin.user(&bea).await["invitation"]["delivery"].clone();
    assert_eq!(waits["state"], "QUEUED");
}

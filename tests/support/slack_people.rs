//! What administrators do with Slack.

use serde_json::{Value, json};

use crate::{
    Admin, Options, Payload, TestApp, eventually,
    slack::{SlackServer, TOKEN},
};

/// What is asked about a synchronisation.
const SYNC: &str = "id kind state byItself created updated unchanged skipped missing changes failure failureMessage \
    startedBy { email } endedAt operation { id counts { code count } } \
    rows(first: 100) { totalCount nodes { slackId class reason message fullName email user { id email } } }";

/// A server whose Slack is a stand-in; its organisation's owner, who is signed in; and Slack.
pub async fn with_slack() -> (TestApp, Admin, SlackServer) {
    let slack = SlackServer::start().await;
    let options = Options {
        slack: slack.settings(),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let admin = app.found().await;
    (app, admin, slack)
}

/// The same, with the workspace connected.
pub async fn connected() -> (TestApp, Admin, SlackServer) {
    let (app, admin, slack) = with_slack().await;
    admin.connect_slack().await;
    (app, admin, slack)
}

impl Admin {
    /// Connects the workspace of the stand-in by its token.
    pub async fn connect_slack(&self) -> Value {
        let done = self
            .try_connect_slack(json!({ "botToken": TOKEN }))
            .await
            .done();
        done["workspace"].clone()
    }

    /// Connects a workspace, whatever comes of it.
    pub async fn try_connect_slack(&self, input: Value) -> Payload {
        let selection = "workspace { name teamId automatic invitesBy refusedAt connectedBy { email } userGroups { id name } channels { id } }";
        self.deed("connectSlack", input, selection).await
    }

    /// Changes the settings, whatever comes of it.
    pub async fn slack_settings(&self, input: Value) -> Payload {
        let selection = "workspace { automatic invitesBy nextSyncAt userGroups { id name } channels { id name } }";
        self.deed("updateSlackSettings", input, selection).await
    }

    /// Begins a preview, and waits until it has ended.
    pub async fn preview_slack(&self) -> Value {
        let answer = self
            .ask(
                "mutation { previewSlackSync { sync { id state } errors { code } } }",
                json!({}),
            )
            .await;
        let begun = answer.data()["previewSlackSync"].clone();
        assert_eq!(begun["sync"]["state"], "RUNNING", "{begun}");
        self.slack_sync_ended(&begun["sync"]["id"]).await
    }

    /// Begins a synchronisation, and waits until it has ended.
    pub async fn sync_slack(&self, expected: Option<i64>) -> Value {
        let begun = self.try_sync_slack(expected).await.done();
        self.slack_sync_ended(&begun["sync"]["id"]).await
    }

    /// The same, with the changes that a preview shows.
    pub async fn sync_slack_as_previewed(&self) -> Value {
        let preview = self.preview_slack().await;
        assert_eq!(preview["state"], "PREVIEWED", "{preview}");
        let done = self.sync_slack(preview["changes"].as_i64()).await;
        assert_eq!(done["state"], "DONE", "{done}");
        done
    }

    /// Begins a synchronisation, whatever comes of it.
    pub async fn try_sync_slack(&self, expected: Option<i64>) -> Payload {
        self.deed(
            "syncSlack",
            json!({ "expectedChanges": expected }),
            "sync { id state }",
        )
        .await
    }

    /// A synchronisation, once it has ended.
    pub async fn slack_sync_ended(&self, id: &Value) -> Value {
        let query = format!("query($id: ID!) {{ slack {{ sync(id: $id) {{ {SYNC} }} }} }}");
        eventually("the synchronisation ends", async || {
            let answer = self.ask(&query, json!({ "id": id })).await;
            let sync = answer.data()["slack"]["sync"].clone();
            (sync["state"] != "RUNNING").then_some(sync)
        })
        .await
    }

    /// The newest synchronisations.
    pub async fn slack_syncs(&self) -> Vec<Value> {
        let query = format!("{{ slack {{ syncs(first: 5) {{ nodes {{ {SYNC} }} }} }} }}");
        let answer = self.ask(&query, json!({})).await;
        answer.data()["slack"]["syncs"]["nodes"]
            .as_array()
            .expect("a list")
            .clone()
    }

    /// Who is missing, by address.
    pub async fn slack_missing(&self) -> Vec<String> {
        let query = "{ slack { missing(first: 100) { nodes { since user { email } } } } }";
        let answer = self.ask(query, json!({})).await;
        let missing = answer.data()["slack"]["missing"]["nodes"].clone();
        let email = |missing: &Value| {
            missing["user"]["email"]
                .as_str()
                .expect("an address")
                .to_owned()
        };
        missing
            .as_array()
            .expect("a list")
            .iter()
            .map(email)
            .collect()
    }
}

/// The class of each member of a synchronisation, with the reason: `U1 NEW`, `U2 SKIPPED GUEST`.
#[must_use]
pub fn classes(sync: &Value) -> Vec<String> {
    let row = |row: &Value| {
        let words = [&row["slackId"], &row["class"], &row["reason"]];
        words
            .into_iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    };
    sync["rows"]["nodes"]
        .as_array()
        .expect("rows")
        .iter()
        .map(row)
        .collect()
}

//! connectSlack.

use serde_json::{Value, json};
use tests::{
    slack::{Fault, SlackServer, TOKEN},
    slack_people::{connected, with_slack},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_connected_with_a_token_that_rests_sealed() {
    let (app, admin, _slack) = with_slack().await;
    let workspace = admin.connect_slack().await;
    assert_eq!(workspace["name"], "Acme workspace");
    assert_eq!(workspace["teamId"], "T0ACME");
    assert_eq!(workspace["automatic"], false);
    assert_eq!(workspace["connectedBy"]["email"], "olivia@acme.example");
    let rows = format!("{:?}", app.database.dump().await);
    assert!(
        rows.contains("T0ACME") && !rows.contains(TOKEN),
        "the token rests in the clear"
    );
    let said = "SELECT detail FROM events WHERE kind = 'ORGANIZATION_UPDATED'";
    assert_eq!(app.database.texts(said).await, ["slack"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_moved_to_another_organisation_opens_no_door() {
    let (app, admin, slack) = connected().await;
    let una = app
        .another_organization("Others", "una@other.example")
        .await;
    una.connect_slack().await;
    slack.add_many(0..3);
    let moved = "UPDATE slack_workspaces SET token = (SELECT token FROM slack_workspaces WHERE connected_by <> 'ME') WHERE connected_by = 'ME'";
    app.database.execute(&moved.replace("ME", &admin.id)).await;
    let failed = admin.sync_slack(None).await;
    assert_eq!(
        (&failed["state"], &failed["failure"]),
        (&json!("FAILED"), &json!("TOKEN_UNREADABLE"))
    );
    assert_eq!(una.sync_slack(None).await["state"], "DONE");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_refuses_is_said_with_how_to_mend_it() {
    let (_app, admin, slack) = with_slack().await;
    let code = async |token: &str| {
        let refused = admin.try_connect_slack(json!({ "botToken": token })).await;
        assert_eq!(refused.value["workspace"], Value::Null);
        assert_eq!(refused.paths(), ["botToken"]);
        refused.codes().concat()
    };
    assert_eq!(code("xoxp-a-persons").await, "SLACK_TOKEN_REFUSED");
    assert_eq!(
        slack.calls_of("auth.test"),
        0,
        "nobody's own token is sent anywhere"
    );
    assert_eq!(code("xoxb-wrong").await, "SLACK_TOKEN_REFUSED");
    slack.misbehave("auth.test", Fault::Status(503));
    assert_eq!(code(TOKEN).await, "SLACK_UNREACHABLE");
    slack.misbehave("auth.test", Fault::Nonsense);
    assert_eq!(code(TOKEN).await, "SLACK_UNREACHABLE");
    slack
        .workspace()
        .scopes
        .retain(|scope| !scope.starts_with("users:read.email") && *scope != "im:write");
    let refused = admin.try_connect_slack(json!({ "botToken": TOKEN })).await;
    assert_eq!(refused.codes(), ["SLACK_SCOPE_MISSING"]);
    let message = refused.value["errors"][0]["message"].to_string();
    assert!(message.contains("users:read.email, im:write"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_workspace_does_not_slip_into_the_place_of_the_first() {
    let (_app, admin, slack) = connected().await;
    "T0OTHER".clone_into(&mut slack.workspace().team);
    let refused = admin.try_connect_slack(json!({ "botToken": TOKEN })).await;
    assert_eq!(refused.codes(), ["SLACK_OTHER_WORKSPACE"]);
    let failed = admin.sync_slack(None).await;
    assert_eq!(failed["failure"], "OTHER_WORKSPACE");
}

#[tokio::test(flavor = "multi_thread")]
async fn connecting_again_keeps_what_was_chosen() {
    let (app, admin, slack) = connected().await;
    slack
        .workspace()
        .user_groups
        .insert("S1".to_owned(), ("sales".to_owned(), Vec::new()));
    admin
        .slack_settings(json!({ "userGroupIds": ["S1"], "automatic": true }))
        .await
        .done();
    let adam = admin.colleague(&app, "adam@acme.example", "ADMIN").await;
    let workspace = adam.connect_slack().await;
    assert_eq!(
        workspace["userGroups"],
        json!([{ "id": "S1", "name": "sales" }])
    );
    assert_eq!(workspace["automatic"], true);
    assert_eq!(workspace["connectedBy"]["email"], "adam@acme.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_from_slack_connects_whoever_set_out_for_it_and_nobody_else() {
    let (app, admin, slack) = with_slack().await;
    let adam = admin.colleague(&app, "adam@acme.example", "ADMIN").await;
    let state = state(&admin, &slack).await;
    slack.workspace().codes = vec!["c1".to_owned(), "c2".to_owned()];
    let grant = |code: &str, state: &str| json!({ "grant": { "code": code, "state": state } });
    let theirs = adam.try_connect_slack(grant("c1", &state)).await;
    assert_eq!(
        theirs.codes(),
        ["SLACK_STATE_WRONG"],
        "somebody else set out"
    );
    for wrong in ["", "1.2", &state[1..], &state[..state.len() - 1]] {
        let refused = admin.try_connect_slack(grant("c1", wrong)).await;
        assert_eq!(refused.codes(), ["SLACK_STATE_WRONG"], "{wrong}");
    }
    assert_eq!(slack.calls_of("oauth.v2.access"), 0);
    admin.try_connect_slack(grant("c1", &state)).await.done();
    let again = admin.try_connect_slack(grant("c1", &state)).await;
    assert_eq!(again.codes(), ["SLACK_TOKEN_REFUSED"], "a code works once");
    app.advance_millis(10 * 60_000 + 1);
    let late = admin.try_connect_slack(grant("c2", &state)).await;
    assert_eq!(late.codes(), ["SLACK_STATE_WRONG"]);
}

async fn state(admin: &tests::Admin, _slack: &SlackServer) -> String {
    let answer = admin
        .ask(
            "mutation { startSlackConnection { url errors { code } } }",
            json!({}),
        )
        .await;
    let url: url::Url = answer.data()["startSlackConnection"]["url"]
        .as_str()
        .expect("an address")
        .parse()
        .expect("a URL");
    let state = url.query_pairs().find(|(name, _)| name == "state");
    state.expect("a state").1.into_owned()
}

//! Invitations and reminders by a direct message in Slack.

use serde_json::{Value, json};
use tests::{
    Admin, TestApp, eventually,
    slack::{Fault, SlackServer, member},
    slack_people::connected,
};

/// Ada and Amélie, who came from Slack; their ids here. New people are invited in Slack.
async fn colleagues() -> (TestApp, Admin, SlackServer, [String; 2]) {
    let (app, admin, slack) = connected().await;
    admin
        .slack_settings(json!({ "invitesBy": "SLACK" }))
        .await
        .done();
    slack.add(member("U1", "Ada Lovelace", "ada@acme.example"));
    let mut amelie = member("U2", "Amélie *Côté* <!channel>", "amelie@acme.example");
    amelie["locale"] = json!("fr-FR");
    slack.add(amelie);
    let done = admin.sync_slack_as_previewed().await;
    let id = |place: usize| {
        done["rows"]["nodes"][place]["user"]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let ids = [id(0), id(1)];
    (app, admin, slack, ids)
}

async fn delivery(admin: &Admin, id: &str, state: &str) -> Value {
    eventually(&format!("{id} is {state}"), async || {
        let user = admin.user(id).await;
        let delivery = user["invitation"]["delivery"].clone();
        (delivery["state"] == state).then_some(delivery)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_direct_message_in_their_language_names_who_invites_and_opens_the_link() {
    let (app, admin, slack, [ada, amelie]) = colleagues().await;
    for id in [&ada, &amelie] {
        admin
            .deed(
                "bulkInvite",
                json!({ "users": { "ids": [id] }, "channel": "SLACK", "note": "See *you* <soon>" }),
                "operation { id }",
            )
            .await
            .done();
    }
    app.past_undo();
    let english = slack.message("U1", 1).await;
    assert_eq!(english.text, "Olivia Owner invites you to join Acme");
    let words = english.blocks.to_string();
    assert!(
        words.contains("Hello Ada Lovelace,") && words.contains("Open the invitation"),
        "{words}"
    );
    assert!(words.contains("&lt;soon&gt;"), "{words}");
    let french = slack.message("U2", 1).await;
    assert_eq!(french.text, "Olivia Owner vous invite à rejoindre Acme");
    let words = french.blocks.to_string();
    assert!(
        words.contains("Ouvrir l’invitation")
            && !words.contains("<!channel>")
            && !words.contains("*Côté*"),
        "{words}"
    );
    assert!(english.link().starts_with(&app.public_url()));
    delivery(&admin, &ada, "SENT").await;
    let user = admin.user(&ada).await;
    assert_eq!(user["invitation"]["channel"], "SLACK");
    assert!(user["invitation"]["lastSentAt"].is_string());
    let joined = app.visitor().accept(&english.link()).await.done();
    assert_eq!(joined["user"]["id"], json!(ada));
    assert_eq!(app.smtp().letters_to("amelie@acme.example").len(), 0);
    let rows = format!("{:?}", app.database.dump().await);
    let secret = french
        .link()
        .rsplit('/')
        .next()
        .expect("a token")
        .to_owned();
    assert!(!rows.contains(&secret), "no secret rests");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_a_synchronisation_adds_is_invited_in_slack_and_reminded_there() {
    let (app, admin, slack, _) = colleagues().await;
    admin
        .update_organization(json!({ "autoInvite": true }))
        .await
        .done();
    slack.add(member("U3", "Grace Hopper", "grace@acme.example"));
    let done = admin.sync_slack_as_previewed().await;
    app.past_undo();
    let first = slack.message("U3", 1).await;
    let id = done["rows"]["nodes"][0]["user"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    delivery(&admin, &id, "SENT").await;
    app.advance_hours(24);
    admin.remind(&[&id]).await;
    app.past_undo();
    let second = slack.message("U3", 2).await;
    assert!(second.text.starts_with("Reminder: "), "{}", second.text);
    assert_eq!(admin.link_state(&first.link()).await, "SUPERSEDED");
    assert_eq!(admin.link_state(&second.link()).await, "OPEN");
    assert_eq!(app.smtp().letters_to("grace@acme.example").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_slack_does_not_know_and_what_is_not_connected_is_said_beforehand() {
    let (_app, admin, _slack, [ada, _]) = colleagues().await;
    let by_hand = admin.create("by-hand@acme.example").await;
    let codes = async |ids: [&str; 2]| {
        let input = json!({ "users": { "ids": ids }, "channel": "SLACK" });
        let done = admin
            .deed(
                "bulkInvite",
                input,
                "operation { outcomes { nodes { code } } }",
            )
            .await
            .done();
        done["operation"]["outcomes"]["nodes"].clone()
    };
    let answered = codes([&by_hand, &by_hand]).await.to_string();
    assert!(answered.contains("CHANNEL_NOT_POSSIBLE"), "{answered}");
    let channels = async || {
        let channels = admin
            .organization("channels { channel configured hint }")
            .await["channels"]
            .clone();
        let channels = channels.as_array().expect("channels").clone();
        channels
            .into_iter()
            .find(|channel| channel["channel"] == "SLACK")
            .expect("Slack")["configured"]
            .clone()
    };
    assert_eq!(channels().await, true);
    let disconnected = admin
        .ask(
            "mutation { disconnectSlack { errors { code } } }",
            json!({}),
        )
        .await;
    assert_eq!(disconnected.data()["disconnectSlack"]["errors"], json!([]));
    assert_eq!(channels().await, false);
    let answered = codes([&ada, &ada]).await.to_string();
    assert!(answered.contains("CHANNEL_NOT_CONFIGURED"), "{answered}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_answers_decides_what_becomes_of_a_message() {
    let (app, admin, slack, [ada, amelie]) = colleagues().await;
    slack.change("U1", |ada| ada["deleted"] = json!(true));
    slack.misbehave("chat.postMessage", Fault::Limited(0));
    let input = json!({ "users": { "ids": [ada, amelie] }, "channel": "SLACK" });
    admin
        .deed("bulkInvite", input, "operation { id }")
        .await
        .done();
    app.past_undo();
    let failed = delivery(&admin, &ada, "FAILED").await;
    assert!(
        failed["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("user_disabled")),
        "{failed}"
    );
    app.until_settled().await;
    assert_eq!(
        delivery(&admin, &amelie, "SENT").await["attempts"],
        2,
        "asked to wait, then taken"
    );
    assert_eq!(slack.workspace().posted.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_that_refuses_the_token_holds_up_no_other() {
    let (app, admin, slack, [ada, _]) = colleagues().await;
    let una = app
        .another_organization("Others", "una@other.example")
        .await;
    una.connect_slack().await;
    slack.misbehave("conversations.open", Fault::No("token_revoked"));
    let invite = |id: &str| json!({ "users": { "ids": [id] }, "channel": "SLACK" });
    admin
        .deed("bulkInvite", invite(&ada), "operation { id }")
        .await
        .done();
    app.past_undo();
    let refused = delivery(&admin, &ada, "NOT_CONFIGURED").await;
    assert!(
        refused["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("token_revoked")),
        "{refused}"
    );
    let query =
        "{ slack { workspace { refusedAt } } organization { channels { channel configured } } }";
    let asked = admin.ask(query, json!({})).await;
    let workspace = &asked.data()["slack"]["workspace"];
    assert!(workspace["refusedAt"].is_string(), "{}", asked.text);
    let channels = &asked.data()["organization"]["channels"];
    let slack_is_off = json!({ "channel": "SLACK", "configured": false });
    assert!(
        channels
            .as_array()
            .is_some_and(|all| all.contains(&slack_is_off)),
        "{channels}"
    );
    let theirs = una.sync_slack_as_previewed().await;
    let id = theirs["rows"]["nodes"][0]["user"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    una.deed("bulkInvite", invite(&id), "operation { id }")
        .await
        .done();
    app.past_undo();
    slack.message("U1", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_refused_token_slack_is_not_asked_until_it_is_connected_again() {
    let (app, admin, slack, [ada, amelie]) = colleagues().await;
    let invite = async |id: &str| {
        let input = json!({ "users": { "ids": [id] }, "channel": "SLACK" });
        let selection = "operation { outcomes { nodes { code } } }";
        let done = admin.deed("bulkInvite", input, selection).await.done();
        done["operation"]["outcomes"]["nodes"][0]["code"].clone()
    };
    slack.misbehave("chat.postMessage", Fault::No("account_inactive"));
    invite(&ada).await;
    // Promised before anybody knows of it, and due an hour later.
    let later = "UPDATE messages SET due_at = due_at + 3600000 WHERE user_id = ";
    assert_eq!(invite(&amelie).await, "INVITED");
    app.database.execute(&format!("{later}'{amelie}'")).await;
    app.past_undo();
    delivery(&admin, &ada, "NOT_CONFIGURED").await;
    let asked = slack.calls_of("conversations.open");
    app.advance_hours(1);
    let refused = delivery(&admin, &amelie, "NOT_CONFIGURED").await;
    assert!(
        refused["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("refused its token")),
        "{refused}"
    );
    assert_eq!(slack.calls_of("conversations.open"), asked);
    admin.revoke(&[&ada]).await;
    assert_eq!(invite(&ada).await, "CHANNEL_NOT_CONFIGURED");
    admin.connect_slack().await;
    assert_eq!(invite(&ada).await, "INVITED");
    app.past_undo();
    slack.message("U1", 1).await;
}

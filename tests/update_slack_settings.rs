//! updateSlackSettings.

use serde_json::json;
use tests::{
    slack::{Fault, member},
    slack_people::{classes, connected},
};

#[tokio::test(flavor = "multi_thread")]
async fn user_groups_and_channels_are_chosen_from_what_the_workspace_offers() {
    let (_app, admin, slack) = connected().await;
    {
        let mut workspace = slack.workspace();
        workspace.page = 1;
        workspace
            .user_groups
            .insert("S1".to_owned(), ("sales".to_owned(), vec!["U1".to_owned()]));
        workspace.channels.insert(
            "C1".to_owned(),
            ("berlin".to_owned(), vec!["U2".to_owned(), "U9".to_owned()]),
        );
        workspace
            .channels
            .insert("C2".to_owned(), ("paris".to_owned(), Vec::new()));
    }
    let offered = admin
        .ask(
            "{ slack { choices { userGroups { id name } channels { id name } } } }",
            json!({}),
        )
        .await;
    let offered = &offered.data()["slack"]["choices"];
    assert_eq!(
        offered["userGroups"],
        json!([{ "id": "S1", "name": "sales" }])
    );
    assert_eq!(
        offered["channels"],
        json!([{ "id": "C1", "name": "berlin" }, { "id": "C2", "name": "paris" }])
    );
    let unknown = admin
        .slack_settings(json!({ "userGroupIds": ["S9"], "channelIds": ["C1", "S1"] }))
        .await;
    assert_eq!(
        unknown.codes(),
        ["SLACK_CHOICE_UNKNOWN", "SLACK_CHOICE_UNKNOWN"]
    );
    assert_eq!(unknown.paths(), ["userGroupIds", "channelIds"]);
    let done = admin
        .slack_settings(json!({ "userGroupIds": ["S1"], "channelIds": ["C1"], "automatic": true }))
        .await
        .done();
    assert_eq!(
        done["workspace"]["channels"],
        json!([{ "id": "C1", "name": "berlin" }])
    );
    for (id, name) in [("U1", "One"), ("U2", "Two"), ("U3", "Three")] {
        slack.add(member(id, name, &format!("{name}@acme.example")));
    }
    let preview = admin.preview_slack().await;
    assert_eq!(
        classes(&preview),
        ["U1 NEW", "U2 NEW", "U9 SKIPPED STRANGER"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_is_gone_is_no_empty_choice() {
    let (_app, admin, slack) = connected().await;
    slack.add(member("U1", "One", "one@acme.example"));
    slack
        .workspace()
        .user_groups
        .insert("S1".to_owned(), ("sales".to_owned(), vec!["U1".to_owned()]));
    admin
        .slack_settings(json!({ "userGroupIds": ["S1"] }))
        .await
        .done();
    admin.sync_slack_as_previewed().await;
    slack.workspace().user_groups.clear();
    let failed = admin.sync_slack(None).await;
    assert_eq!(
        (&failed["state"], &failed["failure"]),
        (&json!("FAILED"), &json!("SELECTION_GONE"))
    );
    assert!(admin.slack_missing().await.is_empty());
    admin
        .slack_settings(json!({ "userGroupIds": [] }))
        .await
        .done();
    assert_eq!(admin.sync_slack(None).await["state"], "DONE");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_plan_has_no_user_groups_channels_are_chosen_all_the_same() {
    let (_app, admin, slack) = connected().await;
    slack.add(member("U1", "One", "one@acme.example"));
    let channel = ("berlin".to_owned(), vec!["U1".to_owned()]);
    slack.workspace().channels.insert("C1".to_owned(), channel);
    for _ in 0..2 {
        slack.misbehave("usergroups.list", Fault::No("plan_upgrade_required"));
    }
    let query = "{ slack { choices { userGroups { id } channels { id } } } }";
    let offered = admin.ask(query, json!({})).await;
    assert_eq!(
        offered.data()["slack"]["choices"],
        json!({ "userGroups": [], "channels": [{ "id": "C1" }] })
    );
    let chosen = json!({ "userGroupIds": [], "channelIds": ["C1"] });
    admin.slack_settings(chosen).await.done();
    assert_eq!(classes(&admin.preview_slack().await), ["U1 NEW"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_chosen_while_slack_does_not_answer() {
    let (_app, admin, slack) = connected().await;
    slack.misbehave("usergroups.list", Fault::Status(500));
    let refused = admin
        .slack_settings(json!({ "userGroupIds": ["S1"] }))
        .await;
    assert_eq!(refused.codes(), ["SLACK_UNREACHABLE"]);
    slack.misbehave("usergroups.list", Fault::Limited(60));
    let offered = admin
        .ask("{ slack { choices { userGroups { id } } } }", json!({}))
        .await;
    assert_eq!(offered.data()["slack"]["choices"], json!(null));
    let by = admin.slack_settings(json!({ "invitesBy": "LINK" })).await;
    assert_eq!(
        (by.codes(), by.paths()),
        (vec!["CHANNEL_NOT_POSSIBLE"], vec!["invitesBy".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn once_a_day_it_is_synchronised_by_itself_in_the_name_of_whoever_connected_it() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..3);
    app.advance_hours(48);
    app.app.slack.ring();
    let done = admin
        .slack_settings(json!({ "automatic": true }))
        .await
        .done();
    let next = done["workspace"]["nextSyncAt"]
        .as_str()
        .expect("an instant")
        .to_owned();
    assert!(
        admin.slack_syncs().await.is_empty(),
        "nothing begins before somebody says so"
    );
    app.advance_hours(24);
    app.app.slack.ring();
    let sync = tests::eventually("it begins by itself", async || {
        admin.slack_syncs().await.into_iter().next()
    })
    .await;
    let sync = admin.slack_sync_ended(&sync["id"]).await;
    assert_eq!(
        (&sync["state"], &sync["byItself"], &sync["created"]),
        (&json!("DONE"), &json!(true), &json!(3))
    );
    assert_eq!(sync["startedBy"], json!(null));
    let settings = admin.slack_settings(json!({})).await.done();
    assert!(settings["workspace"]["nextSyncAt"].as_str() > Some(next.as_str()));
    let by = "SELECT coalesce(actor_id, 'nobody') FROM events WHERE kind = 'USER_CREATED' AND status = 'CREATED'";
    assert!(
        app.database
            .texts(by)
            .await
            .iter()
            .filter(|by| *by == "nobody")
            .count()
            >= 3
    );
    // Whoever stands behind it no longer may.
    let adam = admin.colleague(&app, "adam@acme.example", "OWNER").await;
    adam.update(json!({ "id": admin.id, "role": "MEMBER" }))
        .await
        .done();
    app.advance_hours(24);
    app.app.slack.ring();
    let second = tests::eventually("it begins again", async || {
        let syncs = adam.slack_syncs().await;
        (syncs.len() == 2).then(|| syncs[0].clone())
    })
    .await;
    let second = adam.slack_sync_ended(&second["id"]).await;
    assert_eq!(second["failure"], "NOBODY_RESPONSIBLE");
}

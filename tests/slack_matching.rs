//! Who is who: by Slack's id first, then by address; and what a hand has changed here stays.

use serde_json::{Value, json};
use tests::{
    Admin, TestApp,
    slack::{SlackServer, member},
    slack_people::{classes, connected},
};

fn has(sync: &Value, row: &str) -> bool {
    classes(sync).iter().any(|class| class == row)
}

/// Ada, who came from Slack; her id here.
async fn ada() -> (TestApp, Admin, SlackServer, String) {
    let (app, admin, slack) = connected().await;
    slack.add(member("U1", "Ada Lovelace", "ada@acme.example"));
    let done = admin.sync_slack_as_previewed().await;
    let id = done["rows"]["nodes"][0]["user"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    (app, admin, slack, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_address_follows_the_id() {
    let (_app, admin, slack, id) = ada().await;
    slack.change("U1", |ada| {
        ada["profile"]["email"] = json!("countess@acme.example");
        ada["profile"]["real_name"] = json!("Ada King");
    });
    let done = admin.sync_slack(None).await;
    assert_eq!((&done["created"], &done["updated"]), (&json!(0), &json!(1)));
    let user = admin.user(&id).await;
    assert_eq!(
        (&user["email"], &user["fullName"]),
        (&json!("countess@acme.example"), &json!("Ada King"))
    );
    assert_eq!(
        admin.last_event(&id, "USER_UPDATED").await["summary"],
        "Profile changed by Olivia Owner: e-mail, name"
    );
    assert_eq!(
        admin.found_by(json!({ "search": "countess" })).await.len(),
        1,
        "she is found under it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_gets_a_new_link_at_the_new_address_and_the_old_one_ends() {
    let (app, admin, slack, id) = ada().await;
    admin.try_invite(json!({ "userId": id })).await.done();
    let old = app.link("ada@acme.example", 1).await;
    slack.change("U1", |ada| {
        ada["profile"]["email"] = json!("countess@acme.example")
    });
    admin.sync_slack(None).await;
    let new = app.link("countess@acme.example", 1).await;
    assert_eq!(admin.link_state(&old).await, "SUPERSEDED");
    assert_eq!(admin.link_state(&new).await, "OPEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_here_by_hand_stays_and_is_said_once() {
    let (_app, admin, slack, id) = ada().await;
    admin
        .update(json!({ "id": id, "fullName": "Lady Lovelace" }))
        .await
        .done();
    assert_eq!(
        admin.sync_slack(None).await["changes"],
        0,
        "Slack has not changed"
    );
    slack.change("U1", |ada| {
        ada["profile"]["real_name"] = json!("Ada Byron");
        ada["profile"]["email"] = json!("byron@acme.example");
    });
    let done = admin.sync_slack(None).await;
    assert!(has(&done, "U1 UPDATE EDITED_HERE"), "{:?}", classes(&done));
    let user = admin.user(&id).await;
    assert_eq!(
        (&user["email"], &user["fullName"]),
        (&json!("byron@acme.example"), &json!("Lady Lovelace"))
    );
    slack.change("U1", |ada| ada["profile"]["real_name"] = json!("Ada B."));
    assert!(has(&admin.sync_slack(None).await, "U1 SKIPPED EDITED_HERE"));
    let again = admin.sync_slack(None).await;
    assert_eq!(
        (&again["changes"], &again["unchanged"]),
        (&json!(0), &json!(1)),
        "said once"
    );
    assert_eq!(admin.user(&id).await["fullName"], "Lady Lovelace");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_there_is_recognised_by_the_canonical_address() {
    let (app, admin, slack) = connected().await;
    let id = admin.create("Ada@Bücher.Example").await;
    slack.add(member("U1", "Ada Lovelace", "ada@xn--bcher-kva.example"));
    let done = admin.sync_slack_as_previewed().await;
    assert!(has(&done, "U1 UPDATE"));
    let user = admin.user(&id).await;
    assert_eq!(
        (&user["fullName"], &user["source"]),
        (&json!("Ada Lovelace"), &json!("MANUAL")),
        "a missing name is filled in"
    );
    assert_eq!(user["email"], "Ada@Bücher.Example", "as it was typed");
    assert_eq!(
        app.database
            .texts("SELECT slack_id FROM users WHERE slack_id IS NOT NULL")
            .await,
        ["U1"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_an_address_that_somebody_else_has_here() {
    let (_app, admin, slack, id) = ada().await;
    admin.create("grace@acme.example").await;
    slack.change("U1", |ada| {
        ada["profile"]["email"] = json!("grace@acme.example")
    });
    let done = admin.sync_slack(None).await;
    assert!(has(&done, "U1 SKIPPED EMAIL_TAKEN"), "{:?}", classes(&done));
    assert_eq!(admin.user(&id).await["email"], "ada@acme.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_exchange_their_addresses_are_left_for_a_person_to_see() {
    let (_app, admin, slack, id) = ada().await;
    slack.add(member("U2", "Grace Hopper", "grace@acme.example"));
    admin.sync_slack_as_previewed().await;
    slack.change("U1", |ada| {
        ada["profile"]["email"] = json!("grace@acme.example")
    });
    slack.change("U2", |grace| {
        grace["profile"]["email"] = json!("ada@acme.example")
    });
    let done = admin.sync_slack(None).await;
    assert!(has(&done, "U1 SKIPPED EMAIL_TAKEN") && has(&done, "U2 SKIPPED EMAIL_TAKEN"));
    assert_eq!(admin.user(&id).await["email"], "ada@acme.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_left_and_came_back_is_the_same_person() {
    let (app, admin, slack, id) = ada().await;
    slack.change("U1", |ada| ada["deleted"] = json!(true));
    slack.add(member("U7", "Ada Lovelace", "ada@acme.example"));
    let done = admin.sync_slack_as_previewed().await;
    assert!(
        has(&done, "U7 UPDATE") && !has(&done, "U1 MISSING DEACTIVATED_IN_SLACK"),
        "{:?}",
        classes(&done)
    );
    let kept = format!("SELECT slack_id FROM users WHERE id = '{id}'");
    assert_eq!(app.database.texts(&kept).await, ["U7"]);
    assert_eq!(
        app.database
            .texts("SELECT slack_id FROM slack_members")
            .await,
        ["U7"]
    );
    assert!(admin.slack_missing().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_in_slack_gets_a_new_link_under_a_new_id_alone() {
    let (app, admin, slack, id) = ada().await;
    let invited = json!({ "users": { "ids": [id] }, "channel": "SLACK" });
    admin.try_bulk_invite(invited).await.done();
    app.past_undo();
    let old = slack.link("U1", 1).await;
    slack.change("U1", |ada| {
        ada["profile"]["email"] = json!("countess@acme.example")
    });
    admin.sync_slack(None).await;
    app.all_settled().await;
    assert_eq!(
        admin.link_state(&old).await,
        "OPEN",
        "no letter went to the address"
    );
    slack.change("U1", |ada| ada["deleted"] = json!(true));
    slack.add(member("U7", "Ada Lovelace", "countess@acme.example"));
    admin.sync_slack_as_previewed().await;
    let new = slack.link("U7", 1).await;
    assert_eq!(admin.link_state(&old).await, "SUPERSEDED");
    assert_eq!(admin.link_state(&new).await, "OPEN");
    assert_eq!(slack.workspace().posted.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_not_changed_in_the_name_of_an_administrator() {
    let (app, admin, slack) = connected().await;
    slack.add(member("U1", "Olivia", "olivia@acme.example"));
    admin.sync_slack_as_previewed().await;
    let adam = admin.colleague(&app, "adam@acme.example", "ADMIN").await;
    slack.change("U1", |olivia| {
        olivia["profile"]["email"] = json!("mallory@evil.example")
    });
    let done = adam.sync_slack(None).await;
    assert!(has(&done, "U1 SKIPPED ROLE_ABOVE"), "{:?}", classes(&done));
    assert_eq!(admin.user(&admin.id).await["email"], "olivia@acme.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_the_chosen_groups_is_missing_from_them() {
    let (_app, admin, slack) = connected().await;
    slack.add_many(0..3);
    let of = |ids: &[&str]| {
        (
            "all".to_owned(),
            ids.iter().map(|&id| id.to_owned()).collect(),
        )
    };
    slack
        .workspace()
        .user_groups
        .insert("S1".to_owned(), of(&["U000000", "U000001"]));
    admin
        .slack_settings(json!({ "userGroupIds": ["S1"] }))
        .await
        .done();
    assert_eq!(admin.sync_slack_as_previewed().await["created"], 2);
    slack
        .workspace()
        .user_groups
        .insert("S1".to_owned(), of(&["U000001", "U000002"]));
    let done = admin.sync_slack(None).await;
    assert!(
        has(&done, "U000000 MISSING NOT_SELECTED") && has(&done, "U000002 NEW"),
        "{:?}",
        classes(&done)
    );
}

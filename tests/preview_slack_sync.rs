//! previewSlackSync.

use serde_json::{Value, json};
use tests::{
    slack::{TEAM, member},
    slack_people::{classes, connected},
};

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_member_is_told_apart_and_nobody_is_changed() {
    let (app, admin, slack) = connected().await;
    admin.create("known@acme.example").await;
    let gone = admin.create("gone@acme.example").await;
    admin.deactivate(&gone).await.done();
    let with = |id: &str, change: fn(&mut Value)| {
        let mut somebody = member(id, id, &format!("{}@acme.example", id.to_lowercase()));
        change(&mut somebody);
        slack.add(somebody);
    };
    with("U01NEW", |_| ());
    with("U02KNOWN", |m| {
        m["profile"]["email"] = json!("KNOWN@acme.example")
    });
    with("U03BOT", |m| m["is_bot"] = json!(true));
    with("U04LEFT", |m| m["deleted"] = json!(true));
    with("U05GUEST", |m| m["is_restricted"] = json!(true));
    with("U06ONECHANNEL", |m| m["is_ultra_restricted"] = json!(true));
    with("U07SILENT", |m| m["profile"]["email"] = json!(null));
    with("U08STRANGER", |m| m["is_stranger"] = json!(true));
    with("U09ELSEWHERE", |m| m["team_id"] = json!("T0OTHER"));
    with("U10GRID", |m| {
        m["team_id"] = json!("T0OTHER");
        m["enterprise_user"] = json!({ "id": "W1", "teams": [TEAM] });
    });
    with("U11UNSURE", |m| m["is_email_confirmed"] = json!(false));
    with("U12BROKEN", |m| {
        m["profile"]["email"] = json!("not an address")
    });
    with("U13TWIN", |m| {
        m["profile"]["email"] = json!("U01new@acme.example")
    });
    with("U14OFF", |m| {
        m["profile"]["email"] = json!("gone@acme.example")
    });
    with("U15HIDDEN", |m| {
        m["profile"]["real_name"] = json!("Ada\u{202e}ecalevoL")
    });
    let before = app.database.texts("SELECT id FROM users ORDER BY id").await;
    let preview = admin.preview_slack().await;
    assert_eq!(
        classes(&preview),
        [
            "U01NEW NEW",
            "U10GRID NEW",
            "U15HIDDEN NEW",
            "U02KNOWN UPDATE",
            "U03BOT SKIPPED BOT",
            "U04LEFT SKIPPED DEACTIVATED_IN_SLACK",
            "U05GUEST SKIPPED GUEST",
            "U06ONECHANNEL SKIPPED GUEST",
            "U07SILENT SKIPPED NO_EMAIL",
            "U08STRANGER SKIPPED STRANGER",
            "U09ELSEWHERE SKIPPED STRANGER",
            "U0BOT SKIPPED BOT",
            "U11UNSURE SKIPPED EMAIL_UNCONFIRMED",
            "U12BROKEN SKIPPED INVALID_EMAIL",
            "U13TWIN SKIPPED SAME_EMAIL",
            "U14OFF SKIPPED DEACTIVATED_HERE",
            "USLACKBOT SKIPPED BOT",
        ]
    );
    assert_eq!(
        (
            &preview["created"],
            &preview["updated"],
            &preview["skipped"]
        ),
        (&json!(3), &json!(1), &json!(13))
    );
    assert_eq!(preview["changes"], 4);
    assert_eq!(preview["operation"], Value::Null);
    assert_eq!(
        app.database.texts("SELECT id FROM users ORDER BY id").await,
        before
    );
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM slack_members")
            .await,
        0
    );
    let done = admin.sync_slack(preview["changes"].as_i64()).await;
    assert_eq!(done["state"], "DONE");
    assert_eq!(
        classes(&done),
        classes(&preview),
        "what was shown is what was done"
    );
    let names = "SELECT coalesce(full_name, 'none') FROM users WHERE slack_id = 'U15HIDDEN'";
    assert_eq!(
        app.database.texts(names).await,
        ["none"],
        "a name that turns the line is no name"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_said_in_the_language_of_whoever_reads_them() {
    let (_app, admin, _slack) = connected().await;
    admin
        .update(json!({ "id": admin.id, "locale": "fr" }))
        .await
        .done();
    let preview = admin.preview_slack().await;
    assert_eq!(
        preview["rows"]["nodes"][0]["message"],
        "N’est pas une personne"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_an_earlier_look_are_not_kept_beside_the_newest() {
    let (app, admin, slack) = connected().await;
    slack.add_many(0..3);
    let first = admin.preview_slack().await;
    app.advance_millis(1_000);
    let second = admin.preview_slack().await;
    assert_eq!(
        admin.slack_sync_ended(&first["id"]).await["rows"]["totalCount"],
        0
    );
    assert_eq!(second["rows"]["totalCount"], 5);
    assert_eq!(admin.slack_syncs().await.len(), 2, "the log keeps both");
}

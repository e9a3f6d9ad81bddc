//! updateOrganization.

use serde_json::json;
use tests::{TestApp, files::outcomes};

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_changed_one_by_one_and_checked_together() {
    let (app, admin) = TestApp::founded().await;
    let done = admin
        .update_organization(json!({ "name": "Acme & Sons", "locale": "fr" }))
        .await
        .done();
    let organization = &done["organization"];
    assert_eq!(
        (&organization["name"], &organization["locale"]),
        (&json!("Acme & Sons"), &json!("fr"))
    );
    assert_eq!(
        (
            &organization["autoInvite"],
            &organization["linkLifetimeHours"]
        ),
        (&json!(false), &json!(168))
    );
    let refused = admin
        .update_organization(json!({ "name": "\u{202e}", "locale": "tlh", "linkLifetimeHours": 0, "undoSeconds": 61 }))
        .await;
    assert_eq!(
        refused.codes(),
        [
            "INVALID_NAME",
            "INVALID_LOCALE",
            "INVALID_LIFETIME",
            "INVALID_UNDO"
        ]
    );

    let ada = admin.invite("ada@example.com").await;
    let letter = app.letter("ada@example.com", 1).await;
    assert_eq!(
        letter.header("Content-Language").as_deref(),
        Some("fr"),
        "the organisation's language, for want of another"
    );
    assert!(
        letter.subject().contains("Acme & Sons"),
        "{}",
        letter.subject()
    );
    let link = letter.link().expect("a link");
    assert_eq!(ada.preview(&link).await["locale"], "fr");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_says_whether_it_can_send_and_what_is_missing() {
    let (_app, admin) = TestApp::founded().await;
    let answer = admin
        .ask(
            "{ organization { mailboxUrl channels { channel configured hint } } }",
            json!({}),
        )
        .await;
    let organization = &answer.data()["organization"];
    assert_eq!(
        organization["mailboxUrl"],
        json!(null),
        "there is a mail server"
    );
    for status in organization["channels"].as_array().expect("channels") {
        let sends = ["EMAIL", "LINK"].contains(&status["channel"].as_str().expect("a channel"));
        assert_eq!(status["configured"], json!(sends));
        assert_eq!(
            status["hint"].as_str().is_none_or(str::is_empty),
            sends,
            "{status}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_organisation_decides_whether_a_file_invites_when_nobody_says() {
    let (_app, admin) = TestApp::founded().await;
    let confirm = async |email: &str| {
        let import = admin.preview(format!("email\n{email}\n")).await;
        let input = json!({ "id": import["id"] });
        let done = admin.deed("confirmImport", input, tests::people::OPERATION);
        outcomes(&done.await.done()["operation"])
    };
    assert_eq!(
        confirm("ada@example.com").await,
        [(2, "CREATED".to_owned())]
    );
    let switch = json!({ "autoInvite": true });
    admin.update_organization(switch).await.done();
    assert_eq!(
        confirm("grace@example.com").await,
        [(2, "INVITED".to_owned())]
    );
}

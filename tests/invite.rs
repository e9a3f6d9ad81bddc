//! invite: one person, added and invited, or invited who was there already.

use serde_json::json;
use tests::{Options, Post, TestApp, letter::token, visitor::Payload};

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_a_letter_with_a_link() {
    let (app, admin) = TestApp::founded().await;
    let team = admin.create_team("Engines").await;
    let product = admin.create_product("notes", "Notes").await;
    let person = json!({
        "email": "Ada@Example.com", "fullName": "Ada Lovelace", "locale": "fr", "teamId": team, "productIds": [product],
    });
    let done = admin
        .try_invite(json!({ "person": person, "note": "À lundi.\nOlivia" }))
        .await
        .done();
    let user = &done["user"];
    assert_eq!(
        (&user["status"], &user["email"], &user["locale"]),
        (&json!("INVITED"), &json!("Ada@Example.com"), &json!("fr"))
    );
    assert_eq!(
        (&user["team"]["name"], &user["products"][0]["key"]),
        (&json!("Engines"), &json!("notes"))
    );
    assert_eq!(done["invitation"]["state"], "PENDING");

    let letter = app.letter("Ada@example.com", 1).await;
    assert_eq!(
        letter.recipients,
        ["Ada@example.com"],
        "the domain in its ASCII form, the name as it was typed"
    );
    assert_eq!(
        letter.header("Auto-Submitted").as_deref(),
        Some("auto-generated")
    );
    assert_eq!(letter.header("Content-Language").as_deref(), Some("fr"));
    assert!(letter.header("Date").is_some() && letter.header("MIME-Version").is_some());
    assert!(letter.text().contains("À lundi.\n"), "{}", letter.text());
    let link = letter.link().expect("a link");
    assert!(link.starts_with(&app.public_url()), "{link}");
    assert_eq!(token(&link).len(), 43);
    assert!(
        letter.html().contains(&link),
        "both parts carry the same link"
    );

    app.all_settled().await;
    let delivery = &admin.user(user["id"].as_str().expect("an id")).await["invitation"]["delivery"];
    assert_eq!(
        (&delivery["state"], &delivery["attempts"]),
        (&json!("SENT"), &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_was_created_before_can_be_invited() {
    let (app, admin) = TestApp::founded().await;
    let id = admin.create("ada@example.com").await;
    app.all_settled().await;
    assert_eq!(app.smtp().letters().len(), 0, "creating writes to nobody");
    let done = admin.try_invite(json!({ "userId": id })).await.done();
    assert_eq!(done["user"]["id"], json!(id));
    app.link("ada@example.com", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_person_stands_is_what_the_refusal_says() {
    let (app, admin) = TestApp::founded().await;
    let (created, invited) = (
        admin.create("created@example.com").await,
        admin.invite("invited@example.com").await,
    );
    let active = admin.colleague(&app, "active@example.com", "MEMBER").await;
    let deactivated = admin.create("deactivated@example.com").await;
    admin.deactivate(&deactivated).await.done();
    let by_address = async |email: &str| {
        admin
            .try_invite(json!({ "person": { "email": email } }))
            .await
    };
    for (email, code) in [
        ("created@example.com", "DUPLICATE_CONTACT"),
        ("invited@example.com", "ALREADY_INVITED"),
        ("active@example.com", "ALREADY_ACTIVE"),
        ("deactivated@example.com", "DEACTIVATED"),
    ] {
        let refused = by_address(email).await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec![code], vec!["person.email".to_owned()])
        );
    }
    for (id, code) in [
        (invited.id.as_str(), "ALREADY_INVITED"),
        (active.id.as_str(), "ALREADY_ACTIVE"),
        (deactivated.as_str(), "DEACTIVATED"),
        ("usr_00000000000000000000000000", "USER_NOT_FOUND"),
        ("nonsense", "USER_NOT_FOUND"),
    ] {
        let refused = admin.try_invite(json!({ "userId": id })).await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec![code], vec!["userId".to_owned()])
        );
    }
    admin.try_invite(json!({ "userId": created })).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_said_at_once_and_nothing_is_kept() {
    let (app, admin) = TestApp::founded().await;
    let person = json!({
        "fullName": "x".repeat(121), "email": "not an address", "phone": "0612", "locale": "tlh",
        "teamId": "tea_00000000000000000000000000", "productIds": ["prd_00000000000000000000000000"],
    });
    let refused: Payload = admin.try_invite(json!({ "person": person })).await;
    assert_eq!(
        refused.codes(),
        [
            "INVALID_NAME",
            "INVALID_EMAIL",
            "INVALID_PHONE",
            "INVALID_LOCALE",
            "TEAM_NOT_FOUND",
            "PRODUCT_NOT_FOUND"
        ]
    );
    assert!(
        refused
            .paths()
            .iter()
            .all(|path| path.starts_with("person.")),
        "{:?}",
        refused.paths()
    );
    let refused = admin
        .try_invite(json!({ "person": { "fullName": "Ada" } }))
        .await;
    assert_eq!(refused.codes(), ["CONTACT_REQUIRED"]);
    let refused = admin
        .try_invite(json!({ "person": { "email": "ada@example.com" }, "note": "x".repeat(1_001) }))
        .await;
    assert_eq!(
        (refused.codes(), refused.paths()),
        (vec!["INVALID_NOTE"], vec!["note".to_owned()])
    );
    assert_eq!(
        app.database.number("SELECT count(*) FROM users").await,
        1,
        "the owner alone"
    );
    assert_eq!(
        app.database.number("SELECT count(*) FROM messages").await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_user_and_person_is_named() {
    let (_app, admin) = TestApp::founded().await;
    for input in [
        json!({}),
        json!({ "userId": "usr_00000000000000000000000000", "person": { "email": "ada@example.com" } }),
    ] {
        let answer = admin.try_deed("invite", input, "user { id }").await;
        assert_eq!(answer.code(), Some("BAD_USER_INPUT"), "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_nobody_set_up_is_refused_in_words() {
    let (_app, admin) = TestApp::founded().await;
    for (person, code) in [
        (json!({ "phone": "+33612345678" }), "CHANNEL_NOT_CONFIGURED"),
        (
            json!({ "email": "ada@example.com", "channel": "SMS" }),
            "CHANNEL_NOT_CONFIGURED",
        ),
        (
            json!({ "phone": "+33612345678", "channel": "EMAIL" }),
            "CHANNEL_NOT_POSSIBLE",
        ),
    ] {
        let refused = admin.try_invite(json!({ "person": person })).await;
        assert_eq!(refused.codes(), [code], "{person}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_letters_are_kept_to_be_read() {
    let app = TestApp::with(Options {
        post: Post::Mailbox,
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    let answer = admin
        .ask("{ organization { mailboxUrl } }", json!({}))
        .await;
    assert_eq!(
        answer.data()["organization"]["mailboxUrl"],
        format!("{}/mailbox", app.public_url())
    );
    admin.invite("ada@example.com").await;
    app.all_settled().await;
    let page = admin.get("/mailbox").await;
    assert!(
        page.status.is_success() && page.text.contains("ada@example.com"),
        "{}: {}",
        page.status,
        page.text
    );
}

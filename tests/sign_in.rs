//! signIn: who exists is not told.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::json;
use server::config::PasswordCost;
use tests::{Options, PASSWORD, TestApp, Visitor, visitor::Payload};

async fn try_sign_in(
    visitor: &Visitor,
    email: &str,
    password: &str,
    organization: Option<&str>,
) -> Payload {
    let input = json!({ "email": email, "password": password, "organization": organization });
    visitor.deed("signIn", input, "viewer { id }").await
}

#[tokio::test(flavor = "multi_thread")]
async fn address_and_password_sign_in_whatever_the_case_of_the_address() {
    let (app, admin) = TestApp::founded().await;
    for email in ["olivia@acme.example", " Olivia@ACME.example"] {
        let browser = app.visitor();
        let done = try_sign_in(&browser, email, PASSWORD, None).await.done();
        assert_eq!(done["viewer"]["id"], json!(admin.id));
        assert_eq!(browser.whoami().await, Some(admin.id.clone()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_the_same_for_a_wrong_password_and_for_nobody() {
    let (app, admin) = TestApp::founded().await;
    admin.invite("invited@example.com").await;
    let mut answers = Vec::new();
    for email in [
        "olivia@acme.example",
        "invited@example.com",
        "nobody@example.com",
        "not an address",
    ] {
        let input = json!({ "email": email, "password": "not the password" });
        let answer = app
            .visitor()
            .try_deed("signIn", input, "viewer { id }")
            .await;
        answers.push((answer.status, answer.text));
    }
    assert!(answers[0].1.contains("WRONG_CREDENTIALS"));
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_several_organisations_names_one_only_when_it_must() {
    let (app, acme) = TestApp::founded().await;
    let other = app
        .another_organization("Other", "olivia@acme.example")
        .await;
    assert_ne!(other.id, acme.id);
    let sign_in = async |organization| {
        try_sign_in(
            &app.visitor(),
            "olivia@acme.example",
            PASSWORD,
            organization,
        )
        .await
    };
    let refused = sign_in(None).await;
    assert_eq!(
        (refused.codes(), refused.paths()),
        (vec!["WRONG_CREDENTIALS"], vec!["organization".to_owned()])
    );
    for (named, id) in [("Acme", &acme.id), ("Other", &other.id)] {
        assert_eq!(sign_in(Some(named)).await.done()["viewer"]["id"], json!(id));
    }
    assert_eq!(
        sign_in(Some("Elsewhere")).await.codes(),
        ["WRONG_CREDENTIALS"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_cannot_be_read_planted_or_sent_along_from_elsewhere() {
    let (app, _admin) = TestApp::founded().await;
    let input = json!({ "email": "olivia@acme.example", "password": PASSWORD });
    let answer = app
        .visitor()
        .try_deed("signIn", input, "viewer { id }")
        .await;
    let cookie = answer.header("set-cookie").expect("a cookie");
    for attribute in [
        "__Host-bienvenue=",
        "; Path=/",
        "; Secure",
        "; HttpOnly",
        "; SameSite=Strict",
    ] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_30_days() {
    let (app, admin) = TestApp::founded().await;
    app.advance_millis(30 * 86_400_000 - 1);
    assert!(admin.whoami().await.is_some());
    app.advance_millis(1);
    assert!(admin.whoami().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_copy_of_the_database_signs_nobody_in() {
    let (app, admin) = TestApp::founded().await;
    let hashes = app.database.texts("SELECT token_hash FROM sessions").await;
    let thief = app.visitor();
    thief.set_cookie(Some(hashes[0].clone()));
    assert_eq!(thief.whoami().await, None);
    assert!(admin.whoami().await.is_some());
    let hash = app
        .database
        .texts("SELECT password_hash FROM users WHERE password_hash IS NOT NULL")
        .await;
    assert!(hash[0].starts_with("$argon2id$"), "{}", hash[0]);
}

/// One thread for everything that is not a hash, and hashes that take a second.
#[tokio::test(flavor = "current_thread")]
async fn hashing_passwords_does_not_hold_up_the_rest_of_the_server() {
    let app = TestApp::with(Options {
        password_cost: PasswordCost {
            passes: 100,
            ..PasswordCost::RECOMMENDED
        },
        ..Options::default()
    })
    .await;
    let ended = Arc::new(AtomicUsize::new(0));
    let tries: Vec<_> = (0..4)
        .map(|n| {
            let (visitor, ended) = (app.visitor(), Arc::clone(&ended));
            tokio::spawn(async move {
                let email = format!("p{n}@example.com");
                drop(try_sign_in(&visitor, &email, PASSWORD, None).await);
                ended.fetch_add(1, Ordering::SeqCst);
            })
        })
        .collect();
    // Long enough for the tries to be read; then their hashes have begun, on this thread or elsewhere.
    for _ in 0..5 {
        assert_eq!(app.visitor().whoami().await, None);
    }
    assert_eq!(
        ended.load(Ordering::SeqCst),
        0,
        "all are answered while every hash is at work"
    );
    for each in tries {
        each.await.expect("the tries end");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_hashes_are_made_for_whoever_tries() {
    let (app, admin) = TestApp::founded().await;
    for name in ["Second", "Third"] {
        app.another_organization(name, "olivia@acme.example").await;
    }
    admin.colleague(&app, "mia@acme.example", "MEMBER").await;
    let mut counts = Vec::new();
    for organization in [None, Some("Second")] {
        for email in [
            "olivia@acme.example",
            "mia@acme.example",
            "nobody@example.com",
            "not an address",
        ] {
            let before = app.app.passwords.runs();
            let tried = try_sign_in(&app.visitor(), email, "not the password", organization).await;
            assert_eq!(tried.codes(), ["WRONG_CREDENTIALS"]);
            counts.push(app.app.passwords.runs() - before);
        }
    }
    assert_eq!(counts, [3, 3, 3, 3, 1, 1, 1, 1]);
}

//! Health, and the headers that every answer carries.

use tests::{TestApp, folder::stand_in};

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_that_it_lives_and_that_it_is_ready() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = app.visitor().get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_database_is_gone_lives_and_is_not_ready() {
    let app = TestApp::start().await;
    let pool = server::db::Db::clone(&app.app.db);
    sea_orm::DatabaseConnection::clone(&pool)
        .close()
        .await
        .expect("the pool closes");
    assert_eq!(app.visitor().get("/healthz").await.status, 200);
    assert_eq!(app.visitor().get("/readyz").await.status, 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_guarded() {
    let client = stand_in();
    let options = tests::Options {
        client_folder: Some(client.path().to_owned()),
        ..tests::Options::default()
    };
    let app = TestApp::with(options).await;
    let mut ids = std::collections::BTreeSet::new();
    for path in [
        "/",
        "/sign-in",
        "/settings/users",
        "/join",
        "/setup",
        "/graphql?query={setupPending}",
        "/healthz",
        "/nowhere",
        "/mailbox",
    ] {
        let answer = app.visitor().get(path).await;
        for (header, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(header), Some(value), "{path}");
        }
        let policy = answer.header("content-security-policy").expect("a policy");
        for rule in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{path}: {policy}"
        );
        ids.insert(answer.header("x-request-id").expect("an id").to_owned());
    }
    assert_eq!(ids.len(), 9, "each request has an id of its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_embedded_default_there_is_no_mailbox() {
    let (app, admin) = TestApp::founded().await;
    assert_eq!(
        admin.get("/mailbox").await.status,
        404,
        "letters go to a mail server"
    );
    assert_eq!(
        app.visitor().get("/graphiql").await.status.as_u16() / 100,
        3,
        "tools are for who is signed in"
    );
    assert_eq!(admin.get("/graphiql").await.status, 200);
    let member = admin.colleague(&app, "mia@acme.example", "MEMBER").await;
    assert_eq!(member.get("/graphiql").await.status, 403);
}

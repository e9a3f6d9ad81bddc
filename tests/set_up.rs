//! setUp: the first organisation, once, with the code printed in the terminal.

use serde_json::json;
use tests::{PASSWORD, TestApp, people};

#[tokio::test(flavor = "multi_thread")]
async fn the_server_is_set_up_once_with_the_printed_code() {
    let app = TestApp::start().await;
    let pending = async || {
        app.visitor()
            .ask("{ setupPending }", json!({}))
            .await
            .data()["setupPending"]
            .clone()
    };
    assert_eq!(pending().await, true);
    let input = |code: &str| {
        json!({
            "code": code, "organizationName": "Acme", "fullName": "Eve", "email": "eve@example.com", "password": PASSWORD, "locale": "en",
        })
    };
    let guess = app
        .visitor()
        .deed("setUp", input("guess"), "viewer { id }")
        .await;
    assert_eq!(
        (guess.codes(), guess.paths()),
        (vec!["WRONG_SETUP_CODE"], vec!["code".to_owned()])
    );
    let code = app.app.setup_code.expose().expect("a code");
    let mut weak = input(&code);
    weak["password"] = json!("short");
    assert_eq!(
        app.visitor()
            .deed("setUp", weak, "viewer { id }")
            .await
            .codes(),
        ["WEAK_PASSWORD"],
        "a slip does not use the code up"
    );
    let owner = people::set_up(
        app.visitor(),
        &code,
        "Acme",
        "Olivia Owner",
        "olivia@acme.example",
    )
    .await;
    assert_eq!(owner.whoami().await, Some(owner.id.clone()));
    assert_eq!(owner.user(&owner.id).await["role"], "OWNER");
    assert_eq!(pending().await, false);
    assert_eq!(
        app.visitor()
            .deed("setUp", input(&code), "viewer { id }")
            .await
            .codes(),
        ["WRONG_SETUP_CODE"],
        "the code counts once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_8_who_hold_the_code_one_founds() {
    let app = TestApp::start().await;
    let code = app.app.setup_code.expose().expect("a code");
    let tries = (0..8).map(|n| {
        let visitor = app.visitor();
        let input = json!({
            "code": code, "organizationName": format!("Acme {n}"), "fullName": "Olivia Owner",
            "email": format!("o{n}@example.com"), "password": PASSWORD, "locale": "en",
        });
        async move {
            visitor
                .deed("setUp", input, "viewer { id }")
                .await
                .codes()
                .concat()
        }
    });
    let codes = futures_util::future::join_all(tries).await;
    assert_eq!(
        codes.iter().filter(|code| code.is_empty()).count(),
        1,
        "{codes:?}"
    );
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM organizations")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_before_the_set_up_makes_another_code() {
    let mut app = TestApp::start().await;
    let first = app.app.setup_code.expose();
    app.restart().await;
    assert_ne!(app.app.setup_code.expose(), first);
    app.found().await;
    app.restart().await;
    assert_eq!(app.app.setup_code.expose(), None);
}

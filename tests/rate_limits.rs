//! What a stranger may try is counted where it is tried, and recovers with time.

use serde_json::json;
use tests::{Options, TestApp, Visitor, folder::stand_in, letter::token};

async fn try_sign_in(visitor: &Visitor, email: &str) -> Option<String> {
    let input = json!({ "email": email, "password": "a guess like any other" });
    let answer = visitor.try_deed("signIn", input, "viewer { id }").await;
    answer.code().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_twenty_first_guess_at_a_password_waits() {
    let (app, admin) = TestApp::founded().await;
    let eve = app.visitor();
    for spelling in ["olivia@acme.example", "Olivia@ACME.example"]
        .into_iter()
        .cycle()
        .take(20)
    {
        assert_eq!(try_sign_in(&eve, spelling).await, None);
    }
    let input = json!({ "email": "olivia@acme.example", "password": tests::PASSWORD });
    let refused = eve.try_deed("signIn", input.clone(), "viewer { id }").await;
    assert_eq!(
        refused.code(),
        Some("RATE_LIMITED"),
        "even the right one: {}",
        refused.text
    );
    assert!(
        refused.json["errors"][0]["extensions"]["retryAfter"]
            .as_u64()
            .is_some_and(|seconds| seconds > 0),
        "{}",
        refused.text
    );
    assert_eq!(
        try_sign_in(&eve, "somebody.else@acme.example").await,
        None,
        "nobody else is locked out"
    );
    assert!(admin.whoami().await.is_some(), "who is in stays in");
    app.advance_millis(60_000);
    eve.deed("signIn", input, "viewer { id }").await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_counted_one_by_one_even_in_one_request() {
    let (app, _admin) = TestApp::founded().await;
    let eve = app.visitor();
    let one = |n: usize| {
        format!(
            "a{n}: signIn(input: {{ email: \"olivia@acme.example\", password: \"guess {n}\" }}) {{ errors {{ code }} }} "
        )
    };
    let twenty: String = (0..20).map(one).collect();
    let answer = eve
        .ask(&format!("mutation {{ {twenty} }}"), json!({}))
        .await;
    assert_eq!(
        answer.data()["a19"]["errors"][0]["code"],
        "WRONG_CREDENTIALS"
    );
    assert_eq!(
        try_sign_in(&eve, "olivia@acme.example").await.as_deref(),
        Some("RATE_LIMITED")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_cannot_choose_the_address_it_is_counted_by() {
    let (app, _admin) = TestApp::founded().await;
    for n in 0..20 {
        let eve = app
            .visitor()
            .sending("x-forwarded-for", &format!("192.0.2.{n}"));
        assert_eq!(try_sign_in(&eve, "olivia@acme.example").await, None);
    }
    let eve = app.visitor().sending("x-forwarded-for", "198.51.100.7");
    assert_eq!(
        try_sign_in(&eve, "olivia@acme.example").await.as_deref(),
        Some("RATE_LIMITED")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_the_last_address_it_names_counts() {
    let app = TestApp::with(Options {
        behind_proxy: true,
        ..Options::default()
    })
    .await;
    app.found().await;
    for n in 0..20 {
        let eve = app
            .visitor()
            .sending("x-forwarded-for", &format!("10.0.0.{n}, 192.0.2.1"));
        assert_eq!(try_sign_in(&eve, "olivia@acme.example").await, None);
    }
    let eve = app
        .visitor()
        .sending("x-forwarded-for", "1.2.3.4, 192.0.2.1");
    assert_eq!(
        try_sign_in(&eve, "olivia@acme.example").await.as_deref(),
        Some("RATE_LIMITED")
    );
    let ada = app.visitor().sending("x-forwarded-for", "192.0.2.2");
    assert_eq!(
        try_sign_in(&ada, "olivia@acme.example").await,
        None,
        "somebody else is not shut out"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_takes_a_token_is_counted_together_page_and_api_alike() {
    let client = stand_in();
    let app = TestApp::with(Options {
        client_folder: Some(client.path().to_owned()),
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let eve = app.visitor();
    for n in 0..200 {
        match n % 2 {
            0 => assert_eq!(eve.link_state(&link).await, "OPEN"),
            _ => assert_eq!(
                eve.get(&format!("/join/{}", token(&link))).await.status,
                200
            ),
        }
    }
    let page = eve.get(&format!("/join/{}", token(&link))).await;
    assert_eq!(page.status, 429);
    assert!(page.header("retry-after").is_some());
    let input = |more: serde_json::Value| {
        let mut input = json!({ "token": token(&link) });
        input
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        input
    };
    for (field, more) in [
        (
            "acceptInvitation",
            json!({ "fullName": "Eve", "locale": "en", "password": tests::PASSWORD }),
        ),
        ("declineInvitation", json!({})),
        ("requestNewLink", json!({})),
    ] {
        let answer = eve.try_deed(field, input(more), "").await;
        assert_eq!(
            answer.code(),
            Some("RATE_LIMITED"),
            "{field}: {}",
            answer.text
        );
    }
    app.advance_millis(60_000);
    ada.accept(&link).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_code_is_not_guessed() {
    let app = TestApp::start().await;
    let eve = app.visitor();
    let guess = json!({
        "code": "guess", "organizationName": "Evil", "fullName": "Eve", "email": "eve@example.com", "password": tests::PASSWORD, "locale": "en",
    });
    for _ in 0..10 {
        assert_eq!(
            eve.deed("setUp", guess.clone(), "viewer { id }")
                .await
                .codes(),
            ["WRONG_SETUP_CODE"]
        );
    }
    assert_eq!(
        eve.try_deed("setUp", guess, "viewer { id }").await.code(),
        Some("RATE_LIMITED")
    );
}

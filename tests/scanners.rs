//! Mail scanners open every link, and some press what they find: reading changes nothing.

use reqwest::{Method, StatusCode, header::HeaderMap};
use tests::{Options, TestApp, folder::stand_in, letter::token};

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_readings_of_a_link_change_nothing() {
    let client = stand_in();
    let options = Options {
        client_folder: Some(client.path().to_owned()),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let admin = app.found().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    app.at_rest().await;
    let before = app.database.dump().await;

    let scanner = app.visitor();
    let path = format!("/join/{}", token(&link));
    for turn in 0..100 {
        let method = [Method::GET, Method::HEAD, Method::OPTIONS][turn % 3].clone();
        let answer = scanner
            .request(method.clone(), &path, HeaderMap::new(), None)
            .await;
        let expected = if method == Method::OPTIONS {
            StatusCode::METHOD_NOT_ALLOWED
        } else {
            StatusCode::OK
        };
        assert_eq!(answer.status, expected, "{method}: {}", answer.text);
        assert!(answer.headers.get("set-cookie").is_none());
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = scanner
            .request(method, &path, HeaderMap::new(), Some(b"accept=1".to_vec()))
            .await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    let query = format!(
        "/graphql?query={{invitationPreview(token:\"{}\"){{state}}}}",
        token(&link)
    )
    .replace('"', "%22");
    let read = scanner.get(&query).await;
    assert_eq!(read.data()["invitationPreview"]["state"], "OPEN");
    app.at_rest().await;
    assert_eq!(app.database.dump().await, before);
    ada.accept(&link).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_link_tells_nobody_where_it_was() {
    let client = stand_in();
    let options = Options {
        client_folder: Some(client.path().to_owned()),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let admin = app.found().await;
    admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let page = app.visitor().get(&format!("/join/{}", token(&link))).await;
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"));
    assert!(
        page.header("content-security-policy")
            .is_some_and(|policy| policy.contains("default-src 'none'"))
    );
    assert!(
        page.text.contains("Acme") && page.text.contains("a•••@example.com"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("ada@example.com"), "{}", page.text);
    assert!(
        !page.text.contains(token(&link)),
        "the page does not repeat the secret"
    );
}

//! The door for files: from administrators only, of a certain size only, and never in another site's name.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::{
    TestApp, eventually,
    files::{form, form_headers, operations},
    visitor::COOKIE_NAME,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

const FILE: &[u8] = b"email\nada@example.com\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_only_with_a_header_that_no_form_can_send() {
    let (app, admin) = TestApp::founded().await;
    let body = || {
        Some(form(
            &operations(json!({})),
            &json!({ "0": ["variables.input.file"] }),
            "people.csv",
            FILE,
        ))
    };
    let refused = admin
        .request(Method::POST, "/graphql", form_headers(false), body())
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.code()),
        (403, Some("FORBIDDEN"))
    );
    let foreign = admin.sending("origin", "https://evil.example");
    let refused = foreign
        .request(Method::POST, "/graphql", form_headers(true), body())
        .await;
    assert_eq!(refused.status.as_u16(), 403);
    assert_eq!(app.database.number("SELECT count(*) FROM imports").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_elses_file_is_read() {
    let (app, admin) = TestApp::founded().await;
    let member = admin.colleague(&app, "member@example.com", "MEMBER").await;
    for visitor in [&app.visitor(), &*member] {
        let refused = visitor.send_file("people.csv", FILE, json!({})).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code()),
            (403, Some("FORBIDDEN"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_beyond_the_limit_is_refused_whether_it_says_so_or_not() {
    let (app, admin) = TestApp::founded().await;
    let large = vec![b'x'; 20 * 1024 * 1024 + 1];
    let refused = admin.send_file("people.csv", &large, json!({})).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code()),
        (413, Some("PAYLOAD_TOO_LARGE"))
    );
    // Who says so beforehand is answered before a byte of the file is read.
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: test\r\nContent-Type: multipart/form-data; boundary=x\r\n\
        Cookie: {COOKIE_NAME}={}\r\nContent-Length: {}\r\n\r\n",
        admin.cookie().expect("a session"),
        21 * 1024 * 1024
    );
    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("a head");
    let mut answer = [0; 64];
    let read = stream.read(&mut answer).await.expect("an answer");
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_as_specified_is_refused_in_words() {
    let (_app, admin) = TestApp::founded().await;
    let ask = async |operations, map| {
        let body = form(&operations, &map, "people.csv", FILE);
        admin
            .request(Method::POST, "/graphql", form_headers(true), Some(body))
            .await
    };
    let map = |path: &str| json!({ "0": [path] });
    for (operations, map) in [
        (
            json!([operations(json!({}))]),
            map("0.variables.input.file"),
        ),
        (operations(json!({})), map("variables.input.nothing")),
        (
            operations(json!({ "file": "taken" })),
            map("variables.input.file"),
        ),
        (operations(json!({})), map("query")),
        (operations(json!({})), json!({})),
        (
            operations(json!({})),
            json!({ "0": ["variables.input.file"], "1": ["variables.input.file"] }),
        ),
        (
            operations(json!({})),
            json!({ "other": ["variables.input.file"] }),
        ),
    ] {
        let refused = ask(operations, map).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code()),
            (400, Some("BAD_REQUEST")),
            "{}",
            refused.text
        );
    }
    let body = b"no form at all".to_vec();
    let refused = admin
        .request(Method::POST, "/graphql", form_headers(true), Some(body))
        .await;
    assert_eq!(refused.code(), Some("BAD_REQUEST"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_cannot_be_named_without_being_sent() {
    let (_app, admin) = TestApp::founded().await;
    for place in ["0", "1", "-1", "x", "#__graphql_file__:0"] {
        let answer = admin
            .try_deed("previewImport", json!({ "file": place }), "import { id }")
            .await;
        assert_eq!(answer.code(), Some("BAD_USER_INPUT"), "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_of_rows_is_refused_in_words() {
    let (app, admin) = TestApp::founded().await;
    let zip = b"PK\x03\x04 a spreadsheet that was not saved as CSV";
    let long: String = std::iter::once("email\n".to_owned())
        .chain((0..100_001).map(|n| format!("{n}@x.fr\n")))
        .collect();
    for (content, code) in [
        (&b""[..], "FILE_UNREADABLE"),
        (b" \r\n", "FILE_UNREADABLE"),
        (zip, "FILE_UNREADABLE"),
        (long.as_bytes(), "FILE_TOO_LARGE"),
    ] {
        let payload = admin.try_preview(content, json!({})).await;
        assert_eq!(payload.codes(), [code]);
        assert_eq!(payload.value["import"], Value::Null);
    }
    assert_eq!(app.database.number("SELECT count(*) FROM imports").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_come_slowly_let_another_organisations_through() {
    let (app, admin) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    let begin = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Requested-With: test\r\nContent-Type: multipart/form-data; boundary=x\r\n\
        Cookie: {COOKIE_NAME}={}\r\nContent-Length: 1000\r\n\r\n--x\r\n",
        admin.cookie().expect("a session")
    );
    let mut slow = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(app.address).await.expect("a connection");
        stream.write_all(begin.as_bytes()).await.expect("a head");
        slow.push(stream);
    }
    // Until both are being read: from then on their own organisation waits.
    let own = async || {
        timeout(Duration::from_secs(1), admin.preview(FILE))
            .await
            .err()
    };
    eventually("both are being read", own).await;
    let passed = timeout(Duration::from_secs(20), other.preview(FILE)).await;
    assert!(passed.is_ok(), "another organisation waited for them");
    drop(slow);
    admin.preview(FILE).await;
}

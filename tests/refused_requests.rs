//! What no honest client sends is refused before it costs anything, over both doors.

use std::{fs, time::Duration};

use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::json;
use tests::{
    Admin, Answer, TestApp,
    folder::Folder,
    people,
    program::Program,
    socket::{Heard, Socket},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

async fn send(
    admin: &Admin,
    method: Method,
    path: &str,
    headers: &[(&'static str, &str)],
    body: Option<&str>,
) -> Answer {
    let header = |(name, value): &(&'static str, &str)| {
        (
            HeaderName::from_static(name),
            HeaderValue::from_str(value).expect("a header's value"),
        )
    };
    let headers: HeaderMap = headers.iter().map(header).collect();
    admin
        .request(
            method,
            path,
            headers,
            body.map(|body| body.as_bytes().to_vec()),
        )
        .await
}

const JSON: (&str, &str) = ("content-type", "application/json");
const DEED: &str =
    r#"{"query":"mutation { createTeam(input: { name: \"Evil\" }) { errors { code } } }"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_deed_comes_by_post_as_json_from_our_own_pages_or_not_at_all() {
    let (app, admin) = TestApp::founded().await;
    let ours = app.public_url();
    let longer = format!("{ours}.evil.example");
    let escaped = "/graphql?query=mutation%7BcreateTeam(input:%7Bname:%22Evil%22%7D)%7Berrors%7Bcode%7D%7D%7D";
    for method in [
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
    ] {
        let answer = send(&admin, method.clone(), escaped, &[JSON], Some(DEED)).await;
        assert_eq!(answer.status, 405, "by {method}: {}", answer.text);
        assert!(
            method == Method::HEAD || answer.code() == Some("METHOD_NOT_ALLOWED"),
            "{}",
            answer.text
        );
    }
    let as_type = |value| vec![("content-type", value)];
    let also = |name, value| vec![JSON, (name, value)];
    for (headers, status) in [
        (vec![], 415),
        (as_type("text/plain"), 415),
        (as_type("application/x-www-form-urlencoded"), 415),
        (as_type("multipart/form-data; boundary=x"), 403),
        (as_type("application/json; charset=utf-16"), 415),
        (also("content-encoding", "gzip"), 415),
        (also("accept", "text/html"), 406),
        (also("sec-fetch-site", "cross-site"), 403),
        (also("origin", "https://evil.example"), 403),
        (also("origin", "null"), 403),
        (also("origin", &longer), 403),
    ] {
        let answer = send(&admin, Method::POST, "/graphql", &headers, Some(DEED)).await;
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text);
        assert!(
            answer.code().is_some(),
            "every error has a code: {}",
            answer.text
        );
    }
    assert_eq!(
        app.database.number("SELECT count(*) FROM teams").await,
        0,
        "none of it was done"
    );
    let own = send(
        &admin,
        Method::POST,
        "/graphql",
        &[JSON, ("origin", &ours), ("sec-fetch-site", "same-origin")],
        Some(DEED),
    )
    .await;
    assert!(
        own.data()["createTeam"]["errors"]
            .as_array()
            .is_some_and(Vec::is_empty),
        "{}",
        own.text
    );
    let query = send(
        &admin,
        Method::GET,
        "/graphql?query=%7BsetupPending%7D",
        &[],
        None,
    )
    .await;
    assert_eq!(query.data()["setupPending"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_or_no_request_is_refused() {
    let (_app, admin) = TestApp::founded().await;
    let mut stream = TcpStream::connect(admin.address())
        .await
        .expect("a connection");
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{";
    stream
        .write_all(head.as_bytes())
        .await
        .expect("the head is taken");
    let mut answer = [0; 64];
    stream
        .read_exact(&mut answer)
        .await
        .expect("an answer before the body");
    assert!(
        answer.starts_with(b"HTTP/1.1 413"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    let padding = "x".repeat(2 << 20);
    let large = format!(r#"{{"query":"{{setupPending}}","variables":{{"x":"{padding}"}}}}"#);
    let answer = send(&admin, Method::POST, "/graphql", &[JSON], Some(&large)).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code()),
        (413, Some("PAYLOAD_TOO_LARGE")),
        "{}",
        answer.text
    );
    for body in [
        "",
        "{",
        "[]",
        "null",
        r#"{"query":1}"#,
        r#"{"query":"{a}","variables":"x"}"#,
        "[{\"query\":\"{setupPending}\"}]",
        "\u{0}",
    ] {
        let answer = send(&admin, Method::POST, "/graphql", &[JSON], Some(body)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code()),
            (400, Some("BAD_REQUEST")),
            "{body}: {}",
            answer.text
        );
    }
}

/// Documents that ask for too much, each in its own way.
fn bombs() -> Vec<(&'static str, String)> {
    let mut doubling = String::from("{ ...F0 } fragment F25 on Query { setupPending }");
    for n in 0..25 {
        doubling += &format!(
            " fragment F{n} on Query {{ ...F{next} ...F{next} }}",
            next = n + 1
        );
    }
    let deep = format!(
        "{{ users {{ nodes {} id {} }} }}",
        "{ invitation { user ".repeat(15) + "{",
        "} }".repeat(15) + "}"
    );
    let aliases: String = (0..5_000).map(|n| format!("a{n}: setupPending ")).collect();
    let wide = "setupPending ".repeat(20_000);
    let renamed: String = (0..200).map(|n| format!("a{n}: id ")).collect();
    let below: String = (0..1_500).map(|_| "id ").collect();
    let directives = format!("{{ setupPending {} }}", "@include(if: true) ".repeat(2_000));
    let nested_lists = format!(
        "{{ user(id: {}1{}) {{ id }} }}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    let pages = "{ users(first: 100) { nodes { events(first: 100) { nodes { user { events(first: 100) { nodes { kind } } } } } } } }".to_owned();
    vec![
        ("doubling fragments", doubling),
        ("depth", deep),
        ("aliases", format!("{{ {aliases} }}")),
        ("aliases below", format!("{{ viewer {{ {renamed} }} }}")),
        (
            "aliased deeds",
            format!(
                "mutation {{ {} }}",
                (0..30)
                    .map(|n| format!("a{n}: signOut {{ errors {{ code }} }} "))
                    .collect::<String>()
            ),
        ),
        ("width", format!("{{ {wide} }}")),
        ("width below", format!("{{ viewer {{ {below} }} }}")),
        ("directives", directives),
        ("brackets", nested_lists),
        ("pages of pages", pages),
        (
            "a cycle",
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_that_cost_too_much_are_refused_over_both_doors_in_no_time() {
    let folder = Folder::empty();
    let path = folder.path().display().to_string();
    let program = Program::serve(&["--data-dir", &path]).await;
    let code = program.setup_code().await;
    let admin = people::set_up(
        program.visitor(),
        &code,
        "Acme",
        "Olivia Owner",
        "olivia@acme.example",
    )
    .await;
    for (what, document) in bombs() {
        let mut socket = Socket::connect(&admin).await;
        let before = program.processor_time();
        let answer = admin.ask(&document, json!({})).await;
        socket.subscribe("bomb", &document, json!({})).await;
        let heard = socket.hear().await;
        let spent = program.processor_time() - before;
        assert!(
            spent < Duration::from_millis(200),
            "{what} took {spent:?} of the processor, for two answers"
        );
        let codes = [
            "TOO_COMPLEX",
            "GRAPHQL_PARSE_FAILED",
            "GRAPHQL_VALIDATION_FAILED",
        ];
        assert!(
            answer.code().is_some_and(|code| codes.contains(&code)),
            "{what}: {}",
            answer.text
        );
        assert!(answer.json.get("data").is_none(), "{what}: not executed");
        match heard {
            Heard::Message(message) => {
                assert_eq!(message["type"], "error", "{what}: {message}");
                assert_eq!(
                    message["payload"][0]["extensions"]["code"].as_str(),
                    answer.code(),
                    "{what}: the same over both doors"
                );
            }
            // Larger than any message of the socket may be.
            Heard::Closed(1009) => {}
            other => panic!("{what}: {other:?}"),
        }
    }
    assert!(admin.whoami().await.is_some(), "the server is well");
    let memory =
        fs::read_to_string(format!("/proc/{}/status", program.id())).expect("the process is there");
    let resident = memory
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .expect("its peak of memory");
    let kib: u64 = resident
        .split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse().ok())
        .expect("a number");
    assert!(kib < 300 * 1024, "{resident}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_introspection_of_common_tools_is_not_too_much() {
    let (_app, admin) = TestApp::founded().await;
    let kind = (0..9).fold("kind name".to_owned(), |inner, _| {
        format!("kind name ofType {{ {inner} }}")
    });
    let query = format!(
        "query IntrospectionQuery {{ __schema {{ description queryType {{ name kind }} mutationType {{ name kind }} subscriptionType {{ name kind }} \
         types {{ ...FullType }} directives {{ name description isRepeatable locations args {{ ...InputValue }} }} }} }} \
         fragment FullType on __Type {{ kind name description specifiedByURL fields(includeDeprecated: true) {{ name description \
         args {{ ...InputValue }} type {{ ...TypeRef }} isDeprecated deprecationReason }} inputFields {{ ...InputValue }} \
         interfaces {{ ...TypeRef }} enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }} \
         possibleTypes {{ ...TypeRef }} }} fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue }} \
         fragment TypeRef on __Type {{ {kind} }}"
    );
    let answer = admin.ask(&query, json!({})).await;
    assert!(
        answer.data()["__schema"]["types"]
            .as_array()
            .is_some_and(|types| types.len() > 50),
        "{}",
        answer.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_the_api_has_a_code() {
    let (_app, admin) = TestApp::founded().await;
    for (document, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ user { id } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "query A { setupPending } query B { setupPending }",
            "OPERATION_RESOLUTION_FAILURE",
        ),
        ("query($id: ID!) { user(id: $id) { id } }", "BAD_USER_INPUT"),
        ("{ users(first: 1000) { totalCount } }", "BAD_USER_INPUT"),
    ] {
        let answer = admin.ask(document, json!({})).await;
        assert_eq!(answer.code(), Some(code), "{document}: {}", answer.text);
    }
}

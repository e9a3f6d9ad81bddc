//! The reference implementations agree: graphql-http's server audits, and graphql-ws's own client. Both run in Node.

use std::{path::Path, process::Stdio};

use serde_json::{Value, json};
use tests::{TestApp, visitor::COOKIE_NAME};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{ChildStdout, Command},
    time::timeout,
};

fn node(script: &str) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    assert!(
        folder.join("node_modules").is_dir(),
        "install what tests/node needs: npm ci"
    );
    let mut command = Command::new("node");
    command.arg(script).current_dir(folder).kill_on_drop(true);
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn the_61_audits_of_graphql_over_http_pass() {
    let (app, _admin) = TestApp::founded().await;
    let output = node("audits.mjs")
        .arg(app.url("graphql"))
        .output()
        .await
        .expect("node runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(
        report,
        json!({ "total": 61, "passed": 61, "failed": [] }),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

async fn next(lines: &mut Lines<BufReader<ChildStdout>>) -> Value {
    let line = timeout(tests::PATIENCE, lines.next_line())
        .await
        .expect("in time")
        .expect("readable");
    serde_json::from_str(&line.expect("something is said")).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_client_of_the_socket_queries_subscribes_and_comes_back() {
    let (app, admin) = TestApp::founded().await;
    app.at_rest().await;
    let url = format!("ws://{}/graphql/ws", app.address);
    let cookie =
        json!({ "Cookie": format!("{COOKIE_NAME}={}", admin.cookie().expect("signed in")) })
            .to_string();
    let mut command = node("socket_client.mjs");
    let mut client = command
        .args([&url, &cookie])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut tell = client.stdin.take().expect("its input");
    let mut said = BufReader::new(client.stdout.take().expect("its output")).lines();
    assert_eq!(next(&mut said).await, json!({ "connected": true }));

    let mut say = async |line: Value| {
        tell.write_all(format!("{line}\n").as_bytes())
            .await
            .expect("it listens")
    };
    say(json!({ "id": "q", "query": "{ viewer { email } }" })).await;
    assert_eq!(
        next(&mut said).await,
        json!({ "id": "q", "next": { "data": { "viewer": { "email": admin.email } } } })
    );
    assert_eq!(
        next(&mut said).await,
        json!({ "id": "q", "complete": true })
    );
    say(json!({ "id": "e", "query": "{ nothing }" })).await;
    assert_eq!(
        next(&mut said).await["error"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );

    say(
        json!({ "id": "s", "query": "subscription { userStatusChanged { kind user { email } } }" }),
    )
    .await;
    // A query that follows is answered once the subscription has begun.
    say(json!({ "id": "p", "query": "{ setupPending }" })).await;
    assert_eq!(next(&mut said).await["id"], "p");
    assert_eq!(
        next(&mut said).await,
        json!({ "id": "p", "complete": true })
    );
    admin.create("ada@example.com").await;
    let change = json!({ "kind": "USER_CREATED", "user": { "email": "ada@example.com" } });
    assert_eq!(
        next(&mut said).await,
        json!({ "id": "s", "next": { "data": { "userStatusChanged": change } } })
    );

    say(json!({ "cut": true })).await;
    let mut heard = next(&mut said).await;
    while heard != json!({ "connected": true }) {
        assert!(heard["closed"].is_object(), "{heard}");
        heard = next(&mut said).await;
    }
    say(json!({ "id": "again", "query": "{ setupPending }" })).await;
    assert_eq!(next(&mut said).await["id"], "again");
    say(json!({ "close": true })).await;
    drop(tell);
    let status = timeout(tests::PATIENCE, client.wait())
        .await
        .expect("it ends")
        .expect("it ended");
    assert!(status.success());
}

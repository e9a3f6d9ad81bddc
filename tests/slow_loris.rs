//! Clients that hold a connection and say nothing are shown out; others do not notice them.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::TestApp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

/// Writes a drop now and then until the server has had enough; answers how long that took.
async fn drip(app: &TestApp, begin: &str) -> Duration {
    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    let begun = Instant::now();
    stream
        .write_all(begin.as_bytes())
        .await
        .expect("the first words are taken");
    let mut answer = [0; 1024];
    for _ in 0..60 {
        match timeout(Duration::from_millis(500), stream.read(&mut answer)).await {
            // Gone, with or without a word.
            Ok(Ok(0) | Err(_)) => return begun.elapsed(),
            Ok(Ok(_)) => {}
            Err(_) => {
                if stream.write_all(b"x").await.is_err() {
                    return begun.elapsed();
                }
            }
        }
    }
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_or_a_body_that_never_ends_is_given_up_and_nobody_else_waits() {
    let (app, admin) = TestApp::founded().await;
    let head = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    let body = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    let heads = futures_util::future::join_all((0..30).map(|_| drip(&app, head)));
    let bodies = futures_util::future::join_all((0..30).map(|_| drip(&app, body)));
    let honest = async {
        let mut slowest = Duration::ZERO;
        for _ in 0..40 {
            let begun = Instant::now();
            admin.ask("{ viewer { id } }", json!({})).await;
            slowest = slowest.max(begun.elapsed());
            sleep(Duration::from_millis(50)).await;
        }
        slowest
    };
    let (heads, bodies, idle, slowest) = futures_util::join!(heads, bodies, quiet(&app), honest);
    let limit = Duration::from_secs(25);
    assert!(heads.iter().all(|took| *took < limit), "{heads:?}");
    assert!(bodies.iter().all(|took| *took < limit), "{bodies:?}");
    assert!(idle < limit, "{idle:?}");
    assert!(
        slowest < Duration::from_secs(2),
        "an honest client waited {slowest:?}"
    );
}

/// Connects and says nothing at all.
async fn quiet(app: &TestApp) -> Duration {
    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    let begun = Instant::now();
    let read = timeout(Duration::from_secs(30), stream.read(&mut [0; 16])).await;
    assert!(matches!(read, Ok(Ok(0) | Err(_))), "{read:?}");
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_long_is_refused() {
    let (app, _admin) = TestApp::founded().await;
    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    let head = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {}\r\n\r\n",
        "x".repeat(200_000)
    );
    // The server may hang up before it has heard all of it.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = String::new();
    let _ = timeout(Duration::from_secs(5), stream.read_to_string(&mut answer))
        .await
        .expect("the server answers or hangs up");
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
}

//! The socket's door, to the letter of graphql-transport-ws.

use std::time::Duration;

use serde_json::json;
use tests::{
    TestApp,
    socket::{CHANGES, Heard, Socket},
};
use tokio_tungstenite::tungstenite::Error;

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_opens_from_our_own_pages_only() {
    let (app, admin) = TestApp::founded().await;
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        let refused = Socket::open(&admin, &[("origin", origin)]).await;
        assert!(
            matches!(&refused, Err(Error::Http(answer)) if answer.status() == 403),
            "{origin}: {refused:?}"
        );
    }
    let refused = Socket::open(&admin, &[("sec-fetch-site", "cross-site")]).await;
    assert!(
        matches!(&refused, Err(Error::Http(answer)) if answer.status() == 403),
        "{refused:?}"
    );
    let ours = app.public_url();
    Socket::open(&admin, &[("origin", &ours)])
        .await
        .expect("our own page may");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_breach_of_the_protocol_has_its_close_code() {
    let (app, admin) = TestApp::founded().await;
    let init = json!({ "type": "connection_init" });
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": CHANGES } });
    for (said, code) in [
        (vec![subscribe.clone()], 4401),
        (vec![init.clone(), init.clone()], 4429),
        (
            vec![
                init.clone(),
                json!({ "type": "start", "id": "1", "payload": {} }),
            ],
            4400,
        ),
        (vec![json!("nonsense")], 4400),
        (
            vec![init.clone(), subscribe.clone(), subscribe.clone()],
            4409,
        ),
        (
            vec![
                init.clone(),
                json!({ "type": "subscribe", "id": "", "payload": { "query": CHANGES } }),
            ],
            4400,
        ),
    ] {
        let mut socket = Socket::open(&admin, &[]).await.expect("the socket opens");
        for message in &said {
            socket.say(message.clone()).await;
        }
        assert_eq!(socket.closes().await.1, Heard::Closed(code), "{said:?}");
    }
    let mut stranger = Socket::open(&app.visitor(), &[])
        .await
        .expect("the handshake tells nobody anything");
    stranger.say(init).await;
    assert_eq!(stranger.closes().await.1, Heard::Closed(4403));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_nothing_is_shown_out_after_five_seconds() {
    let (_app, admin) = TestApp::founded().await;
    let mut socket = Socket::open(&admin, &[]).await.expect("the socket opens");
    let (took, how) = socket.closes().await;
    assert_eq!(how, Heard::Closed(4408));
    assert!(
        (Duration::from_secs(4)..Duration::from_secs(9)).contains(&took),
        "{took:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_and_deeds_travel_over_the_socket_too() {
    let (_app, admin) = TestApp::founded().await;
    let mut socket = Socket::connect(&admin).await;
    let deed =
        "mutation { createTeam(input: { name: \"Engines\" }) { team { name } errors { code } } }";
    socket.subscribe("deed", deed, json!({})).await;
    let expected = json!({
        "type": "next", "id": "deed",
        "payload": { "data": { "createTeam": { "team": { "name": "Engines" }, "errors": [] } } },
    });
    assert_eq!(socket.hear().await, Heard::Message(expected));
    assert_eq!(
        socket.hear().await,
        Heard::Message(json!({ "type": "complete", "id": "deed" }))
    );
}

//! The line to the server is cut, and comes back.

use std::time::Duration;

use serde_json::json;

use super::{acme, owners_console};

const LOST: &str = "Connection lost. Changes made elsewhere will show once it is back.";

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_line_is_mentioned_after_five_seconds_and_resumes_without_missing_a_change() {
    let (mut app, owner) = acme().await;
    let ada = owner
        .invite_person(json!({ "email": "ada@example.com", "fullName": "Ada Lovelace" }))
        .await;
    let link = app.link("ada@example.com", 1).await;
    let console = owners_console(&app, &owner).await;
    console
        .row("Ada Lovelace")
        .reads_within(Duration::from_secs(5), "Invited")
        .await;
    console.evaluate("globalThis.never = 'reloaded'").await;

    console.offline(true).await;
    // The open socket is cut by the server; the next one is not to be had.
    app.restart().await;
    ada.accept_as(&link, "Ada Lovelace").await.done();
    let cut = tokio::time::Instant::now();
    console.reads_within(Duration::from_secs(8), LOST).await;
    assert!(
        cut.elapsed() > Duration::from_secs(3),
        "not mentioned at once: most lines return before anyone noticed"
    );
    assert!(
        console.row("Ada Lovelace").text().await.contains("Invited"),
        "the row is what was last heard"
    );

    console.offline(false).await;
    console
        .row("Ada Lovelace")
        .reads_within(Duration::from_secs(20), "Active")
        .await;
    console.reads_no_more(LOST).await;
    assert_eq!(
        console.evaluate("return globalThis.never").await,
        "reloaded",
        "the page is still the same"
    );
    console
        .close_despite(&["ERR_INTERNET_DISCONNECTED", "WebSocket"])
        .await;
}

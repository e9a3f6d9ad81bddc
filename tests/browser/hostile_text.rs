//! What somebody typed is text, wherever it is shown: nothing of it is loaded and nothing of it runs.

use serde_json::json;
use tests::{Post, browser::Window};

use super::{owners_console, page, server};

const TEXT: &str = "<img src=x onerror=document.title='owned'>";

/// It is there to be read, and nothing came of it; that nothing was asked for is sworn when the window is closed.
async fn shows_it(window: &Window) {
    window.reads(TEXT).await;
    let images = window
        .evaluate("return document.querySelectorAll('img[src=x]').length")
        .await;
    assert_eq!(images, json!(0));
    assert_ne!(window.title().await, "owned");
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_names_is_shown_as_text_in_the_console_and_in_the_mailbox() {
    let app = server(Post::Mailbox).await;
    let owner = app.found().await;
    let team = owner.create_team(TEXT).await;
    let product = owner.create_product("hostile", TEXT).await;
    owner
        .update_organization(json!({ "name": TEXT }))
        .await
        .done();
    let person = json!({ "email": "ada@example.com", "fullName": TEXT, "teamId": team, "productIds": [product] });
    let invited = json!({ "person": person, "note": TEXT });
    owner.try_invite(invited).await.done();
    app.all_settled().await;

    let window = owners_console(&app, &owner).await;
    shows_it(&window).await;
    for path in [
        "/settings/teams",
        "/settings/products",
        "/settings/organization",
        "/settings/activity",
    ] {
        window.go(&page(&app, path)).await;
        window.settles().await;
        shows_it(&window).await;
    }
    window.go(&page(&app, "/mailbox")).await;
    shows_it(&window).await;
    window.starting("link", "").first().click().await;
    shows_it(&window).await;
    window.close_despite(&["Back-Forward Cache"]).await;
}

//! The office: tokens that work, and pictures that keep their period in the address.

use serde_json::json;
use tests::{
    Post,
    browser::{Device, Window},
};

use super::{KEPT, acme, enter, owners_console, page, server};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_made_here_opens_the_api_until_it_is_revoked_here() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    window.link("API tokens").click().await;
    window.button("New token").click().await;
    window.button("Create token").click().await;
    window.reads("Type a name.").await;
    window.field("Name").fill("HR system").await;
    window.button("Create token").click().await;
    let secret = window.get("textbox", "The token");
    secret.wait().await;
    let secret = secret.property("value").await.expect("a secret");
    let program = app
        .visitor()
        .sending("authorization", &format!("Bearer {secret}"));
    let asks = "{ viewerToken { name } }";
    let answer = program.ask(asks, json!({})).await;
    assert_eq!(answer.data()["viewerToken"]["name"], "HR system");
    window.button("Close").first().click().await;
    window.any("dialog").gone().await;
    assert!(
        !window.text().await.contains(&secret),
        "it is shown this once"
    );
    window.button("Revoke HR system").click().await;
    window.button("Revoke").click().await;
    window.reads("The token “HR system” is revoked.").await;
    assert_eq!(
        program.ask(asks, json!({})).await.code(),
        Some("UNAUTHENTICATED")
    );
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_time_to_undo_is_chosen_with_the_organisation() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    window.go(&page(&app, "/settings/organization")).await;
    let undo = window.get("combobox", "Time to undo");
    assert_eq!(undo.property("value").await.as_deref(), Some("10"));
    undo.choose("30 seconds").await;
    window.button("Save").click().await;
    window.reads("The organisation is saved.").await;
    assert_eq!(owner.organization("undoSeconds").await["undoSeconds"], 30);
    window.reload().await;
    window.heading("Organisation").wait().await;
    assert_eq!(undo.property("value").await.as_deref(), Some("30"));
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_keep_their_period_and_their_groups_in_the_address() {
    let app = server(Post::Mailbox).await;
    let owner = app.found().await;
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(&app, "/settings/insights")).await;
    window.heading("Sign in").wait().await;
    enter(&window, &owner.email, tests::PASSWORD).await;
    window.heading("From created to active").wait().await;
    window
        .reads("Nobody has accepted in this period yet.")
        .await;
    window.button("Team").click().await;
    window.arrives(|url| url.contains("by=team")).await;
    window.reload().await;
    window.heading("From created to active").wait().await;
    window
        .button("Team")
        .attribute_is("aria-pressed", "true")
        .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_count_who_came_how_far_and_how_long_they_took() {
    let (app, owner) = acme().await;
    owner.create("cid@example.com").await;
    for (email, hours) in [("ada@example.com", 1), ("bea@example.com", 3)] {
        owner.invite(email).await;
        let link = app.link(email, 1).await;
        app.advance_hours(hours);
        app.visitor().accept(&link).await.done();
    }
    owner.invite("dan@example.com").await;
    let window = owners_console(&app, &owner).await;
    window.go(&page(&app, "/settings/insights")).await;
    window.heading("From created to active").wait().await;
    for picture in [
        "From created to active",
        "Acceptance over time",
        "Time to accept",
    ] {
        window.get("image", picture).wait().await;
    }
    let stages =
        "Created 5 100% Invited 3 60% 60% Delivered 3 60% 100% Opened 2 40% 67% Active 2 40% 100%";
    window.reads(stages).await;
    window.reads("in each of the last 13 weeks").await;
    window.reads("Everyone 2 1.5 hr 2 hr 2.5 hr").await;
    window
        .get("combobox", "Period")
        .choose("Last 30 days")
        .await;
    window.arrives(|url| url.contains("days=30")).await;
    window.reads("in each of the last 5 weeks").await;
    window.close().await;
}

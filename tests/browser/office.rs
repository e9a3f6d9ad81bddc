//! The office: tokens that work, pictures that say what the tables say, and a history that is filtered by its address.

use serde_json::json;
use server::demo;
use tests::{
    Post,
    browser::{Device, Window},
};

use super::{acme, console, demonstration, enter, owners_console, page, server};

/// What the browser says of a socket when it keeps the page that was left.
const KEPT: &str = "Back-Forward Cache";

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
async fn the_history_is_filtered_and_paged_by_its_address() {
    let app = demonstration().await;
    let window = console(&app, demo::EMAIL, demo::PASSWORD).await;
    window.go(&page(&app, "/settings/activity")).await;
    window.link("Older").wait().await;
    window.link("Messages").click().await;
    window.arrives(|url| url.contains("kind=messages")).await;
    window.reads("Message sent").await;
    window.reads_no_more("Profile changed").await;
    window.link("Older").click().await;
    window.arrives(|url| url.contains("after=")).await;
    window.link("Newest").wait().await;
    let address = window.url().await;
    window.reload().await;
    window.link("Newest").wait().await;
    assert_eq!(window.url().await, address);
    window.back().await;
    window.arrives(|url| !url.contains("after=")).await;
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_some_days_is_at_an_address_of_its_own() {
    let app = demonstration().await;
    let window = console(&app, demo::EMAIL, demo::PASSWORD).await;
    window.go(&page(&app, "/settings/activity")).await;
    window.link("Older").wait().await;
    let day = |days_ago: i64| app.app.clock.now().plus_hours(-24 * days_ago).to_string();
    let (first, last) = (day(12)[..10].to_owned(), day(8)[..10].to_owned());
    // As the browser's own picker does.
    let pick = |label: &str, day: &str| {
        format!(
            "const field = [...document.querySelectorAll('label')].find(label => label.textContent.startsWith('{label}')).control; \
             field.value = '{day}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        )
    };
    window.evaluate(&pick("From", &first)).await;
    window
        .arrives(|url| url.contains(&format!("from={first}")))
        .await;
    window.evaluate(&pick("To", &last)).await;
    window
        .arrives(|url| url.contains(&format!("to={last}")))
        .await;
    window.reload().await;
    window.any("table").wait().await;
    window.settles().await;
    let fields = "return [...document.querySelectorAll('main input')].map(field => field.value)";
    assert_eq!(window.evaluate(fields).await, json!([first, last]));
    let times = "return [...document.querySelectorAll('tbody time')].map(time => time.dateTime)";
    let times: Vec<String> = serde_json::from_value(window.evaluate(times).await).expect("times");
    assert!(!times.is_empty());
    // Days begin where the reader is, which is never more than 14 hours from UTC.
    let (least, most) = (day(13), day(6));
    assert!(
        times.iter().all(|time| **time > *least && **time < *most),
        "{times:?}"
    );
    window.back().await;
    window.arrives(|url| !url.contains("to=")).await;
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

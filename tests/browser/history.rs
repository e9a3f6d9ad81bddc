//! Settings > Activity: a history that is filtered by its address, of everybody or of one person.

use serde_json::json;
use server::demo;

use super::{KEPT, acme, console, demonstration, owners_console, page};

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
async fn the_drawer_leads_to_the_history_of_its_person_and_the_history_back_to_everybody() {
    let (app, owner) = acme().await;
    owner
        .invite_person(json!({ "email": "ada@example.com", "fullName": "Ada Lovelace" }))
        .await;
    owner
        .invite_person(json!({ "email": "alan@example.com", "fullName": "Alan Turing" }))
        .await;
    app.at_rest().await;
    let window = owners_console(&app, &owner).await;
    window.link("Ada Lovelace").click().await;
    let drawer = window.get("dialog", "Ada Lovelace");
    drawer
        .get("link", "Filter it on the page Activity")
        .click()
        .await;
    window.heading("Activity").wait().await;
    window.arrives(|url| url.contains("user=usr_")).await;
    let table = window.get("table", "What happened");
    table.reads("Ada Lovelace").await;
    window.link("Messages").click().await;
    window
        .arrives(|url| url.contains("user=usr_") && url.contains("kind=messages"))
        .await;
    table.reads("Message sent").await;
    assert!(!table.text().await.contains("Alan Turing"));
    window.reload().await;
    table.reads("Message sent").await;
    assert!(
        !table.text().await.contains("Alan Turing"),
        "the address says whose"
    );

    window.starting("link", "One person only").click().await;
    window.arrives(|url| !url.contains("user=")).await;
    table.reads("Alan Turing").await;
    assert!(
        window.url().await.contains("kind=messages"),
        "the other filter stays"
    );
    window.back().await;
    window.arrives(|url| url.contains("user=usr_")).await;
    window.reads_no_more("Alan Turing").await;
    table.get("link", "Ada Lovelace").first().click().await;
    window.get("dialog", "Ada Lovelace").wait().await;
    window.close_despite(&[KEPT]).await;
}

//! The address bar is the state of the table: reload, Back, Forward and a copied address show the same people.

use server::demo;
use tests::browser::Window;

use super::{console, demonstration, people};

#[tokio::test(flavor = "multi_thread")]
async fn the_address_says_who_is_shown_and_in_which_order() {
    let app = demonstration().await;
    let window = console(&app, demo::EMAIL, demo::PASSWORD).await;
    let everyone = people(&window).await;
    assert_eq!(everyone.len(), 50, "a page");
    window.reload().await;
    assert_eq!(people(&window).await, everyone, "after a reload");
    assert_eq!(asked_ahead(&window).await, 4, "nothing is asked twice");

    window.starting("button", "Invited").click().await;
    window.arrives(|url| url.contains("status=invited")).await;
    let invited = people(&window).await;
    window.get("button", "Name").click().await;
    window.arrives(|url| url.contains("sort=name")).await;
    let sorted = people(&window).await;
    assert_ne!(invited, sorted, "another order");
    let name = sorted[0].split(' ').next().expect("a name has a word");
    window
        .get("searchbox", "Search users by name, e-mail or phone")
        .fill(name)
        .await;
    window.arrives(|url| url.contains("q=")).await;
    let found = people(&window).await;
    assert!(!found.is_empty() && found.len() < sorted.len(), "{found:?}");
    let address = window.url().await;

    window.reload().await;
    assert_eq!(people(&window).await, found, "after a reload");
    let asked = asked_ahead(&window).await;
    assert_eq!(asked, 2, "everybody is not asked for, nothing twice");
    window.starting("button", "Active").click().await;
    window.arrives(|url| url.contains("active")).await;
    let active = people(&window).await;
    assert_ne!(active, found);
    window.back().await;
    window.arrives(|url| url == address).await;
    assert_eq!(people(&window).await, found, "after Back");
    window.forward().await;
    window.arrives(|url| url.contains("active")).await;
    assert_eq!(people(&window).await, active, "after Forward");
    window.close().await;

    let elsewhere = console(&app, demo::EMAIL, demo::PASSWORD).await;
    elsewhere.go(&address).await;
    assert_eq!(people(&elsewhere).await, found, "from a copied address");
    assert_eq!(
        elsewhere
            .get("columnheader", "Name")
            .attribute("aria-sort")
            .await
            .as_deref(),
        Some("ascending")
    );
    elsewhere.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_one_another_without_a_gap_or_a_repeat() {
    let app = demonstration().await;
    let window = console(&app, demo::EMAIL, demo::PASSWORD).await;
    window.get("button", "Name").click().await;
    window.arrives(|url| url.contains("sort=name")).await;
    let mut seen = people(&window).await;
    let first = seen.clone();
    for turn in 1..5 {
        window.button("Next").click().await;
        window
            .arrives(|url| url.contains(&format!("from={}", turn * 50 + 1)))
            .await;
        seen.extend(people(&window).await);
    }
    assert_eq!(seen.len(), 250);
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 250, "nobody is shown twice");
    window.reload().await;
    assert_eq!(
        people(&window).await,
        seen[200..],
        "a later page after a reload"
    );
    for _ in 0..4 {
        let before = window.url().await;
        window.button("Previous").click().await;
        window.arrives(|url| url != before).await;
        window.table_is_ready().await;
    }
    assert_eq!(people(&window).await, first, "all the way back");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_takes_the_numbers_along_and_leaves_the_selection_behind() {
    let app = demonstration().await;
    let window = console(&app, demo::EMAIL, demo::PASSWORD).await;
    window.get("button", "Everyone 250").wait().await;
    window
        .get("checkbox", "Select everyone on this page")
        .click()
        .await;
    window.reads("50 selected").await;

    window.button("Add a filter").click().await;
    window.get("checkbox", "Finance").click().await;
    window.reads_no_more("50 selected").await;
    window.get("button", "Everyone 250").gone().await;
    let found = people(&window).await.len();
    window
        .get("button", &format!("Everyone {found}"))
        .wait()
        .await;
    window.close().await;
}

/// How many questions went to an address that a page's head can name.
async fn asked_ahead(window: &Window) -> serde_json::Value {
    let script = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('?query=')).length";
    window.evaluate(script).await
}

//! The article's second walk: everyone who is invited is reminded, taken back, and reminded again to the end.

use std::time::Duration;

use tests::{browser::Window, crowd::crowd, smtp::Mood};

use super::{
    acme,
    many::{choose, tick_everyone},
    owners_console, page,
};

/// How many are invited, one of them through the door.
const INVITED: usize = 300;
/// How long three hundred messages may take on a slow machine.
const LONG: Duration = Duration::from_secs(60);

/// From the filter to the yes.
async fn remind_everyone(console: &Window) {
    tick_everyone(console, "Invited").await;
    console.reads("50 selected").await;
    console.button("Select all 300 matching").click().await;
    console.reads("300 selected").await;
    choose(console, "Send invitation reminder 300").await;
    let dialog = console.get("dialog", "Remind 300 people?");
    dialog
        .reads("Each gets a new link; the earlier one stops working.")
        .await;
    dialog
        .get("textbox", "Personal note (optional)")
        .fill("The door is open.")
        .await;
    dialog.get("button", "Send 300 reminders").click().await;
    console.reads("Reminded 300 people.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_who_is_invited_is_reminded_and_the_card_says_how_far_it_is() {
    let (app, owner) = acme().await;
    assert_eq!(crowd(&app, &owner, INVITED - 1).await, INVITED);
    let first = app.link("crowd@example.com", 1).await;
    app.advance_hours(1);
    let console = owners_console(&app, &owner).await;
    remind_everyone(&console).await;
    console.reads("Reminding 300 people").await;
    console.reads("Sending in").await;
    console.button("Undo").click().await;
    console.reads("Undone: 300 messages were not sent.").await;
    let visitor = app.visitor();
    assert_eq!(visitor.link_state(&first).await, "OPEN");
    assert_eq!(app.smtp().taken(), 1, "nothing but the invitation has left");

    app.smtp().be(Mood::Slow(Duration::from_millis(100))).await;
    console.go(&page(&app, "/settings/users")).await;
    remind_everyone(&console).await;
    // A crowd's window is longer by the time in which it was written.
    app.advance_hours(1);
    let progress = console.get("progressbar", "Reminding 300 people");
    progress.wait().await;
    console.reads_within(LONG, "s left").await;
    let done = progress.attribute("value").await;
    let done: usize = done.and_then(|done| done.parse().ok()).expect("a number");
    assert!((1..INVITED).contains(&done), "{done}");
    app.smtp().be(Mood::Well).await;
    console.reads_within(LONG, "300 messages sent.").await;
    progress.gone().await;

    assert_eq!(app.smtp().taken(), INVITED + 1);
    let letters = app.smtp().letters_to("c7crowd@example.com");
    let [letter] = &letters[..] else {
        panic!("{} letters", letters.len())
    };
    assert!(letter.text().contains("The door is open."));
    let link = letter.link().expect("a reminder has a link");
    assert_eq!(visitor.link_state(&link).await, "OPEN");
    assert_eq!(visitor.link_state(&first).await, "SUPERSEDED");
    console.close().await;
}

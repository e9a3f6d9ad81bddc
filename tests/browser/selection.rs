//! Who is ticked: a range with Shift, by mouse and by keyboard, and everyone whom a filter finds, who may be more by then.

use fantoccini::key::Key;
use tests::browser::{Locator, Window};

use super::{
    acme,
    many::{choose, crowd, tick_everyone},
    owners_console, page, people,
};

fn tick<'a>(console: &'a Window, name: &str) -> Locator<'a> {
    console.get("checkbox", &format!("Select {name}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn shift_ticks_and_unticks_everyone_in_between_with_a_click_and_with_space() {
    let (app, owner) = acme().await;
    crowd(&owner, 6).await;
    let console = owners_console(&app, &owner).await;
    let by_name = page(&app, "/settings/users?status=created&sort=name");
    console.go(&by_name).await;
    assert_eq!(people(&console).await.len(), 6);
    let everyone = console.get("checkbox", "Select everyone on this page");
    let partly = async || everyone.property("indeterminate").await.unwrap_or_default();
    assert_eq!(partly().await, "false");

    tick(&console, "Person 01").click().await;
    console
        .with_shift(async || tick(&console, "Person 03").click().await)
        .await;
    console.reads("3 selected").await;
    assert_eq!(partly().await, "true");
    let marked = "return String(getSelection())";
    assert_eq!(console.evaluate(marked).await, "", "no words are marked");

    console.tab_to(&tick(&console, "Person 05")).await;
    console
        .with_shift(async || console.press(&[' ']).await)
        .await;
    console.reads("5 selected").await;
    console
        .with_shift(async || tick(&console, "Person 04").click().await)
        .await;
    console.reads("3 selected").await;

    everyone.click().await;
    console.reads("6 selected").await;
    assert_eq!(partly().await, "false");
    console.press(&[Key::Escape.into()]).await;
    console.reads_no_more("6 selected").await;
    assert_eq!(everyone.property("checked").await.as_deref(), Some("false"));

    // Where a range begins is somebody, wherever their row is by now.
    tick(&console, "Person 01").click().await;
    console.button("Name").click().await;
    console.arrives(|url| !url.ends_with("sort=name")).await;
    console.table_is_ready().await;
    console
        .with_shift(async || tick(&console, "Person 00").click().await)
        .await;
    console.reads("2 selected").await;
    console.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_added_between_the_selection_and_the_yes_makes_it_be_looked_at_again() {
    let (app, owner) = acme().await;
    crowd(&owner, 60).await;
    let console = owners_console(&app, &owner).await;
    tick_everyone(&console, "Created").await;
    console.reads("50 selected").await;
    console.button("Select all 60 matching").click().await;
    console.reads("60 selected").await;
    choose(&console, "Invite 60").await;
    let dialog = console.get("dialog", "Invite 60 people?");
    dialog.wait().await;
    // Of the same instant as sixty others, whoever is late might stand on the second page.
    app.advance_millis(1);
    owner.create("late@example.com").await;
    dialog.get("button", "Send 60 invitations").click().await;
    console
        .reads("The list has changed since you looked. It now finds 61 people. Nothing was done; look again and confirm.")
        .await;
    let promised = "SELECT count(*) FROM messages";
    assert_eq!(app.database.number(promised).await, 0);

    // Everyone is there to be looked at, whoever came late among them.
    console.row("late@example.com").wait().await;
    console
        .get("checkbox", "Select everyone on this page")
        .click()
        .await;
    console.button("Select all 61 matching").click().await;
    choose(&console, "Invite 61").await;
    let dialog = console.get("dialog", "Invite 61 people?");
    dialog.get("button", "Send 61 invitations").click().await;
    console.reads("Inviting 61 people").await;
    assert_eq!(app.database.number(promised).await, 61);
    console.close().await;
}

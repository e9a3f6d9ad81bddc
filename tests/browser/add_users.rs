//! Adding people, with everything that can be said about them, and inviting them by themselves.

use serde_json::json;

use super::{KEPT, acme, owners_console, page};

#[tokio::test(flavor = "multi_thread")]
async fn a_name_a_team_products_and_a_note_are_given_and_the_letter_carries_the_note() {
    const NOTE: &str = "We met in Lyon. See you on Monday!";
    let (app, owner) = acme().await;
    owner.create_team("Research").await;
    owner.create_product("maps", "Maps").await;
    owner.create_product("mail", "Mail").await;
    let console = owners_console(&app, &owner).await;
    console.button("Add users").first().click().await;
    let dialog = console.get("dialog", "Add users");
    dialog
        .get("textbox", "E-mail")
        .fill("ada@example.com")
        .await;
    dialog
        .get("textbox", "Full name (optional)")
        .fill("Ada Lovelace")
        .await;
    dialog
        .get("combobox", "Team (optional)")
        .choose("Research")
        .await;
    dialog.get("checkbox", "Mail").click().await;
    dialog
        .get("textbox", "Personal note (optional)")
        .fill(NOTE)
        .await;
    dialog.get("button", "Add and invite").click().await;
    console
        .reads("Ada Lovelace is invited; the message is on its way.")
        .await;
    let row = console.row("Ada Lovelace");
    row.reads("Research").await;
    row.reads("Maps").await;
    assert!(!row.text().await.contains("Mail"), "that box was unticked");

    let letter = app.letter("ada@example.com", 1).await;
    assert!(letter.text().contains(NOTE), "{}", letter.text());
    assert!(letter.html().contains(NOTE), "{}", letter.html());
    console.link("Ada Lovelace").click().await;
    let drawer = console.get("dialog", "Ada Lovelace");
    drawer.reads(NOTE).await;
    drawer.reads("Research").await;
    console.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_added_after_the_switch_is_on_is_invited_with_a_link_that_lives_as_long_as_was_said()
{
    let (app, owner) = acme().await;
    let earlier = owner.create("before@example.com").await;
    let window = owners_console(&app, &owner).await;
    window.go(&page(&app, "/settings/invitations")).await;
    let switch = window.get("switch", "Invite people as soon as they are added");
    let (number, unit) = (
        window.get("spinbutton", "A link works for"),
        window.get("combobox", "Unit").first(),
    );
    switch.wait().await;
    assert_eq!(number.property("value").await.as_deref(), Some("7"));
    switch.click().await;
    number.fill("31").await;
    window.button("Save").first().click().await;
    window.reads("Choose between 1 hour and 30 days.").await;
    number.has_focus().await;
    number.fill("12").await;
    unit.choose("hours").await;
    window.button("Save").first().click().await;
    window.reads("The settings are saved.").await;
    window.reload().await;
    switch.wait().await;
    assert_eq!(switch.property("checked").await.as_deref(), Some("true"));
    assert_eq!(number.property("value").await.as_deref(), Some("12"));
    assert_eq!(unit.property("value").await.as_deref(), Some("hours"));

    let input = json!({ "person": { "email": "after@example.com" } });
    owner.try_create(input).await.done();
    let link = app.link("after@example.com", 1).await;
    let end = app.visitor().preview(&link).await["expiresAt"].clone();
    assert_eq!(end, app.clock.now().plus_hours(12).to_string());
    window.go(&page(&app, "/settings/users")).await;
    window
        .row("after@example.com")
        .reads("Expires in 11 hours")
        .await;
    window.row("before@example.com").reads("Created").await;
    assert_eq!(owner.status(&earlier).await, "CREATED");
    window.close_despite(&[KEPT]).await;
}

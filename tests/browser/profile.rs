//! What an administrator changes about a person, and how access ends, returns and is taken for good.

use tests::browser::Window;

use super::{acme, owners_console};
use serde_json::json;

/// Chooses from the menu of one person.
async fn choose(console: &Window, name: &str, item: &str) {
    console.button(&format!("Actions for {name}")).click().await;
    console.get("menuitem", item).click().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_an_address_and_a_team_are_changed_and_the_link_goes_to_the_new_address() {
    let (app, owner) = acme().await;
    owner.create_team("Research").await;
    let ada = owner
        .invite_person(json!({ "email": "ada@example.com", "fullName": "Ada Lovelace" }))
        .await;
    let older = app.link("ada@example.com", 1).await;
    let console = owners_console(&app, &owner).await;
    choose(&console, "Ada Lovelace", "Edit").await;
    let dialog = console.get("dialog", "Edit Ada Lovelace");
    let name = dialog.get("textbox", "Full name (optional)");
    name.has_focus().await;
    name.fill("Ada King").await;
    let email = dialog.get("textbox", "E-mail");
    email.fill(&owner.email).await;
    dialog
        .get("combobox", "Team (optional)")
        .choose("Research")
        .await;
    dialog.get("button", "Save").click().await;
    email.attribute_is("aria-invalid", "true").await;
    email.has_focus().await;
    assert_eq!(owner.user(&ada.id).await["fullName"], "Ada Lovelace");
    email.fill("ada.king@example.com").await;
    dialog.get("button", "Save").click().await;
    dialog.gone().await;
    console.reads("The profile of Ada King is saved.").await;
    let row = console.row("Ada King");
    row.reads("ada.king@example.com").await;
    row.reads("Research").await;

    let newer = app.link("ada.king@example.com", 1).await;
    assert_eq!(ada.link_state(&older).await, "SUPERSEDED");
    assert_eq!(ada.link_state(&newer).await, "OPEN");
    console.reload().await;
    row.reads("Research").await;
    console.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn access_ends_after_a_question_returns_and_is_taken_for_good_after_another() {
    let (app, owner) = acme().await;
    let colin = owner.colleague(&app, "colin@example.com", "MEMBER").await;
    let console = owners_console(&app, &owner).await;
    let row = console.row("Col League");
    row.reads("Active").await;

    choose(&console, "Col League", "Deactivate").await;
    let question = console.get("dialog", "Deactivate Col League?");
    question
        .reads("They are signed out everywhere and lose access")
        .await;
    question.get("button", "Cancel").has_focus().await;
    question.get("button", "Cancel").click().await;
    question.gone().await;
    assert!(colin.whoami().await.is_some(), "nothing was done");
    choose(&console, "Col League", "Deactivate").await;
    question.get("button", "Deactivate").click().await;
    console.reads("Col League is deactivated.").await;
    row.reads("Deactivated").await;
    assert!(colin.whoami().await.is_none());
    console.button("Undo").click().await;
    console.reads("Col League is reactivated.").await;
    row.reads("Active").await;

    choose(&console, "Col League", "Deactivate").await;
    question.get("button", "Deactivate").click().await;
    row.reads("Deactivated").await;
    choose(&console, "Col League", "Reactivate").await;
    console.reads("Col League is reactivated.").await;
    row.reads("Active").await;
    assert_eq!(owner.status(&colin.id).await, "ACTIVE");

    // Only whoever has no access can be deleted. From the drawer, which closes with the person it was about.
    choose(&console, "Col League", "Deactivate").await;
    question.get("button", "Deactivate").click().await;
    row.reads("Deactivated").await;
    console.link("Col League").click().await;
    let drawer = console.get("dialog", "Col League");
    drawer.get("button", "Actions for Col League").click().await;
    console.get("menuitem", "Delete").click().await;
    let question = console.get("dialog", "Delete Col League?");
    question.reads("The profile is removed for good.").await;
    question.get("button", "Delete").click().await;
    console.reads("Col League is deleted.").await;
    row.gone().await;
    drawer.gone().await;
    assert!(owner.user(&colin.id).await.is_null());
    console.close().await;
}

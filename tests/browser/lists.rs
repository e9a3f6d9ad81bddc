//! Teams and products come to be, and are found where people are added.

use tests::browser::Window;

use super::{KEPT, acme, owners_console};

/// Opens a list and asks it for something more; what is missing is said first.
async fn begin(window: &Window, list: &str, add: &str, create: &str, missing: &str) {
    window.link(list).click().await;
    window.heading(list).wait().await;
    window.button(add).click().await;
    let dialog = window.get("dialog", add);
    dialog.get("button", create).click().await;
    dialog.reads(missing).await;
    dialog.get("textbox", "Name").has_focus().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_made_once_and_offered_to_whoever_is_added() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    begin(&window, "Teams", "New team", "Create team", "Type a name.").await;
    let dialog = window.get("dialog", "New team");
    dialog.get("textbox", "Name").fill("Research").await;
    dialog.get("button", "Create team").click().await;
    dialog.gone().await;
    window.reads("The team “Research” is created.").await;
    window.row("Research").reads("0").await;

    window.button("New team").click().await;
    dialog.get("textbox", "Name").fill("research").await;
    dialog.get("button", "Create team").click().await;
    dialog
        .reads("There is one of this name already. Choose another.")
        .await;
    dialog.get("button", "Cancel").click().await;
    dialog.gone().await;

    window.link("Users").click().await;
    window.button("Add users").first().click().await;
    let team = window
        .get("dialog", "Add users")
        .get("combobox", "Team (optional)");
    team.choose("Research").await;
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_gets_its_key_from_its_name_until_somebody_writes_another() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    let (add, create) = ("New product", "Create product");
    begin(&window, "Products", add, create, "Type a name.").await;
    let dialog = window.get("dialog", "New product");
    let (name, key) = (dialog.get("textbox", "Name"), dialog.get("textbox", "Key"));
    name.fill("Qualité & Données").await;
    assert_eq!(
        key.property("value").await.as_deref(),
        Some("qualite-donnees")
    );
    key.fill("no spaces please").await;
    dialog.get("button", "Create product").click().await;
    key.attribute_is("aria-invalid", "true").await;
    key.has_focus().await;
    key.fill("data").await;
    name.fill("Données").await;
    assert_eq!(key.property("value").await.as_deref(), Some("data"));
    dialog.get("button", "Create product").click().await;
    dialog.gone().await;
    window.reads("The product “Données” is created.").await;
    window.row("Données").reads("data").await;

    window.link("Users").click().await;
    window.button("Add users").first().click().await;
    let access = window.get("dialog", "Add users").get("checkbox", "Données");
    access.wait().await;
    assert_eq!(
        access.property("checked").await.as_deref(),
        Some("true"),
        "whoever is added has access, unless said otherwise"
    );
    window.close_despite(&[KEPT]).await;
}

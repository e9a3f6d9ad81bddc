//! Everything without a mouse.

use fantoccini::key::Key;
use serde_json::json;
use tests::{
    PASSWORD,
    browser::{Device, Window},
};

use super::{acme, page};

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_needs_no_mouse() {
    let (app, owner) = acme().await;
    owner
        .invite_person(json!({ "email": "ada@example.com", "fullName": "Ada Lovelace" }))
        .await;
    owner
        .invite_person(json!({ "email": "alan@example.com", "fullName": "Alan Turing" }))
        .await;
    let window = Window::open(Device::DESKTOP).await;

    window.go(&page(&app, "/sign-in")).await;
    window.tab_to(&window.field("E-mail or phone number")).await;
    window.type_keys(&owner.email).await;
    window.tab_to(&window.field("Password")).await;
    window.type_keys(PASSWORD).await;
    window.press(&[Key::Enter.into()]).await;
    window.heading("Users").wait().await;

    search_with_a_slash(&window).await;
    walk_through_a_menu(&window).await;
    open_dialogs_with_letters(&window).await;
    select_with_space(&window).await;
    window.close().await;
}

async fn search_with_a_slash(window: &Window) {
    window.row("Alan Turing").wait().await;
    window.press(&['/']).await;
    let search = window.get("searchbox", "Search users by name, e-mail or phone");
    search.has_focus().await;
    window.type_keys("lovelace").await;
    window.row("Alan Turing").gone().await;
    window.row("Ada Lovelace").wait().await;
    assert_eq!(
        search.property("value").await.as_deref(),
        Some("lovelace"),
        "the slash is not typed"
    );
}

async fn walk_through_a_menu(window: &Window) {
    let button = window.button("Actions for Ada Lovelace");
    window.tab_to(&button).await;
    window.press(&[Key::Down.into()]).await;
    let items = window.any("menuitem");
    let [first, second] =
        ["Send invitation reminder", "Copy link"].map(|name| window.get("menuitem", name));
    first.has_focus().await;
    window.press(&[Key::Down.into()]).await;
    second.has_focus().await;
    window.press(&[Key::Up.into(), Key::Up.into()]).await;
    let names = items.names().await;
    window
        .get("menuitem", names.last().expect("a menu has items"))
        .has_focus()
        .await;
    window.press(&[Key::Home.into()]).await;
    first.has_focus().await;
    window.press(&[Key::Escape.into()]).await;
    items.gone().await;
    button.has_focus().await;
}

async fn open_dialogs_with_letters(window: &Window) {
    window.press(&['n']).await;
    let dialog = window.get("dialog", "Add users");
    dialog.get("textbox", "E-mail").has_focus().await;
    window.type_keys("n?/").await;
    assert_eq!(
        dialog
            .get("textbox", "E-mail")
            .property("value")
            .await
            .as_deref(),
        Some("n?/"),
        "letters are typed here"
    );
    window.press(&[Key::Escape.into()]).await;
    dialog.gone().await;
    window.button("Add users").has_focus().await;
    window.press(&['?']).await;
    window.get("dialog", "Keyboard shortcuts").wait().await;
    window.press(&[Key::Escape.into()]).await;
    window.get("dialog", "Keyboard shortcuts").gone().await;
}

async fn select_with_space(window: &Window) {
    window
        .tab_to(&window.get("checkbox", "Select Ada Lovelace"))
        .await;
    window.press(&[' ']).await;
    window.reads("1 selected").await;
    window.press(&[Key::Escape.into()]).await;
    window.reads_no_more("1 selected").await;
}

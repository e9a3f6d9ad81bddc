//! A link that is handed over by hand: copied, or read by the camera of a telephone.

use serde_json::json;

use super::{
    acme, owners_console,
    phone::{ENGLISH, join},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_shown_once_with_its_code_for_a_camera_and_whoever_gets_it_joins() {
    let (app, owner) = acme().await;
    let person = json!({ "email": "ada@example.com", "fullName": "Ada Lovelace" });
    let input = json!({ "person": person, "invite": false });
    owner.try_create(input).await.done();
    let console = owners_console(&app, &owner).await;
    console.button("Actions for Ada Lovelace").click().await;
    console.get("menuitem", "Copy link").click().await;
    let dialog = console.get("dialog", "Link for Ada Lovelace");
    dialog
        .reads("Whoever has this link can join in this person’s place")
        .await;
    dialog.get("button", "Make a fresh link").click().await;
    let field = dialog.get("textbox", "Link");
    field.has_focus().await;
    let link = field.property("value").await.expect("a link");
    assert!(
        link.starts_with(&format!("{}/join/", app.public_url())),
        "{link}"
    );
    let picture = "The link as a QR code: let a phone’s camera read it.";
    assert_eq!(dialog.get("image", picture).read_by_a_camera().await, link);
    console.picture("qr-code").await;
    dialog.get("button", "Close").first().click().await;
    dialog.gone().await;
    assert!(app.smtp().letters().is_empty(), "nothing is mailed");

    let row = console.row("Ada Lovelace");
    row.reads("Invited").await;
    let phone = join(&ENGLISH, &link, None).await;
    row.reads("Active").await;
    phone.close().await;
    console.close().await;
}

//! One's own page: name, language, password.

use tests::{PASSWORD, people::sign_in};

use super::{KEPT, acme, owners_console};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_language_are_kept_and_the_console_speaks_it_from_then_on() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    window.starting("button", "Olivia Owner").click().await;
    window.get("menuitem", "Your account").click().await;
    window.heading("Your account").wait().await;
    window.field("Full name").fill(" ").await;
    window.button("Save profile").click().await;
    window.reads("Type your name.").await;
    window.field("Full name").has_focus().await;
    window.field("Full name").fill("Olivia Öberg").await;
    window.button("Save profile").click().await;
    window.reads("Your profile is saved.").await;
    window.starting("button", "Olivia Öberg").wait().await;
    window.get("combobox", "Language").choose("Français").await;
    window.button("Save profile").click().await;
    window.heading("Votre compte").wait().await;
    window.settles().await;

    let saved = owner.user(&owner.id).await;
    assert_eq!(saved["fullName"], "Olivia Öberg");
    assert_eq!(saved["locale"], "fr");
    window.reload().await;
    window.heading("Votre compte").wait().await;
    let name = window.field("Prénom et nom");
    assert_eq!(
        name.property("value").await.as_deref(),
        Some("Olivia Öberg")
    );
    window.starting("button", "Olivia Öberg").wait().await;
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_by_who_knows_the_present_one_and_only_this_session_goes_on() {
    const NEW: &str = "another quiet evening";
    let (app, owner) = acme().await;
    let elsewhere = sign_in(app.visitor(), &owner.email).await;
    let window = owners_console(&app, &owner).await;
    window.starting("button", "Olivia Owner").click().await;
    window.get("menuitem", "Your account").click().await;
    let (current, new) = (
        window.field("Current password"),
        window.field("New password"),
    );
    let change = window.button("Change password");
    change.click().await;
    window.reads("Type your current password.").await;
    window.reads("At least 10 characters are needed.").await;
    current.has_focus().await;

    current.fill("not the one").await;
    new.fill(NEW).await;
    change.click().await;
    window
        .reads("This is not your current password. Type the one you sign in with.")
        .await;
    current.attribute_is("aria-invalid", "true").await;
    current.has_focus().await;
    assert!(elsewhere.whoami().await.is_some(), "nothing has ended");

    current.fill(PASSWORD).await;
    change.click().await;
    window
        .reads("Your password is changed. Your other sessions have ended.")
        .await;
    assert_eq!(current.property("value").await.as_deref(), Some(""));
    assert!(elsewhere.whoami().await.is_none());
    window.reload().await;
    window.heading("Your account").wait().await;
    let input = json!({ "email": owner.email, "password": NEW });
    let visitor = app.visitor();
    visitor.deed("signIn", input, "viewer { id }").await.done();
    window.close_despite(&[KEPT]).await;
}

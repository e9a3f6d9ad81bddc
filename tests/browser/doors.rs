//! Into the console and out of it.

use tests::{
    PASSWORD, Post,
    browser::{Device, Window},
};

use super::{KEPT, acme, enter, owners_console, page, server};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_owner_sets_up_with_the_printed_code() {
    let app = server(Post::Mailbox).await;
    let code = app.app.setup_code.expose().expect("no organisation yet");
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(&app, "/")).await;
    window.heading("Set up Bienvenue").wait().await;

    for (field, text) in [
        ("Set-up code", "not the code"),
        ("Name of the organisation", "Lumière & Fils"),
        ("Your full name", "Olivia Owner"),
        ("E-mail", "olivia@lumiere.example"),
        ("Password", PASSWORD),
    ] {
        window.field(field).fill(text).await;
    }
    window.button("Create the organisation").click().await;
    let field = window.field("Set-up code");
    field.attribute_is("aria-invalid", "true").await;
    field.has_focus().await;

    window.go(&page(&app, &format!("/setup?code={code}"))).await;
    assert_eq!(
        window
            .field("Set-up code")
            .property("value")
            .await
            .as_deref(),
        Some(code.as_str()),
        "taken from the address"
    );
    for (field, text) in [
        ("Name of the organisation", "Lumière & Fils"),
        ("Your full name", "Olivia Owner"),
        ("E-mail", "olivia@lumiere.example"),
        ("Password", PASSWORD),
    ] {
        window.field(field).fill(text).await;
    }
    window.button("Create the organisation").click().await;
    window.heading("Users").wait().await;
    window
        .heading("You are the only one here so far")
        .wait()
        .await;
    window.reads("Lumière & Fils").await;

    window.go(&page(&app, "/setup")).await;
    window.heading("Users").wait().await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_said_and_signing_in_leads_where_one_wanted_to_go() {
    let (app, owner) = acme().await;
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(&app, "/settings/teams")).await;
    window.heading("Sign in").wait().await;
    enter(&window, &owner.email, "a wrong password").await;
    window
        .reads("This address or number and the password do not belong together.")
        .await;
    window
        .field("Password")
        .attribute_is("aria-invalid", "true")
        .await;
    assert_eq!(
        window
            .field("E-mail or phone number")
            .property("value")
            .await
            .as_deref(),
        Some(owner.email.as_str()),
        "what was typed stays"
    );
    enter(&window, &owner.email, PASSWORD).await;
    window.heading("Teams").wait().await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_is_a_page_of_its_own_and_back_leads_to_the_people() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    window.evaluate("globalThis.entry = 'people'").await;
    window.link("Teams").click().await;
    window.heading("Teams").wait().await;
    assert!(
        window.evaluate("return globalThis.entry").await.is_null(),
        "another program runs"
    );
    window.evaluate("globalThis.entry = 'office'").await;
    window.link("Products").click().await;
    window.heading("Products").wait().await;
    assert_eq!(
        window.evaluate("return globalThis.entry").await,
        "office",
        "within an entry nothing is loaded again"
    );
    window.back().await;
    window.heading("Teams").wait().await;
    window.back().await;
    window.row("Olivia Owner").wait().await;
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_is_out_even_with_back() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    window.link("Teams").click().await;
    window.heading("Teams").wait().await;
    window.starting("button", "Olivia Owner").click().await;
    window.get("menuitem", "Sign out").click().await;
    window.heading("Sign in").wait().await;
    window.back().await;
    window.heading("Sign in").wait().await;
    window.reload().await;
    window.heading("Sign in").wait().await;
    assert!(
        !window.text().await.contains("Olivia"),
        "nothing of the console is left"
    );
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_elsewhere_ends_here_as_well() {
    let (app, owner) = acme().await;
    let colleague = owner.colleague(&app, "colin@example.com", "ADMIN").await;
    let window = owners_console(&app, &colleague).await;
    window.row("Olivia Owner").wait().await;
    owner.deactivate(&colleague.id).await.done();
    window.heading("Sign in").wait().await;
    window.close_despite(&["WebSocket connection", "401"]).await;
}

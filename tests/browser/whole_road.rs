//! The main job, from an address typed into a form to a person who is in.

use std::time::Duration;

use fantoccini::key::Key;
use tests::{
    PASSWORD,
    browser::{Device, Window},
};

use super::{acme, owners_console};

/// How soon an administrator sees what happened elsewhere.
const LIVE: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn an_address_becomes_a_person_who_is_in_and_the_row_turns_active() {
    let (app, owner) = acme().await;
    let console = owners_console(&app, &owner).await;
    console.evaluate("globalThis.never = 'reloaded'").await;

    console.button("Add users").first().click().await;
    let dialog = console.get("dialog", "Add users");
    dialog
        .get("textbox", "E-mail")
        .fill("amelie@example.com")
        .await;
    dialog.get("combobox", "Language").choose("Français").await;
    dialog.get("button", "Add and invite").click().await;
    console
        .reads("amelie@example.com is invited; the message is on its way.")
        .await;
    console.reads("Invited").await;

    let letter = app.letter("amelie@example.com", 1).await;
    let raw = String::from_utf8(letter.raw.clone()).expect("a message is ASCII or UTF-8");
    assert!(
        raw.contains("\r\nTo: <amelie@example.com>\r\n")
            || raw.contains("\r\nTo: amelie@example.com\r\n"),
        "{raw}"
    );
    assert!(
        raw.contains("\r\nAuto-Submitted: auto-generated\r\n"),
        "{raw}"
    );
    assert!(letter.subject().contains("Acme"), "{}", letter.subject());
    let link = letter.link().expect("an invitation has a link");
    assert!(
        link.starts_with(&format!("{}/join/", app.public_url())),
        "{link}"
    );

    let phone = Window::open(Device::PHONE.in_french()).await;
    phone.go(&link).await;
    phone.heading("Rejoindre Acme").wait().await;
    phone
        .reads("Olivia Owner vous invite à rejoindre Acme.")
        .await;
    phone.link("Commencer").click().await;
    phone.field("Prénom et nom").fill("Amélie Côté").await;
    assert!(
        phone.url().await.ends_with("/join#name"),
        "the secret has left the address bar: {}",
        phone.url().await
    );
    phone.button("Continuer").click().await;
    phone
        .heading("Dans quelle langue préférez-vous travailler ?")
        .wait()
        .await;
    assert_eq!(
        phone
            .get("radio", "Français")
            .property("checked")
            .await
            .as_deref(),
        Some("true")
    );
    phone.button("Continuer").click().await;
    phone.field("Mot de passe").fill(PASSWORD).await;
    phone.button("Rejoindre Acme").click().await;
    phone.heading("Bienvenue chez Acme").wait().await;

    console
        .row("Amélie Côté")
        .reads_within(LIVE, "Active")
        .await;
    assert_eq!(
        console.evaluate("return globalThis.never").await,
        "reloaded",
        "the page is still the same"
    );

    phone.link("Ouvrir mon compte").click().await;
    phone.heading("Votre compte").wait().await;
    assert_eq!(
        phone
            .field("Prénom et nom")
            .property("value")
            .await
            .as_deref(),
        Some("Amélie Côté")
    );
    phone.close().await;
    console.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_newest_link_works_and_an_expired_one_fetches_a_fresh_one() {
    let (app, owner) = acme().await;
    owner
        .invite_person(
            serde_json::json!({ "email": "grace@example.com", "fullName": "Grace Hopper" }),
        )
        .await;
    let first = app.link("grace@example.com", 1).await;
    app.advance_millis(3_600_000);

    let console = owners_console(&app, &owner).await;
    console.button("Actions for Grace Hopper").click().await;
    console
        .get("menuitem", "Send invitation reminder")
        .click()
        .await;
    console.reads("Reminded 1 person.").await;
    app.past_undo();
    let second = app.link("grace@example.com", 2).await;
    assert_ne!(first, second, "a reminder makes a new link");

    let phone = Window::open(Device::PHONE).await;
    phone.go(&first).await;
    phone.heading("A newer link was sent to you").wait().await;
    phone.go(&second).await;
    phone.heading("Join Acme").wait().await;

    app.advance_days(8);
    phone.go(&second).await;
    phone.heading("This link has expired").wait().await;
    phone.link("Send me a fresh link").click().await;
    phone.heading("Look at your messages").wait().await;
    let third = app.link("grace@example.com", 3).await;
    console
        .row("Grace Hopper")
        .get("link", "Grace Hopper")
        .click()
        .await;
    console
        .get("dialog", "Grace Hopper")
        .reads_within(LIVE * 5, "Fresh link made")
        .await;
    console.press(&[Key::Escape.into()]).await;
    console.get("dialog", "Grace Hopper").gone().await;

    phone.go(&third).await;
    phone.heading("Join Acme").wait().await;
    phone.link("Begin").click().await;
    phone.button("Continue").click().await;
    phone.field("Password").fill(PASSWORD).await;
    phone.button("Join Acme").click().await;
    phone.heading("Welcome to Acme").wait().await;
    console
        .row("Grace Hopper")
        .reads_within(LIVE, "Active")
        .await;

    phone.close().await;
    console.close().await;
}

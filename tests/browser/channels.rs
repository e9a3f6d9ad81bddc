//! From a phone number to a person who is in, by text message.

use serde_json::json;
use server::config::Texts;
use tests::{
    Options, PASSWORD,
    browser::{Device, Window},
    twilio::FakeTwilio,
};

use super::{
    KEPT, acme_with, enter, page,
    phone::{self, join},
};

/// The words of the console, and of an invitee in the same language.
struct Words {
    desk: Device,
    invitee: &'static phone::Words,
    locale: &'static str,
    country: &'static str,
    save: &'static str,
    saved: &'static str,
    users: &'static str,
    add: &'static str,
    number: &'static str,
    language: &'static str,
    invite: &'static str,
    done: &'static str,
    invited: &'static str,
    active: &'static str,
}

const ENGLISH: Words = Words {
    desk: Device::DESKTOP,
    invitee: &phone::ENGLISH,
    locale: "en",
    country: "Country of phone numbers (optional)",
    save: "Save",
    saved: "The organisation is saved.",
    users: "Users",
    add: "Add users",
    number: "Phone number",
    language: "Language",
    invite: "Add and invite",
    done: "+33612345678 is invited; the message is on its way.",
    invited: "Invited",
    active: "Active",
};

const FRENCH: Words = Words {
    desk: Device::DESKTOP.in_french(),
    invitee: &phone::FRENCH,
    locale: "fr",
    country: "Pays des numéros de téléphone (facultatif)",
    save: "Enregistrer",
    saved: "L’organisation est enregistrée.",
    users: "Utilisateurs",
    add: "Ajouter des utilisateurs",
    number: "Numéro de téléphone",
    language: "Langue",
    invite: "Ajouter et inviter",
    done: "Invitation de +33612345678 faite ; le message est en route.",
    invited: "Invité",
    active: "Actif",
};

/// Signs in on a telephone or a desk, in the language of its words.
async fn sign_in(window: &Window, words: &phone::Words, contact: &str) {
    window.field(words.contact).fill(contact).await;
    window.field(words.password).fill(PASSWORD).await;
    window.button(words.sign_in).click().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_number_becomes_a_person_who_is_in_and_signs_in_with_it_in_french() {
    a_phone_number_becomes_a_person_who_is_in(&FRENCH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_number_becomes_a_person_who_is_in_and_signs_in_with_it_in_english() {
    a_phone_number_becomes_a_person_who_is_in(&ENGLISH).await;
}

async fn a_phone_number_becomes_a_person_who_is_in(words: &Words) {
    let twilio = FakeTwilio::start().await;
    let texts = Texts::Twilio(Box::new(twilio.settings("FR")));
    let (app, owner) = acme_with(texts, Options::default().slack).await;
    let input = json!({ "id": owner.id, "locale": words.locale });
    owner.update(input).await.done();
    let console = Window::open(words.desk).await;
    console.go(&page(&app, "/settings/organization")).await;
    sign_in(&console, words.invitee, &owner.email).await;
    console.field(words.country).fill("FR").await;
    console.button(words.save).click().await;
    console.reads(words.saved).await;

    console.link(words.users).click().await;
    console.button(words.add).first().click().await;
    let dialog = console.get("dialog", words.add);
    dialog.get("radio", "SMS").click().await;
    dialog
        .get("textbox", words.number)
        .fill("06 12 34 56 78")
        .await;
    dialog
        .get("combobox", words.language)
        .choose(words.invitee.language)
        .await;
    dialog.get("button", words.invite).click().await;
    console.reads(words.done).await;
    let text = twilio.text("+33612345678", 1).await;
    console.row("+33612345678").reads(words.invited).await;
    assert_eq!(twilio.report(&text, "delivered", None).await, 204);

    let phone = join(words.invitee, &text.link(), Some("Amélie Côté")).await;
    console.row("Amélie Côté").reads(words.active).await;
    let words = words.invitee;
    phone.link(words.open).click().await;
    phone.heading(words.account).wait().await;
    phone.button(words.sign_out).click().await;
    phone.heading(words.sign_in).wait().await;
    sign_in(&phone, words, "06 12 34 56 78").await;
    phone.heading(words.account).wait().await;
    phone.close_despite(&[KEPT]).await;
    console.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_a_link_by_text_message_lives_is_chosen_beside_the_others() {
    let (app, owner) = acme_with(Texts::Mailbox, Options::default().slack).await;
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(&app, "/settings/invitations")).await;
    enter(&window, &owner.email, PASSWORD).await;
    let hours = window.get("spinbutton", "By text message, it works for");
    hours.wait().await;
    assert_eq!(hours.property("value").await.as_deref(), Some("3"));
    hours.fill("31").await;
    window.button("Save").click().await;
    window.reads("Choose between 1 hour and 30 days.").await;
    hours.has_focus().await;
    hours.fill("2").await;
    window.button("Save").click().await;
    window.reads("The settings are saved.").await;
    let saved = owner
        .organization("linkLifetimeHours textLinkLifetimeHours")
        .await;
    assert_eq!(saved["textLinkLifetimeHours"], 48);
    assert_eq!(saved["linkLifetimeHours"], 168);
    window.close().await;
}

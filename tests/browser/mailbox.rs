//! Without a mail server: the letter is opened in the mailbox, and its button pressed as its recipient would.

use serde_json::json;
use tests::{Post, browser::Window};

use super::{
    page,
    phone::{self, ENGLISH, FRENCH, Words},
    server,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_button_of_a_letter_in_the_mailbox_leads_to_the_join_page() {
    let (subject, button) = ("Olivia Owner invites you", "Open the invitation");
    the_button_of_a_letter_leads_to_being_in(&ENGLISH, "en", subject, button).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_of_a_letter_in_the_mailbox_leads_to_the_join_page_in_french() {
    let (subject, button) = ("Olivia Owner vous invite", "Ouvrir l’invitation");
    the_button_of_a_letter_leads_to_being_in(&FRENCH, "fr", subject, button).await;
}

async fn the_button_of_a_letter_leads_to_being_in(
    words: &Words,
    locale: &str,
    subject: &str,
    button: &str,
) {
    let app = server(Post::Mailbox).await;
    let owner = app.found().await;
    let ada = json!({ "email": "ada@example.com", "fullName": "Ada Lovelace", "locale": locale });
    let ada = owner.invite_person(ada).await;
    app.all_settled().await;
    let phone = Window::open(words.device).await;
    phone.go(&page(&app, "/mailbox")).await;
    phone.starting("link", subject).click().await;
    phone.starting("heading", subject).wait().await;
    phone.follow(&phone.get("Iframe", "Message"), button).await;
    phone::answer(words, &phone, None).await;
    assert_eq!(owner.status(&ada.id).await, "ACTIVE");
    phone.close().await;
}

//! What opens a link before its recipient does: programs that press everything, browsers without scripts.

use std::collections::HashSet;

use serde_json::json;
use tests::browser::{Device, Window};

use super::acme;

/// More screens than there are: pressing ends by itself long before.
const ENOUGH: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_presses_everything_but_types_nothing_answers_nothing() {
    let (app, owner) = acme().await;
    let ada = owner
        .invite_person(json!({ "email": "ada@example.com", "fullName": "Ada Lovelace" }))
        .await;
    let link = app.link("ada@example.com", 1).await;
    let scanner = Window::open(Device::DESKTOP).await;

    let mut pressed = press_everything(&scanner, &link, false).await;
    pressed.extend(press_everything(&scanner, &link, true).await);
    let screens: HashSet<&str> = pressed.iter().map(|(screen, _)| screen.as_str()).collect();
    for screen in [
        "Join Acme",
        "Which language do you prefer?",
        "Choose a password",
        "Decline this invitation?",
    ] {
        assert!(screens.contains(screen), "it came to {screen}: {screens:?}");
    }
    assert!(
        pressed.contains(&("Choose a password".to_owned(), "Join Acme".to_owned())),
        "{pressed:?}"
    );

    assert_eq!(owner.status(&ada.id).await, "INVITED");
    assert_eq!(owner.user(&ada.id).await["invitation"]["state"], "PENDING");
    assert_eq!(ada.link_state(&link).await, "OPEN");
    assert_eq!(app.smtp().letters().len(), 1, "nothing was sent for it");
    scanner.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_first_screen_still_says_who_invites_whom() {
    let (app, owner) = acme().await;
    owner
        .invite_person(json!({ "email": "ada@example.com", "locale": "fr" }))
        .await;
    let link = app.link("ada@example.com", 1).await;
    let phone = Window::open(Device::PHONE.in_french()).await;
    phone.forbid_scripts().await;
    phone.go(&link).await;
    phone.heading("Rejoindre Acme").wait().await;
    phone
        .reads("Olivia Owner vous invite à rejoindre Acme.")
        .await;
    phone.reads("a•••@example.com").await;
    phone.reads("cette page a besoin de JavaScript").await;
    phone.link("English").click().await;
    phone.reads("Olivia Owner invites you to join Acme.").await;
    phone.close().await;
}

/// Presses every link and button of every screen that can be come to, each once, and, if so asked, submits every form after each.
/// Answers what was pressed, on which screen.
async fn press_everything(scanner: &Window, link: &str, submit: bool) -> HashSet<(String, String)> {
    let mut pressed = HashSet::new();
    let mut fresh = true;
    for _ in 0..ENOUGH {
        if fresh {
            scanner.go(link).await;
            scanner.heading("Join Acme").wait().await;
        }
        let screen = scanner.any("heading").names().await.join(", ");
        let controls = [
            scanner.any("link").names().await,
            scanner.any("button").names().await,
        ]
        .concat();
        let Some(control) = controls
            .into_iter()
            .find(|name| !pressed.contains(&(screen.clone(), name.clone())))
        else {
            if fresh {
                break;
            }
            fresh = true;
            continue;
        };
        fresh = false;
        scanner.press_blindly(&control, submit).await;
        pressed.insert((screen, control));
    }
    pressed
}

trait Scanner {
    /// Presses a control, and then perhaps submits every form, as a program does that wants to see where it leads.
    async fn press_blindly(&self, control: &str, submit: bool);
}

impl Scanner for Window {
    async fn press_blindly(&self, control: &str, submit: bool) {
        let [link, button] = [self.link(control), self.button(control)];
        if link.is_there().await {
            link.click().await
        } else {
            button.click().await
        }
        self.settles().await;
        if submit {
            self.evaluate("[...document.forms].forEach((form) => form.requestSubmit())")
                .await;
            self.settles().await;
        }
    }
}

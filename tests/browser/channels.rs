//! From another channel than e-mail to a person who is in: by text message, and by a direct message in Slack.

use server::{
    clock::Clock,
    config::{Slack, TextLimits, Texts},
};
use tests::{
    Admin, Options, PASSWORD, TestApp,
    browser::{Device, Window},
    slack::{SlackServer, TOKEN, member},
    twilio::FakeTwilio,
};

use super::{enter, owners_console, page};

/// What the browser says of a socket when it keeps the page that was left.
const KEPT: &str = "Back-Forward Cache";

/// The words of an invitee's way in, and of signing in again.
struct Words {
    device: Device,
    language: &'static str,
    join: &'static str,
    begin: &'static str,
    name: &'static str,
    go_on: &'static str,
    password: &'static str,
    welcome: &'static str,
    open: &'static str,
    account: &'static str,
    sign_out: &'static str,
    sign_in: &'static str,
    contact: &'static str,
}

const ENGLISH: Words = Words {
    device: Device::PHONE,
    language: "English",
    join: "Join Acme",
    begin: "Begin",
    name: "Full name",
    go_on: "Continue",
    password: "Password",
    welcome: "Welcome to Acme",
    open: "Open my account",
    account: "Your account",
    sign_out: "Sign out",
    sign_in: "Sign in",
    contact: "E-mail or phone number",
};

const FRENCH: Words = Words {
    device: Device::PHONE.in_french(),
    language: "Français",
    join: "Rejoindre Acme",
    begin: "Commencer",
    name: "Prénom et nom",
    go_on: "Continuer",
    password: "Mot de passe",
    welcome: "Bienvenue chez Acme",
    open: "Ouvrir mon compte",
    account: "Votre compte",
    sign_out: "Se déconnecter",
    sign_in: "Se connecter",
    contact: "Adresse e-mail ou numéro de téléphone",
};

/// A server at the present, the only time that browsers know, whose messages go there; and its owner.
async fn acme_with(texts: Texts, slack: Slack) -> (TestApp, Admin) {
    let app = TestApp::with(Options {
        clock: Clock::standing_at(Clock::system().now()),
        texts,
        slack,
        text_limits: TextLimits::USUAL,
        ..Options::default()
    })
    .await;
    let owner = app.found().await;
    (app, owner)
}

/// Follows a link on a telephone until its person is in; a name is asked for where none is known.
async fn join(words: &Words, link: &str, name: Option<&str>) -> Window {
    let phone = Window::open(words.device).await;
    phone.go(link).await;
    phone.heading(words.join).wait().await;
    phone.link(words.begin).click().await;
    if let Some(name) = name {
        phone.field(words.name).fill(name).await;
        phone.button(words.go_on).click().await;
    }
    let language = phone.get("radio", words.language);
    language.wait().await;
    assert_eq!(
        language.property("checked").await.as_deref(),
        Some("true"),
        "it is theirs already"
    );
    phone.button(words.go_on).click().await;
    phone.field(words.password).fill(PASSWORD).await;
    phone.button(words.join).click().await;
    phone.heading(words.welcome).wait().await;
    phone
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
    let console = owners_console(&app, &owner).await;
    console.go(&page(&app, "/settings/organization")).await;
    console
        .field("Country of phone numbers (optional)")
        .fill("FR")
        .await;
    console.button("Save").click().await;
    console.reads("The organisation is saved.").await;

    console.link("Users").click().await;
    console.button("Add users").first().click().await;
    let dialog = console.get("dialog", "Add users");
    dialog.get("radio", "SMS").click().await;
    dialog
        .get("textbox", "Phone number")
        .fill("06 12 34 56 78")
        .await;
    dialog
        .get("combobox", "Language")
        .choose(words.language)
        .await;
    dialog.get("button", "Add and invite").click().await;
    console
        .reads("+33612345678 is invited; the message is on its way.")
        .await;
    let text = twilio.text("+33612345678", 1).await;
    console.row("+33612345678").reads("Invited").await;
    assert_eq!(twilio.report(&text, "delivered", None).await, 204);

    let phone = join(words, &text.link(), Some("Amélie Côté")).await;
    console.row("Amélie Côté").reads("Active").await;
    phone.link(words.open).click().await;
    phone.heading(words.account).wait().await;
    phone.button(words.sign_out).click().await;
    phone.heading(words.sign_in).wait().await;
    phone.field(words.contact).fill("06 12 34 56 78").await;
    phone.field(words.password).fill(PASSWORD).await;
    phone.button(words.sign_in).click().await;
    phone.heading(words.account).wait().await;
    phone.close_despite(&[KEPT]).await;
    console.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_connected_and_its_people_are_invited_in_it() {
    let slack = SlackServer::start().await;
    let mut amelie = member("U1", "Amélie Côté", "amelie@acme.example");
    amelie["locale"] = "fr-FR".into();
    slack.add(amelie);
    slack.add(member("U2", "Grace Hopper", "grace@acme.example"));
    slack.workspace().user_groups.insert(
        "S1".to_owned(),
        ("Physics".to_owned(), vec!["U1".to_owned()]),
    );
    let (app, owner) = acme_with(Texts::None, slack.settings()).await;
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(&app, "/settings/invitations")).await;
    enter(&window, &owner.email, PASSWORD).await;
    window
        .get("switch", "Invite people as soon as they are added")
        .click()
        .await;
    window.button("Save").click().await;
    window.reads("The settings are saved.").await;

    window.link("Slack").click().await;
    window.heading("Connect a workspace").wait().await;
    window.button("Connect").click().await;
    window.reads("Paste the token.").await;
    window.field("Bot token").fill("xoxb-not-this-one").await;
    window.button("Connect").click().await;
    window
        .field("Bot token")
        .attribute_is("aria-invalid", "true")
        .await;
    window.field("Bot token").fill(TOKEN).await;
    window.button("Connect").click().await;
    window.heading("Acme workspace").wait().await;
    window.get("checkbox", "Physics").click().await;
    window
        .get("combobox", "New people are invited")
        .choose("Slack")
        .await;
    window.button("Save").click().await;
    window.reads("Saved.").await;

    window.button("See what would change").click().await;
    window.row("Amélie Côté").reads("New").await;
    assert!(
        !window.text().await.contains("Grace Hopper"),
        "only who was chosen"
    );
    assert!(
        slack.workspace().posted.is_empty(),
        "looking changes nothing"
    );
    app.advance_millis(1_000);
    window.button("Carry out 1 change").click().await;
    window.get("region", "Log").reads("Done").await;
    app.past_undo();
    let message = slack.message("U1", 1).await;
    assert_eq!(message.text, "Olivia Owner vous invite à rejoindre Acme");

    let console = owners_console(&app, &owner).await;
    console.row("Amélie Côté").reads("Invited").await;
    let phone = join(&FRENCH, &message.link(), None).await;
    console.row("Amélie Côté").reads("Active").await;

    // She leaves the workspace: that is said, and nothing is done to her.
    app.advance_millis(1_000);
    slack.remove(&["U1"]);
    window.button("Synchronise now").click().await;
    let missing = window.get("region", "Not found in Slack any more");
    missing.get("link", "Amélie Côté").click().await;
    window.get("dialog", "Amélie Côté").reads("Active").await;
    phone.close_despite(&[KEPT]).await;
    console.close_despite(&[KEPT]).await;
    window.close_despite(&[KEPT]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_connected_by_the_button_and_forgotten_after_a_question() {
    let slack = SlackServer::start().await;
    slack.workspace().codes.push("a code".to_owned());
    let (app, owner) = acme_with(Texts::None, slack.settings()).await;
    let window = Window::open(Device::DESKTOP).await;
    window.go(&page(&app, "/settings/slack")).await;
    enter(&window, &owner.email, PASSWORD).await;
    window.button("Connect with Slack").click().await;
    window.arrives(|url| url.contains("/authorize?")).await;
    let asked: url::Url = window.url().await.parse().expect("an address");
    let state = asked.query_pairs().find(|(name, _)| name == "state");
    let (_, state) = state.expect("it carries a state");
    let back = format!("/settings/slack?code=a+code&state={state}");
    window.go(&page(&app, &back)).await;
    window.heading("Acme workspace").wait().await;
    assert!(
        !window.url().await.contains("code="),
        "the code has left the address bar"
    );
    window.button("Disconnect").click().await;
    window
        .get("dialog", "Disconnect the workspace?")
        .get("button", "Disconnect")
        .click()
        .await;
    window.heading("Connect a workspace").wait().await;
    window
        .reads("The workspace is disconnected. The people who came from there stay.")
        .await;
    // What the stand-in says to a browser that arrives, and to an icon that it asks for.
    window.close_despite(&[KEPT, "405", "404"]).await;
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

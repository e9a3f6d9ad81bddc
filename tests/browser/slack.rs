//! From a workspace in Slack to a person who is in, invited by a direct message.

use server::config::Texts;
use tests::{
    PASSWORD,
    browser::{Device, Window},
    slack::{SlackServer, TOKEN, member},
};

use super::{
    KEPT, acme_with, enter,
    many::{choose, tick_everyone},
    owners_console, page,
    phone::{ENGLISH, FRENCH, Words, join},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_connected_and_its_people_are_invited_in_it_in_french() {
    let letter = "Olivia Owner vous invite à rejoindre Acme";
    people_are_invited_in_slack(&FRENCH, "fr-FR", letter).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_connected_and_its_people_are_invited_in_it_in_english() {
    let letter = "Olivia Owner invites you to join Acme";
    people_are_invited_in_slack(&ENGLISH, "en-GB", letter).await;
}

async fn people_are_invited_in_slack(words: &Words, locale: &str, letter: &str) {
    let slack = SlackServer::start().await;
    let mut amelie = member("U1", "Amélie Côté", "amelie@acme.example");
    amelie["locale"] = locale.into();
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
    assert_eq!(message.text, letter);

    let console = owners_console(&app, &owner).await;
    console.row("Amélie Côté").reads("Invited").await;
    let phone = join(words, &message.link(), None).await;
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
async fn who_is_ticked_is_invited_in_slack_however_few_they_are() {
    let slack = SlackServer::start().await;
    slack.add(member("U1", "Ada Lovelace", "ada@acme.example"));
    slack.add(member("U2", "Grace Hopper", "grace@acme.example"));
    let (app, owner) = acme_with(Texts::None, slack.settings()).await;
    owner.connect_slack().await;
    owner.sync_slack_as_previewed().await;
    owner.create("elsewhere@acme.example").await;
    let console = owners_console(&app, &owner).await;
    tick_everyone(&console, "Created").await;
    choose(&console, "Invite in Slack").await;
    console
        .reads("Invited 2 people. Skipped 1: no address for that channel (1).")
        .await;
    app.past_undo();
    for member in ["U1", "U2"] {
        slack.message(member, 1).await;
    }
    console.close_despite(&[KEPT]).await;
}

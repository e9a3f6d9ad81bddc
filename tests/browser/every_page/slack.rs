//! Settings > Slack, from a workspace that is not connected to one that takes the token no longer.

use fantoccini::key::Key;
use server::clock::Clock;
use tests::{
    Options, PASSWORD, TestApp,
    slack::{Fault, SlackServer, TOKEN, member},
};

use super::{Visit, enter, speak};

/// Everything that the page can show. The workspace is a stand-in's.
pub(super) async fn every_state(visit: &mut Visit) {
    let slack = SlackServer::start().await;
    people(&slack);
    let app = TestApp::with(Options {
        clock: Clock::standing_at(Clock::system().now()),
        slack: slack.settings(),
        ..Options::default()
    })
    .await;
    let owner = app.found().await;
    speak(visit, &app, &owner.email, PASSWORD).await;
    visit.go(&app, "/sign-in").await;
    enter(visit, &owner.email, PASSWORD).await;
    connecting(visit, &app).await;
    looking(visit, &app, &slack).await;
    losing(visit, &app, &slack).await;
}

/// Twelve colleagues, and members who are nobody's.
fn people(slack: &SlackServer) {
    slack.add_many(0..12);
    let mut guest = member("UGUEST", "Guy Guest", "guy@elsewhere.example");
    guest["is_restricted"] = true.into();
    slack.add(guest);
    let mut workspace = slack.workspace();
    let groups = [("S1", "Engineering"), ("S2", "Support")];
    for (id, name) in groups {
        let group = (name.to_owned(), vec!["U000001".to_owned()]);
        workspace.user_groups.insert(id.to_owned(), group);
    }
    let channel = ("general".to_owned(), vec!["U000002".to_owned()]);
    workspace.channels.insert("C1".to_owned(), channel);
}

async fn connecting(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/settings/slack").await;
    let title = visit.say("Connect a workspace", "Connecter un espace");
    visit.window.heading(title).wait().await;
    visit.look("slack-none").await;
    let connect = visit.say("Connect", "Connecter");
    visit.window.button(connect).click().await;
    visit
        .window
        .reads(visit.say("Paste the token.", "Collez le jeton."))
        .await;
    visit.look("slack-token-missing").await;
    let token = visit.say("Bot token", "Jeton de bot");
    visit.window.field(token).fill(TOKEN).await;
    visit.window.button(connect).click().await;
    visit.window.get("checkbox", "Engineering").wait().await;
    visit.look("slack-connected").await;
}

/// A preview, what waits for a yes, and what was done.
async fn looking(visit: &mut Visit, app: &TestApp, slack: &SlackServer) {
    let preview = visit.say("See what would change", "Voir ce qui changerait");
    visit.window.button(preview).click().await;
    visit.window.row("Person 11").wait().await;
    visit.look("slack-preview").await;
    app.advance_millis(1_000);
    let now = visit.say("Synchronise now", "Synchroniser maintenant");
    visit.window.button(now).click().await;
    let held = visit.say("Nothing has changed yet.", "Rien n’a encore changé.");
    visit.window.reads(held).await;
    visit.window.row("Person 11").wait().await;
    visit.look("slack-held").await;
    app.advance_millis(1_000);
    let carry_out = visit.say("Carry out 12 changes", "Effectuer 12 modifications");
    visit.window.button(carry_out).click().await;
    let log = visit.say("Log", "Journal");
    let done = visit.say("Done", "Faite");
    visit.window.get("region", log).reads(done).await;
    visit.look("slack-done").await;
    app.advance_millis(1_000);
    slack.remove(&["U000003"]);
    visit.window.button(now).click().await;
    let missing = visit.say("Not found in Slack any more", "Introuvables dans Slack");
    visit.window.heading(missing).wait().await;
    visit.look("slack-missing").await;
}

/// A synchronisation that fails, a token that is taken no longer, and the question before it is forgotten.
async fn losing(visit: &mut Visit, app: &TestApp, slack: &SlackServer) {
    let now = visit.say("Synchronise now", "Synchroniser maintenant");
    let failed = visit.say("Failed", "Échec");
    app.advance_millis(1_000);
    slack.misbehave("users.list", Fault::No("some_new_error"));
    visit.window.button(now).click().await;
    let log = visit.say("Log", "Journal");
    visit.window.get("region", log).reads(failed).await;
    visit.look("slack-failed").await;
    app.advance_millis(1_000);
    slack.workspace().revoked = true;
    visit.window.button(now).click().await;
    let refused = visit.say(
        "Slack takes the token no longer. Connect the workspace again.",
        "Slack n’accepte plus le jeton. Connectez l’espace de nouveau.",
    );
    visit.window.reads(refused).await;
    visit.window.settles().await;
    visit.look("slack-refused").await;
    let disconnect = visit.say("Disconnect", "Déconnecter");
    visit.window.button(disconnect).click().await;
    visit.window.any("dialog").wait().await;
    visit.look("slack-disconnect").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
}

//! What goes wrong, what is asked before anything goes for good, and what is said when one is not let in.

use fantoccini::key::Key;
use serde_json::json;
use tests::{Admin, TestApp, people::sign_in, smtp::Mood};

use super::Visit;

/// What the console of the owner, who has just founded the server's organisation, says when things do not go their way.
pub(super) async fn every_state(visit: &mut Visit, app: &mut TestApp) {
    let owner = sign_in(app.visitor(), "olivia@acme.example").await;
    questions(visit, app, &owner).await;
    failures(visit, app, &owner).await;
    cut_off(visit, app).await;
    refused(visit, &owner.email).await;
}

/// What is asked before somebody loses something. A revocation is asked about where there is no time to undo it.
async fn questions(visit: &mut Visit, app: &TestApp, owner: &Admin) {
    let undo = async |seconds: u32| {
        let seconds = json!({ "undoSeconds": seconds });
        owner.update_organization(seconds).await.done();
    };
    undo(0).await;
    owner
        .invite_person(json!({ "email": "zoe@example.com", "fullName": "Zoe Young" }))
        .await;
    visit.go(app, "/settings/users").await;
    let menu = visit.say("Actions for Zoe Young", "Actions pour Zoe Young");
    let items = [
        (
            "ask-revoke",
            visit.say("Revoke invitation", "Révoquer l’invitation"),
        ),
        ("ask-deactivate", visit.say("Deactivate", "Désactiver")),
        ("ask-delete", visit.say("Delete", "Supprimer")),
    ];
    for (state, item) in items {
        visit.window.button(menu).click().await;
        visit.window.get("menuitem", item).click().await;
        visit.window.any("dialog").wait().await;
        visit.look(state).await;
        visit.window.press(&[Key::Escape.into()]).await;
        visit.window.any("dialog").gone().await;
    }
    undo(10).await;
}

/// The card of a deed, while it can be undone and after it has not reached everyone.
async fn failures(visit: &mut Visit, app: &TestApp, owner: &Admin) {
    for email in ["xavier@example.com", "yves@example.com"] {
        owner.create(email).await;
    }
    let poison = Mood::Poison("yves@example.com".to_owned(), 550);
    app.smtp().be(poison).await;
    visit.go(app, "/settings/users?status=created").await;
    visit.window.table_is_ready().await;
    let everyone = visit.say("Select everyone on this page", "Sélectionner toute la page");
    visit.window.get("checkbox", everyone).click().await;
    let actions = visit.say("Actions for 2", "Actions pour 2");
    visit.window.starting("button", actions).click().await;
    let invite = visit.say("Invite 2", "Inviter 2");
    visit.window.get("menuitem", invite).click().await;
    visit
        .window
        .reads(visit.say("Sending in", "Envoi dans"))
        .await;
    visit.look("job-waits").await;
    app.past_undo();
    visit.window.reads(visit.say("1 failed", "1 échec")).await;
    visit.look("job-failed").await;
    let show = visit.say("Show who", "Voir qui");
    visit.window.button(show).click().await;
    visit.window.any("dialog").any("table").wait().await;
    visit.look("job-failures").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
    app.smtp().be(Mood::Well).await;
    left_out(visit, app).await;
}

/// Whom a deed leaves out: the owner, who needs no reminder.
async fn left_out(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/settings/users").await;
    visit.window.table_is_ready().await;
    let everyone = visit.say("Select everyone on this page", "Sélectionner toute la page");
    visit.window.get("checkbox", everyone).click().await;
    let actions = visit.say("Actions for 4", "Actions pour 4");
    visit.window.starting("button", actions).click().await;
    let remind = visit.say("Send invitation reminder", "Relancer l’invitation");
    visit.window.starting("menuitem", remind).click().await;
    let skipped = visit.say("Skipped", "laissée");
    visit.window.reads(skipped).await;
    visit.look("left-out-line").await;
    let show = visit.say("Show who", "Voir qui");
    visit.window.button(show).first().click().await;
    visit.window.any("dialog").any("table").wait().await;
    visit.look("left-out").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
}

/// The line to the server is lost for longer than anyone overlooks.
async fn cut_off(visit: &mut Visit, app: &mut TestApp) {
    const CUT: [&str; 2] = ["ERR_INTERNET_DISCONNECTED", "WebSocket"];
    let lost = visit.say("Connection lost.", "Connexion perdue.");
    visit.window.offline(true).await;
    app.restart().await;
    visit.window.reads(lost).await;
    visit.look_despite("users-cut-off", &CUT).await;
    visit.window.offline(false).await;
    visit.window.reads_no_more(lost).await;
    visit.window.complaints(&CUT).await;
}

/// A password that does not belong to the address.
async fn refused(visit: &mut Visit, email: &str) {
    visit
        .window
        .starting("button", "Olivia Owner")
        .click()
        .await;
    let sign_out = visit.say("Sign out", "Se déconnecter");
    visit.window.get("menuitem", sign_out).click().await;
    let contact = visit.say(
        "E-mail or phone number",
        "Adresse e-mail ou numéro de téléphone",
    );
    visit.window.field(contact).fill(email).await;
    let password = visit.window.field(visit.say("Password", "Mot de passe"));
    password.fill("not the one").await;
    let enter = visit.say("Sign in", "Se connecter");
    visit.window.button(enter).click().await;
    password.attribute_is("aria-invalid", "true").await;
    visit.look("sign-in-refused").await;
}

//! The invitee's pages: each screen, each dead end.

use serde_json::json;
use tests::{Admin, PASSWORD, TestApp, letter::token};

use super::Visit;

/// Everything a link can show. The server is the owner's, who has just founded it.
pub(super) async fn every_screen(visit: &mut Visit, app: &TestApp) {
    let owner = tests::people::sign_in(app.visitor(), "olivia@acme.example").await;
    let language = visit.window.device().language();
    let open = invited(app, &owner, language, "ada@example.com").await;
    answers(visit, &open).await;
    visit.window.go(&open).await;
    visit
        .window
        .heading(visit.say("You have joined Acme", "Vous avez rejoint Acme"))
        .wait()
        .await;
    visit.look("join-accepted").await;

    let stopped = invited(app, &owner, language, "dora@example.com").await;
    stops(visit, app, &stopped).await;
    let declined = invited(app, &owner, language, "boris@example.com").await;
    no(visit, &declined).await;
    ends(visit, app, &owner).await;
}

async fn invited(app: &TestApp, owner: &Admin, language: &str, email: &str) -> String {
    owner
        .invite_person(json!({ "email": email, "locale": language }))
        .await;
    app.link(email, 1).await
}

/// From the first screen to being in.
async fn answers(visit: &mut Visit, link: &str) {
    let go_on = visit.say("Continue", "Continuer");
    visit.window.go(link).await;
    visit
        .window
        .heading(visit.say("Join Acme", "Rejoindre Acme"))
        .wait()
        .await;
    visit.look("join-first").await;
    visit
        .window
        .link(visit.say("Begin", "Commencer"))
        .click()
        .await;
    let name = visit.say("Full name", "Prénom et nom");
    visit.window.field(name).wait().await;
    visit.look("join-name").await;
    visit.window.button(go_on).click().await;
    visit
        .window
        .reads(visit.say("Type your name.", "Écrivez votre nom."))
        .await;
    visit.look("join-name-missing").await;
    visit.window.field(name).fill("Ada Lovelace").await;
    visit.window.button(go_on).click().await;
    visit.window.get("radio", "Français").wait().await;
    visit.look("join-language").await;
    visit.window.button(go_on).click().await;
    let password = visit.say("Password", "Mot de passe");
    visit.window.field(password).fill("short").await;
    visit.look("join-password").await;
    let join = visit.say("Join Acme", "Rejoindre Acme");
    visit.window.button(join).click().await;
    visit
        .window
        .reads(visit.say("5 characters more are needed.", "Il manque 5 caractères."))
        .await;
    visit.look("join-password-short").await;
    visit.window.field(password).fill(PASSWORD).await;
    visit.window.button(join).click().await;
    visit
        .window
        .heading(visit.say("Welcome to Acme", "Bienvenue chez Acme"))
        .wait()
        .await;
    visit.look("join-welcome").await;
}

/// At the last step there is no connection, and then there were too many tries.
async fn stops(visit: &mut Visit, app: &TestApp, link: &str) {
    let go_on = visit.say("Continue", "Continuer");
    visit.window.go(link).await;
    visit
        .window
        .link(visit.say("Begin", "Commencer"))
        .click()
        .await;
    let name = visit.say("Full name", "Prénom et nom");
    visit.window.field(name).fill("Dora Marsh").await;
    visit.window.button(go_on).click().await;
    visit.window.get("radio", "Français").wait().await;
    visit.window.button(go_on).click().await;
    let password = visit.say("Password", "Mot de passe");
    visit.window.field(password).fill(PASSWORD).await;
    let join = visit.say("Join Acme", "Rejoindre Acme");
    visit.window.offline(true).await;
    visit.window.button(join).click().await;
    visit
        .window
        .reads(visit.say("Nothing is lost", "Rien n’est perdu"))
        .await;
    visit
        .look_despite("join-offline", &["ERR_INTERNET_DISCONNECTED"])
        .await;
    visit.window.offline(false).await;
    let page = format!("/join/{}", token(link));
    while app.visitor().get(&page).await.status != 429 {}
    visit.window.button(join).click().await;
    visit
        .window
        .reads(visit.say("That was many attempts", "Cela fait beaucoup d’essais"))
        .await;
    visit.look_despite("join-too-many", &["429"]).await;
    visit.window.go(link).await;
    let later = visit.say("Try again in a minute", "Réessayez dans une minute");
    visit.window.heading(later).wait().await;
    visit.look_despite("join-later", &["429"]).await;
    app.advance_millis(60_000);
    visit
        .window
        .link(visit.say("Try again", "Réessayer"))
        .click()
        .await;
    visit.window.heading(join).wait().await;
}

async fn no(visit: &mut Visit, link: &str) {
    visit.window.go(link).await;
    visit
        .window
        .link(visit.say("No, thank you", "Non, merci"))
        .click()
        .await;
    let word = visit.window.field(visit.say(
        "To confirm, type “decline”",
        "Pour confirmer, écrivez « décliner »",
    ));
    word.wait().await;
    visit.look("join-decline").await;
    let decline = visit.say("Decline", "Décliner");
    visit.window.button(decline).click().await;
    visit.look("join-decline-unconfirmed").await;
    let word = visit.window.field(visit.say(
        "To confirm, type “decline”",
        "Pour confirmer, écrivez « décliner »",
    ));
    word.fill(visit.say("decline", "décliner")).await;
    visit.window.button(decline).click().await;
    visit
        .window
        .heading(visit.say("You have declined", "Vous avez décliné"))
        .wait()
        .await;
    visit.look("join-declined-now").await;
    visit.window.go(link).await;
    visit
        .window
        .heading(visit.say(
            "You declined this invitation",
            "Vous avez décliné cette invitation",
        ))
        .wait()
        .await;
    visit.look("join-declined").await;
}

/// The links that do not work, each with its way out.
async fn ends(visit: &mut Visit, app: &TestApp, owner: &Admin) {
    let language = visit.window.device().language();
    let claire = owner
        .invite_person(json!({ "email": "claire@example.com", "locale": language }))
        .await;
    let first = app.link("claire@example.com", 1).await;
    app.advance_millis(3_600_000);
    owner.remind(&[&claire.id]).await;
    app.past_undo();
    let second = app.link("claire@example.com", 2).await;
    visit.window.go(&first).await;
    visit
        .window
        .heading(visit.say(
            "A newer link was sent to you",
            "Un lien plus récent vous a été envoyé",
        ))
        .wait()
        .await;
    visit.look("join-superseded").await;

    app.advance_days(8);
    visit.window.go(&second).await;
    visit
        .window
        .heading(visit.say("This link has expired", "Ce lien a expiré"))
        .wait()
        .await;
    visit.look("join-expired").await;
    visit
        .window
        .link(visit.say("Send me a fresh link", "M’envoyer un nouveau lien"))
        .click()
        .await;
    visit
        .window
        .heading(visit.say("Look at your messages", "Consultez vos messages"))
        .wait()
        .await;
    visit.look("join-fresh-link-sent").await;

    let third = app.link("claire@example.com", 3).await;
    owner.revoke(&[&claire.id]).await;
    visit.window.go(&third).await;
    visit
        .window
        .heading(visit.say(
            "This invitation was withdrawn",
            "Cette invitation a été retirée",
        ))
        .wait()
        .await;
    visit.look("join-revoked").await;

    visit.go(app, &format!("/join/{}", "x".repeat(43))).await;
    visit
        .window
        .heading(visit.say("This link is not complete", "Ce lien n’est pas complet"))
        .wait()
        .await;
    visit.look("join-unknown").await;
    visit
        .window
        .evaluate("sessionStorage.clear(); localStorage.clear()")
        .await;
    visit.go(app, "/join").await;
    visit
        .window
        .heading(visit.say("Open the link again", "Ouvrez de nouveau le lien"))
        .wait()
        .await;
    visit.look("join-lost").await;
}

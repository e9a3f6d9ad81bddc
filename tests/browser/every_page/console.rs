//! The administrator's pages: each of them, each dialog, each menu, each way of being empty.

use fantoccini::key::Key;
use server::demo;
use tests::{PASSWORD, TestApp};

use super::{Visit, enter, speak};

/// What there is before there is anybody: set-up, and a table with one row.
pub(super) async fn before_anyone_is_in(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/").await;
    let create = visit.say("Create the organisation", "Créer l’organisation");
    visit.window.button(create).wait().await;
    visit.look("set-up").await;
    visit.window.button(create).click().await;
    visit
        .window
        .reads(visit.say("Fill in this field.", "Remplissez ce champ."))
        .await;
    visit.look("set-up-missing").await;

    let owner = app.found().await;
    speak(visit, app, &owner.email, PASSWORD).await;
    visit.go(app, "/sign-in").await;
    enter(visit, &owner.email, PASSWORD).await;
    let alone = visit.say(
        "You are the only one here so far",
        "Il n’y a que vous pour l’instant",
    );
    visit.window.heading(alone).wait().await;
    visit.look("users-nobody-yet").await;
    for (path, state, heading) in [
        (
            "/settings/teams",
            "teams-none",
            visit.say("There are no teams yet", "Il n’y a pas encore d’équipe"),
        ),
        (
            "/settings/products",
            "products-none",
            visit.say(
                "There are no products yet",
                "Il n’y a pas encore de produit",
            ),
        ),
    ] {
        visit.go(app, path).await;
        visit.window.heading(heading).wait().await;
        visit.look(state).await;
    }
}

/// Everything an administrator with 250 people can see.
pub(super) async fn every_page(visit: &mut Visit, app: &TestApp) {
    speak(visit, app, demo::EMAIL, demo::PASSWORD).await;
    visit.go(app, "/settings/users").await;
    let sign_in = visit.say("Sign in", "Se connecter");
    visit.window.button(sign_in).wait().await;
    visit.look("sign-in").await;
    visit.window.button(sign_in).click().await;
    visit
        .window
        .reads(visit.say("Type your password.", "Écrivez votre mot de passe."))
        .await;
    visit.look("sign-in-missing").await;
    enter(visit, demo::EMAIL, demo::PASSWORD).await;

    table(visit, app).await;
    person(visit, app).await;
    dialogs(visit, app).await;
    nothing(visit, app).await;
    settings(visit, app).await;
    import(visit, app).await;
    tokens(visit, app).await;
    mailbox(visit, app).await;
}

/// The table: full, filtered, selected.
async fn table(visit: &mut Visit, app: &TestApp) {
    visit.look("users").await;
    let filter = visit.say("Add a filter", "Ajouter un filtre");
    visit.window.button(filter).click().await;
    visit.window.get("dialog", filter).wait().await;
    visit.look("users-filter-panel").await;
    visit.window.get("checkbox", "Support").click().await;
    visit.window.arrives(|url| url.contains("team=")).await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.get("dialog", filter).gone().await;
    visit.window.table_is_ready().await;
    visit.look("users-filtered").await;

    visit.go(app, "/settings/users?status=invited").await;
    visit.window.table_is_ready().await;
    let everyone = visit.say("Select everyone on this page", "Sélectionner toute la page");
    visit.window.get("checkbox", everyone).click().await;
    visit.look("users-selected").await;
    visit
        .window
        .starting("button", visit.say("Actions for", "Actions pour"))
        .first()
        .click()
        .await;
    visit.window.any("menuitem").first().wait().await;
    visit.look("users-selected-menu").await;
    visit
        .window
        .starting(
            "menuitem",
            visit.say("Send invitation reminder", "Relancer l’invitation"),
        )
        .click()
        .await;
    visit.window.any("dialog").wait().await;
    visit.look("users-remind-many").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
}

/// One person: menu, drawer, dialogs.
async fn person(visit: &mut Visit, app: &TestApp) {
    visit
        .go(app, "/settings/users?status=invited&sort=name")
        .await;
    visit.window.table_is_ready().await;
    let name = first_person(visit).await;
    let menu = visit.say("Actions for", "Actions pour");
    let menu = format!("{menu} {name}");
    let items = [
        ("person-edit", visit.say("Edit", "Modifier")),
        ("person-copy-link", visit.say("Copy link", "Copier le lien")),
    ];
    visit.window.button(&menu).click().await;
    visit.window.any("menuitem").first().wait().await;
    visit.look("person-menu").await;
    visit.window.press(&[Key::Escape.into()]).await;
    for (state, item) in items {
        visit.window.button(&menu).click().await;
        visit.window.get("menuitem", item).click().await;
        visit.window.any("dialog").wait().await;
        visit.look(state).await;
        visit.window.press(&[Key::Escape.into()]).await;
        visit.window.any("dialog").gone().await;
    }
    visit.window.button(&menu).click().await;
    let revoke = visit.say("Revoke invitation", "Révoquer l’invitation");
    visit.window.get("menuitem", revoke).click().await;
    let undo = visit.say("Undo", "Annuler");
    visit.window.button(undo).wait().await;
    visit.look("person-revoked").await;
    visit.window.button(undo).click().await;
    visit.window.button(undo).gone().await;
    visit.window.link(&name).click().await;
    visit
        .window
        .get("dialog", &name)
        .any("listitem")
        .first()
        .wait()
        .await;
    visit.look("person").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
}

/// Whom the first row is about.
async fn first_person(visit: &Visit) -> String {
    let headers = visit.window.any("rowheader").names().await;
    let links = visit.window.any("link").names().await;
    let first = headers.first().expect("somebody is invited");
    links
        .into_iter()
        .find(|link| first.starts_with(link.as_str()))
        .expect("a name is a link")
}

/// The dialogs that belong to nobody.
async fn dialogs(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/settings/users").await;
    visit.window.table_is_ready().await;
    let add = visit.say("Add users", "Ajouter des utilisateurs");
    visit.window.button(add).click().await;
    visit.window.get("dialog", add).wait().await;
    visit.look("users-add").await;
    visit
        .window
        .button(visit.say("Add and invite", "Ajouter et inviter"))
        .click()
        .await;
    visit
        .window
        .field("E-mail")
        .attribute_is("aria-invalid", "true")
        .await;
    visit.look("users-add-missing").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
    visit.window.press(&['?']).await;
    visit.window.any("dialog").wait().await;
    visit.look("users-keys").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
    visit.window.starting("button", "Ada Martin").click().await;
    visit.window.any("menuitem").first().wait().await;
    visit.look("account-menu").await;
    visit.window.press(&[Key::Escape.into()]).await;
}

/// The ways in which a table can have no rows.
async fn nothing(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/settings/users?q=nobody-is-called-so").await;
    visit
        .window
        .heading(visit.say("Nobody matches", "Personne ne correspond"))
        .wait()
        .await;
    visit.look("users-nothing-matches").await;
    visit
        .go(app, "/settings/users?status=invited&delivery=suppressed")
        .await;
    let nobody = visit.say("No message has failed", "Aucun message n’a échoué");
    visit.window.heading(nobody).wait().await;
    visit.look("users-nobody-in-this-state").await;

    visit.go(app, "/settings/users").await;
    visit.window.table_is_ready().await;
    visit.window.refuse(&["*/graphql"]).await;
    visit
        .window
        .starting("button", visit.say("Created", "Créé"))
        .click()
        .await;
    visit
        .window
        .heading(visit.say(
            "The users cannot be shown",
            "Impossible d’afficher les utilisateurs",
        ))
        .wait()
        .await;
    visit
        .look_despite("users-unreadable", &["ERR_BLOCKED_BY_CLIENT"])
        .await;
    visit.window.refuse(&[]).await;
    visit
        .window
        .button(visit.say("Try again", "Réessayer"))
        .click()
        .await;
    visit.window.table_is_ready().await;
    visit.window.complaints(&["ERR_BLOCKED_BY_CLIENT"]).await;
}

/// The pages beside the users.
async fn settings(visit: &mut Visit, app: &TestApp) {
    for (path, state, heading, button) in [
        (
            "/settings/teams",
            "teams",
            visit.say("Teams", "Équipes"),
            Some(visit.say("New team", "Nouvelle équipe")),
        ),
        (
            "/settings/products",
            "products",
            visit.say("Products", "Produits"),
            Some(visit.say("New product", "Nouveau produit")),
        ),
        ("/settings/invitations", "invitations", "Invitations", None),
        (
            "/settings/organization",
            "organization",
            "Organisation",
            None,
        ),
        (
            "/settings/insights?by=team",
            "insights",
            visit.say("Insights", "Aperçus"),
            None,
        ),
        (
            "/settings/activity",
            "activity",
            visit.say("Activity", "Activité"),
            None,
        ),
        (
            "/account",
            "account",
            visit.say("Your account", "Votre compte"),
            None,
        ),
        (
            "/settings/nowhere",
            "not-found",
            visit.say("There is no such page", "Cette page n’existe pas"),
            None,
        ),
    ] {
        visit.go(app, path).await;
        visit.window.heading(heading).wait().await;
        visit.window.settles().await;
        visit.look(state).await;
        let Some(button) = button else { continue };
        visit.window.button(button).click().await;
        visit.window.get("dialog", button).wait().await;
        visit.look(&format!("{state}-new")).await;
    }
}

/// A file on its way in.
async fn import(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/settings/users/import").await;
    let title = visit.say("Import people", "Importer des personnes");
    visit.window.heading(title).wait().await;
    visit.look("import").await;
    let paste = visit.say("Or paste rows", "Ou collez des lignes");
    let rows = "Name,E-mail,Team,Note\nNova Star,nova@example.com,Astronomy,met in June\nOtto,otto@,,\nNova,NOVA@example.com,,\n";
    visit.window.field(paste).fill(rows).await;
    let read = visit.say("Read these rows", "Lire ces lignes");
    visit.window.button(read).click().await;
    visit.window.heading("pasted.csv").wait().await;
    visit.window.settles().await;
    visit.look("import-review").await;
    let create = visit.say(
        "Create teams and products that do not exist yet",
        "Créer les équipes et les produits qui n’existent pas encore",
    );
    visit.window.get("checkbox", create).click().await;
    let confirm = visit.say("Import 1", "Importer 1 ligne");
    visit.window.button(confirm).wait().await;
    let invite = visit.say(
        "Invite the new people at once",
        "Inviter aussitôt les nouvelles personnes",
    );
    visit.window.get("checkbox", invite).click().await;
    visit.look("import-ready").await;
    visit.window.button(confirm).click().await;
    let done = visit.say("Import carried out", "Import effectué");
    visit.window.heading(done).wait().await;
    visit.window.settles().await;
    visit.look("import-result").await;
    visit.go(app, "/imports/imp_nothing").await;
    visit
        .window
        .link(visit.say("Import another file", "Importer un autre fichier"))
        .wait()
        .await;
    visit.look("import-gone").await;
}

/// What other systems ask with: none, a new one, its secret, the list, and the question before one is revoked.
async fn tokens(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/settings/tokens").await;
    let none = visit.say("There are no tokens yet", "Il n’y a pas encore de jeton");
    visit.window.heading(none).wait().await;
    visit.look("tokens-none").await;
    let new = visit.say("New token", "Nouveau jeton");
    visit.window.button(new).click().await;
    visit.window.get("dialog", new).wait().await;
    visit.look("tokens-new").await;
    visit
        .window
        .field(visit.say("Name", "Nom"))
        .fill("HR system")
        .await;
    let create = visit.say("Create token", "Créer le jeton");
    visit.window.button(create).click().await;
    visit
        .window
        .get("textbox", visit.say("The token", "Le jeton"))
        .wait()
        .await;
    visit.look("tokens-secret").await;
    visit.window.press(&[Key::Escape.into()]).await;
    visit.window.any("dialog").gone().await;
    let revoke = visit.say("Revoke HR system", "Révoquer HR system");
    visit.window.button(revoke).wait().await;
    visit.look("tokens").await;
    visit.window.button(revoke).click().await;
    visit.window.any("dialog").wait().await;
    visit.look("tokens-revoke").await;
    visit
        .window
        .button(visit.say("Revoke", "Révoquer"))
        .click()
        .await;
    visit
        .window
        .reads(visit.say(
            "The token “HR system” is revoked.",
            "Le jeton « HR system » est révoqué.",
        ))
        .await;
    visit.look("tokens-revoked").await;
}

/// What would have left.
async fn mailbox(visit: &mut Visit, app: &TestApp) {
    visit.go(app, "/mailbox").await;
    visit.window.any("listitem").first().wait().await;
    visit.look("mailbox").await;
    let links = visit.window.any("link").names().await;
    let message = links
        .iter()
        .find(|name| name.contains('@'))
        .expect("a message is for an address");
    visit.window.link(message).first().click().await;
    visit
        .window
        .heading(visit.say("Message", "Message"))
        .wait()
        .await;
    visit.look("mailbox-message").await;
    visit.go(app, "/mailbox/msg_nothing").await;
    visit.look_despite("mailbox-missing", &["404"]).await;
}

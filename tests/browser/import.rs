//! People come in from a file: pasted or dropped, mended, looked at, carried out, and taken away again.

use serde_json::json;
use tests::{
    PASSWORD,
    browser::{Device, Window},
};

use fantoccini::key::Key;

use super::{acme, owners_console, page};

const PEOPLE: &str = "Kollegin;Courriel;Team\n\
    Amélie Côté;amelie@example.com;Research\n\
    Bea;bea@example.com;\n\
    Cid;cid@;\n\
    Amélie encore;AMELIE@example.com;\n";

#[tokio::test(flavor = "multi_thread")]
async fn pasted_rows_become_people_after_a_look() {
    let (app, owner) = acme().await;
    let switch = json!({ "autoInvite": true });
    owner.update_organization(switch).await.done();
    let window = owners_console(&app, &owner).await;
    window.link("Import").click().await;
    window.heading("Import people").wait().await;
    window.button("Read these rows").click().await;
    window.reads("Paste at least one row.").await;
    window.field("Or paste rows").fill(PEOPLE).await;
    window.button("Read these rows").click().await;

    window.heading("pasted.csv").wait().await;
    window.reads("Read as UTF-8, cells apart by “;”.").await;
    window.reads("Check the e-mail address.").await;
    window.reads("There is no team of this name.").await;
    let unknown = window.get("combobox", "“Kollegin” holds");
    assert_eq!(unknown.property("value").await.as_deref(), Some(""));
    unknown.choose("Full name").await;
    let create = "Create teams and products that do not exist yet";
    window.get("checkbox", create).click().await;
    window.reads("New teams: Research").await;
    window.reads("Line 2 names the same person already.").await;
    // What was pressed keeps the focus while the file is read again.
    window.get("checkbox", create).has_focus().await;

    // A cell is corrected where it stands; the next one to correct has the focus then.
    window.starting("button", "To mend").click().await;
    let cell = window.get("textbox", "E-mail, line 4");
    cell.click().await;
    window.press(&[Key::End.into()]).await;
    window.type_keys("example").await;
    window.press(&[Key::Enter.into()]).await;
    cell.has_focus().await;
    window.reads("Check the e-mail address.").await;
    window.press(&[Key::End.into()]).await;
    window.type_keys(".com").await;
    window.press(&[Key::Enter.into()]).await;
    window.reads_no_more("Check the e-mail address.").await;
    window.get("textbox", "E-mail, line 5").has_focus().await;
    window.get("checkbox", create).wait().await;

    window.button("Correct as text").click().await;
    let rows = window.field("Or paste rows");
    rows.has_focus().await;
    let text = rows.property("value").await.unwrap_or_default();
    assert_eq!(text, PEOPLE.replace("cid@;", "cid@example.com;"));
    window.button("Read these rows").click().await;
    window
        .get("combobox", "“Kollegin” holds")
        .choose("Full name")
        .await;
    window.get("checkbox", create).click().await;
    window
        .reads("Your organisation invites people as soon as they are added.")
        .await;
    window.button("Import 3").click().await;
    window.heading("Import carried out").wait().await;
    app.past_undo();
    window.reads("3 added").await;
    window.reads("1 to mend").await;
    window.reads("Every message has left.").await;
    let path = window.link("Download the result").attribute("href").await;
    let result = owner.get(&path.expect("somewhere to download from")).await;
    assert!(
        result.text.contains("\"INVITED\"") && result.text.contains("\"DUPLICATE_IN_REQUEST\""),
        "{}",
        result.text
    );
    app.letter("amelie@example.com", 1).await;

    window.reload().await;
    window.heading("Import carried out").wait().await;
    window.link("See the people").click().await;
    window.row("Amélie Côté").wait().await;
    window.row("Bea").wait().await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_dropped_or_chosen_and_the_export_holds_what_is_listed() {
    let (app, owner) = acme().await;
    let window = owners_console(&app, &owner).await;
    window.go(&page(&app, "/settings/users/import")).await;
    let choose = window.button("Choose a file");
    choose.wait().await;
    window.tab_to(&choose).await;
    let drop = "const file = new DataTransfer(); \
        file.items.add(new File(['email\\nada@example.com\\n'], 'dropped.csv')); \
        const here = [...document.querySelectorAll('button')].find(button => button.textContent === 'Choose a file'); \
        here.dispatchEvent(new DragEvent('drop', { dataTransfer: file, bubbles: true, cancelable: true }))";
    window.evaluate(drop).await;
    window.heading("dropped.csv").wait().await;

    window.reload().await;
    let template = window.link("Download a template").attribute("href").await;
    let template = owner
        .get(&template.expect("somewhere to download from"))
        .await;
    assert!(template.text.contains("\"E-mail\""), "{}", template.text);
    // What the browser's own window would do.
    let answer = "HTMLInputElement.prototype.click = function () { \
        const file = new DataTransfer(); \
        file.items.add(new File(['email\\nada@example.com\\n'], 'chosen.csv')); \
        this.files = file.files; \
        this.dispatchEvent(new Event('change', { bubbles: true })); }";
    window.evaluate(answer).await;
    choose.click().await;
    window.heading("chosen.csv").wait().await;
    window
        .reads("Your organisation does not invite people by itself.")
        .await;
    window.button("Import 1").click().await;
    window.reads("1 added").await;
    window.link("See the people").click().await;
    window
        .row("ada@example.com")
        .reads_within(tests::PATIENCE, "Created")
        .await;

    window.starting("button", "Created").click().await;
    window.table_is_ready().await;
    window.arrives(|url| url.contains("status=created")).await;
    let path = window.link("Export").attribute("href").await;
    let export = owner
        .get(&path.expect("somewhere to download from"))
        .await
        .text;
    assert!(
        export.contains("ada@example.com") && !export.contains("olivia"),
        "{export}"
    );
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_left_unconfirmed_waits_at_its_address_in_french_on_a_phone() {
    let (app, owner) = acme().await;
    owner
        .update(json!({ "id": owner.id, "locale": "fr" }))
        .await
        .done();
    let import = owner
        .preview("Prénom;Nom;Courriel\nAda;Lovelace;ada@example.com\nBea;;bea@\n")
        .await;
    let window = Window::open(Device::PHONE.in_french()).await;
    let path = format!("/imports/{}", import["id"].as_str().expect("an id"));
    window.go(&page(&app, &path)).await;
    window
        .field("Adresse e-mail ou numéro de téléphone")
        .fill(&owner.email)
        .await;
    window.field("Mot de passe").fill(PASSWORD).await;
    window.button("Se connecter").click().await;
    // Its cells are not here.
    window
        .reads("Corrigez le fichier maintenant ou plus tard")
        .await;
    let invite = "Inviter aussitôt les nouvelles personnes";
    window.get("checkbox", invite).click().await;
    window.button("Importer 1 ligne").click().await;
    window.heading("Import effectué").wait().await;
    app.past_undo();
    window.reads("Tous les messages sont partis.").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_invitations_of_a_file_are_taken_back_where_it_was_carried_out() {
    let (app, owner) = acme().await;
    let import = owner
        .preview("email\nada@example.com\ngrace@example.com\n")
        .await;
    owner.confirm(&import).await;
    let window = owners_console(&app, &owner).await;
    let path = format!("/imports/{}", import["id"].as_str().expect("an id"));
    window.go(&page(&app, &path)).await;
    window.reads("0 of 2 have left").await;
    window.reads("Sending in").await;
    window.button("Undo").click().await;
    window.reads("Undone: 2 messages were not sent.").await;
    window.reads("2 added").await;
    window.button("Undo").gone().await;
    app.past_undo();
    app.at_rest().await;
    assert!(app.smtp().letters().is_empty());
    let created = owner.found_by(json!({ "status": ["CREATED"] })).await;
    assert_eq!(created.len(), 2);
    window.close().await;
}

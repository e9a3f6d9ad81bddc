//! Many people at once, exactly as the article walks them: filter, tick, three-dot menu.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tests::{Admin, TestApp, browser::Window, smtp::Mood};

use super::{acme, owners_console, page};

/// Adds so many people who wait to be invited.
pub(super) async fn crowd(owner: &Admin, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for n in 0..count {
        let person = json!({ "email": format!("p{n:02}@example.com"), "fullName": format!("Person {n:02}") });
        let input = json!({ "person": person, "invite": false });
        let done = owner.try_create(input).await.done();
        ids.push(done["user"]["id"].as_str().expect("an id").to_owned());
    }
    ids
}

/// Filters by a status with its chip and ticks the page.
pub(super) async fn tick_everyone(console: &Window, status: &str) {
    console.starting("button", status).first().click().await;
    console.table_is_ready().await;
    console
        .get("checkbox", "Select everyone on this page")
        .click()
        .await;
}

/// Chooses from the three-dot menu of the bar.
pub(super) async fn choose(console: &Window, item: &str) {
    console
        .starting("button", "Actions for")
        .first()
        .click()
        .await;
    console.starting("menuitem", item).click().await;
}

async fn statuses(owner: &Admin) -> Value {
    let query = "{ userCounts { byStatus { status count } } }";
    owner.ask(query, json!({})).await.data()["userCounts"]["byStatus"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_created_is_ticked_invited_and_written_to() {
    let (app, owner) = acme().await;
    crowd(&owner, 30).await;
    let console = owners_console(&app, &owner).await;
    tick_everyone(&console, "Created").await;
    console.reads("30 selected").await;
    // Unticking one keeps the rest.
    console.get("checkbox", "Select Person 07").click().await;
    console.reads("29 selected").await;
    choose(&console, "Invite 29").await;
    let dialog = console.get("dialog", "Invite 29 people?");
    dialog.wait().await;
    console.reads("29 by e-mail.").await;
    console.reads("Languages: English (29).").await;
    dialog.get("button", "Send 29 invitations").click().await;
    console.reads("Invited 29 people.").await;
    console.reads("Inviting 29 people").await;
    console.reads("Sending in").await;
    assert!(app.smtp().letters().is_empty(), "they wait");

    // The card is the server's: a reload does not lose it.
    console.reload().await;
    console.reads("Inviting 29 people").await;
    app.past_undo();
    app.advance_millis(10);
    console.reads("29 messages sent.").await;
    console.reads_no_more("Inviting 29 people").await;
    assert_eq!(app.smtp().letters().len(), 29);
    assert!(app.smtp().letters_to("p07@example.com").is_empty());
    console.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_of_a_few_leaves_without_a_question_and_can_be_undone() {
    let (app, owner) = acme().await;
    for name in ["ada", "grace"] {
        let email = format!("{name}@example.com");
        owner.invite(&email).await;
        app.link(&email, 1).await;
    }
    let older = app.link("ada@example.com", 1).await;
    app.advance_hours(1);
    let console = owners_console(&app, &owner).await;
    tick_everyone(&console, "Invited").await;
    choose(&console, "Send invitation reminder 2").await;
    console.reads("Reminded 2 people.").await;
    let visitor = app.visitor();
    assert_eq!(visitor.link_state(&older).await, "SUPERSEDED");
    console.button("Undo").click().await;
    console.reads("Undone: 2 messages were not sent.").await;
    assert_eq!(visitor.link_state(&older).await, "OPEN");

    // And once more, this time to the end.
    tick_everyone(&console, "Invited").await;
    choose(&console, "Send invitation reminder 2").await;
    console.reads("Reminding 2 people").await;
    app.past_undo();
    app.link("ada@example.com", 2).await;
    app.link("grace@example.com", 2).await;
    console.reads("2 messages sent.").await;
    console.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_deed_does_not_reach_is_shown_with_the_reason_to_every_administrator() {
    let (app, owner) = acme().await;
    crowd(&owner, 3).await;
    app.smtp()
        .be(Mood::Poison("p01@example.com".to_owned(), 550))
        .await;
    let console = owners_console(&app, &owner).await;
    tick_everyone(&console, "Created").await;
    choose(&console, "Invite 3").await;
    console.reads("Sending in").await;
    let colleague = seen_by_another(&app, &owner).await;
    app.past_undo();
    console.reads("1 failed").await;
    console.button("Show who").click().await;
    console
        .get("dialog", "1 person was not reached")
        .wait()
        .await;
    console.reads("550").await;
    assert!(
        console
            .link("Download")
            .attribute("href")
            .await
            .is_some_and(|href| href.starts_with("blob:"))
    );
    app.smtp().be(Mood::Well).await;
    console.button("Try again").click().await;
    console.reads("Reminded 1 person.").await;
    app.past_undo();
    app.link("p01@example.com", 1).await;
    colleague.reads("1 failed").await;
    colleague.close().await;
    // It stands there until it has been seen, on this device.
    console.reload().await;
    console.reads("Invited 3 people.").await;
    console.reads("1 failed").await;
    console.button("Close").click().await;
    console.reads_no_more("1 failed").await;
    console.reload().await;
    console.reads("Nobody with status Created").await;
    console.settles().await;
    assert!(!console.text().await.contains("1 failed"));
    console.close().await;
    let invited = json!({ "status": "INVITED", "count": 3 });
    assert!(
        statuses(&owner)
            .await
            .as_array()
            .is_some_and(|counts| counts.contains(&invited))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_deed_leaves_out_is_shown_with_the_reason() {
    let (app, owner) = acme().await;
    crowd(&owner, 2).await;
    let console = owners_console(&app, &owner).await;
    tick_everyone(&console, "Everyone").await;
    choose(&console, "Invite 2").await;
    console.reads("Skipped 1: already active (1).").await;
    console.button("Show who").click().await;
    let dialog = console.get("dialog", "1 person was left out");
    dialog.wait().await;
    console.reads("has already joined").await;
    assert!(dialog.text().await.contains("Olivia Owner"));
    assert!(!dialog.text().await.contains("Try again"));
    console.close().await;
}

/// The console of another window, which sees the card as well.
async fn seen_by_another(app: &TestApp, owner: &Admin) -> Window {
    let other = owners_console(app, owner).await;
    other.go(&page(app, "/settings/users")).await;
    other.reads("Inviting 3 people").await;
    other
}

/// Chooses from the menu of one person.
async fn choose_for(console: &Window, name: &str, item: &str) {
    console.button(&format!("Actions for {name}")).click().await;
    console.get("menuitem", item).click().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_is_undone_for_one_and_for_many() {
    let (app, owner) = acme().await;
    for name in ["ada", "grace"] {
        owner.invite(&format!("{name}@example.com")).await;
    }
    let link = app.link("ada@example.com", 1).await;
    app.link("grace@example.com", 1).await;
    let console = owners_console(&app, &owner).await;
    let ada = console.row("ada@example.com");
    choose_for(&console, "ada@example.com", "Revoke invitation").await;
    console.reads("Revoked 1 invitation.").await;
    ada.reads_within(tests::PATIENCE, "Invitation revoked")
        .await;
    let visitor = app.visitor();
    assert_eq!(visitor.link_state(&link).await, "REVOKED");
    console.button("Undo").click().await;
    console.reads("Undone: 1 invitation is open again.").await;
    ada.reads_within(tests::PATIENCE, "Invited").await;
    assert_eq!(visitor.link_state(&link).await, "OPEN");

    tick_everyone(&console, "Invited").await;
    choose(&console, "Revoke invitation 2").await;
    console.reads("Revoked 2 invitations.").await;
    console.button("Undo").click().await;
    console.reads("Undone: 2 invitations are open again.").await;

    // Where nothing can be undone it is asked first.
    let at_once = json!({ "undoSeconds": 0 });
    owner.update_organization(at_once).await.done();
    console.reload().await;
    console.table_is_ready().await;
    choose_for(&console, "ada@example.com", "Revoke invitation").await;
    console
        .get("dialog", "Revoke the invitation of ada@example.com?")
        .get("button", "Revoke invitation")
        .click()
        .await;
    console.reads("Revoked 1 invitation.").await;
    assert_eq!(visitor.link_state(&link).await, "REVOKED");
    console.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_shows_at_once_what_is_done_and_what_was_when_it_is_refused() {
    let (app, owner) = acme().await;
    let ids = crowd(&owner, 2).await;
    let console = owners_console(&app, &owner).await;
    // The server is busy: the row does not wait for it.
    let busy = app.app.db.begin_write().await.expect("a transaction");
    choose_for(&console, "Person 00", "Invite").await;
    let row = console.row("Person 00");
    row.reads_within(tests::PATIENCE, "Invited").await;
    assert_eq!(owner.status(&ids[0]).await, "CREATED");
    // Somebody else deactivates them meanwhile: what is so is said.
    let deactivate = format!(
        "UPDATE users SET status = 'DEACTIVATED' WHERE id = '{}'",
        ids[0]
    );
    busy.execute_unprepared(&deactivate).await.expect("done");
    busy.commit().await.expect("done");
    console.reads("Skipped 1: deactivated (1).").await;
    row.reads_within(tests::PATIENCE, "Deactivated").await;

    console.refuse(&["*/graphql"]).await;
    choose_for(&console, "Person 01", "Invite").await;
    console.reads("The server cannot be reached.").await;
    let other = console.row("Person 01");
    other.reads_within(tests::PATIENCE, "Created").await;
    console.close_despite(&["ERR_BLOCKED_BY_CLIENT"]).await;
}

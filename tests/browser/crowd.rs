//! The article's walks among a hundred thousand people: the list, everyone who matches, ten thousand messages, and as many reminders.

use std::time::Duration;

use serde_json::json;
use tests::TestApp;

use super::{
    acme,
    many::{choose, tick_everyone},
    owners_console, people,
};

/// Who waits to be invited; everybody else has joined.
const CREATED: usize = 10_000;
/// Everybody, but for the owner.
const EVERYBODY: usize = 100_000;
/// How long ten thousand messages may take on a slow machine.
const LONG: Duration = Duration::from_secs(240);

/// So many people, made after the image of one behind the server's back.
async fn fill(app: &TestApp, first: &str) {
    // An id begins with its noun and its instant, which stay; the rest is drawn, here counted.
    let (begin, _) = first.split_at(first.len() - 16);
    let copies = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {EVERYBODY} - 1) \
         INSERT INTO users (id, organization_id, full_name, email, email_key, search_key, name_key, locale, role, status, source, created_at, activated_at, last_event_at) \
         SELECT '{begin}' || substr('0000000000000000' || i, length('0000000000000000' || i) - 15), organization_id, full_name || ' ' || i, \
            'c' || i || email, 'c' || i || email_key, search_key || i, name_key || ' ' || i, locale, role, \
            CASE WHEN i < {CREATED} THEN 'CREATED' ELSE 'ACTIVE' END, source, created_at - i, CASE WHEN i < {CREATED} THEN NULL ELSE created_at END, last_event_at \
         FROM users, n WHERE users.id = '{first}'"
    );
    app.database.execute(&copies).await;
}

/// The first number of a line such as “2,345 sent · about 7 s left”.
fn sent(line: &str) -> Option<usize> {
    let (number, _) = line.split_once(" sent")?;
    number.rsplit(' ').next()?.replace(',', "").parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_of_a_hundred_thousand_are_invited_and_reminded_and_the_card_tells_the_truth()
{
    let (app, owner) = acme().await;
    let person = json!({ "email": "crowd@example.com", "fullName": "Crowd Person" });
    let input = json!({ "person": person, "invite": false });
    let first = owner.try_create(input).await.done();
    fill(&app, first["user"]["id"].as_str().expect("an id")).await;

    let console = owners_console(&app, &owner).await;
    assert_eq!(people(&console).await.len(), 50);
    console.reads("100,001").await;
    tick_everyone(&console, "Created").await;
    console.reads("50 selected").await;
    console.button("Select all 10,000 matching").click().await;
    console.reads("10,000 selected").await;
    // One of them stays out of it.
    console
        .starting("checkbox", "Select Crowd Person")
        .first()
        .click()
        .await;
    console.reads("9,999 selected").await;
    choose(&console, "Invite 9,999").await;
    let dialog = console.get("dialog", "Invite 9,999 people?");
    dialog.wait().await;
    dialog.get("button", "Send 9,999 invitations").click().await;
    console.reads_within(LONG, "Inviting 9,999 people").await;
    assert_eq!(app.smtp().taken(), 0, "they wait");
    // A crowd's window is longer by the time in which it was written.
    app.advance_hours(1);

    let mut seen = Vec::new();
    let done = tokio::time::timeout(LONG, async {
        loop {
            let before = console.text().await;
            let taken = app.smtp().taken();
            if before.contains("9,999 messages sent.") {
                return;
            }
            if let Some(sent) = before.lines().find_map(sent) {
                assert!(sent <= taken, "{sent} are shown, {taken} have left");
                seen.push(sent);
            }
        }
    });
    done.await.expect("all messages leave");
    assert_eq!(app.smtp().taken(), 9_999);
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(
        seen.iter().any(|sent| (1..9_999).contains(sent)),
        "progress is shown while they leave: {seen:?}"
    );

    // The second walk, among the same people.
    app.advance_hours(12);
    console.button("Clear filters").click().await;
    console.table_is_ready().await;
    tick_everyone(&console, "Invited").await;
    console.button("Select all 9,999 matching").click().await;
    choose(&console, "Send invitation reminder 9,999").await;
    let dialog = console.get("dialog", "Remind 9,999 people?");
    dialog.get("button", "Send 9,999 reminders").click().await;
    console.reads_within(LONG, "Reminding 9,999 people").await;
    assert_eq!(app.smtp().taken(), 9_999, "they wait");
    app.advance_hours(1);
    console.reads_within(LONG, "Reminded 9,999 people.").await;
    let all = async {
        while app.smtp().taken() < 2 * 9_999 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let all = tokio::time::timeout(LONG, all).await;
    all.expect("all reminders leave");
    console.close().await;
}

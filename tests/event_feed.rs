//! The feed: every change once, in the order of committing, whoever writes and wherever one listens.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Admin, TestApp, people, socket::Socket};

/// What is compared: what happened, and to whom.
fn fact(change: &Value) -> String {
    format!(
        "{} {}",
        change["kind"].as_str().expect("a kind"),
        change["user"]["id"].as_str().expect("an id")
    )
}

/// The same from the table, in the order of the feed.
async fn written(app: &TestApp) -> Vec<String> {
    let sql = "SELECT kind || ' ' || user_id FROM events WHERE user_id IS NOT NULL AND status IS NOT NULL ORDER BY position";
    app.database.texts(sql).await
}

/// Many people are added, invited and changed by writers who do not wait for each other.
async fn many_write(admins: Vec<Admin>, tag: &str) {
    let writers: Vec<_> = admins
        .into_iter()
        .enumerate()
        .map(|(writer, admin)| {
            let tag = tag.to_owned();
            tokio::spawn(async move {
                for n in 0..12 {
                    let person = json!({ "email": format!("{tag}{writer}-{n}@example.com") });
                    let id = admin.invite_person(person).await.id;
                    admin
                        .update(json!({ "id": id, "fullName": format!("Person {n}") }))
                        .await
                        .done();
                    if n % 3 == 0 {
                        admin.revoke(&[&id]).await;
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("every deed is done");
    }
}

/// Hears until nothing more was written.
async fn hear_all(socket: &mut Socket, expected: usize) -> Vec<Value> {
    let mut heard = Vec::new();
    while heard.len() < expected {
        match socket.change_within(Duration::from_secs(20)).await {
            Some(change) => heard.push(change),
            None => panic!("{} of {expected} were heard", heard.len()),
        }
    }
    assert_eq!(
        socket.change_within(Duration::from_millis(300)).await,
        None,
        "nothing more"
    );
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn with_many_writers_a_listener_hears_everything_once_in_order_and_so_does_one_who_resumes() {
    let (app, admin) = TestApp::founded().await;
    app.at_rest().await;
    let before = written(&app).await.len();
    let mut socket = Socket::watching(&admin, None).await;
    many_write(vec![admin.clone(); 8], "p").await;
    app.at_rest().await;

    let table = written(&app).await;
    let heard = hear_all(&mut socket, table.len() - before).await;
    let facts: Vec<String> = heard.iter().map(fact).collect();
    assert_eq!(
        facts,
        table[before..],
        "each once, in the order of the feed"
    );
    let positions = app
        .database
        .number("SELECT count(*) - max(position) FROM events")
        .await;
    assert_eq!(positions, 0, "no position is skipped");
    let swapped = "SELECT count(*) FROM events a JOIN events b ON a.user_id = b.user_id AND a.sequence < b.sequence AND a.position > b.position";
    let swapped = app.database.number(swapped).await;
    assert_eq!(swapped, 0, "what happened to one person keeps its order");

    for from in [0, 1, heard.len() / 2, heard.len() - 2] {
        let cursor = heard[from]["cursor"].as_str().expect("a cursor");
        let mut again = Socket::watching(&admin, Some(cursor)).await;
        let rest = hear_all(&mut again, heard.len() - from - 1).await;
        let rest: Vec<String> = rest.iter().map(fact).collect();
        assert_eq!(rest, facts[from + 1..], "after {from}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_whose_line_is_cut_again_and_again_misses_nothing() {
    let (app, admin) = TestApp::founded().await;
    app.at_rest().await;
    let before = written(&app).await.len();
    let mut socket = Socket::watching(&admin, None).await;
    let first = admin.create("first@example.com").await;
    let mut heard = vec![socket.change().await];
    assert_eq!(heard[0]["user"]["id"], json!(first));
    let writing = {
        let admin = admin.clone();
        tokio::spawn(async move { many_write(vec![admin; 6], "q").await })
    };
    let mut quiet = 0;
    while quiet < 3 {
        // The line is cut after some changes; the next one begins after the last that was heard.
        let cursor = heard
            .last()
            .and_then(|change| change["cursor"].as_str())
            .expect("a cursor")
            .to_owned();
        let mut socket = Socket::watching(&admin, Some(&cursor)).await;
        let length = heard.len();
        while heard.len() < length + 17 {
            match socket.change_within(Duration::from_millis(800)).await {
                Some(change) => heard.push(change),
                None => break,
            }
        }
        quiet = if writing.is_finished() && heard.len() == length {
            quiet + 1
        } else {
            0
        };
    }
    writing.await.expect("every deed is done");
    app.at_rest().await;
    let facts: Vec<String> = heard.iter().map(fact).collect();
    assert_eq!(facts, written(&app).await[before..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_in_one_process_is_heard_in_the_other() {
    let (app, here) = TestApp::founded().await;
    // One process at a time may have an SQLite file.
    let Some(sibling) = app.sibling().await else {
        return;
    };
    let there = people::sign_in(sibling.visitor(), "olivia@acme.example").await;
    app.at_rest().await;
    let before = written(&app).await.len();
    let mut sockets = [
        Socket::watching(&here, None).await,
        Socket::watching(&there, None).await,
    ];
    many_write(
        [&here, &there]
            .into_iter()
            .cycle()
            .take(8)
            .cloned()
            .collect(),
        "r",
    )
    .await;
    app.at_rest().await;
    let table = written(&app).await;
    for socket in &mut sockets {
        let heard = hear_all(socket, table.len() - before).await;
        assert_eq!(heard.iter().map(fact).collect::<Vec<_>>(), table[before..]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_tells_the_other_and_does_not_wait_to_be_looked_at() {
    let (app, here) = TestApp::founded().await;
    let Some(sibling) = app.sibling().await else {
        return;
    };
    let there = people::sign_in(sibling.visitor(), "olivia@acme.example").await;
    app.at_rest().await;
    let mut socket = Socket::watching(&there, None).await;
    let mut waits = Vec::new();
    for n in 0..10 {
        // Right after the last was carried: whoever only looks each second looks a second later.
        let begun = Instant::now();
        here.create(&format!("p{n}@example.com")).await;
        socket.change().await;
        waits.push(begun.elapsed());
    }
    waits.sort_unstable();
    assert!(waits[5] < Duration::from_millis(600), "{waits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_hears_of_their_own_organisation_only_and_of_whom_their_filter_finds() {
    let (app, acme) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    app.at_rest().await;
    let mut theirs = Socket::watching(&other, None).await;
    let mut filtered = Socket::connect(&acme).await;
    let filter = json!({ "filter": { "role": ["ADMIN"] } });
    filtered
        .subscribe("admins", tests::socket::CHANGES, filter)
        .await;
    filtered.say(json!({ "type": "ping" })).await;
    filtered.hear().await;
    acme.create("secret@example.com").await;
    acme.invite_person(json!({ "email": "admin@example.com", "role": "ADMIN" }))
        .await;
    let own = other.create("own@other.example").await;
    assert_eq!(
        theirs.change().await["user"]["id"],
        json!(own),
        "the first thing they hear is their own"
    );
    assert_eq!(
        filtered.change().await["user"]["email"],
        "admin@example.com"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_list_is_refused() {
    let (_app, admin) = TestApp::founded().await;
    let mut socket = Socket::connect(&admin).await;
    socket
        .subscribe("x", tests::socket::CHANGES, json!({ "after": "nonsense" }))
        .await;
    let heard = socket.hear().await;
    assert!(format!("{heard:?}").contains("BAD_USER_INPUT"), "{heard:?}");
}

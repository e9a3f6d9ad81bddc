//! SIGTERM under load: what was begun is finished, what was promised is kept, and the process goes.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::json;
use tests::{
    database::TestDatabase,
    eventually,
    folder::Folder,
    people,
    program::{Program, free_address},
    smtp::{MailServer, Mood},
    socket::{Heard, Socket},
    visitor::COOKIE_NAME,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_asked_to_stop_under_load_loses_nothing() {
    let (database, folder, smtp) = (
        TestDatabase::create().await,
        Folder::empty(),
        MailServer::start().await,
    );
    let (path, address) = (folder.path().display().to_string(), free_address());
    let url = smtp.url();
    let flags = [
        "--data-dir",
        &path,
        "--database-url",
        database.url(),
        "--smtp-url",
        &url,
        "--mail-from",
        "hello@bienvenue.example",
    ];
    let program = Program::serve_at(address, &flags).await;
    let code = program.setup_code().await;
    let admin = people::set_up(
        program.visitor(),
        &code,
        "Acme",
        "Olivia Owner",
        "olivia@acme.example",
    )
    .await;
    smtp.be(Mood::Slow(Duration::from_millis(20))).await;
    let mut socket = Socket::watching(&admin, None).await;

    let acknowledged: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let http = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("an HTTP client");
    let writers: Vec<_> = (0..6)
        .map(|writer| {
            let (http, acknowledged) = (http.clone(), Arc::clone(&acknowledged));
            let cookie = format!("{COOKIE_NAME}={}", admin.cookie().expect("signed in"));
            tokio::spawn(async move {
                let query = "mutation($email: EmailAddress!) { invite(input: { person: { email: $email } }) { errors { code } } }";
                for n in 0.. {
                    let email = format!("p{writer}-{n}@example.com");
                    let body = json!({ "query": query, "variables": { "email": email } }).to_string();
                    let request = http.post(format!("http://{address}/graphql")).header("cookie", &cookie);
                    let answer = request.header("content-type", "application/json").body(body).send().await;
                    // Refused connections are how a load balancer sees that it is over; a half answer would be a loss.
                    let Ok(answer) = answer else { return };
                    assert!(answer.status().is_success(), "{}", answer.status());
                    let text = answer.text().await.expect("an answer that has begun is finished");
                    assert!(text.contains("\"errors\":[]"), "{text}");
                    acknowledged.lock().expect("no writer panics").insert(email);
                }
            })
        })
        .collect();
    eventually("some are acknowledged", async || {
        (acknowledged.lock().expect("no writer panics").len() >= 40).then_some(())
    })
    .await;
    let asked = Instant::now();
    program.terminate();
    let (_, closed) = socket.closes().await;
    assert_eq!(closed, Heard::Closed(1001), "sockets are told to come back");
    let status = program.ended().await;
    assert!(status.success(), "{status}");
    assert!(
        asked.elapsed() < Duration::from_secs(12),
        "{:?}",
        asked.elapsed()
    );
    for writer in writers {
        writer.await.expect("every answer was whole");
    }
    let leased = database
        .number("SELECT count(*) FROM messages WHERE state = 'QUEUED' AND leased_until IS NOT NULL")
        .await;
    assert_eq!(leased, 0, "nothing is left to a lease");

    smtp.be(Mood::Well).await;
    let _program = Program::serve_at(address, &flags).await;
    let queued = "SELECT count(*) FROM messages WHERE state = 'QUEUED'";
    eventually("every message is settled", async || {
        (database.number(queued).await == 0).then_some(())
    })
    .await;
    let acknowledged = acknowledged.lock().expect("no writer panics").clone();
    let there: BTreeSet<String> = database
        .texts("SELECT email FROM users WHERE email LIKE 'p%'")
        .await
        .into_iter()
        .collect();
    assert_eq!(acknowledged.difference(&there).count(), 0, "lost");
    let letters = smtp.letters();
    assert_eq!(
        letters.len(),
        there.len(),
        "each has one letter: without a crash there is no repeat"
    );
}

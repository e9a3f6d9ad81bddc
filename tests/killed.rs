//! kill -9 at the worst moments: what was acknowledged is there, what was not is whole or absent, and a repeat is the same letter.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use tests::{
    Admin, Visitor,
    database::TestDatabase,
    eventually,
    folder::Folder,
    people,
    program::{Program, free_address},
    smtp::{MailServer, Mood},
};

/// How many letters may leave again after a kill, with a server that takes 30 ms for each answer: one on each of four
/// connections, and those whose outcome was not yet written down.
pub(crate) const ON_THEIR_WAY: usize = 16;

/// How many leave before each kill.
const LEAVE: usize = 60;

/// The program on a database of its own, which outlives it.
pub(crate) struct Place {
    pub(crate) database: TestDatabase,
    folder: Folder,
    pub(crate) smtp: MailServer,
    address: std::net::SocketAddr,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self {
            database: TestDatabase::create().await,
            folder: Folder::empty(),
            smtp: MailServer::start().await,
            address: free_address(),
        }
    }

    pub(crate) async fn serve(&self) -> Program {
        let folder = self.folder.path().display().to_string();
        let flags = [
            "--data-dir",
            &folder,
            "--database-url",
            self.database.url(),
            "--smtp-url",
            &self.smtp.url(),
            "--mail-from",
            "hello@bienvenue.example",
        ];
        Program::serve_at(self.address, &flags).await
    }

    pub(crate) async fn founded(&self) -> (Program, Admin) {
        let program = self.serve().await;
        let code = program.setup_code().await;
        let admin = people::set_up(
            program.visitor(),
            &code,
            "Acme",
            "Olivia Owner",
            "olivia@acme.example",
        )
        .await;
        (program, admin)
    }

    /// Lets every lease end at once, since this program's clock is the real one.
    pub(crate) async fn end_leases(&self) {
        self.database
            .execute("UPDATE messages SET due_at = 0, leased_until = NULL WHERE state = 'QUEUED'")
            .await;
    }

    pub(crate) async fn all_settled(&self) {
        self.database.all_settled().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_left_just_before_the_kill_leaves_again_as_the_same_letter() {
    let place = Place::new().await;
    let (program, admin) = place.founded().await;
    place.smtp.be(Mood::Ponders(Duration::from_secs(60))).await;
    let ada = admin.invite("ada@example.com").await;
    place.smtp.has_taken(1).await;
    program.kill();

    place.smtp.be(Mood::Well).await;
    place.end_leases().await;
    let program = place.serve().await;
    place.smtp.has_taken(2).await;
    place.all_settled().await;
    let letters = place.smtp.letters_to("ada@example.com");
    assert_eq!(letters.len(), 2, "once before, once after");
    assert_eq!(letters[0].message_id(), letters[1].message_id());
    assert_eq!(
        letters[0].raw, letters[1].raw,
        "to the byte, the link included"
    );
    let link = letters[0].link().expect("a link");
    program.visitor().accept(&link).await.done();
    assert_eq!(
        admin.status(&ada.id).await,
        "ACTIVE",
        "the session outlives the process"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_had_claimed_leaves_when_its_lease_ends() {
    let place = Place::new().await;
    let (program, admin) = place.founded().await;
    place.smtp.be(Mood::Mute).await;
    admin.invite("ada@example.com").await;
    let claimed = "SELECT count(*) FROM messages WHERE leased_until IS NOT NULL";
    eventually("the message is claimed", async || {
        (place.database.number(claimed).await == 1).then_some(())
    })
    .await;
    program.kill();
    place.smtp.be(Mood::Well).await;
    let _program = place.serve().await;
    // 30 seconds, by the real clock.
    for _ in 0..400 {
        if !place.smtp.letters().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    place.all_settled().await;
    assert_eq!(place.smtp.letters_to("ada@example.com").len(), 1);
}

/// Invites one address after another until the server is gone; keeps what was attempted and what was acknowledged.
async fn invite_until_killed(
    admin: Admin,
    writer: usize,
    attempted: Arc<Mutex<Vec<String>>>,
    acknowledged: Arc<Mutex<Vec<String>>>,
) {
    let query =
        "mutation($input: InviteInput!) { invite(input: $input) { user { id } errors { code } } }";
    for n in 0.. {
        let email = format!("p{writer}-{n}@example.com");
        attempted
            .lock()
            .expect("no writer panics")
            .push(email.clone());
        let body =
            json!({ "query": query, "variables": { "input": { "person": { "email": email } } } });
        let Some(answer) = try_post(&admin, &body.to_string()).await else {
            return;
        };
        assert!(
            answer.contains("\"errors\":[]") && answer.contains("usr_"),
            "{answer}"
        );
        acknowledged.lock().expect("no writer panics").push(email);
    }
}

/// Posts to the API; nothing when the server dies meanwhile.
pub(crate) async fn try_post(visitor: &Visitor, body: &str) -> Option<String> {
    let request = reqwest::Client::builder()
        .no_proxy()
        .build()
        .ok()?
        .post(format!("http://{}/graphql", visitor.address()));
    let cookie = format!("{}={}", tests::visitor::COOKIE_NAME, visitor.cookie()?);
    let request = request
        .header("content-type", "application/json")
        .header("cookie", cookie)
        .body(body.to_owned());
    request.send().await.ok()?.text().await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_invitations_that_a_kill_interrupts_none_is_lost_and_none_is_unexpected() {
    let place = Place::new().await;
    let (mut program, admin) = place.founded().await;
    // So slow that few are on their way at a time, and most have left before.
    place.smtp.be(Mood::Slow(Duration::from_millis(30))).await;
    let (attempted, acknowledged) = (Arc::default(), Arc::default());
    for round in 0..3 {
        let writers: Vec<_> = (0..6)
            .map(|writer| {
                let (attempted, acknowledged) = (Arc::clone(&attempted), Arc::clone(&acknowledged));
                tokio::spawn(invite_until_killed(
                    admin.clone(),
                    round * 10 + writer,
                    attempted,
                    acknowledged,
                ))
            })
            .collect();
        let left = place.smtp.taken() + LEAVE;
        place.smtp.has_taken(left).await;
        program.kill();
        for writer in writers {
            writer.await.expect("what was answered was right");
        }
        place.end_leases().await;
        program = place.serve().await;
    }
    place.smtp.be(Mood::Well).await;
    place.end_leases().await;
    place.all_settled().await;

    let attempted: BTreeSet<String> = attempted
        .lock()
        .expect("no writer panics")
        .iter()
        .cloned()
        .collect();
    let acknowledged: BTreeSet<String> = acknowledged
        .lock()
        .expect("no writer panics")
        .iter()
        .cloned()
        .collect();
    let kept = place
        .database
        .texts("SELECT email FROM users WHERE email LIKE 'p%' ORDER BY email")
        .await;
    let there: BTreeSet<String> = kept.iter().cloned().collect();
    assert_eq!(kept.len(), there.len(), "nobody twice");
    assert_eq!(acknowledged.difference(&there).count(), 0, "lost");
    assert_eq!(there.difference(&attempted).count(), 0, "unexpected");

    let mut letters: BTreeMap<String, Vec<tests::letter::Letter>> = BTreeMap::new();
    for letter in place.smtp.letters() {
        letters
            .entry(letter.recipients.concat())
            .or_default()
            .push(letter);
    }
    let written: BTreeSet<String> = letters.keys().cloned().collect();
    assert_eq!(
        written, there,
        "everyone who is there is written to, and nobody else"
    );
    let repeats = letters
        .values()
        .map(|letters| letters.len() - 1)
        .sum::<usize>();
    assert!(repeats <= 3 * ON_THEIR_WAY, "{repeats} repeats");
    for (email, letters) in &letters {
        assert!(
            letters.iter().all(|letter| letter.raw == letters[0].raw),
            "{email}: a repeat is the same letter"
        );
    }
    for letters in letters.values().step_by(7) {
        let link = letters[0].link().expect("a link");
        assert_eq!(program.visitor().link_state(&link).await, "OPEN");
    }
}

//! A link's secret is in the letter and in the invitee's hands, and nowhere else.

mod texts;

use serde_json::json;
use tests::{
    PASSWORD, Visitor,
    database::TestDatabase,
    folder::Folder,
    letter::token,
    people::{self, USER},
    program::Program,
    smtp::{MailServer, Mood},
    socket::Socket,
};

fn holds(hay: &[u8], needle: &str) -> bool {
    hay.windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_whole_road_no_token_rests_in_database_log_event_or_answer() {
    let (database, folder, smtp) = (
        TestDatabase::create().await,
        Folder::empty(),
        MailServer::start().await,
    );
    let path = folder.path().display().to_string();
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
        "--log",
        "trace",
        "--log-format",
        "json",
    ];
    let program = Program::serve(&flags).await;
    let code = program.setup_code().await;
    let admin = people::set_up(
        program.visitor(),
        &code,
        "Acme",
        "Olivia Owner",
        "olivia@acme.example",
    )
    .await;
    let link = async |email: &str, nth: usize| {
        let links = || {
            smtp.letters_to(email)
                .iter()
                .filter_map(tests::letter::Letter::link)
                .nth(nth - 1)
        };
        tests::eventually("a link arrives", async || links()).await
    };

    // One letter is refused at first, so that the mail server's words pass through as well.
    smtp.be(Mood::Poison("grace@example.com".to_owned(), 550))
        .await;
    let grace = admin.invite("grace@example.com").await;
    let ada = admin.invite("ada@example.com").await;
    let first = link("ada@example.com", 1).await;
    smtp.be(Mood::Well).await;
    // This program's clock is the real one.
    let at_once = json!({ "undoSeconds": 0 });
    admin.update_organization(at_once).await.done();
    admin.remind(&[&ada.id, &grace.id]).await;
    let second = link("ada@example.com", 2).await;
    let graces = link("grace@example.com", 1).await;
    let visitor: Visitor = program.visitor();
    for shown in [&first, &second, &graces] {
        visitor.preview(shown).await;
        visitor.get(&format!("/join/{}", token(shown))).await;
    }
    visitor.request_new_link(&first).await.done();
    let third = link("ada@example.com", 3).await;
    let copied = admin.copy_link(&ada.id).await.done()["url"]
        .as_str()
        .expect("a link")
        .to_owned();
    visitor.decline(&graces).await.done();
    let system = admin.program("HR system", "ADMIN").await;
    system.create("sam@example.com").await;
    Socket::connect(&system).await;
    let unknown = system.secret().replace('b', "c");
    visitor
        .sending("authorization", &format!("Bearer {unknown}"))
        .ask("{ setupPending }", json!({}))
        .await;
    ada.accept(&copied).await.done();
    let queued = "SELECT count(*) FROM messages WHERE state = 'QUEUED'";
    tests::eventually("every message is settled", async || {
        (database.number(queued).await == 0).then_some(())
    })
    .await;

    let everything = format!(
        "{{ users {{ nodes {{ {USER} events {{ nodes {{ kind summary cursor }} }} }} }} organization {{ name mailboxUrl channels {{ hint }} }} apiTokens {{ nodes {{ name beginning }} }} }}"
    );
    let answers = admin.ask(&everything, json!({})).await.text;
    let rows = format!("{:?}", database.dump().await);
    let rest = database.bytes_at_rest().await;
    let log = program.said();
    assert!(
        log.contains("\"level\":\"DEBUG\"") || log.contains("\"level\":\"TRACE\""),
        "the log says everything: {}",
        log.len()
    );
    let sessions = [admin.cookie(), ada.cookie()].map(|cookie| cookie.expect("signed in"));
    let tokens = [&first, &second, &third, &copied, &graces].map(|link| token(link).to_owned());
    for secret in tokens
        .iter()
        .chain(&sessions)
        .map(String::as_str)
        .chain([PASSWORD, system.secret()])
    {
        assert!(!rows.contains(secret), "in a row");
        assert!(!holds(&rest, secret), "on the disk");
        assert!(!answers.contains(secret), "in an answer");
        assert!(
            !log.contains(secret),
            "in the log: {}",
            log.lines()
                .find(|line| line.contains(secret))
                .unwrap_or_default()
        );
    }
    for address in [
        "ada@example.com",
        "grace@example.com",
        "olivia@acme.example",
    ] {
        assert!(
            !log.contains(address),
            "in the log: {}",
            log.lines()
                .find(|line| line.contains(address))
                .unwrap_or_default()
        );
    }
    // The search itself finds what is there.
    assert!(holds(&rest, "ada@example.com") && rows.contains("ada@example.com"));
}

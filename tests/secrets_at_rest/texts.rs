//! A text message's link and number: in the message, and nowhere else.

use serde_json::json;
use tests::{
    database::TestDatabase,
    eventually,
    folder::Folder,
    letter::token,
    people::{self, USER},
    program::Program,
    twilio::{ACCOUNT, FakeTwilio, Mood, TOKEN},
};

use super::holds;

#[tokio::test(flavor = "multi_thread")]
async fn no_link_of_a_text_message_rests_and_no_log_names_its_number() {
    let (database, folder) = (TestDatabase::create().await, Folder::empty());
    let twilio = FakeTwilio::start().await;
    let (path, url) = (
        folder.path().display().to_string(),
        twilio.settings("FR").api,
    );
    let flags = [
        "--data-dir",
        &path,
        "--database-url",
        database.url(),
        "--twilio-url",
        url.as_str(),
        "--twilio-account",
        ACCOUNT,
        "--twilio-token",
        TOKEN,
        "--twilio-from",
        "Acme",
        "--text-countries",
        "FR",
        "--log",
        "trace",
        "--log-format",
        "json",
    ];
    let program = Program::serve(&flags).await;
    let code = program.setup_code().await;
    let (name, email) = ("Olivia Owner", "olivia@acme.example");
    let admin = people::set_up(program.visitor(), &code, "Acme", name, email).await;
    // Twilio's words quote the number, as they do.
    twilio.be(Mood::Refuses(
        429,
        20429,
        "Too many requests to +33612345678",
    ));
    let ada = admin
        .invite_person(json!({ "phone": "+33612345678" }))
        .await;
    eventually("the refusal is told", async || {
        let delivery = admin.user(&ada.id).await["invitation"]["delivery"].clone();
        delivery["reason"].is_string().then_some(())
    })
    .await;
    twilio.be(Mood::Well);
    // This program's clock is the real one: whatever waits is due, and somebody rings.
    let due = "UPDATE messages SET due_at = 0 WHERE state = 'QUEUED'";
    database.execute(due).await;
    admin.invite("bea@example.com").await;
    let text = twilio.text("+33612345678", 1).await;
    assert_eq!(twilio.report(&text, "delivered", None).await, 204);
    let link = text.link();
    program.visitor().preview(&link).await;
    ada.accept(&link).await.done();
    let secret = token(&link).to_owned();
    let query =
        format!("{{ users {{ nodes {{ {USER} events {{ nodes {{ kind summary }} }} }} }} }}");
    let answers = admin.ask(&query, json!({})).await.text;
    let rows = format!("{:?}", database.dump().await);
    let rest = database.bytes_at_rest().await;
    let log = program.said();
    assert!(
        log.contains("\"level\":\"TRACE\""),
        "the log says everything"
    );
    for (secret, what) in [
        (secret.as_str(), "the link"),
        (TOKEN, "the account's token"),
    ] {
        assert!(!rows.contains(secret), "{what} in a row");
        assert!(!holds(&rest, secret), "{what} on the disk");
        assert!(!answers.contains(secret), "{what} in an answer");
        assert!(!log.contains(secret), "{what} in the log");
    }
    let line = log.lines().find(|line| line.contains("33612345678"));
    assert!(line.is_none(), "in the log: {}", line.unwrap_or_default());
    // The search itself finds what is there.
    assert!(rows.contains("+33612345678"));
}

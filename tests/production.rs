//! The program as it serves real people: with everything that production insists on, and nothing that only suits a trial.

use serde_json::json;
use tests::{
    PASSWORD,
    database::TestDatabase,
    folder::{Folder, stand_in},
    people,
    program::Program,
    smtp::MailServer,
};

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

#[tokio::test(flavor = "multi_thread")]
async fn production_serves_without_a_mailbox_and_links_lead_to_the_public_url() {
    let (database, folder, smtp) = (
        TestDatabase::create().await,
        Folder::empty(),
        MailServer::start().await,
    );
    let (client, data) = (stand_in(), folder.path().display().to_string());
    let client = client.path().display().to_string();
    let program = Program::serve(&[
        "--production",
        "--public-url",
        "https://invite.example.com",
        "--secret-key",
        KEY,
        "--data-dir",
        &data,
        "--database-url",
        database.url(),
        "--smtp-url",
        &smtp.url(),
        "--mail-from",
        "hello@example.com",
        "--client-dir",
        &client,
    ])
    .await;
    let code = program.setup_code().await;
    let said = program.said();
    assert!(
        said.contains("https://invite.example.com/setup?code=") && !said.contains("mailbox"),
        "{said}"
    );
    assert!(!folder.path().join("secret.key").exists(), "no key is made");

    let owner = people::set_up(
        program.visitor(),
        &code,
        "Acme",
        "Olivia Owner",
        "olivia@acme.example",
    )
    .await;
    for path in ["/mailbox", "/mailbox/style.css"] {
        assert_eq!(owner.get(path).await.status, 404, "{path}");
    }
    // Without the built client there is none to show; nobody but an administrator is told so.
    assert_eq!(owner.get("/graphiql").await.status, 503);
    let strangers = program.visitor().get("/graphiql").await;
    assert_eq!(strangers.header("location"), Some("/sign-in"));

    let input = json!({ "email": "olivia@acme.example", "password": PASSWORD });
    let answer = program
        .visitor()
        .try_deed("signIn", input, "viewer { id }")
        .await;
    let cookie = answer.header("set-cookie").expect("a session");
    for attribute in ["Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    owner.invite("ada@example.com").await;
    smtp.has_taken(1).await;
    let link = smtp.letters()[0].link().expect("a link");
    assert!(
        link.starts_with("https://invite.example.com/join/"),
        "{link}"
    );
}

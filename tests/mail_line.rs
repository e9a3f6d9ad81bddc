//! The line to the mail server: encrypted as the settings say, signed in, silent where it cannot be trusted, and kept.

use serde_json::{Value, json};
use tests::{
    Admin, Options, Post, TestApp, eventually,
    smtp::{Account, Certificates, Encryption, MailServer, Terms},
};

const ACCOUNT: Account = Account {
    mechanism: "PLAIN",
    user: "bienvenue",
    password: "s3cret/é",
};

/// How the password stands in a URL.
const SIGNED_IN: &str = "bienvenue:s3cret%2F%C3%A9@";

async fn server(encryption: Encryption, account: Option<Account>) -> MailServer {
    MailServer::on(Terms {
        encryption,
        account,
    })
    .await
}

/// A founded server whose mail goes through a URL made of these parts.
async fn through(
    server: &MailServer,
    scheme: &str,
    user: &str,
    settings: &str,
) -> (TestApp, Admin) {
    let url = format!("{scheme}://{user}{}?timeout=5{settings}", server.address);
    let post = Post::Smtp(server.reached_by(&url));
    let app = TestApp::with(Options {
        post,
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    (app, admin)
}

fn trusting(certificates: &Certificates) -> String {
    format!("&ca={}", certificates.authority().display())
}

async fn a_letter_arrives(app: &TestApp, admin: &Admin) {
    admin.invite("ada@example.com").await;
    app.letter("ada@example.com", 1).await;
}

/// Invites somebody, and answers why the letter waits once it was tried for the second time; nothing has left.
async fn why_it_waits(server: &MailServer, app: &TestApp, admin: &Admin) -> String {
    let ada = admin.invite("ada@example.com").await;
    let delivery = eventually("the letter is tried again", async || {
        app.advance_millis(2_000);
        let delivery = admin.user(&ada.id).await["invitation"]["delivery"].clone();
        (delivery["attempts"].as_i64() >= Some(2) && delivery["reason"] != Value::Null)
            .then_some(delivery)
    })
    .await;
    assert_eq!(delivery["state"], json!("QUEUED"), "it waits");
    assert_eq!(server.taken(), 0, "nothing has left");
    let reason = delivery["reason"].as_str().expect("a reason").to_owned();
    assert!(!reason.contains("s3cret"), "{reason}");
    reason
}

fn only_asked_for_encryption(server: &MailServer) {
    let overheard = server.overheard();
    assert!(overheard.contains(&"EHLO".to_owned()), "{overheard:?}");
    assert!(
        overheard
            .iter()
            .all(|word| ["EHLO", "STAR", "QUIT"].contains(&word.as_str())),
        "{overheard:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_starttls_neither_password_nor_letter_is_said_before_it_is_on() {
    let server = server(Encryption::StartTls, Some(ACCOUNT)).await;
    let trust = trusting(server.certificates());
    let (app, admin) = through(&server, "smtp", SIGNED_IN, &trust).await;
    a_letter_arrives(&app, &admin).await;
    only_asked_for_encryption(&server);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_smtps_nothing_is_said_in_the_clear() {
    let account = Account {
        mechanism: "LOGIN",
        ..ACCOUNT
    };
    let server = server(Encryption::Implicit, Some(account)).await;
    let trust = trusting(server.certificates());
    let (app, admin) = through(&server, "smtps", SIGNED_IN, &trust).await;
    a_letter_arrives(&app, &admin).await;
    assert_eq!(server.overheard(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_trusted_vouches_for_gets_no_letter() {
    let stranger = Certificates::fresh();
    for settings in [String::new(), trusting(&stranger)] {
        for (encryption, scheme) in [
            (Encryption::StartTls, "smtp"),
            (Encryption::Implicit, "smtps"),
        ] {
            let server = server(encryption, Some(ACCOUNT)).await;
            let (app, admin) = through(&server, scheme, SIGNED_IN, &settings).await;
            let reason = why_it_waits(&server, &app, &admin).await;
            assert!(reason.contains("certificate"), "{scheme}: {reason}");
            assert!(!server.overheard().contains(&"AUTH".to_owned()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_makes_letters_wait_with_the_servers_words() {
    let server = server(Encryption::StartTls, Some(ACCOUNT)).await;
    let trust = trusting(server.certificates());
    let (app, admin) = through(&server, "smtp", "bienvenue:guessed@", &trust).await;
    let reason = why_it_waits(&server, &app, &admin).await;
    assert!(reason.contains("535"), "{reason}");
    assert!(!reason.contains("guessed"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_offers_no_starttls_hears_neither_password_nor_letter() {
    for user in [SIGNED_IN, ""] {
        let server = server(Encryption::None, Some(ACCOUNT)).await;
        let (app, admin) = through(&server, "smtp", user, "&tls=required").await;
        let reason = why_it_waits(&server, &app, &admin).await;
        assert!(reason.contains("STARTTLS"), "{reason}");
        only_asked_for_encryption(&server);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opportunistic_encryption_takes_what_is_offered() {
    for (encryption, in_the_clear) in [(Encryption::StartTls, false), (Encryption::None, true)] {
        let server = server(encryption, None).await;
        let (app, admin) = through(&server, "smtp", "", "&tls=opportunistic").await;
        a_letter_arrives(&app, &admin).await;
        let overheard = server.overheard().contains(&"MAIL".to_owned());
        assert_eq!(overheard, in_the_clear, "{encryption:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_letters_share_four_connections() {
    let server = server(Encryption::StartTls, Some(ACCOUNT)).await;
    let trust = trusting(server.certificates());
    let (app, admin) = through(&server, "smtp", SIGNED_IN, &trust).await;
    let at_once = json!({ "undoSeconds": 0 });
    admin.update_organization(at_once).await.done();
    let people: Vec<Value> = (0..100)
        .map(|n| json!({ "email": format!("p{n}@example.com") }))
        .collect();
    let input = json!({ "people": people });
    admin.try_bulk_invite(input).await.done();
    app.all_settled().await;
    assert_eq!(server.taken(), 100);
    assert!(server.connections() <= 4, "{}", server.connections());
}

//! Starting: with a wrong or missing setting the program refuses within two seconds, in one clear line.

use std::{net::TcpListener, time::Duration};

use serde_json::json;
use tests::{
    PASSWORD,
    database::TestDatabase,
    folder::Folder,
    people,
    program::{self, Ended, Program, free_address},
};

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Asserts that the program refused, quickly, with one line that holds these words.
fn refused(ended: &Ended, words: &[&str]) {
    assert!(!ended.success, "it started: {ended:?}");
    assert!(
        ended.took < Duration::from_secs(2),
        "{:?}: {}",
        ended.took,
        ended.stderr
    );
    let lines: Vec<&str> = ended.stderr.lines().collect();
    assert_eq!(lines.len(), 1, "one line: {}", ended.stderr);
    for word in words {
        assert!(lines[0].contains(word), "{word:?} in {}", lines[0]);
    }
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
}

fn serve(flags: &[&str]) -> Ended {
    let folder = Folder::empty();
    let (path, listen) = (
        folder.path().display().to_string(),
        free_address().to_string(),
    );
    let given = |flag: &str| flags.contains(&flag);
    let mut arguments = vec!["serve"];
    if !given("--data-dir") {
        arguments.extend(["--data-dir", &path]);
    }
    if !given("--listen") {
        arguments.extend(["--listen", &listen]);
    }
    arguments.extend(flags);
    program::run(&arguments, "")
}

#[test]
fn production_insists_on_what_real_people_need() {
    let complete = [
        "--production",
        "--public-url",
        "https://invite.example.com",
        "--secret-key",
        KEY,
        "--smtp-url",
        "smtp://mail.example.com",
        "--mail-from",
        "hello@example.com",
    ];
    for (without, words) in [
        ("--public-url", &["--public-url", "https://"][..]),
        ("--secret-key", &["--secret-key", "openssl rand"]),
        ("--smtp-url", &["--smtp-url"]),
        ("--mail-from", &["--mail-from"]),
    ] {
        let place = complete
            .iter()
            .position(|flag| *flag == without)
            .expect("a flag");
        let flags: Vec<&str> = complete
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != place && *n != place + 1)
            .map(|(_, flag)| *flag)
            .collect();
        refused(&serve(&flags), words);
    }
    let mut plain = complete;
    plain[2] = "http://invite.example.com";
    refused(&serve(&plain), &["https"]);
    refused(&serve(&["--production", "--demo"]), &["--demo"]);
}

#[test]
fn a_setting_that_cannot_be_meant_is_named() {
    for (flags, words) in [
        (
            &["--public-url", "invite.example.com"][..],
            &["public URL", "invite.example.com"][..],
        ),
        (
            &["--public-url", "https://example.com/path"],
            &["without a path"],
        ),
        (&["--public-url", "ftp://example.com"], &["public URL"]),
        (
            &[
                "--smtp-url",
                "mail.example.com",
                "--mail-from",
                "hello@example.com",
            ],
            &["smtp"],
        ),
        (
            &[
                "--smtp-url",
                "http://mail.example.com",
                "--mail-from",
                "hello@example.com",
            ],
            &["smtp://"],
        ),
        (
            &[
                "--smtp-url",
                "smtp://mail.example.com",
                "--mail-from",
                "nobody",
            ],
            &["--mail-from", "nobody"],
        ),
        (
            &["--secret-key", "secret"],
            &["--secret-key", "32 random bytes"],
        ),
        (
            &[
                "--secret-key",
                "0000000000000000000000000000000000000000000000000000000000000000",
            ],
            &["--secret-key"],
        ),
        (&["--listen", "0.0.0.0:0"], &["--production", "127.0.0.1"]),
        (&["--listen", "[::]:0"], &["--production"]),
        (
            &["--client-dir", "/does/not/exist"],
            &["client folder", "/does/not/exist"],
        ),
        (
            &["--database-url", "mysql://localhost/x"],
            &["--database-url", "postgres://"],
        ),
    ] {
        refused(&serve(flags), words);
    }
}

const ACCOUNT: &str = "AC00000000000000000000000000000000";

#[test]
fn a_way_of_sending_that_cannot_be_meant_is_named() {
    let account = ["--twilio-account", ACCOUNT, "--twilio-token", "hunter22"];
    let sender = ["--twilio-from", "Acme"];
    let countries = ["--text-countries", "FR,BE"];
    let with = |more: &[&'static str]| [&account[..], more].concat();
    for (flags, words) in [
        (
            vec!["--twilio-account", "Acme", "--twilio-token", "hunter22"],
            &["--twilio-account", "32 hexadecimal digits"][..],
        ),
        (account[..2].to_vec(), &["--twilio-token"]),
        (account[2..].to_vec(), &["--twilio-account"]),
        (with(&countries), &["--twilio-from"]),
        (with(&sender), &["--text-countries"]),
        (
            with(&[&sender[..], &["--text-countries", "France"]].concat()),
            &["--text-countries"],
        ),
        (
            with(&[&countries[..], &["--twilio-from", "A name far too long"]].concat()),
            &["--twilio-from"],
        ),
        (
            with(&[&countries[..], &sender, &["--twilio-key", "hunter22"]].concat()),
            &["--twilio-key", "SK…:secret"],
        ),
        (
            with(&[&countries[..], &sender, &["--twilio-url", "twilio"]].concat()),
            &["--twilio-url"],
        ),
        (
            vec!["--slack-client-id", "1.2"],
            &["--slack-client-id", "--slack-client-secret"],
        ),
        (
            vec!["--slack-client-secret", "hunter22"],
            &["--slack-client-secret", "--slack-client-id"],
        ),
        (
            vec!["--slack-api-url", "ftp://slack.com"],
            &["--slack-api-url", "https://"],
        ),
    ] {
        let ended = serve(&flags);
        refused(&ended, words);
        assert!(!ended.stderr.contains("hunter22"), "{}", ended.stderr);
    }
}

#[test]
fn a_password_in_a_url_is_not_repeated() {
    for flags in [
        &[
            "--smtp-url",
            "http://user:hunter22@mail.example.com",
            "--mail-from",
            "hello@example.com",
        ][..],
        &[
            "--smtp-url",
            "smtp://user:hunter22@mail.example.com/inbox",
            "--mail-from",
            "hello@example.com",
        ],
        &["--database-url", "mysql://user:hunter22@localhost/x"],
        &["--database-url", "postgres://user:hunter22@127.0.0.1:1/x"],
    ] {
        let ended = serve(flags);
        assert!(
            !ended.success && !ended.stderr.contains("hunter22"),
            "{}",
            ended.stderr
        );
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    refused(&serve(&["--listen", &address]), &[&address, "--listen"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::empty();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "").expect("a file");
    let inside = file.join("data").display().to_string();
    refused(&serve(&["--data-dir", &inside]), &[&inside]);
}

#[test]
fn a_database_that_does_not_answer_is_named_at_once() {
    refused(
        &serve(&["--database-url", "postgres://nobody@127.0.0.1:1/x"]),
        &["database"],
    );
}

#[test]
fn a_database_that_lets_one_connect_and_stays_silent_is_named() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address");
    let url = format!("postgres://nobody@{address}/x");
    refused(&serve(&["--database-url", &url]), &["database", "answer"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_newer_than_the_program_is_left_alone() {
    let database = TestDatabase::create().await;
    database.execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_tomorrow', 0)").await;
    let before = database.dump().await;
    refused(
        &serve(&["--database-url", database.url()]),
        &["newer", "m20990101_000001_tomorrow"],
    );
    assert_eq!(database.dump().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_prints_a_code_with_which_the_server_is_set_up() {
    let folder = Folder::empty();
    let path = folder.path().display().to_string();
    let program = Program::serve(&["--data-dir", &path]).await;
    let code = program.setup_code().await;
    let owner = people::set_up(
        program.visitor(),
        &code,
        "Acme",
        "Olivia Owner",
        "olivia@acme.example",
    )
    .await;
    assert_eq!(owner.user(&owner.id).await["role"], "OWNER");
    let said = program.said();
    assert!(
        said.contains(&format!("http://{}", program.address)),
        "{said}"
    );
    program.kill();
    let again = Program::serve(&["--data-dir", &path]).await;
    assert!(!again.said().contains("setup?code="), "once");
    assert_eq!(
        people::sign_in(again.visitor(), "olivia@acme.example")
            .await
            .id,
        owner.id
    );
    let key = folder.path().join("secret.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(key)
            .expect("the key is kept")
            .permissions(),
    );
    assert_eq!(mode & 0o777, 0o600, "readable by its owner only");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_can_be_created_from_the_command_line() {
    let database = TestDatabase::create().await;
    let create = |name: &str, password: &str| {
        let arguments = [
            "create-organization",
            "--database-url",
            database.url(),
            "--name",
            name,
            "--owner-name",
            "Olivia Owner",
            "--owner-email",
            "olivia@acme.example",
        ];
        program::run(&arguments, password)
    };
    let weak = create("Acme", "short\n");
    let why = weak.stderr.lines().last().unwrap_or_default();
    assert!(
        !weak.success && why.starts_with("bienvenue: ") && why.contains("password"),
        "{}",
        weak.stderr
    );
    let done = create("Acme", &format!("{PASSWORD}\n"));
    assert!(
        done.success && done.stdout.trim().starts_with("org_"),
        "{} {}",
        done.stdout,
        done.stderr
    );
    let folder = Folder::empty();
    let path = folder.path().display().to_string();
    let program = Program::serve(&["--data-dir", &path, "--database-url", database.url()]).await;
    let owner = people::sign_in(program.visitor(), "olivia@acme.example").await;
    let answer = owner
        .ask("{ organization { id name } setupPending }", json!({}))
        .await;
    assert_eq!(answer.data()["organization"]["id"], done.stdout.trim());
    assert_eq!(answer.data()["setupPending"], false);
}

#[test]
fn the_schema_can_be_printed_and_migrated_without_serving() {
    let printed = program::run(&["print-schema"], "");
    assert_eq!(printed.stdout.trim_end(), server::graphql::sdl().trim_end());
    let folder = Folder::empty();
    let path = folder.path().display().to_string();
    for _ in 0..2 {
        let migrated = program::run(&["migrate", "--data-dir", &path], "");
        assert!(migrated.success, "{}", migrated.stderr);
    }
}

//! Files of people at a terminal.

use std::fs;

use serde_json::json;
use server::clock::Clock;
use tests::{
    Options, TestApp,
    folder::Folder,
    program::{self, Ended},
};

/// The server key of the tests' servers, as `--secret-key` takes it.
fn key() -> String {
    b"a key for tests, and only there!"
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn run(app: &TestApp, arguments: &[&str], input: &str) -> Ended {
    let (url, key) = (app.database.url().to_owned(), key());
    let mut all = vec![
        arguments[0],
        "--database-url",
        &url,
        "--as",
        "olivia@acme.example",
    ];
    if arguments[0] == "import" {
        all.extend(["--secret-key", &key]);
    }
    all.extend(&arguments[1..]);
    program::run(&all, input)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_looked_at_first_and_carried_out_when_it_is_said() {
    // The program's own clock is the real one.
    let app = TestApp::with(Options {
        clock: Clock::standing_at(Clock::system().now()),
        ..Options::default()
    })
    .await;
    app.found().await;
    let folder = Folder::empty();
    let (file, result) = (
        folder.path().join("people.csv"),
        folder.path().join("result.csv"),
    );
    fs::write(&file, "email,team\nada@example.com,Research\nbea@,\n").expect("a file");
    let (file, result) = (file.display().to_string(), result.display().to_string());
    let looked = run(&app, &["import", &file, "--create-missing"], "");
    assert!(looked.success, "{}", looked.stderr);
    assert!(
        looked.stderr.contains("In Acme (org_") && looked.stderr.contains("as Olivia Owner"),
        "{}",
        looked.stderr
    );
    assert!(
        looked.stdout.contains("1  new")
            && looked
                .stdout
                .contains("line 3, email: Check the e-mail address"),
        "{}",
        looked.stdout
    );
    assert!(
        looked.stdout.contains("Nothing was done"),
        "{}",
        looked.stdout
    );
    assert_eq!(app.database.number("SELECT count(*) FROM users").await, 1);

    let done = run(
        &app,
        &[
            "import",
            &file,
            "--create-missing",
            "--confirm",
            "--result",
            &result,
        ],
        "",
    );
    assert!(
        done.success && done.stdout.contains("1  invited"),
        "{} {}",
        done.stdout,
        done.stderr
    );
    assert!(
        fs::read_to_string(&result)
            .expect("the result")
            .contains("\"INVITED\"")
    );
    app.until_settled().await;
    let link = app.link("ada@example.com", 1).await;
    app.visitor().accept(&link).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_s_settings_decide_who_is_invited() {
    let (app, _) = TestApp::founded().await;
    let folder = Folder::empty();
    let file = folder.path().join("people.csv");
    fs::write(
        &file,
        "email,phone\nada@example.com,\nbea@example.com,\n,+33612345678\n",
    )
    .expect("a file");
    let file = file.display().to_string();
    let settings = ["--production", "--messages-per-organization-an-hour", "1"];
    let done = run(
        &app,
        &[&["import", &file, "--confirm"][..], &settings[..]].concat(),
        "",
    );
    assert!(done.success, "{}", done.stderr);
    for what in ["1  invited", "1  rate limited", "1  created"] {
        assert!(done.stdout.contains(what), "{what}: {}", done.stdout);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_written_to_a_file_or_to_the_next_program() {
    let (app, admin) = TestApp::founded().await;
    admin.create("ada@example.com").await;
    let all = run(&app, &["export"], "");
    assert!(
        all.success
            && all.stdout.contains("ada@example.com")
            && all.stdout.contains("olivia@acme.example"),
        "{}",
        all.stdout
    );
    let filter = json!({ "status": ["CREATED"] }).to_string();
    let some = run(&app, &["export", "--filter", &filter], "");
    assert!(
        some.stdout.contains("ada@example.com") && !some.stdout.contains("olivia"),
        "{}",
        some.stdout
    );
    let again = run(&app, &["import", "-"], &some.stdout);
    assert!(
        again.stdout.contains("1  unchanged"),
        "{} {}",
        again.stdout,
        again.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_done_in_somebodys_name_or_not_at_all() {
    let (app, admin) = TestApp::founded().await;
    admin.colleague(&app, "member@example.com", "MEMBER").await;
    app.another_organization("Strangers", "olivia@acme.example")
        .await;
    let url = app.database.url().to_owned();
    let export =
        |who: &[&str]| program::run(&[&["export", "--database-url", &url], who].concat(), "");
    for who in [
        &["--as", "member@example.com"][..],
        &["--as", "nobody@example.com"],
        &["--as", "olivia@acme.example"],
    ] {
        let refused = export(who);
        assert!(
            !refused.success && refused.stdout.is_empty(),
            "{who:?}: {}",
            refused.stdout
        );
    }
    let named = export(&["--as", "olivia@acme.example", "--organization", "acme"]);
    assert!(
        named.success && named.stdout.contains("member@example.com"),
        "{}",
        named.stderr
    );
}

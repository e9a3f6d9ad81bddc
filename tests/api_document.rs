//! docs/api.md is true: every example on it is run, in its order, by a shell against a server, and answered as it says.

use std::{fs, path::Path, process::Stdio};

use serde_json::Value;
use server::config::Texts;
use tests::{
    Options, TestApp,
    folder::Folder,
    slack::{SlackServer, member},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

/// What the document holds for whoever runs it.
enum Part {
    /// A fenced example: what it is, and its text.
    Example(String, String),
    /// Time passes.
    ADayLater,
}

fn parts(document: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if line == "<!-- a day later -->" {
            parts.push(Part::ADayLater);
        }
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            parts.push(Part::Example(kind.to_owned(), text.join("\n")));
        }
    }
    parts
}

/// A shell that is told one example after another.
struct Shell {
    tell: ChildStdin,
    said: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

const END: &str = "-- the example has ended --";

impl Shell {
    fn open(folder: &Path) -> Self {
        let mut process = Command::new("bash")
            .args(["--noprofile", "--norc", "-euo", "pipefail", "-s"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("bash runs");
        Self {
            tell: process.stdin.take().expect("its input"),
            said: BufReader::new(process.stdout.take().expect("its output")).lines(),
            _process: process,
        }
    }

    /// Runs an example and answers what it printed.
    async fn run(&mut self, example: &str) -> String {
        let script = format!("{example}\necho; echo '{END}'\n");
        self.tell
            .write_all(script.as_bytes())
            .await
            .expect("bash listens");
        let mut printed = Vec::new();
        loop {
            let line = timeout(tests::PATIENCE, self.said.next_line())
                .await
                .unwrap_or_else(|_| panic!("too slow: {example}\n{}", printed.join("\n")))
                .expect("readable");
            match line {
                Some(line) if line == END => return printed.join("\n").trim().to_owned(),
                Some(line) => printed.push(line),
                None => panic!("the shell ended at: {example}\n{}", printed.join("\n")),
            }
        }
    }
}

/// Whether an answer is what the document says, where ids and instants are of their kind.
fn is_alike(said: &Value, written: &Value) -> bool {
    match (said, written) {
        (Value::Object(said), Value::Object(written)) => {
            said.len() == written.len()
                && written
                    .iter()
                    .all(|(key, value)| said.get(key).is_some_and(|said| is_alike(said, value)))
        }
        (Value::Array(said), Value::Array(written)) => {
            said.len() == written.len()
                && said
                    .iter()
                    .zip(written)
                    .all(|(said, written)| is_alike(said, written))
        }
        (Value::String(said), Value::String(written)) => {
            said == written || (kind(said).is_some() && kind(said) == kind(written))
        }
        _ => said == written,
    }
}

/// What differs from one run to the next.
fn kind(text: &str) -> Option<&str> {
    let instant = text.len() == 24 && text.ends_with('Z') && text.as_bytes()[10] == b'T';
    match text.split_once('_') {
        _ if instant => Some("an instant"),
        Some((noun, body)) if body.len() == 26 => Some(noun),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_the_document_runs_and_is_answered_as_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("../docs/api.md")).expect("the document");
    let slack = SlackServer::start().await;
    slack.add(member("U1", "Edith Clarke", "edith@example.com"));
    let app = TestApp::with(Options {
        texts: Texts::Mailbox,
        slack: slack.settings(),
        ..Options::default()
    })
    .await;
    let owner = app.found().await;
    owner.connect_slack().await;
    let program = owner.program("HR system", "ADMIN").await;
    let folder = Folder::empty();
    let packages = root.join("node/node_modules");
    std::os::unix::fs::symlink(packages, folder.path().join("node_modules")).expect("a link");
    let mut shell = Shell::open(folder.path());
    let (mut printed, mut run, mut compared) = (None, 0, 0);
    for part in parts(&document) {
        let Part::Example(kind, text) = part else {
            app.until_settled().await;
            app.advance_days(1);
            continue;
        };
        match kind.as_str() {
            "sh" => {
                let example = text
                    .replace(
                        "https://invite.example.com",
                        &format!("http://{}", app.address),
                    )
                    .replace("bnv_…", program.secret());
                printed = Some(shell.run(&example).await);
                run += 1;
            }
            "json" => {
                let said = printed.take().expect("an answer follows its question");
                let said: Value =
                    serde_json::from_str(&said).unwrap_or_else(|_| panic!("not JSON: {said}"));
                let written: Value = serde_json::from_str(&text).expect("the document's JSON");
                assert!(
                    is_alike(&said, &written),
                    "said: {said:#}\nwritten: {written:#}"
                );
                compared += 1;
            }
            "text" => {
                assert_eq!(printed.take().as_deref(), Some(text.as_str()));
                compared += 1;
            }
            _ => {
                let file = kind
                    .strip_prefix("js ")
                    .expect("an example with a file's name");
                fs::write(folder.path().join(file), text).expect("a file");
            }
        }
    }
    assert!(run >= 10 && compared >= 9, "{run} ran, {compared} compared");
}

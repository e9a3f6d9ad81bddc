//! The house: which room knows what, how large a file may be, and what is not written here.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Longer than 300 lines, and why.
const ARGUED: &[(&str, &str)] = &[
    (
        "entity/src/status.rs",
        "one list of words after another, each with its meaning",
    ),
    ("server/src/cli.rs", "one flag after another"),
    (
        "server/src/graphql/status.rs",
        "one list of words after another, each with its meaning",
    ),
    (
        "server/src/http/graphql/tests.rs",
        "both doors against one small schema",
    ),
    (
        "server/src/http/mailbox.rs",
        "a page of its own, with its words, for the embedded default only",
    ),
    (
        "server/src/users/find.rs",
        "one statement in three orders and two directions",
    ),
    (
        "server/src/users/update.rs",
        "one deed whose every field has its own rule",
    ),
    ("server/src/words/fr.rs", "one sentence after another"),
    (
        "tests/browser/every_page/console.rs",
        "one walk through every page of the console",
    ),
    ("tests/house.rs", "the rules of the house stand together"),
    (
        "tests/lists.rs",
        "one list under every filter, order and search",
    ),
    ("tests/matrix.rs", "one scene and the whole matrix over it"),
    ("tests/matrix/policy.rs", "the table itself"),
    (
        "tests/misbehaving_mail.rs",
        "one misbehaviour after another",
    ),
    ("tests/races.rs", "one meeting of two deeds after another"),
    ("tests/refused_requests.rs", "one refusal after another"),
    ("tests/start_up.rs", "one wrong setting after another"),
    ("tests/support/app.rs", "the whole server in one hand"),
    ("tests/support/browser.rs", "the whole browser in one hand"),
    (
        "tests/support/browser/locator.rs",
        "finding and acting share how long they wait",
    ),
    (
        "tests/support/database.rs",
        "two kinds of database behind one door",
    ),
    ("tests/support/people.rs", "one verb after another"),
    ("tests/support/slack.rs", "the whole conversation of Slack"),
    (
        "tests/support/smtp.rs",
        "the whole conversation of a mail server",
    ),
    (
        "tests/support/twilio.rs",
        "the whole conversation of Twilio",
    ),
    (
        "web/src/api/users.rs",
        "every question about people, checked against the contract",
    ),
    (
        "web/src/pages/console/users/listing.rs",
        "the table and what its rows share",
    ),
];

/// How many lines a function may have: 70, and more where it is a list or markup and no train of thought.
const FUNCTIONS: &[(&str, usize)] = &[
    ("migration/src/", 90),
    ("server/src/delivery/letter/", 90),
    ("server/src/words/", 90),
    ("tests/", 130),
    ("web/src/components/", 90),
    ("web/src/pages/", 90),
    ("", 70),
];

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every source file of the workspace, by its path from the root.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for room in [
        "entity/src",
        "migration/src",
        "server/src",
        "web/src",
        "xtask/src",
        "tests",
    ] {
        collect(&root().join(room), &mut sources);
    }
    assert!(
        sources.len() > 150,
        "the house has more rooms than {}",
        sources.len()
    );
    sources
}

fn collect(folder: &Path, sources: &mut Vec<(String, String)>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path
                .strip_prefix(root())
                .expect("in the workspace")
                .display()
                .to_string();
            sources.push((
                name,
                fs::read_to_string(&path).expect("a source file is text"),
            ));
        }
    }
}

/// The lines of a file that are code, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Asserts that a word stands in the code of these rooms only.
fn only_in(sources: &[(String, String)], within: &str, words: &[&str], rooms: &[&str]) {
    let mut strays = Vec::new();
    for (name, text) in sources.iter().filter(|(name, _)| name.starts_with(within)) {
        if rooms.iter().any(|room| name.starts_with(room)) {
            continue;
        }
        let stray = code(text).filter(|(_, line)| words.iter().any(|word| line.contains(word)));
        strays.extend(stray.map(|(number, line)| format!("{name}:{number}: {}", line.trim())));
    }
    assert!(
        strays.is_empty(),
        "{words:?} only in {rooms:?}:\n{}",
        strays.join("\n")
    );
}

#[test]
fn each_library_is_known_to_its_room_alone() {
    let sources = sources();
    only_in(
        &sources,
        "server/src",
        &[
            "axum::",
            "use axum",
            "tower_http::",
            "hyper::",
            "hyper_util::",
        ],
        &["server/src/http/"],
    );
    only_in(
        &sources,
        "server/src",
        &[
            "async_graphql::",
            "use async_graphql",
            "async_graphql_value",
        ],
        &[
            "server/src/graphql/",
            "server/src/http/graphql/",
            "server/src/http/api.rs",
        ],
    );
    only_in(
        &sources,
        "server/src",
        &["apollo_compiler"],
        &["server/src/http/graphql/"],
    );
    only_in(
        &sources,
        "server/src",
        &["lettre::", "use lettre"],
        &["server/src/delivery/email"],
    );
    only_in(
        &sources,
        "server/src",
        &["argon2"],
        &["server/src/users/password.rs"],
    );
    only_in(
        &sources,
        "server/src",
        &["reqwest::", "use reqwest"],
        &["server/src/slack_api/", "server/src/delivery/twilio.rs"],
    );
    only_in(
        &sources,
        "server/src",
        &["chacha20poly1305"],
        &["server/src/secret.rs"],
    );
    only_in(
        &sources,
        "server/src",
        &["governor::", "use governor"],
        &["server/src/limits.rs"],
    );
    only_in(
        &sources,
        "server/src",
        &["getrandom::"],
        &["server/src/random.rs"],
    );
    only_in(
        &sources,
        "server/src",
        &["SystemTime::now", "Timestamp::now()"],
        &["server/src/clock.rs"],
    );
    only_in(
        &sources,
        "server/src",
        &["clap::", "use clap"],
        &[
            "server/src/cli",
            "server/src/main.rs",
            "server/src/telemetry.rs",
        ],
    );
}

#[test]
fn a_rule_can_promise_and_never_send_or_answer() {
    let sources = sources();
    for room in [
        "server/src/invitations/",
        "server/src/users/",
        "server/src/organizations/",
        "server/src/imports/",
        "server/src/tokens/",
        "server/src/slack/",
        "server/src/insights/",
        "server/src/reminders/",
    ] {
        for forbidden in [
            "crate::delivery",
            "crate::http",
            "crate::graphql",
            "delivery::",
            "crate::{delivery",
            "axum",
            "lettre",
            "async_graphql",
        ] {
            only_in(&sources, room, &[forbidden], &["nowhere"]);
        }
    }
    only_in(
        &sources,
        "server/src/outbox/",
        &[
            "crate::http",
            "crate::graphql",
            "crate::invitations",
            "crate::organizations",
        ],
        &["nowhere"],
    );
    only_in(
        &sources,
        "server/src/delivery/",
        &[
            "crate::http",
            "crate::graphql",
            "crate::invitations",
            "crate::outbox",
            "crate::db",
            "sea_orm",
        ],
        &["nowhere"],
    );
    only_in(
        &sources,
        "server/src/graphql/",
        &["crate::http", "crate::delivery"],
        &["nowhere"],
    );
    only_in(
        &sources,
        "server/src/events",
        &[
            "crate::http",
            "crate::graphql",
            "crate::outbox",
            "crate::delivery",
        ],
        &["nowhere"],
    );
}

#[test]
fn which_database_it_is_is_asked_in_one_place() {
    let sources = sources();
    let rooms = ["server/src/db.rs", "server/src/events/"];
    only_in(
        &sources,
        "server/src",
        &["DbBackend::", "PgListener", "sqlx::"],
        &rooms,
    );
    only_in(
        &sources,
        "server/src",
        &["is_shared()"],
        &["server/src/db.rs", "server/src/events/"],
    );
}

#[test]
fn what_is_stored_has_no_behaviour_and_how_it_came_to_be_imports_nothing_of_ours() {
    let sources = sources();
    only_in(
        &sources,
        "entity/src",
        &["async fn", "tokio", "std::fs", "std::net"],
        &["nowhere"],
    );
    for (name, text) in sources
        .iter()
        .filter(|(name, _)| name.starts_with("entity/src"))
    {
        for (number, line) in
            code(text).filter(|(_, line)| line.contains("ActiveModelBehavior for"))
        {
            assert!(line.trim_end().ends_with("{}"), "{name}:{number}: {line}");
        }
    }
    only_in(
        &sources,
        "migration/src",
        &["entity::", "use entity", "server::"],
        &["nowhere"],
    );
    let manifest =
        |room: &str| fs::read_to_string(root().join(room).join("Cargo.toml")).expect("a manifest");
    for (room, strangers) in [
        ("web", &["entity", "server", "migration"][..]),
        ("migration", &["entity", "server", "web"][..]),
        ("entity", &["server", "migration", "web"][..]),
    ] {
        for line in manifest(room).lines() {
            let dependency = line.split(['.', ' ', '=']).next().unwrap_or_default();
            assert!(
                !strangers.contains(&dependency) && !line.contains("path = \"../"),
                "{room} knows {dependency}"
            );
        }
    }
}

#[test]
fn a_file_of_more_than_300_lines_argues_for_itself() {
    let sources = sources();
    let mut silent = Vec::new();
    for (name, text) in &sources {
        let lines = text.lines().count();
        let argued = ARGUED
            .iter()
            .any(|(argued, why)| argued == name && !why.is_empty());
        if lines > 300 && !argued {
            silent.push(format!("{name}: {lines}"));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    let mut sizes: Vec<usize> = sources
        .iter()
        .map(|(_, text)| text.lines().count())
        .collect();
    sizes.sort_unstable();
    assert!(
        sizes[sizes.len() / 2] <= 120,
        "the median file has {} lines",
        sizes[sizes.len() / 2]
    );
}

#[test]
fn a_function_has_at_most_70_lines() {
    let mut long = Vec::new();
    for (name, text) in sources() {
        let lines: Vec<&str> = text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let trimmed = line.trim_start();
            let is_function = trimmed.contains("fn ")
                && !trimmed.starts_with("//")
                && trimmed.contains('(')
                && !trimmed.ends_with(';');
            let starts = [
                "fn ",
                "pub fn ",
                "async fn ",
                "pub async fn ",
                "pub(crate) fn ",
                "pub(crate) async fn ",
                "pub(super) fn ",
                "pub(super) async fn ",
            ];
            if !is_function || !starts.iter().any(|word| trimmed.starts_with(word)) {
                continue;
            }
            let end = format!("{}}}", &line[..line.len() - trimmed.len()]);
            let length = lines[start..]
                .iter()
                .position(|line| *line == end)
                .map_or(1, |length| length + 1);
            let limit = FUNCTIONS
                .iter()
                .find(|(room, _)| name.starts_with(room))
                .map_or(70, |(_, limit)| *limit);
            if length > limit {
                long.push(format!("{name}:{}: {length}", start + 1));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_deed_of_the_contract_has_its_test_file() {
    let schema = fs::read_to_string(root().join("schema.graphql")).expect("the contract");
    let (_, mutations) = schema
        .split_once("type Mutation {")
        .expect("there are deeds");
    let (mutations, _) = mutations.split_once("\n}").expect("they end");
    let promises = fs::read_to_string(root().join("tests/main.rs")).expect("the list of promises");
    let mut deeds = BTreeSet::new();
    for line in mutations.lines().filter_map(|line| line.strip_prefix("  ")) {
        // A deed, with its arguments on lines of their own or without any.
        let name: String = line
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if !name.is_empty() && line[name.len()..].starts_with(['(', ':']) {
            deeds.insert(name);
        }
    }
    assert!(deeds.len() >= 19, "{deeds:?}");
    for deed in deeds {
        let snake: String = deed
            .chars()
            .flat_map(|c| {
                if c.is_ascii_uppercase() {
                    vec!['_', c.to_ascii_lowercase()]
                } else {
                    vec![c]
                }
            })
            .collect();
        assert!(
            root().join(format!("tests/{snake}.rs")).is_file(),
            "{deed} has no tests/{snake}.rs"
        );
        assert!(
            promises.contains(&format!("mod {snake};")),
            "{deed} is not in the list of promises"
        );
    }
}

#[test]
fn nothing_is_left_for_later_and_no_warning_is_silenced() {
    // Written apart, so that this file does not hold what it looks for.
    let words = [
        ["#[", "allow("],
        ["#![", "allow("],
        ["TO", "DO"],
        ["FIX", "ME"],
        ["XX", "X:"],
        ["todo", "!("],
        ["unimplemented", "!("],
        ["dbg", "!("],
    ];
    let mut found = Vec::new();
    for (name, text) in sources() {
        for (number, line) in (1..).zip(text.lines()) {
            if words.iter().any(|parts| line.contains(&parts.concat())) {
                found.push(format!("{name}:{number}: {}", line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_are_named_for_what_they_hold() {
    let empty_words = [
        "svc", "mgr", "util", "utils", "helper", "helpers", "handler", "handlers", "common",
        "misc", "types", "prelude",
    ];
    for (name, _) in sources() {
        let stem = Path::new(&name)
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        assert!(
            !empty_words.contains(&stem) && !stem.starts_with("new_"),
            "{name}"
        );
    }
}

#[test]
fn no_text_names_a_machine_it_was_written_on() {
    let places = [
        ["/ro", "ot/"],
        ["/wo", "rk/"],
        ["/ho", "me/"],
        ["arti", "factory"],
    ];
    for (name, text) in sources() {
        for (number, line) in (1..).zip(text.lines()) {
            assert!(
                !places.iter().any(|parts| line.contains(&parts.concat())),
                "{name}:{number}: {line}"
            );
        }
    }
}

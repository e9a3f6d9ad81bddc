//! A file of many people, read and carried out, beside reading it with the crate `csv` and inserting the same rows bare.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;

use crate::{
    client::{Connection, Request},
    people::Crowd,
    process::{self, Process, Target},
    report::Report,
};

/// The most rows that a file may have.
const ROWS: usize = 100_000;
/// How many rows the bare statement inserts.
const CHUNK: usize = 1_000;
/// How much slower than the bare work an import may be.
const MOST: f64 = 3.0;
/// The most memory that the server may take meanwhile, in KiB.
const MOST_KIB: u64 = 200 * 1024;

const BOUNDARY: &str = "the-boundary-of-a-bench";

pub(crate) async fn measure(report: &mut Report, target: &Target, crowd: &Crowd) -> Result<()> {
    let file = file();
    let parsing = parse(&file)?;
    let inserting = insert(target, crowd).await?;
    let server = Process::start("server", target, None)?;
    let mut connection = Connection::open(server.address).await?;

    let began = Instant::now();
    let answer = connection.ask(&upload(crowd, &file)).await?;
    let reading = millis(began);
    let (_, id) = answer
        .split_once("\"id\":\"")
        .context("an import has an id")?;
    let (id, _) = id.split_once('"').context("an id ends")?;
    ensure!(answer.contains(&format!("\"count\":{ROWS}")), "{answer}");

    let confirm = "mutation Confirm($input: ConfirmImportInput!) { confirmImport(input: $input) { operation { counts { code count } } errors { code } } }";
    let variables = json!({ "input": { "id": id } });
    let confirm = Request::graphql(Some(&crowd.session), confirm, &variables, "\"INVITED\"");
    let began = Instant::now();
    let answer = connection.ask(&confirm).await?;
    let writing = millis(began);
    ensure!(answer.contains(&format!("\"count\":{ROWS}")), "{answer}");

    let what = |deed: &str| format!("{deed} of {ROWS} rows · {}", target.name);
    let limit = parsing + inserting;
    report.time(
        &what("previewImport"),
        reading,
        Some(limit),
        Some(limit * MOST),
    );
    report.time(
        &what("confirmImport"),
        writing,
        Some(limit),
        Some(limit * MOST),
    );
    let both = reading + writing;
    report.time(
        &what("both, beside csv and the bare INSERT"),
        both,
        Some(limit),
        Some(limit * MOST),
    );
    let peak = format!("most memory during an import · {}", target.name);
    report.plain(&peak, server.peak_kib()?, Some(MOST_KIB));
    Ok(())
}

fn millis(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}

fn file() -> String {
    let rows = (0..ROWS).map(|n| {
        format!(
            "Import Person {n},import{n}@example.com,Team {:02},fr\r\n",
            n % 50
        )
    });
    std::iter::once("name,email,team,language\r\n".to_owned())
        .chain(rows)
        .collect()
}

/// Reads every cell of the file.
fn parse(file: &str) -> Result<f64> {
    let began = Instant::now();
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let mut cells = 0;
    for row in reader.records() {
        cells += row?.len();
    }
    ensure!(cells == 4 * ROWS, "{cells} cells");
    Ok(millis(began))
}

/// The same people, invitations and messages by the bare statement, in one transaction, and undone.
async fn insert(target: &Target, crowd: &Crowd) -> Result<f64> {
    let app = process::app(&target.url, None).await?;
    let began = Instant::now();
    let tx = app.db.begin().await?;
    for first in (0..ROWS).step_by(CHUNK) {
        for statement in statements(crowd, first) {
            tx.execute_unprepared(&statement).await?;
        }
    }
    tx.commit().await?;
    let took = millis(began);
    for table in ["messages", "invitations", "users"] {
        let undo = format!("DELETE FROM {table} WHERE id LIKE '%_bare%'");
        app.db.execute_unprepared(&undo).await?;
    }
    Ok(took)
}

fn statements(crowd: &Crowd, first: usize) -> [String; 3] {
    let (organization, actor, now) = (&crowd.organization, &crowd.admin, crowd.now.as_millis());
    let rows = |row: &dyn Fn(usize) -> String| {
        (first..first + CHUNK)
            .map(row)
            .collect::<Vec<_>>()
            .join(",")
    };
    let users = rows(&|n| {
        format!(
            "('usr_bare{n}','{organization}','Bare Person {n}','bare{n}@example.com','bare{n}@example.com','bare person {n} bare{n}@example.com','bare person {n}','fr','MEMBER','INVITED','IMPORT','inv_bare{n}',{now},{now},{now})"
        )
    });
    let invitations = rows(&|n| {
        format!(
            "('inv_bare{n}','{organization}','usr_bare{n}','EMAIL','PENDING','fr','{actor}',{now},'lnk',{now},0,'QUEUED',0)"
        )
    });
    let messages = rows(&|n| {
        format!(
            "('msg_bare{n}','{organization}','usr_bare{n}','inv_bare{n}','INVITATION','EMAIL','fr','bare{n}@example.com','SENT',0,{now},{now},{now})"
        )
    });
    [
        format!(
            "INSERT INTO users (id, organization_id, full_name, email, email_key, search_key, name_key, locale, role, status, source, invitation_id, created_at, invited_at, last_event_at) VALUES {users}"
        ),
        format!(
            "INSERT INTO invitations (id, organization_id, user_id, channel, state, locale, invited_by, created_at, link_id, expires_at, reminders_sent, delivery_state, delivery_attempts) VALUES {invitations}"
        ),
        format!(
            "INSERT INTO messages (id, organization_id, user_id, invitation_id, kind, channel, locale, recipient, state, attempts, created_at, due_at, give_up_at) VALUES {messages}"
        ),
    ]
}

/// The file as a browser sends it.
fn upload(crowd: &Crowd, file: &str) -> Request {
    let query = "mutation Preview($input: PreviewImportInput!) { previewImport(input: $input) { import { id counts { class count } } errors { code } } }";
    let operations = json!({ "query": query, "variables": { "input": { "file": null } } });
    let field = |name: &str, content: &str| {
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n"
        )
    };
    let map = json!({ "0": ["variables.input.file"] }).to_string();
    let body = [
        field("operations", &operations.to_string()),
        field("map", &map),
        field("0\"; filename=\"people.csv", file),
        format!("--{BOUNDARY}--\r\n"),
    ]
    .concat();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\nAccept: application/json\r\nX-Requested-With: bench\r\nCookie: __Host-bienvenue={}\r\nContent-Length: {}\r\n\r\n",
        crowd.session,
        body.len()
    );
    Request {
        bytes: (head + &body).into_bytes(),
        expects: "\"NEW\"",
    }
}

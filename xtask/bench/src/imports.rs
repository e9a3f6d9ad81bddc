//! A file of many people, read and carried out, beside reading it with the crate `csv` and inserting the same rows bare.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use entity::OperationId;
use serde_json::json;

use crate::{
    bulk,
    client::{Connection, Request},
    people::Crowd,
    process::{self, Process, Target},
    reads::body,
    report::Report,
};

/// The most rows that a file may have.
const ROWS: usize = 100_000;
/// How much slower than the bare work an import may be.
const MOST: f64 = 3.0;
/// The most memory that the server may take meanwhile, in KiB.
const MOST_KIB: u64 = 200 * 1024;

const BOUNDARY: &str = "the-boundary-of-a-bench";

pub(crate) async fn measure(report: &mut Report, target: &Target, crowd: &Crowd) -> Result<()> {
    let file = file();
    let parsing = parse(&file)?;
    let server = Process::start("server", target, &[])?;
    let mut connection = Connection::open(server.address).await?;

    let began = Instant::now();
    let answer = connection.ask(&upload(crowd, &file)).await?;
    let reading = millis(began);
    let (_, id) = answer
        .split_once("\"id\":\"")
        .context("an import has an id")?;
    let (id, _) = id.split_once('"').context("an id ends")?;
    ensure!(answer.contains(&format!("\"count\":{ROWS}")), "{answer}");

    let confirm = "mutation Confirm($input: ConfirmImportInput!) { confirmImport(input: $input) { operation { id counts { code count } } errors { code } } }";
    let variables = json!({ "input": { "id": id, "invite": true } });
    let confirm = Request::graphql(Some(&crowd.session), confirm, &variables, "\"INVITED\"");
    let began = Instant::now();
    let answer = connection.ask(&confirm).await?;
    let writing = millis(began);
    ensure!(answer.contains(&format!("\"count\":{ROWS}")), "{answer}");

    let what = |deed: &str| format!("{deed} of {ROWS} rows · {}", target.name);
    let operation = &body(&answer)?["data"]["confirmImport"]["operation"]["id"];
    let operation = OperationId::parse(operation.as_str().context("an operation has an id")?)?;
    let app = process::app(&target.url).await?;
    let inserting = bulk::again(&app, &operation, true).await?;
    let limit = parsing + inserting.as_secs_f64() * 1_000.0;
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

//! A synchronisation with a large workspace, beside asking for the same pages and reading them into the same fields.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use axum::{
    Form, Router,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::sleep};

use crate::{
    client::{Connection, Request},
    people::Crowd,
    process::{Process, Target},
    reads::body,
    report::Report,
};

/// Members of the workspace, beside the app itself.
const MEMBERS: usize = 20_000;
/// Members a page: what Slack recommends, and what Bienvenue asks for.
const PAGE: usize = 200;
/// The most memory that the server may take meanwhile, in KiB.
const MOST_KIB: u64 = 200 * 1024;
/// How long a synchronisation may take before something is stuck.
const LONGEST: Duration = Duration::from_secs(120);

pub(crate) async fn measure(report: &mut Report, target: &Target, crowd: &Crowd) -> Result<()> {
    let slack = Workspace::start().await?;
    let limit = bare(slack).await?;
    let url = format!("http://{slack}/api/");
    let server = Process::start("server", target, &["--slack", &url])?;
    let mut connection = Connection::open(server.address).await?;

    let connect = "mutation Connect($input: ConnectSlackInput!) { connectSlack(input: $input) { workspace { name } errors { code } } }";
    let variables = json!({ "input": { "botToken": "xoxb-bench" } });
    let expects = "\"name\":\"Bench\"";
    let connect = Request::graphql(Some(&crowd.session), connect, &variables, expects);
    connection.ask(&connect).await?;

    let what = |deed: &str| format!("{deed} {MEMBERS} members · {}", target.name);
    for (deed, created) in [
        ("a first synchronisation with", MEMBERS),
        ("the next one, in which nothing changed, with", 0),
    ] {
        let taken = synchronise(&mut connection, crowd, created).await?;
        report.time(&what(deed), taken, Some(limit), None);
    }
    let peak = what("most memory during a synchronisation with");
    report.plain(&peak, server.peak_kib()?, Some(MOST_KIB));
    Ok(())
}

/// Synchronises, and answers how many milliseconds it took.
async fn synchronise(connection: &mut Connection, crowd: &Crowd, changes: usize) -> Result<f64> {
    let sync = "mutation Sync($input: SyncSlackInput!) { syncSlack(input: $input) { sync { id } errors { code } } }";
    let variables = json!({ "input": { "expectedChanges": changes } });
    let sync = Request::graphql(Some(&crowd.session), sync, &variables, "\"id\"");
    let began = Instant::now();
    let answer = body(&connection.ask(&sync).await?)?;
    let id = &answer["data"]["syncSlack"]["sync"]["id"];
    let state = "query State($id: ID!) { slack { sync(id: $id) { state created } } }";
    let state = Request::graphql(
        Some(&crowd.session),
        state,
        &json!({ "id": id }),
        "\"state\"",
    );
    loop {
        let answer = body(&connection.ask(&state).await?)?;
        let sync = &answer["data"]["slack"]["sync"];
        if sync["state"] != "RUNNING" {
            ensure!(
                sync["state"] == "DONE" && sync["created"] == json!(changes),
                "{sync}"
            );
            return Ok(millis(began));
        }
        ensure!(began.elapsed() < LONGEST, "the synchronisation got stuck");
        sleep(Duration::from_millis(10)).await;
    }
}

fn millis(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}

/// A page, as far as a synchronisation must read it.
#[derive(Deserialize)]
struct Page {
    members: Vec<Member>,
    response_metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    next_cursor: String,
}

#[derive(Deserialize)]
struct Member {
    id: String,
    #[serde(default)]
    deleted: bool,
    profile: Profile,
}

#[derive(Deserialize)]
struct Profile {
    real_name: Option<String>,
    email: Option<String>,
}

/// Asks for every page, reads it and keeps everyone; answers how many milliseconds it took.
async fn bare(slack: SocketAddr) -> Result<f64> {
    let mut connection = Connection::open(slack).await?;
    let began = Instant::now();
    let (mut cursor, mut people) = (String::new(), HashMap::new());
    loop {
        let form = format!("limit={PAGE}&include_locale=true&cursor={cursor}");
        let head = format!(
            "POST /api/users.list HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer xoxb-bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            form.len()
        );
        let request = Request {
            bytes: (head + &form).into_bytes(),
            expects: "\"members\"",
        };
        let answer = connection.ask(&request).await?;
        let (_, page) = answer.split_once("\r\n\r\n").context("a page")?;
        let page: Page = serde_json::from_str(page)?;
        let here = page.members.into_iter().filter(|member| !member.deleted);
        people.extend(here.map(|member| {
            let said = (member.profile.real_name, member.profile.email);
            (member.id, said)
        }));
        cursor = page.response_metadata.next_cursor;
        if cursor.is_empty() {
            break;
        }
    }
    let taken = millis(began);
    ensure!(people.len() == MEMBERS + 1, "{} members", people.len());
    Ok(taken)
}

/// Slack, as far as a synchronisation asks it. Its pages are written beforehand, so that it costs next to nothing.
struct Workspace {
    pages: Vec<Bytes>,
}

impl Workspace {
    async fn start() -> Result<SocketAddr> {
        let app = json!({ "id": "U0BOT", "team_id": "T0BENCH", "is_bot": true, "profile": {} });
        let members: Vec<Value> = std::iter::once(app)
            .chain((0..MEMBERS).map(member))
            .collect();
        let count = members.len().div_ceil(PAGE);
        let page = |(number, members): (usize, &[Value])| {
            let next = match number + 1 {
                last if last == count => String::new(),
                next => next.to_string(),
            };
            let page = json!({ "ok": true, "members": members, "response_metadata": { "next_cursor": next } });
            Bytes::from(page.to_string())
        };
        let pages = members.chunks(PAGE).enumerate().map(page).collect();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let doors = Router::new()
            .route("/api/{method}", post(answer))
            .with_state(Arc::new(Self { pages }));
        tokio::spawn(async move { axum::serve(listener, doors).await });
        Ok(address)
    }
}

/// A colleague with as much around them as Slack tells.
fn member(number: usize) -> Value {
    let name = format!("Slack Person {number}");
    json!({
        "id": format!("U{number:08}"), "team_id": "T0BENCH", "name": format!("person{number}"), "deleted": false,
        "color": "9f69e7", "real_name": name, "tz": "Europe/Paris", "tz_label": "Central European Time", "tz_offset": 3_600,
        "profile": {
            "avatar_hash": "ge3b51ca72de", "status_text": "", "status_emoji": "", "real_name": name, "display_name": "",
            "real_name_normalized": name, "email": format!("slack{number}@example.com"), "team": "T0BENCH",
            "image_24": "https://avatars.example/24.png", "image_192": "https://avatars.example/192.png",
        },
        "is_admin": false, "is_owner": false, "is_primary_owner": false, "is_restricted": false, "is_ultra_restricted": false,
        "is_bot": false, "is_app_user": false, "updated": 1_502_138_686, "is_email_confirmed": true, "locale": "fr-FR",
    })
}

async fn answer(
    State(workspace): State<Arc<Workspace>>,
    Path(method): Path<String>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let place = form.get("cursor").filter(|cursor| !cursor.is_empty());
    let said = match method.as_str() {
        "auth.test" => Bytes::from_static(
            br#"{"ok":true,"team":"Bench","team_id":"T0BENCH","user":"bench","user_id":"U0BOT"}"#,
        ),
        "users.list" => {
            let place = place.map_or(Some(0), |cursor| cursor.parse().ok());
            match place.and_then(|place: usize| workspace.pages.get(place)) {
                Some(page) => page.clone(),
                None => Bytes::from_static(br#"{"ok":false,"error":"invalid_cursor"}"#),
            }
        }
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(CONTENT_TYPE, "application/json")], said).into_response()
}

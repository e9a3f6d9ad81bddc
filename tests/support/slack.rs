//! A stand-in for Slack on the loopback, which behaves as its documentation says: it answers page by page, insists on scopes,
//! asks for patience, and says `ok: false` with its own words. It misbehaves when it is told to.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Form, Router,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
    routing::post,
};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use server::{
    config,
    slack_api::{SCOPES, Secret, SlackApp},
};
use sha2::Sha256;
use tokio::net::TcpListener;

use crate::eventually;

/// The token that lets into the workspace.
pub const TOKEN: &str = "xoxb-1-the-bot-of-acme";
/// Slack's id of the workspace.
pub const TEAM: &str = "T0ACME";
/// Slack's id of the app's own user there.
pub const BOT: &str = "U0BOT";
/// With what Slack signs its requests.
pub const SIGNING_SECRET: &str = "a signing secret for tests";
/// The client secret of the app.
const CLIENT_SECRET: &str = "a client secret for tests";

/// How Slack misbehaves, once.
#[derive(Clone, Debug)]
pub enum Fault {
    /// HTTP 429 with `Retry-After`, in seconds.
    Limited(u64),
    /// Another status.
    Status(u16),
    /// `ok: false` with these words.
    No(&'static str),
    /// HTML where JSON should be.
    Nonsense,
    /// The page is the last one, although there are more.
    EndsEarly,
    /// The next cursor is the one that was asked for.
    Circle,
    /// The answer takes this long.
    Slow(Duration),
    /// It does what it was asked, and its answer is lost behind HTML.
    Lost,
}

/// A message that was posted.
#[derive(Clone, Debug)]
pub struct Posted {
    /// To whom, by Slack's id.
    pub to: String,
    /// What a notification shows.
    pub text: String,
    /// Its blocks.
    pub blocks: Value,
}

impl Posted {
    /// The link that its button opens.
    #[must_use]
    pub fn link(&self) -> String {
        let blocks = self.blocks.as_array().expect("blocks");
        let actions = blocks
            .iter()
            .find(|block| block["type"] == "actions")
            .expect("a button");
        let url = actions["elements"][0]["url"].as_str();
        url.expect("it opens a link").to_owned()
    }
}

/// What is in the workspace.
#[derive(Default)]
pub struct Workspace {
    /// Its id.
    pub team: String,
    /// Its members, by id.
    pub members: BTreeMap<String, Value>,
    /// User groups: name and members, by id.
    pub user_groups: BTreeMap<String, (String, Vec<String>)>,
    /// Channels: name and members, by id.
    pub channels: BTreeMap<String, (String, Vec<String>)>,
    /// Scopes that the token has.
    pub scopes: Vec<&'static str>,
    /// Whether the token was taken back.
    pub revoked: bool,
    /// Entries a page has at most, however many are asked for.
    pub page: usize,
    /// Codes that work, once.
    pub codes: Vec<String>,
    /// What was posted.
    pub posted: Vec<Posted>,
    /// Which methods were called, in order.
    pub calls: Vec<String>,
    faults: BTreeMap<&'static str, VecDeque<Fault>>,
    between: Option<Change>,
}

type Change = Box<dyn FnOnce(&mut Workspace) + Send>;

/// Slack. Clones are the same one.
#[derive(Clone)]
pub struct SlackServer {
    url: String,
    workspace: Arc<Mutex<Workspace>>,
}

impl fmt::Debug for SlackServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlackServer")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// A colleague as Slack describes people.
#[must_use]
pub fn member(id: &str, name: &str, email: &str) -> Value {
    json!({
        "id": id, "team_id": TEAM, "name": name.to_lowercase(), "deleted": false, "real_name": name,
        "is_admin": false, "is_owner": false, "is_restricted": false, "is_ultra_restricted": false, "is_bot": false,
        "is_app_user": false, "updated": 1_502_138_686, "is_email_confirmed": true, "locale": "en-GB",
        "profile": { "real_name": name, "display_name": "", "email": email, "team": TEAM },
    })
}

impl SlackServer {
    /// A workspace with nobody but the app and Slackbot.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let workspace = Arc::new(Mutex::new(Workspace {
            team: TEAM.to_owned(),
            scopes: SCOPES.to_vec(),
            page: 1_000,
            ..Workspace::default()
        }));
        let server = Self {
            url: format!("http://{address}/api/"),
            workspace: Arc::clone(&workspace),
        };
        server.add(json!({ "id": BOT, "team_id": TEAM, "is_bot": true, "real_name": "Bienvenue", "profile": {} }));
        server.add(json!({ "id": "USLACKBOT", "team_id": TEAM, "is_bot": false, "real_name": "Slackbot", "profile": {} }));
        let doors = Router::new()
            .route("/api/{method}", post(answer))
            .with_state(workspace);
        tokio::spawn(async move { axum::serve(listener, doors).await });
        server
    }

    /// What the server's settings say of it: an app with its secrets.
    #[must_use]
    pub fn settings(&self) -> config::Slack {
        config::Slack {
            api: self.url.parse().expect("a URL"),
            authorize: format!("{}authorize", self.url).parse().expect("a URL"),
            app: Some(SlackApp {
                client_id: "1.2".to_owned(),
                client_secret: Secret::new(CLIENT_SECRET),
            }),
            signing_secret: Some(Secret::new(SIGNING_SECRET)),
        }
    }

    /// Looks into the workspace, or changes it.
    pub fn workspace(&self) -> MutexGuard<'_, Workspace> {
        self.workspace
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a member, or replaces the one with the same id.
    pub fn add(&self, member: Value) {
        let id = member["id"]
            .as_str()
            .expect("a member has an id")
            .to_owned();
        self.workspace().members.insert(id, member);
    }

    /// Adds colleagues with these numbers.
    pub fn add_many(&self, numbers: std::ops::Range<usize>) {
        for number in numbers {
            let (id, name) = (format!("U{number:06}"), format!("Person {number}"));
            self.add(member(&id, &name, &format!("person{number}@acme.example")));
        }
    }

    /// Changes something of a member.
    pub fn change(&self, id: &str, change: impl FnOnce(&mut Value)) {
        change(self.workspace().members.get_mut(id).expect("a member"));
    }

    /// Takes members out.
    pub fn remove(&self, ids: &[&str]) {
        self.workspace()
            .members
            .retain(|id, _| !ids.contains(&id.as_str()));
    }

    /// Misbehaves at the next call of a method; several times in the order in which it is told.
    pub fn misbehave(&self, method: &'static str, fault: Fault) {
        self.workspace()
            .faults
            .entry(method)
            .or_default()
            .push_back(fault);
    }

    /// Does something after the next page of members was answered.
    pub fn after_a_page(&self, change: impl FnOnce(&mut Workspace) + Send + 'static) {
        self.workspace().between = Some(Box::new(change));
    }

    /// The nth message to a member, once it was posted.
    pub async fn message(&self, to: &str, nth: usize) -> Posted {
        let what = format!("message {nth} to {to}");
        eventually(&what, async || {
            let workspace = self.workspace();
            let mut posted = workspace.posted.iter().filter(|posted| posted.to == to);
            posted.nth(nth - 1).cloned()
        })
        .await
    }

    /// The link of that message.
    pub async fn link(&self, to: &str, nth: usize) -> String {
        self.message(to, nth).await.link()
    }

    /// How often a method was called.
    #[must_use]
    pub fn calls_of(&self, method: &str) -> usize {
        self.workspace()
            .calls
            .iter()
            .filter(|call| *call == method)
            .count()
    }
}

/// What a method needs, as its documentation says.
fn scope_of(method: &str) -> Option<&'static str> {
    Some(match method {
        "users.list" | "users.info" => "users:read",
        "usergroups.list" | "usergroups.users.list" => "usergroups:read",
        "conversations.list" | "conversations.members" => "channels:read",
        "conversations.open" => "im:write",
        "chat.postMessage" => "chat:write",
        _ => return None,
    })
}

fn no(error: &str) -> Value {
    json!({ "ok": false, "error": error })
}

async fn answer(
    State(workspace): State<Arc<Mutex<Workspace>>>,
    Path(method): Path<String>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let fault = {
        let mut workspace = workspace.lock().unwrap_or_else(PoisonError::into_inner);
        workspace.calls.push(method.clone());
        workspace
            .faults
            .get_mut(method.as_str())
            .and_then(VecDeque::pop_front)
    };
    let mut body = match &fault {
        Some(Fault::Limited(seconds)) => {
            let body = no("ratelimited").to_string();
            return (
                StatusCode::TOO_MANY_REQUESTS,
                [(RETRY_AFTER, seconds.to_string())],
                body,
            )
                .into_response();
        }
        Some(Fault::Status(status)) => {
            return StatusCode::from_u16(*status)
                .expect("a status")
                .into_response();
        }
        Some(Fault::Nonsense) => return "<html>a proxy speaks</html>".into_response(),
        Some(Fault::No(error)) => no(error),
        _ => {
            let mut workspace = workspace.lock().unwrap_or_else(PoisonError::into_inner);
            workspace.say(&method, &headers, &form)
        }
    };
    match fault {
        Some(Fault::EndsEarly) => body["response_metadata"]["next_cursor"] = json!(""),
        Some(Fault::Circle) => body["response_metadata"]["next_cursor"] = json!(form.get("cursor")),
        Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
        Some(Fault::Lost) => return "<html>a proxy speaks</html>".into_response(),
        _ => {}
    }
    let mut response = ([(CONTENT_TYPE, "application/json")], body.to_string()).into_response();
    let scopes = workspace
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .scopes
        .join(",");
    let scopes = HeaderValue::try_from(scopes).expect("scopes are letters");
    response.headers_mut().insert("x-oauth-scopes", scopes);
    response
}

impl Workspace {
    fn say(&mut self, method: &str, headers: &HeaderMap, form: &BTreeMap<String, String>) -> Value {
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let shown = headers
            .get("authorization")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if method == "oauth.v2.access" {
            return self.grant(shown, field("code"), field("redirect_uri"));
        }
        if shown != format!("Bearer {TOKEN}") {
            return no("invalid_auth");
        }
        if self.revoked {
            return no("token_revoked");
        }
        if let Some(needed) = scope_of(method).filter(|scope| !self.scopes.contains(scope)) {
            return json!({ "ok": false, "error": "missing_scope", "needed": needed, "provided": self.scopes.join(",") });
        }
        match method {
            "auth.test" => json!({
                "ok": true, "url": "https://acme.slack.example/", "team": "Acme workspace", "user": "bienvenue",
                "team_id": self.team, "user_id": BOT, "bot_id": "B0BOT", "is_enterprise_install": false,
            }),
            "users.list" => self.users(form),
            "users.info" => match self.members.get(field("user")) {
                Some(member) => json!({ "ok": true, "user": member }),
                None => no("user_not_found"),
            },
            "usergroups.list" => {
                let groups = self.user_groups.iter();
                let groups: Vec<Value> = groups
                    .map(|(id, (name, _))| json!({ "id": id, "name": name, "handle": name }))
                    .collect();
                json!({ "ok": true, "usergroups": groups })
            }
            "usergroups.users.list" => match self.user_groups.get(field("usergroup")) {
                Some((_, users)) => json!({ "ok": true, "users": users }),
                None => no("no_such_subteam"),
            },
            "conversations.list" => {
                let channels = self.channels.iter();
                let channels = channels
                    .map(|(id, (name, _))| (id.clone(), json!({ "id": id, "name": name })))
                    .collect();
                self.page(channels, "channels", form)
            }
            "conversations.members" => match self.channels.get(field("channel")) {
                Some((_, members)) => {
                    let members = members.iter().map(|id| (id.clone(), json!(id))).collect();
                    self.page(members, "members", form)
                }
                None => no("channel_not_found"),
            },
            "conversations.open" => match self.members.get(field("users")) {
                Some(member) if member["deleted"] == true => no("user_disabled"),
                Some(_) => {
                    json!({ "ok": true, "channel": { "id": format!("D{}", field("users")) } })
                }
                None => no("user_not_found"),
            },
            "chat.postMessage" => {
                let Some(to) = field("channel").strip_prefix('D') else {
                    return no("channel_not_found");
                };
                let blocks = serde_json::from_str(field("blocks")).unwrap_or(Value::Null);
                self.posted.push(Posted {
                    to: to.to_owned(),
                    text: field("text").to_owned(),
                    blocks,
                });
                json!({ "ok": true, "channel": field("channel"), "ts": format!("1503435956.{:06}", self.posted.len()) })
            }
            _ => no("unknown_method"),
        }
    }

    fn grant(&mut self, shown: &str, code: &str, redirect: &str) -> Value {
        // 1.2:a client secret for tests
        if shown != "Basic MS4yOmEgY2xpZW50IHNlY3JldCBmb3IgdGVzdHM=" {
            return no("bad_client_secret");
        }
        if !redirect.ends_with("/settings/slack") {
            return no("bad_redirect_uri");
        }
        let Some(place) = self.codes.iter().position(|known| known == code) else {
            return no("invalid_code");
        };
        self.codes.remove(place);
        json!({
            "ok": true, "access_token": TOKEN, "token_type": "bot", "scope": self.scopes.join(","), "bot_user_id": BOT,
            "app_id": "A0APP", "team": { "name": "Acme workspace", "id": self.team }, "authed_user": { "id": "U0ADMIN" },
        })
    }

    fn users(&mut self, form: &BTreeMap<String, String>) -> Value {
        let all = self
            .members
            .iter()
            .map(|(id, member)| (id.clone(), member.clone()))
            .collect();
        let answer = self.page(all, "members", form);
        if let Some(change) = self.between.take() {
            change(self);
        }
        answer
    }

    /// A page of what is in an order of keys: a cursor names the key at which the next page begins, as Slack's do.
    fn page(
        &self,
        all: Vec<(String, Value)>,
        name: &str,
        form: &BTreeMap<String, String>,
    ) -> Value {
        let asked: usize = form
            .get("limit")
            .and_then(|limit| limit.parse().ok())
            .unwrap_or(0);
        let size = if asked == 0 {
            self.page
        } else {
            asked.min(self.page)
        };
        let from = match form.get("cursor").map(|cursor| cursor.strip_prefix("key:")) {
            None => "",
            Some(Some(key)) => key,
            Some(None) => return no("invalid_cursor"),
        };
        let mut rest = all.into_iter().filter(|(key, _)| key.as_str() >= from);
        let page: Vec<Value> = rest.by_ref().take(size).map(|(_, value)| value).collect();
        let next = rest
            .next()
            .map(|(key, _)| format!("key:{key}"))
            .unwrap_or_default();
        json!({ "ok": true, name: page, "response_metadata": { "next_cursor": next } })
    }
}

/// Slack's signature of a request (<https://docs.slack.dev/authentication/verifying-requests-from-slack>).
#[must_use]
pub fn sign(secret: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(format!("v0:{seconds}:{body}").as_bytes());
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("v0={hex}")
}

//! Listening: a graphql-transport-ws client for one subscription, which reconnects by itself and resumes after the last event it heard.
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>

use std::future::poll_fn;

use futures_util::future::{AbortHandle, Either, abortable, select};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::{Message, State, WebSocketError, futures::WebSocket};
use gloo_timers::future::TimeoutFuture;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What a listener is told.
pub enum Heard<'a> {
    /// The line is open. With `gap`, things may have happened that were not heard: what is shown must be read again.
    Open {
        /// Whether the server could not continue after the last event.
        gap: bool,
    },
    /// An event: the JSON of a GraphQL response. The listener answers with its cursor.
    Event(&'a str),
    /// The line is down; another attempt follows.
    Lost,
    /// The session has ended; no attempt follows.
    SignedOut,
}

/// The server is asked for a sign of life after this long without one, in milliseconds: sleeping laptops leave dead sockets behind.
const SILENCE: u32 = 25_000;
/// How long connecting, and an answer to a ping, may take, in milliseconds.
const PATIENCE: u32 = 10_000;
/// First and longest wait between attempts, in milliseconds.
const BACKOFF: (u32, u32) = (500, 15_000);

/// Listens, after so many milliseconds, until the returned handle is aborted. `question` writes the subscription that begins after a
/// cursor.
pub fn listen(
    after: u32,
    question: impl Fn(Option<String>) -> String + 'static,
    hear: impl Fn(Heard<'_>) -> Option<String> + 'static,
) -> AbortHandle {
    let (task, handle) = abortable(keep_listening(after, Box::new(question), Box::new(hear)));
    wasm_bindgen_futures::spawn_local(async {
        // An aborted listener has nobody left to tell.
        let _ = task.await;
    });
    handle
}

type Question = Box<dyn Fn(Option<String>) -> String>;
type Hear = Box<dyn Fn(Heard<'_>) -> Option<String>>;

/// Why a conversation ended.
enum Ended {
    /// The line went down, or the server closed it.
    Dropped,
    /// The server refused the subscription or ended it with an error.
    Refused,
    /// 4401 or 4403: there is no session.
    SignedOut,
}

async fn keep_listening(after: u32, question: Question, hear: Hear) {
    let (mut cursor, mut attempt) = (None, 0);
    TimeoutFuture::new(after).await;
    loop {
        let ended = converse(&question, &hear, &mut cursor, &mut attempt).await;
        match ended {
            Ended::SignedOut => {
                hear(Heard::SignedOut);
                return;
            }
            // The cursor leads nowhere, or so much has happened since that reading it all would take longer than reading what
            // is shown. Begin again from now.
            Ended::Refused => cursor = None,
            Ended::Dropped => {}
        }
        hear(Heard::Lost);
        TimeoutFuture::new(wait_before(attempt, js_sys::Math::random())).await;
        attempt += 1;
    }
}

/// The wait before attempt number `attempt`, in milliseconds: doubling, and between half and the whole of it by `chance`, so that a
/// thousand consoles do not return in the same instant after a restart.
fn wait_before(attempt: u32, chance: f64) -> u32 {
    let longest = (BACKOFF.0 << attempt.min(8)).min(BACKOFF.1);
    longest / 2 + (f64::from(longest / 2) * chance) as u32
}

#[derive(Serialize)]
struct Say<'a> {
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Frame {
    r#type: String,
    payload: Option<Box<RawValue>>,
}

fn say(kind: &str, payload: Option<&RawValue>) -> Message {
    let id = payload.map(|_| "1");
    Message::Text(
        serde_json::to_string(&Say {
            r#type: kind,
            id,
            payload,
        })
        .unwrap_or_default(),
    )
}

async fn converse(
    question: &Question,
    hear: &Hear,
    cursor: &mut Option<String>,
    attempt: &mut u32,
) -> Ended {
    let Ok(mut socket) = WebSocket::open_with_protocol(&address(), "graphql-transport-ws") else {
        return Ended::Dropped;
    };
    // Ready also when connecting failed: what is written then only earns a complaint of the browser.
    let _ = poll_fn(|context| socket.poll_ready_unpin(context)).await;
    if !matches!(socket.state(), State::Open) {
        return Ended::Dropped;
    }
    let (mut to, mut from) = socket.split();
    let _ = to.send(say("connection_init", None)).await;
    let (mut patience, mut pinged) = (PATIENCE, true);
    loop {
        let message = match select(from.next(), TimeoutFuture::new(patience)).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => text,
            Either::Left((Some(Err(WebSocketError::ConnectionClose(close))), _))
                if matches!(close.code, 4401 | 4403) =>
            {
                return Ended::SignedOut;
            }
            Either::Left(_) => return Ended::Dropped,
            Either::Right(_) if pinged => return Ended::Dropped,
            Either::Right(_) => {
                (patience, pinged) = (PATIENCE, true);
                let _ = to.send(say("ping", None)).await;
                continue;
            }
        };
        (patience, pinged) = (SILENCE, false);
        let Ok(frame) = serde_json::from_str::<Frame>(&message) else {
            continue;
        };
        match frame.r#type.as_str() {
            "connection_ack" => {
                let asked = RawValue::from_string(question(cursor.clone()));
                let Ok(asked) = asked else {
                    return Ended::Refused;
                };
                let _ = to.send(say("subscribe", Some(&asked))).await;
                *attempt = 0;
                hear(Heard::Open {
                    gap: cursor.is_none(),
                });
            }
            "next" => {
                let heard = frame
                    .payload
                    .and_then(|payload| hear(Heard::Event(payload.get())));
                *cursor = heard.or(cursor.take());
            }
            "ping" => drop(to.send(say("pong", None)).await),
            "error" => return Ended::Refused,
            "complete" => return Ended::Dropped,
            _ => {}
        }
    }
}

/// The socket beside the page's own address.
fn address() -> String {
    let location = leptos::prelude::window().location();
    let secure = location
        .protocol()
        .is_ok_and(|protocol| protocol == "https:");
    let host = location.host().unwrap_or_default();
    format!("{}://{host}/graphql/ws", if secure { "wss" } else { "ws" })
}

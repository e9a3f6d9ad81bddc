//! A client of graphql-transport-ws that says exactly what a test tells it to.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, Message, client::IntoClientRequest, http::HeaderValue},
};

use crate::{PATIENCE, Visitor, visitor::COOKIE_NAME};

/// An open socket.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Heard while something else was waited for.
    heard: VecDeque<Value>,
}

/// What came over the socket.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A message of the protocol.
    Message(Value),
    /// The server closed, with this code.
    Closed(u16),
    /// The connection ended without a word.
    Gone,
}

/// What the subscription of the console asks for.
pub const CHANGES: &str = "subscription($after: String, $filter: UserFilter) { userStatusChanged(after: $after, filter: $filter) \
    { cursor at kind previousStatus status invitationState user { id email status } } }";

impl Socket {
    /// Opens a socket with the visitor's cookie and headers, and with further headers.
    ///
    /// # Errors
    /// When the handshake is refused.
    pub async fn open(
        visitor: &Visitor,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, tungstenite::Error> {
        let mut request = format!("ws://{}/graphql/ws", visitor.address()).into_client_request()?;
        let mut set = |name: &'static str, value: &str| {
            request.headers_mut().insert(
                name,
                HeaderValue::from_str(value).expect("a header's value"),
            );
        };
        set("sec-websocket-protocol", "graphql-transport-ws");
        if let Some(cookie) = visitor.cookie() {
            set("cookie", &format!("{COOKIE_NAME}={cookie}"));
        }
        for (name, value) in headers {
            set(name, value);
        }
        request.headers_mut().extend(visitor.headers().clone());
        let (stream, _) = connect_async(request).await?;
        Ok(Self {
            stream,
            heard: VecDeque::new(),
        })
    }

    /// Opens a socket and has it acknowledged.
    pub async fn connect(visitor: &Visitor) -> Self {
        let mut socket = Self::open(visitor, &[]).await.expect("the socket opens");
        socket.say(json!({ "type": "connection_init" })).await;
        assert_eq!(
            socket.hear().await,
            Heard::Message(json!({ "type": "connection_ack" }))
        );
        socket
    }

    /// Opens a socket that hears of every change, after a cursor if one is given.
    ///
    /// The subscription has begun when this returns: the server has answered a ping that was sent after it.
    pub async fn watching(visitor: &Visitor, after: Option<&str>) -> Self {
        let mut socket = Self::connect(visitor).await;
        socket
            .subscribe("changes", CHANGES, json!({ "after": after }))
            .await;
        if after.is_none() {
            socket.say(json!({ "type": "ping" })).await;
            let mut heard = VecDeque::new();
            while let Heard::Message(message) = socket.hear().await
                && message["type"] != "pong"
            {
                heard.push_back(message);
            }
            socket.heard = heard;
        }
        socket
    }

    /// Says something.
    pub async fn say(&mut self, message: Value) {
        self.say_text(message.to_string()).await;
    }

    /// Says a text.
    pub async fn say_text(&mut self, text: String) {
        // A server that has closed does not listen; what it said on closing is still to be heard.
        let _ = self.stream.send(Message::text(text)).await;
    }

    /// Begins an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(json!({ "type": "subscribe", "id": id, "payload": payload }))
            .await;
    }

    /// Hears the next thing, answering pings of the transport.
    pub async fn hear(&mut self) -> Heard {
        self.hear_within(PATIENCE)
            .await
            .expect("something is said in time")
    }

    /// Hears the next thing, if it is said in time.
    pub async fn hear_within(&mut self, patience: Duration) -> Option<Heard> {
        if let Some(message) = self.heard.pop_front() {
            return Some(Heard::Message(message));
        }
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let next = timeout(left, self.stream.next()).await.ok()?;
            return Some(match next {
                Some(Ok(Message::Text(text))) => {
                    Heard::Message(serde_json::from_str(&text).expect("JSON"))
                }
                Some(Ok(Message::Close(Some(frame)))) => Heard::Closed(frame.code.into()),
                Some(Ok(Message::Close(None)) | Err(_)) | None => Heard::Gone,
                Some(Ok(_)) => continue,
            });
        }
    }

    /// The next change, if one comes in time.
    pub async fn change_within(&mut self, patience: Duration) -> Option<Value> {
        match self.hear_within(patience).await? {
            Heard::Message(message) if message["type"] == "next" => {
                let data = &message["payload"]["data"]["userStatusChanged"];
                assert!(!data.is_null(), "not a change: {message}");
                Some(data.clone())
            }
            other => panic!("not a change: {other:?}"),
        }
    }

    /// The next change.
    pub async fn change(&mut self) -> Value {
        self.change_within(PATIENCE)
            .await
            .expect("a change in time")
    }

    /// How long the server takes to close from now on, and with which code.
    pub async fn closes(&mut self) -> (Duration, Heard) {
        let begun = Instant::now();
        loop {
            match self.hear().await {
                Heard::Message(_) => {}
                ended => return (begun.elapsed(), ended),
            }
        }
    }
}

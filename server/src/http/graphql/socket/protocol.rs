//! The messages of graphql-transport-ws and its close codes
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>).

use std::borrow::Cow;

use apollo_compiler::response::JsonMap;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use serde::{Deserialize, Serialize};

use super::super::answer;
use super::super::parameters::Parameters;
use super::super::refusal::Refusal;

/// The only subprotocol that is spoken.
pub(crate) const SUBPROTOCOL: &str = "graphql-transport-ws";

/// What a client may say.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    ConnectionInit {
        #[serde(default)]
        payload: Option<JsonMap>,
    },
    Ping {
        #[serde(default)]
        payload: Option<JsonMap>,
    },
    Pong {
        #[serde(default, rename = "payload")]
        _payload: Option<JsonMap>,
    },
    Subscribe {
        id: String,
        payload: Parameters,
    },
    Complete {
        id: String,
    },
}

impl ClientMessage {
    /// Reads a text message.
    pub(super) fn read(text: &str) -> Result<Self, Close> {
        let message: Self = serde_json::from_str(text).map_err(|_| Close::bad_message())?;
        match &message {
            Self::Subscribe { id, .. } | Self::Complete { id } if id.is_empty() => {
                Err(Close::bad_message())
            }
            _ => Ok(message),
        }
    }
}

/// What the server says.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    ConnectionAck,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<JsonMap>,
    },
    Next {
        id: &'a str,
        payload: &'a answer::Executed,
    },
    Error {
        id: &'a str,
        payload: &'a [Refusal],
    },
    Complete {
        id: &'a str,
    },
}

impl ServerMessage<'_> {
    /// The message as a text frame.
    pub(super) fn frame(&self) -> Message {
        let mut text = Vec::new();
        answer::write(&mut text, self);
        // JSON is UTF-8; were it not, an empty message would end the conversation at the client.
        Message::Text(Utf8Bytes::try_from(text).unwrap_or_default())
    }
}

/// Why the server ends a conversation.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Close {
    pub(super) code: u16,
    pub(super) reason: Cow<'static, str>,
}

impl Close {
    const fn of(code: u16, reason: &'static str) -> Self {
        let reason = Cow::Borrowed(reason);
        Self { code, reason }
    }

    /// The server stops: clients come back, to another process or to the next start.
    pub(super) const fn going_away() -> Self {
        Self::of(1001, "Going away")
    }

    pub(super) const fn message_too_big() -> Self {
        Self::of(1009, "Message too big")
    }

    pub(super) const fn bad_message() -> Self {
        Self::of(4400, "Invalid message received")
    }

    pub(super) const fn unauthorized() -> Self {
        Self::of(4401, "Unauthorized")
    }

    /// Nobody is signed in, or no longer: clients may try again, which shows them the truth.
    pub(super) const fn forbidden() -> Self {
        Self::of(4403, "Forbidden")
    }

    /// Not now: clients come back, and read the reason.
    pub(super) fn try_again_later(reason: &str) -> Self {
        let reason = reason.chars().take(40).collect::<String>().into();
        Self { code: 1013, reason }
    }

    pub(super) const fn wrong_subprotocol() -> Self {
        Self::of(4406, "Subprotocol not acceptable")
    }

    pub(super) const fn init_timeout() -> Self {
        Self::of(4408, "Connection initialisation timeout")
    }

    pub(super) fn subscriber_exists(id: &str) -> Self {
        // The frame has room for 123 bytes of reason.
        let shown: String = id.chars().take(20).collect();
        let reason = Cow::Owned(format!("Subscriber for {shown} already exists"));
        Self { code: 4409, reason }
    }

    pub(super) const fn too_many_inits() -> Self {
        Self::of(4429, "Too many initialisation requests")
    }

    pub(super) fn frame(&self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.code,
            reason: Utf8Bytes::from(self.reason.as_ref()),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_protocols_messages_are_understood() {
        for text in [
            "",
            "null",
            "{}",
            r#"{"type":"start","id":"1","payload":{"query":"{a}"}}"#,
            r#"{"type":"stop","id":"1"}"#,
            r#"{"type":"connection_terminate"}"#,
            r#"{"type":"connection_init","payload":"secret"}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":{"variables":{}}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
        ] {
            let refused = ClientMessage::read(text).expect_err(text);
            assert_eq!(refused.code, 4400, "{text}");
        }
        for text in [
            r#"{"type":"connection_init"}"#,
            r#"{"type":"connection_init","payload":null}"#,
            r#"{"type":"ping","payload":{"a":1}}"#,
            r#"{"payload":{"query":"{a}","operationName":null},"id":"1","type":"subscribe"}"#,
            r#"{"type":"complete","id":"1"}"#,
        ] {
            assert!(ClientMessage::read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn every_reason_fits_its_frame() {
        let longest = Close::subscriber_exists(&"🏃".repeat(500));
        assert!(longest.reason.len() <= 123);
    }
}

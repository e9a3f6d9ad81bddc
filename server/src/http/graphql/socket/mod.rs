//! The socket's door: the handshake of graphql-transport-ws.

pub(crate) mod attendance;
mod conversation;
mod outputs;
mod protocol;

use std::sync::Arc;

use async_graphql::{Executor, Request};
use axum::extract::ws::WebSocketUpgrade;
use axum::response::Response;
use futures_util::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, watch};

use self::attendance::Seat;
use self::conversation::Conversation;
use super::{Front, Refusal};

/// Bytes of one message from a client: a document and its variables. Long selections travel by POST.
const MAX_MESSAGE: usize = 256 * 1024;
/// Bytes that may wait to be written; the largest answer must fit.
const MAX_UNWRITTEN: usize = 8 * 1024 * 1024;

/// Who has come.
pub(crate) struct Visitor {
    /// Whom the handshake's cookie or token lets in, if anybody.
    pub(crate) guest: Option<Guest>,
    /// Lets in whoever shows a token in the first message.
    pub(crate) present: Present,
    /// Turns true when the server stops.
    pub(crate) stopping: watch::Receiver<bool>,
    /// The connection's place among all connections, given back when the socket closes.
    #[expect(dead_code, reason = "held until the conversation ends")]
    pub(crate) place: Option<Place>,
}

/// Somebody who was let in.
pub(crate) struct Guest {
    /// The seat of their session or token.
    pub(crate) seat: Seat,
    /// Who asks, told anew for each operation, since roles change and sessions end.
    pub(crate) identify: Identify,
}

/// A place among the connections that the server holds at one time.
pub(crate) type Place = Arc<OwnedSemaphorePermit>;

/// Gives a request what its resolvers know of the caller; `None` when the caller's session no longer counts.
pub(crate) type Identify =
    Box<dyn Fn(Request) -> BoxFuture<'static, Result<Option<Request>, Refusal>> + Send + Sync>;

/// Looks up whose a token is.
pub(crate) type Present =
    Box<dyn Fn(String) -> BoxFuture<'static, Result<Guest, Refusal>> + Send + Sync>;

/// Completes the handshake and converses until one side has enough.
///
/// The buffers are small because ten thousand sockets are mostly silent: with the library's own sizes they would hold over
/// a gigabyte.
pub(crate) fn converse<E: Executor>(
    upgrade: WebSocketUpgrade,
    front: Arc<Front<E>>,
    visitor: Visitor,
) -> Response {
    upgrade
        .protocols([protocol::SUBPROTOCOL])
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .max_write_buffer_size(MAX_UNWRITTEN)
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(move |socket| Conversation::new(socket, front, visitor).hold())
}

//! One conversation over a socket: a loop over what comes in, what goes out, and the time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use apollo_compiler::response::JsonMap;
use async_graphql::Executor;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use futures_util::future::AbortHandle;
use futures_util::stream::{Abortable, BoxStream, SelectAll, StreamExt};
use tokio::time::{Instant, sleep_until, timeout};

use super::super::Front;
use super::super::bearer;
use super::super::parameters::Parameters;
use super::super::refusal::{Code, Refusal};
use super::Visitor;
use super::outputs::{Output, outputs};
use super::protocol::{ClientMessage, Close, SUBPROTOCOL, ServerMessage};

/// How long a client may take to send `connection_init`.
const INIT_TIME: Duration = Duration::from_secs(5);
/// How often a silent client is asked whether it is still there; after two unanswered questions it is not.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How long a message may take to leave; whoever reads slower than that comes back and resumes.
const SEND_TIME: Duration = Duration::from_secs(10);
/// Operations that may run at once on one socket.
const MAX_OPERATIONS: usize = 32;

pub(super) struct Conversation<E> {
    socket: WebSocket,
    front: Arc<Front<E>>,
    visitor: Visitor,
    acknowledged: bool,
    operations: HashMap<Arc<str>, AbortHandle>,
    outputs: SelectAll<BoxStream<'static, (Arc<str>, Output)>>,
    /// When to act next if nothing happens: the end of the time for `connection_init`, later the next heartbeat.
    due: Instant,
    unanswered: u8,
}

/// What a turn of the conversation is about.
enum Happened {
    SessionEnded,
    ServerStops,
    TimePassed,
    Heard(Option<Result<Message, axum::Error>>),
    Output(Arc<str>, Output),
}

/// Why a conversation ends: with a close frame, or because the other side is gone.
enum End {
    Close(Close),
    Gone,
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

impl<E: Executor> Conversation<E> {
    pub(super) fn new(socket: WebSocket, front: Arc<Front<E>>, visitor: Visitor) -> Self {
        Self {
            socket,
            front,
            visitor,
            acknowledged: false,
            operations: HashMap::new(),
            outputs: SelectAll::new(),
            due: Instant::now() + INIT_TIME,
            unanswered: 0,
        }
    }

    /// Converses until the end, and says goodbye if there is somebody to hear it.
    pub(super) async fn hold(mut self) {
        let spoken = self.socket.protocol().map(|name| name.as_bytes());
        let end = if spoken == Some(SUBPROTOCOL.as_bytes()) {
            self.until_the_end().await
        } else {
            End::Close(Close::wrong_subprotocol())
        };
        if let End::Close(close) = end {
            tracing::debug!(code = close.code, reason = %close.reason, "socket closed");
            let _ = timeout(SEND_TIME, self.socket.send(close.frame())).await;
        }
    }

    async fn until_the_end(&mut self) -> End {
        loop {
            if let Err(end) = self.turn().await {
                return end;
            }
        }
    }

    async fn turn(&mut self) -> Result<(), End> {
        let Visitor {
            guest, stopping, ..
        } = &mut self.visitor;
        let ended = async {
            match guest {
                Some(guest) => guest.seat.ended().await,
                None => std::future::pending().await,
            }
        };
        let happened = tokio::select! {
            () = ended => Happened::SessionEnded,
            // An error means that the sender, and with it the server, is gone.
            _ = stopping.wait_for(|stopping| *stopping) => Happened::ServerStops,
            () = sleep_until(self.due) => Happened::TimePassed,
            message = self.socket.recv() => Happened::Heard(message),
            Some((id, output)) = self.outputs.next() => Happened::Output(id, output),
        };
        match happened {
            Happened::SessionEnded => Err(Close::forbidden().into()),
            Happened::ServerStops => Err(Close::going_away().into()),
            Happened::TimePassed => self.time_has_passed().await,
            Happened::Heard(Some(Ok(message))) => self.hear(message).await,
            Happened::Heard(Some(Err(error))) => Err(unreadable(error)),
            Happened::Heard(None) => Err(End::Gone),
            Happened::Output(id, output) => self.say(&id, output).await,
        }
    }

    async fn time_has_passed(&mut self) -> Result<(), End> {
        if !self.acknowledged {
            return Err(Close::init_timeout().into());
        }
        if self.unanswered == 2 {
            return Err(End::Gone);
        }
        self.unanswered += 1;
        self.due = Instant::now() + HEARTBEAT;
        self.send(Message::Ping(Bytes::new())).await
    }

    async fn hear(&mut self, message: Message) -> Result<(), End> {
        self.unanswered = 0;
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => return Err(Close::bad_message().into()),
            // The library answers pings and closing frames itself.
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(End::Gone),
        };
        match ClientMessage::read(text.as_str())? {
            ClientMessage::ConnectionInit { .. } if self.acknowledged => {
                Err(Close::too_many_inits().into())
            }
            ClientMessage::ConnectionInit { payload } => self.welcome(payload).await,
            ClientMessage::Ping { payload } => {
                self.send(ServerMessage::Pong { payload }.frame()).await
            }
            ClientMessage::Pong { .. } => Ok(()),
            ClientMessage::Subscribe { .. } if !self.acknowledged => {
                Err(Close::unauthorized().into())
            }
            ClientMessage::Subscribe { id, .. } if self.operations.contains_key(id.as_str()) => {
                Err(Close::subscriber_exists(&id).into())
            }
            ClientMessage::Subscribe { id, payload } => self.begin(&Arc::from(id), payload).await,
            ClientMessage::Complete { id } => {
                if let Some(operation) = self.operations.remove(id.as_str()) {
                    operation.abort();
                }
                Ok(())
            }
        }
    }

    /// Acknowledges whoever was let in by the handshake, or is by the token they show now. A token takes the place of a cookie.
    async fn welcome(&mut self, payload: Option<JsonMap>) -> Result<(), End> {
        if let Some(token) = payload.as_ref().and_then(bearer::in_payload) {
            self.visitor.guest = match (self.visitor.present)(token.to_owned()).await {
                Ok(guest) => Some(guest),
                Err(refusal) if refusal.code == Code::Unauthenticated => None,
                Err(refusal) => return Err(Close::try_again_later(&refusal.message).into()),
            };
        }
        if self.visitor.guest.is_none() {
            return Err(Close::forbidden().into());
        }
        self.acknowledged = true;
        self.due = Instant::now() + HEARTBEAT;
        self.send(ServerMessage::ConnectionAck.frame()).await
    }

    async fn begin(&mut self, id: &Arc<str>, parameters: Parameters) -> Result<(), End> {
        if self.operations.len() >= MAX_OPERATIONS {
            let message = format!("At most {MAX_OPERATIONS} operations may run at once.");
            let refusal = Refusal::new(Code::TooComplex, message);
            return self.refuse(id, &[refusal]).await;
        }
        let mut admitted = match self.front.gate.admit(parameters) {
            Ok(admitted) => admitted,
            Err(refused) => return self.refuse(id, &refused).await,
        };
        let Some(guest) = &self.visitor.guest else {
            return Err(Close::forbidden().into());
        };
        admitted.request = match (guest.identify)(admitted.request).await {
            Ok(Some(request)) => request,
            Ok(None) => return Err(Close::forbidden().into()),
            Err(refusal) => return self.refuse(id, &[refusal]).await,
        };
        let (abort, registration) = AbortHandle::new_pair();
        let tag = Arc::clone(id);
        let outputs = outputs(Arc::clone(&self.front), admitted);
        let outputs = outputs.map(move |output| (Arc::clone(&tag), output));
        self.outputs
            .push(Abortable::new(outputs, registration).boxed());
        self.operations.insert(Arc::clone(id), abort);
        Ok(())
    }

    async fn say(&mut self, id: &Arc<str>, output: Output) -> Result<(), End> {
        match output {
            Output::Next(payload) => {
                let payload = &*payload;
                self.send(ServerMessage::Next { id, payload }.frame()).await
            }
            Output::Event(payload) => {
                if let Some(guest) = &self.visitor.guest
                    && !guest.seat.counts().await
                {
                    return Err(Close::forbidden().into());
                }
                let payload = &*payload;
                self.send(ServerMessage::Next { id, payload }.frame()).await
            }
            Output::Refused(refusal) => {
                self.operations.remove(id);
                self.refuse(id, &[refusal]).await
            }
            Output::Done => {
                self.operations.remove(id);
                self.send(ServerMessage::Complete { id }.frame()).await
            }
        }
    }

    async fn refuse(&mut self, id: &str, refused: &[Refusal]) -> Result<(), End> {
        let payload = refused;
        self.send(ServerMessage::Error { id, payload }.frame())
            .await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(SEND_TIME, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}

fn unreadable(error: axum::Error) -> End {
    let error = error.into_inner().to_string();
    if error.contains("too long") {
        return Close::message_too_big().into();
    }
    End::Gone
}

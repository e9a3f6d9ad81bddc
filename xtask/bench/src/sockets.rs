//! One event to a thousand sockets: how long until the last one has it.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::{net::TcpStream, task::JoinSet, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::{
    client::{Connection, Request},
    people::Crowd,
    process::{Parts, Target},
    report::Report,
};

const SOCKETS: usize = 1_000;
const EVENTS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(20);

type Socket = WebSocketStream<TcpStream>;

pub(crate) async fn measure(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    crowd: &Crowd,
) -> Result<()> {
    let limit = {
        let sockets = open_all(parts.limit.address, None).await?;
        let request = |_| Request::get("/frame", "done");
        fan_out(sockets, parts.limit.address, request).await?
    };
    let sockets = open_all(parts.server.address, Some(&crowd.session)).await?;
    let request = |number| {
        let person = json!({ "email": format!("event{number}@example.com"), "fullName": "Event" });
        let variables = json!({ "input": { "person": person, "invite": false } });
        let create = "mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code } } }";
        Request::graphql(Some(&crowd.session), create, &variables, "\"errors\":[]")
    };
    let ours = fan_out(sockets, parts.server.address, request).await?;
    report.time(
        &format!(
            "one event to {SOCKETS} sockets, the last one has it · {}",
            target.name
        ),
        ours,
        Some(limit),
        None,
    );
    report.memory(
        target,
        &format!("resident memory after {SOCKETS} sockets and load"),
        parts.server.resident_kib()?,
    );
    Ok(())
}

async fn open_all(address: SocketAddr, session: Option<&str>) -> Result<Vec<Socket>> {
    let mut sockets = Vec::with_capacity(SOCKETS);
    for _ in 0..SOCKETS {
        sockets.push(
            timeout(PATIENCE, open(address, session))
                .await
                .context("a socket did not open")??,
        );
    }
    Ok(sockets)
}

async fn open(address: SocketAddr, session: Option<&str>) -> Result<Socket> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let Some(session) = session else {
        let (mut socket, _) = client_async(format!("ws://{address}/socket"), stream).await?;
        socket.next().await.context("no first frame")??;
        return Ok(socket);
    };
    let mut request = format!("ws://{address}/graphql/ws").into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("Sec-WebSocket-Protocol", "graphql-transport-ws".parse()?);
    headers.insert("Cookie", format!("__Host-bienvenue={session}").parse()?);
    let (mut socket, _) = client_async(request, stream).await?;
    socket
        .send(Message::text(r#"{"type":"connection_init"}"#))
        .await?;
    socket.next().await.context("no connection_ack")??;
    let query = "subscription { userStatusChanged { cursor kind status user { id fullName email status } } }";
    let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": query } });
    socket.send(Message::text(subscribe.to_string())).await?;
    // The answer to a ping comes after the subscription has been taken up.
    socket.send(Message::text(r#"{"type":"ping"}"#)).await?;
    let pong = socket.next().await.context("no pong")??;
    if !pong.to_text()?.contains("pong") {
        bail!("instead of a pong: {pong}");
    }
    Ok(socket)
}

/// Milliseconds from the asking for an event to its arrival at the last socket; the median of a few events.
async fn fan_out(
    mut sockets: Vec<Socket>,
    address: SocketAddr,
    request: impl Fn(usize) -> Request,
) -> Result<f64> {
    let mut asking = Connection::open(address).await?;
    let mut times = Vec::new();
    for number in 0..EVENTS {
        let mut waiting = JoinSet::new();
        for mut socket in sockets.drain(..) {
            waiting.spawn(async move {
                timeout(PATIENCE, socket.next())
                    .await
                    .context("a socket did not hear")?
                    .context("closed")??;
                anyhow::Ok((socket, Instant::now()))
            });
        }
        // Every socket waits before the event happens.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let began = Instant::now();
        asking.ask(&request(number)).await?;
        let mut last = began;
        while let Some(heard) = waiting.join_next().await {
            let (socket, at) = heard??;
            last = last.max(at);
            sockets.push(socket);
        }
        times.push((last - began).as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

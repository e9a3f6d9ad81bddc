//! Serving: connections with time-outs, a bound on their number, and a stop that lets work finish.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

use super::client::Peer;
use super::graphql::socket::Place;
use super::stalled::Impatient;
use crate::app::App;

/// Connections at one time, sockets included. Each open socket takes about 7 KiB, a busy connection about 50.
const MAX_CONNECTIONS: usize = 20_000;
/// How long the head of a request may take, and how long a connection may be idle between two.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long a client may refuse to take what is sent to it.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// Bytes of a request's head.
const MAX_HEAD: usize = 32 * 1024;
/// How long requests may take to finish once the server stops.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// How long a connection may still bring a request once the server stops. Its answer says that it is the last: without that,
/// a request that was on its way would meet a closed connection.
const LAST_CALL: Duration = Duration::from_millis(250);
/// How long to wait when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `stop`, then lets requests finish and closes sockets.
///
/// # Errors
/// When the listener's own address cannot be read; a connection that fails ends by itself.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let stopping = watch::Sender::new(false);
    let router = super::router_until(app, stopping.clone());
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        // Answers are written in one piece already; a second buffer would only hold memory.
        .writev(true);
    tracing::info!(address = %listener.local_addr()?, "listening");

    let mut stop = pin!(stop);
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            next = async { (place.await, listener.accept().await) } => next,
        };
        let (Ok(place), Ok((stream, peer))) = (place, accepted) else {
            // The system has no more sockets to give.
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let Some(io) = prepared(stream) else { continue };
        let place: Place = Arc::new(place);
        let visit = Visit {
            router: router.clone(),
            peer: Peer(peer),
            place: Arc::clone(&place),
            stopping: stopping.subscribe(),
        };
        let service = service_fn(move |request| visit.answer(request));
        let connection = http.serve_connection(io, service).with_upgrades();
        tokio::spawn(hold(connection, stopping.subscribe(), place));
    }

    drop(listener);
    stopping.send_replace(true);
    // Every connection and every socket holds a place.
    let everyone = u32::try_from(MAX_CONNECTIONS).unwrap_or(u32::MAX);
    if tokio::time::timeout(DRAIN_TIME, places.acquire_many(everyone))
        .await
        .is_err()
    {
        tracing::warn!("some requests did not finish within {DRAIN_TIME:?}");
    }
    Ok(())
}

/// Holds a connection to its end. Once the server stops, it takes no further request.
async fn hold<S>(
    connection: http1::UpgradeableConnection<Io, S>,
    mut stopping: watch::Receiver<bool>,
    place: Place,
) where
    S: HttpService<Incoming, ResBody = Body, Error = Infallible>,
    S::Future: Send,
{
    let mut connection = pin!(connection);
    let stopped = async {
        let _ = stopping.wait_for(|stopping| *stopping).await;
    };
    let ended = tokio::select! {
        ended = &mut connection => Some(ended),
        () = stopped => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => match tokio::time::timeout(LAST_CALL, &mut connection).await {
            Ok(ended) => ended,
            Err(_) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        },
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
    drop(place);
}

type Io = TokioIo<Impatient<TcpStream>>;

fn prepared(stream: TcpStream) -> Option<Io> {
    // Without it an answer in two pieces waits for the other side's delayed acknowledgement.
    stream.set_nodelay(true).ok()?;
    Some(TokioIo::new(Impatient::new(stream, WRITE_TIME)))
}

/// What the requests of one connection share.
struct Visit {
    router: Router,
    peer: Peer,
    place: Place,
    stopping: watch::Receiver<bool>,
}

impl Visit {
    fn answer(
        &self,
        request: Request<Incoming>,
    ) -> impl Future<Output = Result<Response, Infallible>> + use<> {
        let mut request = request.map(Body::new);
        let extensions = request.extensions_mut();
        extensions.insert(self.peer);
        extensions.insert(Arc::clone(&self.place));
        let (answering, stopping) = (self.router.clone().oneshot(request), self.stopping.clone());
        async move {
            let mut response = answering.await?;
            if *stopping.borrow() && response.status() != StatusCode::SWITCHING_PROTOCOLS {
                let last = HeaderValue::from_static("close");
                response.headers_mut().insert(CONNECTION, last);
            }
            Ok(response)
        }
    }
}

//! The doors: the only room that knows axum.

mod api;
mod callbacks;
mod client;
mod downloads;
mod graphiql;
pub(crate) mod graphql;
mod headers;
mod health;
mod idempotency_key;
pub mod join;
mod link_page;
mod mailbox;
mod serve;
mod session;
mod slack;
mod stalled;
mod turns;
mod web_client;

use std::any::Any;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Router, middleware};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;

pub use self::client::Peer;
use self::graphql::socket::attendance::Attendance;
use self::graphql::{Front, Gate, Origins};
use self::headers::RequestIds;
pub use self::serve::serve;
use self::turns::Turns;
use self::web_client::WebClient;
use crate::app::App;

/// What the doors share.
pub(crate) struct Doors {
    pub(crate) app: Arc<App>,
    front: Arc<Front<crate::graphql::Schema>>,
    sessions: Arc<api::Sessions>,
    turns: Turns,
    client: WebClient,
    request_ids: RequestIds,
    /// Turns true when the server stops.
    stopping: watch::Sender<bool>,
}

/// Every route.
///
/// Begins to look after the sessions of open sockets, so it is to be called inside the async runtime.
pub fn router(app: Arc<App>) -> Router {
    router_until(app, watch::Sender::new(false))
}

/// Every route; sockets end once `stopping` says so.
fn router_until(app: Arc<App>, stopping: watch::Sender<bool>) -> Router {
    let schema = crate::graphql::schema(Arc::clone(&app));
    let gate = Gate::new(&schema.sdl()).expect("the executor writes a valid schema");
    let origins = Origins::new(&app.config.public_url, app.config.production);
    let sessions = Attendance::new();
    tokio::spawn(api::look_after(Arc::clone(&sessions), Arc::clone(&app)));
    let doors = Arc::new(Doors {
        front: Arc::new(Front {
            schema,
            gate,
            origins,
        }),
        sessions,
        turns: Turns::new(),
        client: WebClient::new(app.config.client_folder.clone()),
        request_ids: RequestIds::new(app.random.bytes()),
        stopping,
        app,
    });
    Router::new()
        .route("/graphql", any(api::graphql))
        .route("/graphql/ws", get(api::socket))
        .route("/graphiql", get(graphiql::page))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/", get(web_client::root))
        .route("/downloads/users.csv", get(downloads::users))
        .route("/downloads/imports/{id}", get(downloads::result))
        .route("/downloads/import-template.csv", get(downloads::template))
        .route("/slack/events", post(slack::events))
        .route("/join", get(link_page::without_token))
        .route("/join/{token}", get(link_page::with_token))
        .route("/assets/{*path}", get(web_client::asset))
        .merge(web_client::shells())
        .merge(mailbox::routes(&doors.app))
        .merge(callbacks::routes(&doors.app))
        .fallback(web_client::not_found)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&doors),
            headers::around,
        ))
        .with_state(doors)
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    graphql::log_panic(panic.as_ref());
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "The server made a mistake.\n",
    )
        .into_response()
}

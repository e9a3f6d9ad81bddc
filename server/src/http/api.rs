//! The API's two routes: who asks, then the GraphQL front.

use std::sync::Arc;

use async_graphql::Request as Operation;
use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use entity::{Role, SessionId};

use super::Doors;
use super::graphql::socket::attendance::Attendance;
use super::graphql::socket::{self, Identify, Visitor};
use super::graphql::{
    Admitted, Code, Media, Refusal, SentFile, is_upload, respond, respond_refused,
};
use super::{client, idempotency_key, session};
use crate::access::Viewer;
use crate::app::App;
use crate::graphql::{Caller, File, Files, SetCookies};
use crate::problem::Fault;
use crate::users::sessions;

/// A socket belongs to a session and to the role it had: a change of role ends it as a sign-out does.
pub(super) type Sessions = Attendance<(SessionId, Role)>;

/// `/graphql`: queries and mutations by POST, queries by GET.
pub(super) async fn graphql(State(doors): State<Arc<Doors>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if is_upload(&parts) {
        return with_file(&doors, &parts, body).await;
    }
    let (media, admitted) = match doors.front.admit(&parts, body).await {
        Ok(admitted) => admitted,
        Err(refused) => return refused,
    };
    match caller(&doors, media, &parts).await {
        Ok(caller) => answer(&doors, caller, media, admitted, Files::default()).await,
        Err(refused) => refused,
    }
}

/// Who asks, and whether they may have asked before.
async fn caller(doors: &Doors, media: Media, parts: &Parts) -> Result<Caller, Response> {
    let refused = |refusal: Refusal| respond_refused(media, &[refusal]);
    let idempotency_key = idempotency_key::read(&parts.headers).map_err(refused)?;
    let caller = session::caller(&doors.app, parts).await;
    let caller = caller.map_err(|fault| refused(unavailable(&fault)))?;
    Ok(Caller {
        idempotency_key,
        ..caller
    })
}

/// The same with a file: from administrators only, and a few at a time. Of anybody else's body nothing is read.
async fn with_file(doors: &Doors, parts: &Parts, body: Body) -> Response {
    let media = match doors.front.greet_upload(parts) {
        Ok(media) => media,
        Err(refused) => return refused,
    };
    let caller = match caller(doors, media, parts).await {
        Ok(caller) => caller,
        Err(refused) => return refused,
    };
    if !caller
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.admin().is_ok())
    {
        let message = "Files are taken from administrators who are signed in.";
        return respond_refused(media, &[Refusal::new(Code::Forbidden, message)]);
    }
    // Held until the answer is there: it bounds the memory that files take.
    let _turn = doors.uploads.acquire().await;
    let (admitted, files) = match doors.front.admit_upload(parts, media, body).await {
        Ok(admitted) => admitted,
        Err(refused) => return refused,
    };
    let file = |sent: SentFile| File {
        name: sent.name,
        content: sent.content,
    };
    let files = Files(files.into_iter().map(file).collect());
    answer(doors, caller, media, admitted, files).await
}

async fn answer(
    doors: &Doors,
    caller: Caller,
    media: Media,
    mut admitted: Admitted,
    files: Files,
) -> Response {
    let cookies = caller.cookies.clone();
    admitted.request = caller.asks(&doors.app, admitted.request).data(files);
    let mut response = match doors.front.execute(admitted).await {
        Ok(executed) => respond(media, &executed),
        Err(refusal) => respond_refused(media, &[refusal]),
    };
    session::carry_out(&cookies, response.headers_mut());
    response
}

/// `/graphql/ws`: every kind of operation over graphql-transport-ws, for whoever is signed in.
///
/// An operation that signs somebody in or out does so, but no cookie can be set over a socket.
pub(super) async fn socket(State(doors): State<Arc<Doors>>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    if let Err(refusal) = doors.front.origins.check(&parts.headers) {
        return respond_refused(Media::Json, &[refusal]);
    }
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let caller = match session::caller(&doors.app, &parts).await {
        Ok(caller) => caller,
        Err(fault) => return respond_refused(Media::Json, &[unavailable(&fault)]),
    };
    let mut seat = None;
    if let Some(viewer) = &caller.viewer {
        seat = doors
            .sessions
            .enter((viewer.session().clone(), viewer.role()));
        if seat.is_none() {
            return (
                StatusCode::TOO_MANY_REQUESTS,
                "This session has too many sockets open.",
            )
                .into_response();
        }
    }
    let visitor = Visitor {
        seat,
        identify: identify(Arc::clone(&doors.app), caller, &parts.headers),
        stopping: doors.stopping.subscribe(),
        place: parts.extensions.remove(),
    };
    socket::converse(upgrade, Arc::clone(&doors.front), visitor)
}

fn identify(app: Arc<App>, caller: Caller, headers: &HeaderMap) -> Identify {
    let (client, locale) = (caller.client, client::language(headers));
    let viewer = caller.viewer.map(Arc::new);
    Box::new(move |operation: Operation| {
        let (app, viewer) = (Arc::clone(&app), viewer.clone());
        Box::pin(async move {
            let Some(viewer) = viewer else {
                return Ok(None);
            };
            let now = sessions::still(&app, &viewer)
                .await
                .map_err(|fault| unavailable(&fault))?;
            Ok(now.map(|viewer: Viewer| {
                let caller = Caller {
                    viewer: Some(viewer),
                    client,
                    cookies: SetCookies::default(),
                    locale,
                    // A socket has one handshake and many deeds: no header names one of them.
                    idempotency_key: None,
                };
                caller.asks(&app, operation)
            }))
        })
    })
}

/// Looks after the sessions of open sockets until the process ends.
pub(super) async fn look_after(sessions: Arc<Sessions>, app: Arc<App>) {
    let ended = |present: Vec<(SessionId, Role)>| {
        let app = Arc::clone(&app);
        async move {
            let ids: Vec<SessionId> = present.iter().map(|(id, _)| id.clone()).collect();
            let standing = sessions::standing(&app, &ids).await?;
            let ended = present
                .into_iter()
                .filter(|(id, role)| standing.get(id) != Some(role));
            Ok::<_, Fault>(ended.collect())
        }
    };
    sessions.look_after(ended).await;
}

fn unavailable(fault: &Fault) -> Refusal {
    tracing::error!(%fault, "a session could not be looked up");
    Refusal::new(
        Code::Unavailable,
        "The server cannot answer now; try again in a moment.",
    )
}

//! The API's two routes: who asks, then the GraphQL front.

use std::net::IpAddr;
use std::sync::Arc;

use async_graphql::Request as Operation;
use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use entity::Locale;

use super::Doors;
use super::graphql::socket::attendance::Attendance;
use super::graphql::socket::{self, Guest, Identify, Present, Visitor};
use super::graphql::{
    Admitted, Code, Media, Refusal, SentFile, bearer, is_upload, respond, respond_refused,
};
use super::{idempotency_key, session};
use crate::access::Viewer;
use crate::app::App;
use crate::graphql::{Caller, File, Files, SetCookies};

/// Whose sockets are open.
pub(super) type Sessions = Attendance<session::Holder>;

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
        Ok(caller) => {
            let question = (media, admitted, Files::default());
            answer(&doors, caller, question, &parts).await
        }
        Err(refused) => refused,
    }
}

/// Who asks, and whether they may have asked before.
async fn caller(doors: &Doors, media: Media, parts: &Parts) -> Result<Caller, Response> {
    let refused = |refusal: Refusal| respond_refused(media, &[refusal]);
    let idempotency_key = idempotency_key::read(&parts.headers).map_err(refused)?;
    let caller = session::caller(&doors.app, parts).await.map_err(refused)?;
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
    let viewer = caller.viewer.as_ref();
    let Some(Ok(admin)) = viewer.map(Viewer::admin) else {
        let message = "Files are taken from administrators who are signed in.";
        return respond_refused(media, &[Refusal::new(Code::Forbidden, message)]);
    };
    // Both are held until the answer is there.
    let _sent = doors.turns.to_send(admin.organization()).await;
    let (admitted, files) = match doors.front.admit_upload(parts, media, body).await {
        Ok(admitted) => admitted,
        Err(refused) => return refused,
    };
    let _read = doors.turns.to_read().await;
    let file = |sent: SentFile| File {
        name: sent.name,
        content: sent.content,
    };
    let files = Files(files.into_iter().map(file).collect());
    answer(doors, caller, (media, admitted, files), parts).await
}

async fn answer(
    doors: &Doors,
    caller: Caller,
    (media, mut admitted, files): (Media, Admitted, Files),
    parts: &Parts,
) -> Response {
    let cookies = caller.cookies.clone();
    admitted.request = caller.asks(&doors.app, admitted.request).data(files);
    let mut response = match doors.front.execute(admitted).await {
        Ok(executed) => respond(media, &executed),
        Err(refusal) => respond_refused(media, &[refusal]),
    };
    if bearer::in_headers(&parts.headers).is_none() {
        session::carry_out(&cookies, response.headers_mut());
    }
    response
}

/// `/graphql/ws`: every kind of operation over graphql-transport-ws, for whoever is signed in and for programs.
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
        Err(refusal) => return respond_refused(Media::Json, &[refusal]),
    };
    let place = Place {
        client: caller.client,
        is_robot: caller.is_robot,
        locale: caller.locale,
    };
    let guest = match caller.viewer {
        Some(viewer) => match seat(&doors, viewer, place) {
            Ok(guest) => Some(guest),
            Err(refusal) => return respond_refused(Media::Json, &[refusal]),
        },
        None => None,
    };
    let visitor = Visitor {
        guest,
        present: present(Arc::clone(&doors), place),
        stopping: doors.stopping.subscribe(),
        place: parts.extensions.remove(),
    };
    socket::converse(upgrade, Arc::clone(&doors.front), visitor)
}

/// What the handshake tells about the other end.
#[derive(Clone, Copy)]
struct Place {
    client: IpAddr,
    is_robot: bool,
    locale: Locale,
}

impl Place {
    fn caller(self, viewer: Option<Viewer>) -> Caller {
        Caller {
            viewer,
            client: self.client,
            cookies: SetCookies::default(),
            is_robot: self.is_robot,
            locale: self.locale,
            // A socket has one handshake and many deeds: no header names one of them.
            idempotency_key: None,
        }
    }
}

/// Gives a socket its seat.
fn seat(doors: &Doors, viewer: Viewer, place: Place) -> Result<Guest, Refusal> {
    let holder = (viewer.credential().clone(), viewer.role());
    let seat = doors.sessions.enter(holder);
    let seat = seat.ok_or_else(|| Refusal::too_many(A_MINUTE))?;
    Ok(Guest {
        seat,
        identify: identify(Arc::clone(&doors.app), Arc::new(viewer), place),
    })
}

/// When it is worth trying again for whoever holds too many sockets.
const A_MINUTE: u64 = 60;

/// Seats whoever shows a token in the first message.
fn present(doors: Arc<Doors>, place: Place) -> Present {
    Box::new(move |token: String| {
        let doors = Arc::clone(&doors);
        Box::pin(async move {
            let viewer = session::program(&doors.app, &token, &place.caller(None)).await?;
            seat(&doors, viewer, place)
        })
    })
}

fn identify(app: Arc<App>, viewer: Arc<Viewer>, place: Place) -> Identify {
    Box::new(move |operation: Operation| {
        let (app, viewer) = (Arc::clone(&app), Arc::clone(&viewer));
        Box::pin(async move {
            let now = session::still(&app, &viewer).await?;
            Ok(now.map(|viewer| place.caller(Some(viewer)).asks(&app, operation)))
        })
    })
}

/// Looks after the sessions of open sockets until the process ends.
pub(super) async fn look_after(sessions: Arc<Sessions>, app: Arc<App>) {
    let ended = |present: Vec<session::Holder>| {
        let app = Arc::clone(&app);
        async move { session::ended(&app, present).await }
    };
    sessions.look_after(ended).await;
}

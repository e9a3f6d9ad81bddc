//! GraphQL over HTTP and over WebSocket, to the letter of both specifications.
//!
//! The executor's own fronts are not used: they run mutations sent by GET, ignore `Accept`, and let any origin open a
//! socket (docs/decisions). Everything here is generic over the executor, so that it is tested with a small schema.

mod answer;
pub(crate) mod bearer;
mod cost;
mod documents;
mod gate;
mod measure;
mod media;
mod multipart;
mod origin;
mod parameters;
mod refusal;
pub(crate) mod socket;
#[cfg(test)]
mod tests;
mod variables;

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_graphql::Executor;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use futures_util::FutureExt;

pub(crate) use self::answer::Executed;
pub(crate) use self::gate::{Admitted, Gate, Kind};
pub(crate) use self::media::Media;
pub(crate) use self::multipart::{SentFile, is_upload};
pub(crate) use self::origin::Origins;
use self::parameters::Parameters;
pub(crate) use self::refusal::{Code, Refusal, Refused};

/// Bytes of one request's body: room for 10,000 people, or 40,000 ids.
pub(crate) const MAX_BODY: usize = 2 * 1024 * 1024;
/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How long a query may take.
const QUERY_TIME: Duration = Duration::from_secs(30);
/// How long a mutation may take: what is done to 100,000 people is done in one transaction, and cut off it is not done at all.
/// On a small machine with a slow disk an import of that size takes half a minute.
const MUTATION_TIME: Duration = Duration::from_secs(300);

/// The GraphQL front: a gate, and the schema behind it.
pub(crate) struct Front<E> {
    pub(crate) schema: E,
    pub(crate) gate: Gate,
    pub(crate) origins: Origins,
}

impl<E: Executor> Front<E> {
    /// Reads and checks an HTTP request. Nothing is executed and nobody is identified yet.
    ///
    /// # Errors
    /// The finished answer to a request that is refused.
    pub(crate) async fn admit(
        &self,
        parts: &Parts,
        body: Body,
    ) -> Result<(Media, Admitted), Response> {
        let media = self.greet(parts)?;
        let parameters = parameters(parts, body).await;
        let parameters =
            parameters.map_err(|refusal| respond_refused(media, &Refused::from(refusal)))?;
        Ok((media, self.pass(parts, media, parameters)?))
    }

    /// Checks what can be known of a request with a file before any of it is read.
    ///
    /// # Errors
    /// The finished answer to a request that is refused.
    #[expect(
        clippy::result_large_err,
        reason = "a refusal is the finished answer, made rarely and moved once"
    )]
    pub(crate) fn greet_upload(&self, parts: &Parts) -> Result<Media, Response> {
        let media = self.greet(parts)?;
        multipart::check(&parts.headers)
            .map_err(|refusal| respond_refused(media, &Refused::from(refusal)))?;
        Ok(media)
    }

    /// Reads and checks a request with a file. Ask [`Self::greet_upload`] first, and who sends it.
    ///
    /// # Errors
    /// The finished answer to a request that is refused.
    pub(crate) async fn admit_upload(
        &self,
        parts: &Parts,
        media: Media,
        body: Body,
    ) -> Result<(Admitted, Vec<SentFile>), Response> {
        let read = multipart::read(parts, body).await;
        let (parameters, files) =
            read.map_err(|refusal| respond_refused(media, &Refused::from(refusal)))?;
        Ok((self.pass(parts, media, parameters)?, files))
    }

    /// What the client reads, if it may speak to us at all.
    #[expect(
        clippy::result_large_err,
        reason = "a refusal is the finished answer, made rarely and moved once"
    )]
    fn greet(&self, parts: &Parts) -> Result<Media, Response> {
        // A refusal must be readable, even the one that says that nothing acceptable is.
        let media = Media::preferred(&parts.headers);
        let readable = *media.as_ref().unwrap_or(&Media::Json);
        let refused = |refusal: Refusal| respond_refused(readable, &Refused::from(refusal));
        let media = media.map_err(refused)?;
        self.origins.check(&parts.headers).map_err(refused)?;
        Ok(media)
    }

    /// The operation, if it passes the gate and may come this way.
    #[expect(
        clippy::result_large_err,
        reason = "a refusal is the finished answer, made rarely and moved once"
    )]
    fn pass(
        &self,
        parts: &Parts,
        media: Media,
        parameters: Parameters,
    ) -> Result<Admitted, Response> {
        let refused = |refused: Refused| respond_refused(media, &refused);
        let admitted = self.gate.admit(parameters).map_err(refused)?;
        match admitted.kind {
            Kind::Subscription => {
                let message = "Subscribe over the WebSocket at /graphql/ws.";
                Err(refused(Refusal::new(Code::BadRequest, message).into()))
            }
            Kind::Mutation if parts.method != Method::POST => {
                let message = "Only queries may be sent by GET.";
                let mut response = refused(Refusal::new(Code::MethodNotAllowed, message).into());
                response
                    .headers_mut()
                    .insert(ALLOW, HeaderValue::from_static("POST"));
                Err(response)
            }
            _ => Ok(admitted),
        }
    }

    /// Executes a query or mutation whose request has been given what its resolvers know of the caller.
    ///
    /// # Errors
    /// `UNAVAILABLE` when it takes too long, `INTERNAL` when it panics.
    pub(crate) async fn execute(&self, admitted: Admitted) -> Result<Executed, Refusal> {
        let most = match admitted.kind {
            Kind::Mutation => MUTATION_TIME,
            _ => QUERY_TIME,
        };
        let execution = AssertUnwindSafe(self.schema.execute(admitted.request)).catch_unwind();
        match tokio::time::timeout(most, execution).await {
            Ok(Ok(response)) => Ok(Executed::new(response)),
            Ok(Err(panic)) => Err(panicked(panic.as_ref())),
            Err(_) => {
                tracing::error!("an operation took longer than {most:?}");
                Err(Refusal::new(
                    Code::Unavailable,
                    "The server is too busy; try again later.",
                ))
            }
        }
    }
}

/// Says so little of a panic as a stranger may know.
fn panicked(panic: &(dyn Any + Send)) -> Refusal {
    log_panic(panic);
    Refusal::new(Code::Internal, "The server made a mistake.")
}

/// Logs a panic.
pub(crate) fn log_panic(panic: &(dyn Any + Send)) {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = words.unwrap_or("?"), "a request panicked");
}

async fn parameters(parts: &Parts, body: Body) -> Result<Parameters, Refusal> {
    match parts.method {
        Method::POST => {
            media::check_content_type(&parts.headers)?;
            let body = read(&parts.headers, body).await?;
            Parameters::from_json(&body)
        }
        Method::GET | Method::HEAD => {
            Parameters::from_query_string(parts.uri.query().unwrap_or_default())
        }
        _ => Err(Refusal::new(
            Code::MethodNotAllowed,
            "Send GraphQL by POST, or a query by GET.",
        )),
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let too_large = || {
        let message = format!("The body is larger than {MAX_BODY} bytes.");
        Refusal::new(Code::PayloadTooLarge, message)
    };
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MAX_BODY as u64) {
        return Err(too_large());
    }
    match tokio::time::timeout(BODY_TIME, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => {
            let source = std::error::Error::source(&error);
            Err(match source {
                Some(source) if source.to_string().contains("length limit") => too_large(),
                _ => Refusal::new(Code::BadRequest, "The body broke off."),
            })
        }
        Err(_) => Err(Refusal::new(
            Code::Timeout,
            "The body took too long to arrive.",
        )),
    }
}

/// The HTTP answer to an operation that was executed.
pub(crate) fn respond(media: Media, executed: &Executed) -> Response {
    written(media, StatusCode::OK, executed.to_json())
}

/// The HTTP answer to a request that was refused.
pub(crate) fn respond_refused(media: Media, refused: &[Refusal]) -> Response {
    let code = refused.first().map_or(Code::Internal, |first| first.code);
    let status = match media {
        Media::Json if code.concerns_the_document() => StatusCode::OK,
        _ => code.status(),
    };
    let mut response = written(media, status, answer::refused(refused));
    let headers = response.headers_mut();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("GET, POST"));
    }
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        headers.insert(WWW_AUTHENTICATE, challenge);
    }
    if let Some(seconds) = refused.first().and_then(|first| first.retry_after) {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn written(media: Media, status: StatusCode, text: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, media.content_type());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

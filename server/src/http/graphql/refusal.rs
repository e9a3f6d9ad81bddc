//! What the doors say when they do not execute: one code, one sentence, one status.

use std::borrow::Cow;

use axum::http::StatusCode;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Why a request was refused. The spelling in `extensions.code` is part of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The request is not GraphQL over HTTP, or not the socket's protocol.
    BadRequest,
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema.
    ValidationFailed,
    /// The document has no such operation, or several and none was named.
    OperationResolutionFailure,
    /// A variable or an argument has a value its type does not allow.
    BadUserInput,
    /// The document would cost more than one request may.
    TooComplex,
    /// The token that was shown is none that is let in.
    Unauthenticated,
    /// The session does not permit it, or another site asked.
    Forbidden,
    /// The token asked too often.
    RateLimited,
    /// A mutation or subscription came by GET, or the method is none of ours.
    MethodNotAllowed,
    /// None of the two media types is acceptable to the client.
    NotAcceptable,
    /// The body is not `application/json` in UTF-8.
    UnsupportedMediaType,
    /// The body is larger than the limit.
    PayloadTooLarge,
    /// The body did not arrive in time.
    Timeout,
    /// The server cannot answer now.
    Unavailable,
    /// A fault of ours; the log has the reason.
    Internal,
}

impl Code {
    /// The value of `extensions.code`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::TooComplex => "TOO_COMPLEX",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::RateLimited => "RATE_LIMITED",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::Timeout => "TIMEOUT",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The HTTP status of a refusal with this code.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::BadRequest
            | Self::ParseFailed
            | Self::ValidationFailed
            | Self::OperationResolutionFailure
            | Self::BadUserInput
            | Self::TooComplex => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Timeout => StatusCode::REQUEST_TIMEOUT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether the request was well formed and only its document or variables were not: a client that
    /// asked for plain `application/json` gets these with status 200 (GraphQL over HTTP, 6.4.1).
    pub(crate) fn concerns_the_document(self) -> bool {
        matches!(
            self,
            Self::ParseFailed
                | Self::ValidationFailed
                | Self::OperationResolutionFailure
                | Self::BadUserInput
                | Self::TooComplex
        )
    }
}

/// A place in the document, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Location {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// One error of a request that was not executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: Code,
    pub(crate) message: Cow<'static, str>,
    pub(crate) locations: Vec<Location>,
    /// Seconds until it is worth trying again.
    pub(crate) retry_after: Option<u64>,
}

impl Refusal {
    /// A refusal that concerns the request as a whole.
    pub(crate) fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            locations: Vec::new(),
            retry_after: None,
        }
    }

    /// A refusal of what came too soon.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let message = format!("Too many requests. Wait {seconds} seconds and try again.");
        Self {
            retry_after: Some(seconds),
            ..Self::new(Code::RateLimited, message)
        }
    }

    /// A refusal that points into the document.
    pub(crate) fn at(mut self, locations: impl IntoIterator<Item = Location>) -> Self {
        self.locations.extend(locations);
        self
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Extensions {
            code: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            retry_after: Option<u64>,
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("message", &self.message)?;
        if !self.locations.is_empty() {
            map.serialize_entry("locations", &self.locations)?;
        }
        let code = self.code.as_str();
        let retry_after = self.retry_after;
        map.serialize_entry("extensions", &Extensions { code, retry_after })?;
        map.end()
    }
}

/// One or more refusals; the first one's code decides the status.
pub(crate) type Refused = Vec<Refusal>;

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        vec![refusal]
    }
}

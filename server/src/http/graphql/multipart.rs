//! Requests with a file (GraphQL multipart request specification,
//! <https://github.com/jaydenseric/graphql-multipart-request-spec>).
//!
//! A form of another site can send this type without asking first, which is why a header is needed that no form can send.

use std::collections::HashMap;
use std::time::Duration;

use apollo_compiler::response::JsonValue;
use axum::body::Body;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use multer::{Constraints, Field, Multipart, SizeLimit};

use super::parameters::Parameters;
use super::refusal::{Code, Refusal};

/// Bytes of one file.
const MAX_FILE: usize = 20 * 1024 * 1024;
/// Bytes of everything around it: the operation, the map and what parts them.
const MAX_AROUND: usize = 64 * 1024;
/// How long all of it may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(120);

/// Headers that a browser sends for another site's script only after it has asked, and that no form can set.
const ASKED_FIRST: [&str; 3] = [
    "x-requested-with",
    "graphql-require-preflight",
    "apollo-require-preflight",
];

/// A file as it was sent.
pub(crate) struct SentFile {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

/// Whether a request brings a file.
pub(crate) fn is_upload(parts: &Parts) -> bool {
    let kind = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default();
    parts.method == Method::POST && kind.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Checks what can be known before anything of the body is read.
///
/// # Errors
/// `FORBIDDEN` without one of the headers, `UNSUPPORTED_MEDIA_TYPE` when it is compressed, `PAYLOAD_TOO_LARGE` when it says
/// itself that it is.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    if !ASKED_FIRST.iter().any(|name| headers.contains_key(*name)) {
        let message =
            "Send a file with the header `X-Requested-With`, which no form of another site can.";
        return Err(Refusal::new(Code::Forbidden, message));
    }
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        let message = "Send the request without a content encoding.";
        return Err(Refusal::new(Code::UnsupportedMediaType, message));
    }
    match announced(headers) {
        Some(length) if length > MAX_FILE + MAX_AROUND => Err(too_large()),
        _ => Ok(()),
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large() -> Refusal {
    let message = format!("A file may have {MAX_FILE} bytes.");
    Refusal::new(Code::PayloadTooLarge, message)
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::BadRequest, message.into())
}

/// Reads the operation and its file; where the operation names the file, it gets the file's place among the files.
///
/// # Errors
/// When it is too large, too slow, or not as the specification has it.
pub(super) async fn read(
    parts: &Parts,
    body: Body,
) -> Result<(Parameters, Vec<SentFile>), Refusal> {
    match tokio::time::timeout(BODY_TIME, parse(parts, body)).await {
        Ok(read) => read,
        Err(_) => Err(Refusal::new(
            Code::Timeout,
            "The file took too long to arrive.",
        )),
    }
}

async fn parse(parts: &Parts, body: Body) -> Result<(Parameters, Vec<SentFile>), Refusal> {
    let kind = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let boundary = multer::parse_boundary(kind.unwrap_or_default()).map_err(broken)?;
    let limits = SizeLimit::new()
        .whole_stream((MAX_FILE + MAX_AROUND) as u64)
        .per_field(MAX_FILE as u64)
        .for_field("operations", MAX_AROUND as u64)
        .for_field("map", MAX_AROUND as u64);
    let limits = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, limits);

    let operations = named(form.next_field().await.map_err(broken)?, "operations")?;
    let mut parameters = Parameters::from_json(&operations.bytes().await.map_err(broken)?)?;
    let map = named(form.next_field().await.map_err(broken)?, "map")?;
    let map: HashMap<String, Vec<String>> =
        serde_json::from_slice(&map.bytes().await.map_err(broken)?).map_err(|error| {
            bad(format!(
                "`map` does not say where the file belongs: {error}."
            ))
        })?;
    if map.len() != 1 {
        return Err(bad("Send one file."));
    }
    let mut files = Vec::new();
    for (place, (key, paths)) in map.iter().enumerate() {
        let field = named(form.next_field().await.map_err(broken)?, key)?;
        for path in paths {
            put(&mut parameters, path, place)?;
        }
        files.push(collected(field, announced(&parts.headers).unwrap_or_default()).await?);
    }
    match form.next_field().await.map_err(broken)? {
        None => Ok((parameters, files)),
        Some(_) => Err(bad("Send one file.")),
    }
}

fn named<'f>(field: Option<Field<'f>>, name: &str) -> Result<Field<'f>, Refusal> {
    let field = field.filter(|field| field.name() == Some(name));
    field.ok_or_else(|| bad("Send the fields `operations`, `map` and the file, in this order."))
}

async fn collected(mut field: Field<'_>, announced: usize) -> Result<SentFile, Refusal> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut content = Vec::with_capacity(announced.min(MAX_FILE));
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        content.extend_from_slice(&piece);
    }
    Ok(SentFile { name, content })
}

fn broken(error: multer::Error) -> Refusal {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            too_large()
        }
        other => bad(format!("The body is not a form with a file: {other}.")),
    }
}

/// Puts the place of a file where the operation has null, as in `variables.input.file`.
fn put(parameters: &mut Parameters, path: &str, place: usize) -> Result<(), Refusal> {
    let nowhere = || bad(format!("There is no null at `{path}` to put the file in."));
    let mut steps = path.split('.');
    if steps.next() != Some("variables") {
        return Err(nowhere());
    }
    let first = steps.next().ok_or_else(nowhere)?;
    let mut here = parameters
        .variables
        .as_mut()
        .and_then(|map| map.get_mut(first))
        .ok_or_else(nowhere)?;
    for step in steps {
        let next = match here {
            JsonValue::Object(map) => map.get_mut(step),
            JsonValue::Array(list) => step
                .parse::<usize>()
                .ok()
                .and_then(|step| list.get_mut(step)),
            _ => None,
        };
        here = next.ok_or_else(nowhere)?;
    }
    if !matches!(here, JsonValue::Null) {
        return Err(nowhere());
    }
    *here = JsonValue::from(place.to_string());
    Ok(())
}

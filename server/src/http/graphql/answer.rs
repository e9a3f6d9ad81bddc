//! Answers as bytes: written straight from the executor's values, whose fields keep the order of the request.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use async_graphql_value::RAW_VALUE_TOKEN;
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeStruct, Serializer};

use super::refusal::{Code, Refusal};

/// A page of fifty people with twenty values each has about this many bytes.
const USUAL_BYTES: usize = 32 * 1024;

/// The result of an execution: `data` is always there, if only as null.
pub(crate) struct Executed(Response);

impl Executed {
    /// Takes a response and sees to it that each of its errors has a code.
    ///
    /// Our own errors have one already. Those the executor makes itself when it reads arguments are the caller's to mend.
    /// Any other error was never meant to be read by a stranger: it is logged and its words withheld.
    pub(crate) fn new(mut response: Response) -> Self {
        for error in &mut response.errors {
            code_error(error);
        }
        Self(response)
    }

    /// The answer as JSON text.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        // Room for a page of people; a shorter answer wastes it for a moment only.
        let mut text = Vec::with_capacity(USUAL_BYTES);
        write(&mut text, self);
        text
    }
}

impl Serialize for Executed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        // Errors first, as the specification recommends.
        if !self.0.errors.is_empty() {
            map.serialize_entry("errors", &self.0.errors)?;
        }
        map.serialize_entry("data", &Written(&self.0.data))?;
        if !self.0.extensions.is_empty() {
            map.serialize_entry("extensions", &self.0.extensions)?;
        }
        map.end()
    }
}

/// A value of the executor as it is written.
///
/// What the list of people wrote as JSON itself is passed on as it is. The executor's own way, through serde_json's
/// `RawValue`, copies that text and parses it once more, which costs more than everything else about the page but its
/// statement.
struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                if let Some(Value::String(text)) = fields.get(RAW_VALUE_TOKEN) {
                    let mut raw = serializer.serialize_struct(RAW_VALUE_TOKEN, 1)?;
                    raw.serialize_field(RAW_VALUE_TOKEN, text)?;
                    return raw.end();
                }
                serializer.collect_map(
                    fields
                        .iter()
                        .map(|(name, value)| (name.as_str(), Written(value))),
                )
            }
            Value::List(items) => serializer.collect_seq(items.iter().map(Written)),
            leaf => leaf.serialize(serializer),
        }
    }
}

/// The answer to a request that was not executed: there is no `data`.
pub(crate) fn refused(refusals: &[Refusal]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Errors<'a> {
        errors: &'a [Refusal],
    }
    let mut text = Vec::new();
    write(&mut text, &Errors { errors: refusals });
    text
}

/// Writes JSON; nothing here has a key that is not text or a number that is not finite.
pub(crate) fn write(text: &mut Vec<u8>, value: &impl Serialize) {
    if let Err(error) = serde_json::to_writer(&mut *text, value) {
        tracing::error!(%error, "an answer could not be written");
        text.clear();
        text.extend_from_slice(
            br#"{"errors":[{"message":"The server made a mistake.","extensions":{"code":"INTERNAL"}}]}"#,
        );
    }
}

fn code_error(error: &mut ServerError) {
    let coded = error.extensions.as_ref().and_then(|e| e.get("code"));
    if matches!(coded, Some(Value::String(_) | Value::Enum(_))) {
        return;
    }
    let about_arguments = ["Failed to parse", "Invalid value"]
        .iter()
        .any(|start| error.message.starts_with(start));
    if about_arguments {
        set_code(error, Code::BadUserInput);
        return;
    }
    tracing::error!(message = %error.message, path = ?error.path, "an error without a code");
    error.message = "The server made a mistake.".into();
    set_code(error, Code::Internal);
}

fn set_code(error: &mut ServerError, code: Code) {
    let extensions = error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default);
    extensions.set("code", code.as_str());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_nobody_coded_keeps_its_words_to_the_log() {
        let leak = ServerError::new("relation \"users\" does not exist", None);
        let executed = Executed::new(Response::from_errors(vec![leak]));
        let text = String::from_utf8(executed.to_json()).unwrap();
        assert_eq!(
            text,
            r#"{"errors":[{"message":"The server made a mistake.","extensions":{"code":"INTERNAL"}}],"data":null}"#
        );
    }

    #[test]
    fn what_the_caller_can_mend_stays_readable() {
        let error = ServerError::new("Failed to parse \"DateTime\": no such day", None);
        let executed = Executed::new(Response::from_errors(vec![error]));
        let text = String::from_utf8(executed.to_json()).unwrap();
        assert!(text.contains("no such day"), "{text}");
        assert!(text.contains("BAD_USER_INPUT"), "{text}");
    }
}

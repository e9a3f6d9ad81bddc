//! The contract as this client uses it: one file per noun with its queries and mutations, checked against `schema.graphql` when they
//! compile. [`post`] sends one; [`socket`] listens.

mod ahead;
pub mod events;
pub mod imports;
pub mod insights;
pub mod invitations;
pub mod join;
pub mod links;
pub mod operations;
pub mod organization;
pub mod products;
pub mod reminder_plan;
pub mod slack;
pub mod socket;
pub mod teams;
pub mod tokens;
pub mod users;
pub mod values;
pub mod viewer;

use std::pin::Pin;

use cynic::Operation;
use js_sys::Promise;
use leptos::prelude::window;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, Headers, RequestInit, Response};

/// The types of `schema.graphql`, for cynic's derives.
#[cynic::schema("bienvenue")]
#[expect(missing_docs, reason = "generated; schema.graphql describes them")]
pub mod schema {}

/// Why a request brought no answer. What a person can mend in a form is not here: that is [`values::UserError`], inside an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server was not reached, or what answered was not our server.
    Unreachable,
    /// Nobody is signed in any more.
    SignedOut,
    /// Too much was tried in a short time.
    TooMany,
    /// The server refused, in its own words.
    Refused(String),
}

/// An answer whatever was asked: what is the same for every question is compiled once.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    errors: Option<Vec<RequestError>>,
}

/// Why the server answered a request with no data.
#[derive(Deserialize)]
struct RequestError {
    message: String,
    extensions: Option<Extensions>,
}

/// What the server adds to an error for programs.
#[derive(Deserialize)]
struct Extensions {
    code: Option<String>,
}

/// An answer to come. Boxed, so that what waits for it is not compiled into each of thirty questions.
pub type Coming<Answer> = Pin<Box<dyn Future<Output = Result<Answer, Failure>>>>;

/// Sends one query or mutation.
///
/// # Errors
/// [`Failure`], when there is no answer to show.
pub fn post<Answer, Variables>(operation: Operation<Answer, Variables>) -> Coming<Answer>
where
    Answer: DeserializeOwned + 'static,
    Variables: Serialize,
{
    let data = exchange(serde_json::to_string(&operation));
    Box::pin(async { serde_json::from_str(&data.await?).map_err(|_| Failure::Unreachable) })
}

/// Asks what every visit begins with, as the page's head does: see [`ask_ahead`].
///
/// # Errors
/// [`Failure`], when there is no answer to show.
pub fn begin<Answer>(operation: Operation<Answer, ()>) -> Coming<Answer>
where
    Answer: DeserializeOwned + 'static,
{
    ask_ahead(&operation, true);
    post(operation)
}

/// Asks what will be asked again in a moment. What the page's head (`console.html`, `office.html`) asks too is asked at the address
/// that it names for the browser to fetch: the answer is on its way while the client is still being compiled. Something between here
/// and the server may not like such an address: then it is asked like everything else.
fn ask_ahead<Answer, Variables: Serialize>(
    operation: &Operation<Answer, Variables>,
    in_the_head: bool,
) {
    let question = serde_json::to_string(operation);
    let variables = serde_json::to_string(&operation.variables);
    if let (Ok(question), Ok(variables)) = (question, variables) {
        let answer = if in_the_head {
            Some(window().fetch_with_str(&address(&operation.query, &variables)))
        } else {
            send(&question)
        };
        ahead::note(question, answer);
    }
}

/// Where a query is answered to a GET. The browser encodes it, here as in the page's head: it takes out the ends of lines and writes
/// a space as `%20` (URL Standard, 4.4 and 1.3). Not for what somebody typed: that may have signs that end a query.
fn address(query: &str, variables: &str) -> String {
    format!("/graphql?query={query}&variables={variables}")
}

/// Sends a mutation with a file, whose place in the operation is `at` (GraphQL multipart request specification).
///
/// # Errors
/// [`Failure`], when there is no answer to show.
pub async fn post_file<Answer, Variables>(
    operation: Operation<Answer, Variables>,
    at: &str,
    file: &web_sys::Blob,
    name: &str,
) -> Result<Answer, Failure>
where
    Answer: DeserializeOwned + 'static,
    Variables: Serialize,
{
    let question =
        serde_json::to_string(&operation).map_err(|error| Failure::Refused(error.to_string()))?;
    let form = form(&question, at, file, name);
    // No form of another site can send this header: the server takes no file without it.
    let header = ("x-requested-with", "bienvenue");
    let data = answer(form.and_then(|form| fetch(&form, &[header]))).await?;
    serde_json::from_str(&data).map_err(|_| Failure::Unreachable)
}

fn form(question: &str, at: &str, file: &web_sys::Blob, name: &str) -> Option<FormData> {
    let form = FormData::new().ok()?;
    form.append_with_str("operations", question).ok()?;
    let map = format!("{{\"0\":[\"{at}\"]}}");
    form.append_with_str("map", &map).ok()?;
    form.append_with_blob_and_filename("0", file, name).ok()?;
    Some(form)
}

/// Sends a question as JSON and opens the envelope of its answer.
fn exchange(question: serde_json::Result<String>) -> Coming<String> {
    Box::pin(async {
        let question = question.map_err(|error| Failure::Refused(error.to_string()))?;
        if let Some(sent) = ahead::take(&question)
            && let Ok(data) = answer(Some(sent)).await
        {
            return Ok(data);
        }
        answer(send(&question)).await
    })
}

/// Sends a question at once, whoever waits for its answer.
fn send(question: &str) -> Option<Promise> {
    let headers = [
        ("content-type", "application/json"),
        (
            "accept",
            "application/graphql-response+json, application/json",
        ),
    ];
    fetch(&question.into(), &headers)
}

fn fetch(body: &JsValue, headers: &[(&str, &str)]) -> Option<Promise> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(body);
    let all = Headers::new().ok()?;
    for (name, value) in headers {
        all.set(name, value).ok()?;
    }
    request.set_headers(&all);
    Some(window().fetch_with_str_and_init("/graphql", &request))
}

async fn answer(sent: Option<Promise>) -> Result<String, Failure> {
    let response = JsFuture::from(sent.ok_or(Failure::Unreachable)?).await;
    let response = response.map_err(|_| Failure::Unreachable)?;
    let response: Response = response.unchecked_into();
    if response.status() == 401 {
        return Err(Failure::SignedOut);
    }
    let text = response.text().map_err(|_| Failure::Unreachable)?;
    let text = JsFuture::from(text)
        .await
        .ok()
        .and_then(|text| text.as_string());
    data_of(&text.ok_or(Failure::Unreachable)?)
}

/// What was asked for, still as JSON, or why it was refused.
fn data_of(text: &str) -> Result<String, Failure> {
    let envelope: Envelope = serde_json::from_str(text).map_err(|_| Failure::Unreachable)?;
    match (envelope.data, envelope.errors.into_iter().flatten().next()) {
        (_, Some(error)) => Err(failure(error)),
        (Some(data), None) => Ok(data.get().to_owned()),
        (None, None) => Err(Failure::Unreachable),
    }
}

fn failure(error: RequestError) -> Failure {
    let code = error.extensions.and_then(|extensions| extensions.code);
    match code.as_deref() {
        Some("UNAUTHENTICATED") => Failure::SignedOut,
        Some("RATE_LIMITED") => Failure::TooMany,
        _ => Failure::Refused(error.message),
    }
}

/// Looks whether the heads of these pages name the address of a query, in a link with this attribute.
#[cfg(test)]
fn assert_in_the_head<Answer, Variables: Serialize>(
    operation: &Operation<Answer, Variables>,
    attribute: &str,
    pages: &[&str],
) {
    let variables = serde_json::to_string(&operation.variables).expect("JSON");
    let address = address(&operation.query, &variables);
    let link = format!("<link {attribute} as=\"fetch\" crossorigin href='{address}'>");
    for page in pages {
        // As an address is read: without the ends of its lines.
        assert!(
            page.replace('\n', "").contains(&link.replace('\n', "")),
            "missing in the head: {link}"
        );
    }
}

/// The page of the console.
#[cfg(test)]
const CONSOLE: &str = include_str!("../../console.html");

/// The page of an administrator's other entry.
#[cfg(test)]
const OFFICE: &str = include_str!("../../office.html");

#[cfg(test)]
mod tests {
    use super::{Failure, data_of};

    #[test]
    fn an_answer_is_its_data() {
        let data = data_of(r#"{"data":{"viewer":null}}"#);
        assert_eq!(data, Ok(r#"{"viewer":null}"#.to_owned()));
    }

    #[test]
    fn a_refusal_is_told_in_the_server_s_words_even_beside_data() {
        let text = r#"{"data":{"a":1},"errors":[{"message":"No","path":["a",0],"extensions":{"code":"X"}}]}"#;
        assert_eq!(data_of(text), Err(Failure::Refused("No".to_owned())));
    }

    #[test]
    fn an_ended_session_is_recognised() {
        let text =
            r#"{"data":null,"errors":[{"message":"","extensions":{"code":"UNAUTHENTICATED"}}]}"#;
        assert_eq!(data_of(text), Err(Failure::SignedOut));
    }

    #[test]
    fn what_is_no_answer_of_ours_was_not_reached() {
        assert_eq!(data_of("<html>"), Err(Failure::Unreachable));
        assert_eq!(data_of("{}"), Err(Failure::Unreachable));
    }
}

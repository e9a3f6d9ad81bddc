//! The contract as this client uses it: one file per noun with its queries and mutations, checked against `schema.graphql` when they
//! compile. [`post`] sends one; [`socket`] listens.

pub mod invitations;
pub mod join;
pub mod organization;
pub mod teams;
pub mod products;
pub mod socket;
pub mod users;
pub mod values;
pub mod viewer;

use cynic::{GraphQlResponse, Operation};
use gloo_net::http::Request;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

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
    /// The server refused, in its own words.
    Refused(String),
}

/// What the server adds to an error for programs.
#[derive(Deserialize)]
struct Extensions {
    code: Option<String>,
}

/// Sends one query or mutation.
///
/// # Errors
/// [`Failure`], when there is no answer to show.
pub async fn post<Answer, Variables>(
    operation: Operation<Answer, Variables>,
) -> Result<Answer, Failure>
where
    Answer: DeserializeOwned + 'static,
    Variables: Serialize,
{
    let question =
        serde_json::to_string(&operation).map_err(|error| Failure::Refused(error.to_string()))?;
    let answer = exchange(question).await?;
    let answer: GraphQlResponse<Answer, Extensions> =
        serde_json::from_str(&answer).map_err(|_| Failure::Unreachable)?;
    match (answer.data, answer.errors.into_iter().flatten().next()) {
        (_, Some(error)) => Err(failure(error)),
        (Some(data), None) => Ok(data),
        (None, None) => Err(Failure::Unreachable),
    }
}

/// The part of [`post`] that does not depend on the question: compiled once.
async fn exchange(question: String) -> Result<String, Failure> {
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header(
            "accept",
            "application/graphql-response+json, application/json",
        )
        .body(question)
        .map_err(|_| Failure::Unreachable)?;
    let response = request.send().await.map_err(|_| Failure::Unreachable)?;
    match response.status() {
        401 => Err(Failure::SignedOut),
        _ => response.text().await.map_err(|_| Failure::Unreachable),
    }
}

fn failure(error: cynic::GraphQlError<Extensions>) -> Failure {
    match error
        .extensions
        .and_then(|extensions| extensions.code)
        .as_deref()
    {
        Some("UNAUTHENTICATED") => Failure::SignedOut,
        _ => Failure::Refused(error.message),
    }
}

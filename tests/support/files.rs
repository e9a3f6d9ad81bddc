//! Files of people: bringing them, confirming them, fetching them.

use reqwest::{
    Method,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Value, json};

use crate::{Admin, Answer, Payload, Visitor};

/// What is asked about an import.
pub const IMPORT: &str = "import { id fileName encoding separator columns { heading field } createsMissing newTeams newProducts \
    counts { class count } rows(first: 100) { totalCount nodes { line class cells problems { code message path } user { id email } } } \
    operation { id } }";

/// What parts the fields of a form.
const BOUNDARY: &str = "the-boundary-of-a-test";

/// A form as the GraphQL multipart request specification has it.
#[must_use]
pub fn form(operations: &Value, map: &Value, file_name: &str, content: &[u8]) -> Vec<u8> {
    let field = |name: &str, more: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n")
    };
    let mut body = format!(
        "{}{operations}\r\n{}{map}\r\n{}",
        field("operations", ""),
        field("map", ""),
        field("0", &format!("; filename=\"{file_name}\""))
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// The headers of such a form; a browser's own pages add the second one.
#[must_use]
pub fn form_headers(asked_first: bool) -> HeaderMap {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let kind = HeaderValue::try_from(kind).expect("a header's value");
    let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, kind)]);
    if asked_first {
        let name = HeaderName::from_static("x-requested-with");
        headers.insert(name, HeaderValue::from_static("bienvenue"));
    }
    headers
}

/// The operation that reads a file.
#[must_use]
pub fn operations(options: Value) -> Value {
    let mut input = json!({ "file": null });
    for (name, value) in options.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    let query = format!(
        "mutation Deed($input: PreviewImportInput!) {{ previewImport(input: $input) {{ {IMPORT} errors {{ code message path }} }} }}"
    );
    json!({ "query": query, "variables": { "input": input } })
}

impl Visitor {
    /// Sends a file, whatever comes of it.
    pub async fn send_file(&self, file_name: &str, content: &[u8], options: Value) -> Answer {
        let map = json!({ "0": ["variables.input.file"] });
        let body = form(&operations(options), &map, file_name, content);
        self.request(Method::POST, "/graphql", form_headers(true), Some(body))
            .await
    }
}

impl Admin {
    /// Has a file read, whatever comes of it.
    pub async fn try_preview(&self, content: impl AsRef<[u8]>, options: Value) -> Payload {
        let answer = self
            .send_file("people.csv", content.as_ref(), options)
            .await;
        Payload {
            value: answer.data()["previewImport"].clone(),
        }
    }

    /// Has a file read; answers what was understood.
    pub async fn preview(&self, content: impl AsRef<[u8]>) -> Value {
        self.try_preview(content, json!({})).await.done()["import"].clone()
    }

    /// Carries a file out, whatever comes of it.
    pub async fn try_confirm(&self, import: &Value, invite: bool) -> Payload {
        let input = json!({ "id": import["id"], "invite": invite });
        self.deed("confirmImport", input, crate::people::OPERATION)
            .await
    }

    /// Carries a file out; answers the operation.
    pub async fn confirm(&self, import: &Value) -> Value {
        self.try_confirm(import, true).await.done()["operation"].clone()
    }

    /// Reads a file and carries it out.
    pub async fn import(&self, content: impl AsRef<[u8]>) -> Value {
        let import = self.preview(content).await;
        self.confirm(&import).await
    }
}

/// The classes of an import's rows, in the order of the file.
#[must_use]
pub fn classes(import: &Value) -> Vec<(i64, String)> {
    let nodes = import["rows"]["nodes"].as_array().expect("rows");
    let class = |row: &Value| {
        let line = row["line"].as_i64().expect("a line");
        (line, row["class"].as_str().expect("a class").to_owned())
    };
    nodes.iter().map(class).collect()
}

/// The codes and paths of what is wrong with a row.
#[must_use]
pub fn problems(row: &Value) -> Vec<(String, String)> {
    let problems = row["problems"].as_array().expect("problems");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let problem = |problem: &Value| (text(&problem["code"]), text(&problem["path"][0]));
    problems.iter().map(problem).collect()
}

/// The outcomes of an operation, in the order of the file.
#[must_use]
pub fn outcomes(operation: &Value) -> Vec<(i64, String)> {
    let nodes = operation["outcomes"]["nodes"].as_array().expect("outcomes");
    let outcome = |node: &Value| {
        let line = node["line"].as_i64().expect("a line");
        (line, node["code"].as_str().expect("a code").to_owned())
    };
    nodes.iter().map(outcome).collect()
}

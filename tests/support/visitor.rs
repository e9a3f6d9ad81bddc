//! A browser without a screen: it holds one cookie, asks over HTTP, and believes nothing.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use reqwest::{
    Method, StatusCode,
    header::{COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE},
};
use serde_json::{Value, json};

/// The name of the session cookie.
pub const COOKIE_NAME: &str = "__Host-bienvenue";

/// Somebody at a browser. Clones are the same browser: they share its cookie.
#[derive(Clone, Debug)]
pub struct Visitor {
    http: reqwest::Client,
    address: SocketAddr,
    cookie: Arc<Mutex<Option<String>>>,
    headers: HeaderMap,
}

/// What a request was answered with.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as JSON where it is.
    pub json: Value,
    /// The body as text.
    pub text: String,
}

/// What a deed was answered with: the payload and its errors.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The payload's fields.
    pub value: Value,
}

/// An HTTP client that follows nothing and keeps no cookies: the visitor does.
#[must_use]
pub fn http() -> reqwest::Client {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy();
    client.build().expect("an HTTP client")
}

impl Visitor {
    /// A browser that was never here.
    #[must_use]
    pub fn new(http: reqwest::Client, address: SocketAddr) -> Self {
        Self {
            http,
            address,
            cookie: Arc::default(),
            headers: HeaderMap::new(),
        }
    }

    /// The same person at another browser: not signed in.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self::new(self.http.clone(), self.address)
    }

    /// The same browser, which sends a further header with everything.
    #[must_use]
    pub fn sending(&self, name: &'static str, value: &str) -> Self {
        let mut visitor = self.clone();
        let value = HeaderValue::from_str(value).expect("a header's value");
        visitor.headers.insert(HeaderName::from_static(name), value);
        visitor
    }

    /// What it sends with everything beside its cookie.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the browser sends to show who it is.
    #[must_use]
    pub fn cookie(&self) -> Option<String> {
        self.cookie
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts a cookie into the browser, or takes it out.
    pub fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = cookie;
    }

    /// Makes a request and keeps the cookie it is answered with.
    pub async fn request(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: Option<Vec<u8>>,
    ) -> Answer {
        let url = format!("http://{}/{}", self.address, path.trim_start_matches('/'));
        let mut request = self
            .http
            .request(method, url)
            .headers(self.headers.clone())
            .headers(headers);
        if let Some(cookie) = self.cookie() {
            request = request.header(COOKIE, format!("{COOKIE_NAME}={cookie}"));
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status(), response.headers().clone());
        for set in headers.get_all(SET_COOKIE) {
            self.keep(set.to_str().expect("a cookie is visible letters"));
        }
        let text = response
            .text()
            .await
            .expect("the server's answer can be read");
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer {
            status,
            headers,
            json,
            text,
        }
    }

    fn keep(&self, set: &str) {
        let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
        let Some((COOKIE_NAME, value)) = pair.split_once('=') else {
            return;
        };
        let removed = attributes.contains("Max-Age=0");
        self.set_cookie((!removed).then(|| value.to_owned()));
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, HeaderMap::new(), None)
            .await
    }

    /// Asks the API, as the pages do.
    pub async fn ask(&self, query: &str, variables: Value) -> Answer {
        let body = json!({ "query": query, "variables": variables });
        self.post("/graphql", body).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let json = HeaderValue::from_static("application/json");
        let headers = HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, json)]);
        self.request(
            Method::POST,
            path,
            headers,
            Some(body.to_string().into_bytes()),
        )
        .await
    }

    /// Does one deed: a mutation with one field, whose input is the variable `input`.
    pub async fn deed(&self, field: &str, input: Value, selection: &str) -> Payload {
        let answer = self.try_deed(field, input, selection).await;
        Payload {
            value: answer.data()[field].clone(),
        }
    }

    /// The same, whatever comes of it.
    pub async fn try_deed(&self, field: &str, input: Value, selection: &str) -> Answer {
        let mut kind = field.to_owned();
        kind[..1].make_ascii_uppercase();
        let document = format!(
            "mutation Deed($input: {kind}Input!) {{ {field}(input: $input) {{ {selection} errors {{ code message path }} }} }}"
        );
        self.ask(&document, json!({ "input": input })).await
    }
}

impl Answer {
    /// The data of a request that went well.
    ///
    /// # Panics
    /// When it did not.
    #[must_use]
    pub fn data(&self) -> &Value {
        assert!(
            self.status.is_success() && self.json["errors"].is_null(),
            "{}: {}",
            self.status,
            self.text
        );
        &self.json["data"]
    }

    /// The code of the first error, or nothing.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.json["errors"][0]["extensions"]["code"].as_str()
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Payload {
    /// The codes of its errors.
    #[must_use]
    pub fn codes(&self) -> Vec<&str> {
        let errors = self.value["errors"]
            .as_array()
            .expect("every payload has errors");
        errors
            .iter()
            .filter_map(|error| error["code"].as_str())
            .collect()
    }

    /// The fields of a deed that was done.
    ///
    /// # Panics
    /// When it was not.
    pub fn done(self) -> Value {
        assert!(self.codes().is_empty(), "not done: {}", self.value);
        self.value
    }

    /// The paths of its errors, with dots.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let errors = self.value["errors"]
            .as_array()
            .expect("every payload has errors");
        let dotted = |error: &Value| {
            let parts = error["path"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            parts.collect::<Vec<_>>().join(".")
        };
        errors.iter().map(dotted).collect()
    }
}

//! The gate and the HTTP door, with a small schema behind them.

use async_graphql::{ID, InputObject, MaybeUndefined, Object, SimpleObject, ValidationMode};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};

use super::*;

struct Query;
struct Mutation;
struct Subscription;

type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

#[derive(SimpleObject)]
#[graphql(complex)]
struct Person {
    id: ID,
    name: Option<String>,
}

#[derive(InputObject)]
struct Change {
    id: ID,
    name: MaybeUndefined<String>,
}

#[Object]
impl Query {
    async fn greeting(&self, name: Option<String>) -> String {
        name.unwrap_or_else(|| "nobody".into())
    }

    async fn person(&self, id: ID) -> Person {
        Person { id, name: None }
    }

    async fn people(&self, first: Option<u64>, last: Option<u64>) -> Vec<Person> {
        let ids = 0..first.or(last).unwrap_or(1);
        ids.map(|id| Person {
            id: id.into(),
            name: None,
        })
        .collect()
    }

    async fn broken(&self) -> bool {
        fault()
    }
}

/// What no rule of ours should do.
fn fault() -> bool {
    panic!("a fault of ours")
}

#[async_graphql::ComplexObject]
impl Person {
    async fn friends(&self, first: Option<u64>) -> Vec<Person> {
        Query.people_named(first)
    }
}

impl Query {
    fn people_named(&self, first: Option<u64>) -> Vec<Person> {
        (0..first.unwrap_or(1))
            .map(|id| Person {
                id: id.into(),
                name: None,
            })
            .collect()
    }
}

#[Object]
impl Mutation {
    async fn change(&self, input: Change) -> String {
        let name = match input.name {
            MaybeUndefined::Undefined => "left alone",
            MaybeUndefined::Null => "cleared",
            MaybeUndefined::Value(_) => "set",
        };
        format!("{} {name}", *input.id)
    }
}

#[async_graphql::Subscription]
impl Subscription {
    async fn ticks(&self) -> impl futures_util::Stream<Item = i32> {
        futures_util::stream::iter(0..3)
    }
}

fn front() -> Front<Schema> {
    let schema = Schema::build(Query, Mutation, Subscription);
    let schema = schema.validation_mode(ValidationMode::Fast).finish();
    let gate = Gate::new(&schema.sdl()).unwrap();
    let ours = "http://localhost:8080".parse().unwrap();
    Front {
        schema,
        gate,
        origins: Origins::new(&ours, true),
    }
}

fn asked(query: &str, variables: &str) -> Parameters {
    let query = serde_json::to_string(query).unwrap();
    let body = format!(r#"{{"query":{query},"variables":{variables}}}"#);
    Parameters::from_json(body.as_bytes()).unwrap()
}

async fn answer(query: &str, variables: &str) -> String {
    let front = front();
    let text = match front.gate.admit(asked(query, variables)) {
        Ok(admitted) => front.execute(admitted).await.unwrap().to_json(),
        Err(refused) => answer::refused(&refused),
    };
    String::from_utf8(text).unwrap()
}

fn verdict(query: &str, variables: &str) -> Result<Kind, Code> {
    let admitted = front().gate.admit(asked(query, variables));
    admitted
        .map(|admitted| admitted.kind)
        .map_err(|refused| refused[0].code)
}

#[tokio::test]
async fn answers_keep_the_order_of_the_request() {
    let text = answer(
        "{ z: greeting(name: \"z\") a: greeting person(id: 7) { name id } }",
        "{}",
    )
    .await;
    assert_eq!(
        text,
        r#"{"data":{"z":"z","a":"nobody","person":{"name":null,"id":"7"}}}"#
    );
}

#[tokio::test]
async fn the_default_of_a_variable_decides_what_is_included() {
    let query = "query($yes: Boolean = true, $no: Boolean = false) {
        greeting @include(if: $yes) a: greeting @skip(if: $yes) b: greeting @include(if: $no) }";
    assert_eq!(
        answer(query, "{}").await,
        r#"{"data":{"greeting":"nobody"}}"#
    );
    assert_eq!(
        answer(query, r#"{"yes":false,"no":true}"#).await,
        r#"{"data":{"a":"nobody","b":"nobody"}}"#
    );
}

#[tokio::test]
async fn what_a_client_does_not_send_is_left_alone() {
    let query = "mutation($id: ID!, $name: String) { change(input: { id: $id, name: $name }) }";
    let changed = |variables| answer(query, variables);
    assert!(changed(r#"{"id":"u"}"#).await.contains("u left alone"));
    assert!(
        changed(r#"{"id":"u","name":null}"#)
            .await
            .contains("u cleared")
    );
    assert!(changed(r#"{"id":"u","name":"n"}"#).await.contains("u set"));
    let query = "mutation($input: Change!) { change(input: $input) }";
    assert!(
        answer(query, r#"{"input":{"id":"u"}}"#)
            .await
            .contains("u left alone")
    );
}

#[test]
fn what_the_executor_lets_through_is_refused() {
    let invalid = Err(Code::ValidationFailed);
    assert_eq!(
        verdict("query($id: ID) { person(id: $id) { id } }", "{}"),
        invalid
    );
    assert_eq!(
        verdict("{ person(id: 1) { x: id x: name } }", "{}"),
        invalid
    );
    assert_eq!(
        verdict("{ greeting(name: \"a\") greeting(name: \"b\") }", "{}"),
        invalid
    );
    assert_eq!(verdict("query($a: Int) { greeting }", "{}"), invalid);
    assert_eq!(
        verdict("subscription { ticks other: ticks }", "{}"),
        invalid
    );
    assert_eq!(
        verdict("{ ...A } fragment A on Query { ...A greeting }", "{}"),
        invalid
    );
}

#[test]
fn variables_are_coerced_before_anything_runs() {
    let query =
        "query($id: ID!, $first: Int = 3) { person(id: $id) { id } people(first: $first) { id } }";
    assert_eq!(verdict(query, r#"{"id":7}"#), Ok(Kind::Query));
    for variables in [
        "{}",
        r#"{"id":null}"#,
        r#"{"id":{}}"#,
        r#"{"id":"1","first":"3"}"#,
    ] {
        assert_eq!(
            verdict(query, variables),
            Err(Code::BadUserInput),
            "{variables}"
        );
    }
}

#[test]
fn the_operation_must_be_clear() {
    let mut two = asked(
        "query A { greeting } mutation B { change(input: { id: 1 }) }",
        "{}",
    );
    assert_eq!(
        verdict(&two.query, "{}"),
        Err(Code::OperationResolutionFailure)
    );
    two.operation_name = Some("B".into());
    assert_eq!(
        front()
            .gate
            .admit(two)
            .unwrap_or_else(|r| panic!("{r:?}"))
            .kind,
        Kind::Mutation
    );
    let mut none = asked("query A { greeting }", "{}");
    none.operation_name = Some("C".into());
    let refused = front().gate.admit(none).err().unwrap();
    assert_eq!(refused[0].code, Code::OperationResolutionFailure);
}

#[test]
fn pages_inside_pages_multiply() {
    let cost = |a: &str, b: &str| {
        verdict(
            &format!("{{ people({a}) {{ friends({b}) {{ id }} }} }}"),
            "{}",
        )
    };
    assert_eq!(cost("first: 100", "first: 100"), Ok(Kind::Query));
    assert_eq!(cost("first: 200", "first: 100"), Err(Code::TooComplex));
    assert_eq!(cost("last: 200", "first: 100"), Err(Code::TooComplex));
    let query = "query($n: Int) { people(first: $n) { friends(first: $n) { id } } }";
    assert_eq!(verdict(query, r#"{"n":100}"#), Ok(Kind::Query));
    assert_eq!(verdict(query, r#"{"n":200}"#), Err(Code::TooComplex));
    // Without a size, a page is taken for one of fifty.
    let three = "{ people { friends { friends { id } } } }";
    assert_eq!(verdict(three, "{}"), Err(Code::TooComplex));
}

#[test]
fn a_document_is_checked_once() {
    let gate = front().gate;
    let first = gate.admit(asked("{ greeting }", "{}"));
    assert!(first.is_ok());
    assert_eq!(gate.documents_kept(), 1);
    for _ in 0..10 {
        assert!(gate.admit(asked("{ greeting }", "{}")).is_ok());
    }
    assert_eq!(gate.documents_kept(), 1);
}

#[test]
fn hostile_documents_are_refused_before_they_are_walked() {
    let refused = Err(Code::TooComplex);
    let doubling: String = (0..25)
        .map(|n| format!("fragment F{n} on Query {{...F{m} ...F{m}}}", m = n + 1))
        .collect();
    assert_eq!(
        verdict(
            &format!("{{...F0}}{doubling}fragment F25 on Query{{greeting}}"),
            "{}"
        ),
        refused
    );
    assert_eq!(
        verdict(&format!("{{ {} }}", "a: greeting ".repeat(21)), "{}"),
        refused
    );
    assert_eq!(verdict(&"{ a ".repeat(5_000), "{}"), refused);
    assert_eq!(
        verdict(
            &format!("{{ greeting(name: {}) }}", "[".repeat(5_000)),
            "{}"
        ),
        refused
    );
    assert_eq!(
        verdict(
            &format!(
                "{{ greeting(name: {}1{}) }}",
                "[".repeat(200),
                "]".repeat(200)
            ),
            "{}"
        ),
        refused
    );
    assert_eq!(
        verdict(
            &format!("{{ greeting(name: [{}]) }}", "1 ".repeat(5_000)),
            "{}"
        ),
        refused
    );
    assert_eq!(
        verdict(&format!("{{ greeting }} #{}", "x".repeat(70_000)), "{}"),
        refused
    );
    assert_eq!(
        verdict(
            &format!("{{ greeting {} }}", "@include(if: true) ".repeat(101)),
            "{}"
        ),
        refused
    );
}

#[test]
fn introspection_is_allowed_and_its_cycles_are_not() {
    let deep = (0..9).fold("name".to_owned(), |inner, _| {
        format!("kind name ofType {{ {inner} }}")
    });
    let query = format!(
        "{{ __schema {{ description queryType {{ name kind }} mutationType {{ name }} subscriptionType {{ name }}
            types {{ ...Full }}
            directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ ...Input }} }} }} }}
        fragment Full on __Type {{ kind name description specifiedByURL
            fields(includeDeprecated: true) {{ name description args(includeDeprecated: true) {{ ...Input }}
                type {{ ...Ref }} isDeprecated deprecationReason }}
            inputFields(includeDeprecated: true) {{ ...Input }} interfaces {{ ...Ref }}
            enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
            possibleTypes {{ ...Ref }} }}
        fragment Input on __InputValue {{ name description type {{ ...Ref }} defaultValue isDeprecated deprecationReason }}
        fragment Ref on __Type {{ {deep} }}"
    );
    assert_eq!(verdict(&query, "{}"), Ok(Kind::Query));
    let cycle =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_eq!(verdict(cycle, "{}"), Err(Code::TooComplex));
}

async fn over_http(request: Request<Body>) -> (StatusCode, String) {
    let front = front();
    let (parts, body) = request.into_parts();
    let response = match front.admit(&parts, body).await {
        Err(refused) => refused,
        Ok((media, admitted)) => match front.execute(admitted).await {
            Ok(executed) => respond(media, &executed),
            Err(refusal) => respond_refused(media, &[refusal]),
        },
    };
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn post(body: impl Into<Body>) -> Request<Body> {
    let request = Request::post("/graphql").header(CONTENT_TYPE, "application/json");
    request.body(body.into()).unwrap()
}

#[tokio::test]
async fn a_mutation_by_get_is_not_executed() {
    let mutation = "/graphql?query=mutation%7Bchange(input:%7Bid:1%7D)%7D";
    for method in ["GET", "HEAD"] {
        let request = Request::builder()
            .method(method)
            .uri(mutation)
            .body(Body::empty())
            .unwrap();
        let (status, text) = over_http(request).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        assert!(text.contains("METHOD_NOT_ALLOWED"), "{text}");
    }
    let query = Request::get("/graphql?query=%7Bgreeting%7D")
        .body(Body::empty())
        .unwrap();
    assert_eq!(over_http(query).await.0, StatusCode::OK);
}

#[tokio::test]
async fn other_methods_are_not_posts() {
    for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"] {
        let mut request = post(r#"{"query":"{greeting}"}"#);
        *request.method_mut() = method.parse().unwrap();
        assert_eq!(
            over_http(request).await.0,
            StatusCode::METHOD_NOT_ALLOWED,
            "{method}"
        );
    }
}

#[tokio::test]
async fn another_sites_form_is_refused() {
    let body = r#"{"query":"mutation{change(input:{id:1})}"}"#;
    let mut form = post(body);
    form.headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    assert_eq!(over_http(form).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let mut foreign = post(body);
        foreign
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
        let (status, text) = over_http(foreign).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{name}");
        assert!(text.contains(r#""code":"FORBIDDEN""#), "{text}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let (status, text) = over_http(post(vec![b' '; MAX_BODY + 1])).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{text}");
    let mut announced = post("{}");
    announced
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from(MAX_BODY + 1));
    assert_eq!(over_http(announced).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let never = Body::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
    let begun = tokio::time::Instant::now();
    assert_eq!(over_http(post(never)).await.0, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(begun.elapsed().as_secs(), 10);
}

#[tokio::test]
async fn the_status_depends_on_what_the_client_reads() {
    for (accept, status) in [
        ("application/json", StatusCode::OK),
        ("application/graphql-response+json", StatusCode::BAD_REQUEST),
    ] {
        let mut request = post(r#"{"query":"{ nothing }"}"#);
        request
            .headers_mut()
            .insert("accept", HeaderValue::from_static(accept));
        let (answered, text) = over_http(request).await;
        assert_eq!(answered, status);
        assert!(
            text.starts_with(r#"{"errors":[{"message":"#) && !text.contains(r#""data""#),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_subscription_is_told_where_to_go() {
    let (status, text) = over_http(post(r#"{"query":"subscription{ticks}"}"#)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(text.contains("/graphql/ws"), "{text}");
}

#[tokio::test]
async fn a_panic_is_one_requests_own_affair() {
    let (status, text) = over_http(post(r#"{"query":"{ broken }"}"#)).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        text.contains("INTERNAL") && !text.contains("fault of ours"),
        "{text}"
    );
}

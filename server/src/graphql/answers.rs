//! Answers over the demonstration organisation, as the doors get them from the schema.

mod stage;

use async_graphql::{Response, Value};
use async_graphql_value::RAW_VALUE_TOKEN;
use entity::Role;

use crate::access::Viewer;
use stage::Stage;

fn text(response: &Response) -> String {
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    serde_json::to_string(&response.data).unwrap()
}

/// Whether the list wrote its own text.
fn is_text(response: &Response) -> bool {
    let Value::Object(data) = &response.data else {
        return false;
    };
    matches!(&data["users"], Value::Object(users) if users.contains_key(RAW_VALUE_TOKEN))
}

const EVERYTHING: &str = "__typename totalCount pageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor } \
    edges { __typename cursor node { ...All } } nodes { ...All }";
const ALL: &str = "fragment All on User { __typename id fullName email phone locale role status source \
    team { __typename id name } products { __typename id key name } \
    invitation { __typename id channel state locale note createdAt expiresAt remindersSent lastSentAt acceptedAt \
      delivery { __typename state attempts at reason } invitedBy { id fullName email role createdAt } } \
    viewerCanInvite viewerCanRemind viewerCanRevoke viewerCanEdit viewerCanDeactivate viewerCanReactivate viewerCanDelete \
    createdAt invitedAt activatedAt lastEventAt reachedBy }";

#[tokio::test]
async fn both_ways_of_listing_people_answer_byte_for_byte_alike() {
    let stage = Stage::set().await;
    let admin = stage.viewer(Role::Owner).await;
    let mut lists: Vec<(String, String)> = Vec::new();
    for field in ["NAME", "CREATED_AT", "LAST_EVENT_AT"] {
        for direction in ["ASC", "DESC"] {
            let order = format!("orderBy: {{ field: {field}, direction: {direction} }}");
            lists.push((format!("first: 100, {order}"), EVERYTHING.to_owned()));
            lists.push((format!("last: 7, {order}"), EVERYTHING.to_owned()));
        }
    }
    for filter in [
        "status: [INVITED]",
        "status: []",
        "invitationState: [EXPIRED, DECLINED]",
        "deliveryState: [SENT], role: [MEMBER]",
        "search: \"mar\"",
        "search: \"a e\"",
        "source: [IMPORT], createdAfter: \"2020-01-01T00:00:00Z\"",
    ] {
        lists.push((
            format!("first: 60, filter: {{ {filter} }}"),
            EVERYTHING.to_owned(),
        ));
    }
    for selection in [
        "totalCount",
        "nodes { id }",
        "people: nodes { who: fullName mail: email fullName }",
        "nodes { id ... on User { team { id } } ... on Node { id } ... { team { name } } }",
        "edges { cursor } edges { node { id } } edges { node { status } }",
        "nodes { id fullName @skip(if: true) email @include(if: true) }",
        "pageInfo { hasNextPage } nodes { invitation { state } } nodes { invitation { delivery { at } } }",
        "nodes { products { id } viewerCanRemind products { name } }",
    ] {
        lists.push(("first: 9".to_owned(), selection.to_owned()));
    }
    for (arguments, selection) in lists {
        let users = format!("users({arguments}) {{ {selection} }}");
        let fragment = if selection.contains("...All") {
            ALL
        } else {
            ""
        };
        let quick = stage
            .ask(Some(admin.clone()), &format!("{{ {users} }} {fragment}"))
            .await;
        assert!(is_text(&quick), "not written from rows: {users}");
        // Asked twice under one key, the list is resolved as any other type is.
        let ordinary = stage
            .ask(
                Some(admin.clone()),
                &format!("{{ {users} {users} }} {fragment}"),
            )
            .await;
        assert!(!is_text(&ordinary), "written from rows: {users}");
        assert_eq!(text(&quick), text(&ordinary), "{users}");
    }
}

/// Everybody whom a list holds, page after page.
async fn walk(stage: &Stage, viewer: &Viewer, size: u32, filter: &str) -> Vec<(String, String)> {
    let (mut people, mut after) = (Vec::new(), String::new());
    loop {
        let query = format!(
            "{{ users(first: {size}, {after} filter: {{ {filter} }}, orderBy: {{ field: NAME, direction: ASC }}) \
             {{ nodes {{ id email }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let answer = text(&stage.ask(Some(viewer.clone()), &query).await);
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let page = &answer["users"];
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let nodes = page["nodes"].as_array().unwrap().iter();
        people.extend(nodes.map(|node| (text(&node["id"]), text(&node["email"]))));
        let info = &page["pageInfo"];
        if info["hasNextPage"] == false {
            return people;
        }
        after = format!("after: {},", info["endCursor"]);
    }
}

#[tokio::test]
async fn a_search_lists_whom_it_finds_page_after_page() {
    let stage = Stage::set().await;
    let admin = stage.viewer(Role::Owner).await;
    let everybody = walk(&stage, &admin, 100, "").await;
    assert_eq!(everybody.len(), 250);
    // Many pages of the first are found near, none of the second, and the last of each everywhere.
    for (words, size, parts) in [
        ("acme exa", 60, ["acme", "exa"]),
        ("rossi", 3, ["rossi", "rossi"]),
    ] {
        let has = |(_, email): &&(String, String)| parts.iter().all(|part| email.contains(part));
        let expected: Vec<_> = everybody.iter().filter(has).cloned().collect();
        assert!(expected.len() > size as usize, "{words} finds too few");
        let found = walk(&stage, &admin, size, &format!("search: \"{words}\"")).await;
        assert_eq!(found, expected, "{words}");
    }
}

#[tokio::test]
async fn a_selection_that_plans_do_not_know_is_resolved_as_any_other() {
    let stage = Stage::set().await;
    let admin = stage.viewer(Role::Owner).await;
    for selection in [
        "nodes { events(first: 1) { nodes { kind } } }",
        "nodes { team { userCount } }",
        "nodes { invitation { user { id } } }",
        "nodes { invitation { invitedBy { team { name } } } }",
    ] {
        let answer = stage
            .ask(
                Some(admin.clone()),
                &format!("{{ users(first: 3) {{ {selection} }} }}"),
            )
            .await;
        assert!(
            answer.errors.is_empty() && !is_text(&answer),
            "{selection}: {:?}",
            answer.errors
        );
    }
}

#[tokio::test]
async fn fields_stand_in_the_order_of_the_request() {
    let stage = Stage::set().await;
    let admin = stage.viewer(Role::Owner).await;
    let query = "{ organization { products { key } name } setupPending ...Rest viewer { status ... on User { team { name } } id } } \
        fragment Rest on Query { userCounts { total } viewer { role } }";
    let answer = text(&stage.ask(Some(admin), query).await);
    let places: Vec<_> = [
        "organization",
        "products",
        "name",
        "setupPending",
        "userCounts",
        "viewer",
        "role",
        "status",
        "team",
        "id",
    ]
    .map(|key| answer.find(&format!("\"{key}\":")))
    .to_vec();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{answer}"
    );
}

#[tokio::test]
async fn what_fails_is_null_or_makes_the_nearest_place_null_that_may_be() {
    let stage = Stage::set().await;
    let member = stage.viewer(Role::Member).await;
    let me = member.id().clone();
    for (query, data) in [
        (
            "{ setupPending organization { name mailboxUrl } }",
            r#"{"setupPending":false,"organization":{"name":"Acme","mailboxUrl":null}}"#.to_owned(),
        ),
        (
            "{ setupPending organization { mailboxUrl } }",
            r#"{"setupPending":false,"organization":{"mailboxUrl":null}}"#.to_owned(),
        ),
        (
            "{ setupPending organization { name autoInvite } }",
            "null".to_owned(),
        ),
        ("{ setupPending users { totalCount } }", "null".to_owned()),
        (
            "{ viewer { role invitation { id } } setupPending }",
            r#"{"viewer":{"role":"MEMBER","invitation":null},"setupPending":false}"#.to_owned(),
        ),
        (
            "{ viewer { invitation { id } } setupPending }",
            r#"{"viewer":{"invitation":null},"setupPending":false}"#.to_owned(),
        ),
        (
            "{ viewer { role events { nodes { kind } } } setupPending }",
            r#"{"viewer":null,"setupPending":false}"#.to_owned(),
        ),
        (
            &format!(
                "{{ node(id: \"{me}\") {{ ... on User {{ role events {{ nodes {{ kind }} }} }} ... on Team {{ name }} }} setupPending }}"
            ),
            r#"{"node":null,"setupPending":false}"#.to_owned(),
        ),
        (
            &format!(
                "{{ node(id: \"{me}\") {{ id ... on User {{ role }} ... on Team {{ name }} }} }}"
            ),
            format!(r#"{{"node":{{"id":"{me}","role":"MEMBER"}}}}"#),
        ),
        (
            "{ operation(id: \"op_x\") { id } setupPending }",
            r#"{"operation":null,"setupPending":false}"#.to_owned(),
        ),
    ] {
        let answer = stage.ask(Some(member.clone()), query).await;
        assert_eq!(
            serde_json::to_string(&answer.data).unwrap(),
            data,
            "{query}: {:?}",
            answer.errors
        );
    }
}

#[tokio::test]
async fn a_stranger_reads_nothing_but_what_is_for_everybody() {
    let stage = Stage::set().await;
    for query in [
        "{ organization { id } }",
        "{ users { totalCount } }",
        "{ userCounts { total } }",
        "{ node(id: \"x\") { id } }",
    ] {
        let answer = stage.ask(None, query).await;
        let code = answer.errors[0]
            .extensions
            .as_ref()
            .and_then(|extensions| extensions.get("code").cloned());
        assert_eq!(code, Some("UNAUTHENTICATED".into()), "{query}");
    }
    assert_eq!(
        text(&stage.ask(None, "{ viewer { id } setupPending }").await),
        r#"{"viewer":null,"setupPending":false}"#
    );
}

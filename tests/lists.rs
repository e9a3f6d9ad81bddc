//! The list of people: pages both ways while people come, every filter, a search without case and accents, three orders.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Admin, TestApp};

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String, $orderBy: UserOrder, $filter: UserFilter) { \
    users(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, filter: $filter) { totalCount \
        edges { cursor node { id } } nodes { id email fullName createdAt lastEventAt } \
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

async fn page(admin: &Admin, variables: Value) -> Value {
    admin.ask(PAGE, variables).await.data()["users"].clone()
}

fn texts(page: &Value, field: &str) -> Vec<String> {
    let nodes = page["nodes"].as_array().expect("nodes");
    nodes
        .iter()
        .map(|node| node[field].as_str().unwrap_or_default().to_owned())
        .collect()
}

fn orders() -> Vec<Value> {
    let fields = ["NAME", "CREATED_AT", "LAST_EVENT_AT"];
    let order = |field: &&str| {
        ["ASC", "DESC"].map(|direction| json!({ "field": field, "direction": direction }))
    };
    fields.iter().flat_map(order).collect()
}

/// Some people, two of whom share each instant and each name.
async fn crowd(app: &TestApp, admin: &Admin, size: usize) {
    for n in 0..size {
        let person = json!({ "email": format!("p{n:03}@example.com"), "fullName": format!("Person {:03}", (n * 37 % size) / 2) });
        admin.try_create(json!({ "person": person })).await.done();
        app.advance_millis(i64::from(n % 2 == 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forwards_and_backwards_every_order_shows_everyone_once() {
    let (app, admin) = TestApp::founded().await;
    crowd(&app, &admin, 41).await;
    for order in orders() {
        let whole = texts(
            &page(&admin, json!({ "first": 100, "orderBy": order })).await,
            "id",
        );
        assert_eq!(whole.len(), 42, "{order}");
        let (mut forwards, mut cursor) = (Vec::new(), json!(null));
        loop {
            let part = page(
                &admin,
                json!({ "first": 5, "after": cursor, "orderBy": order }),
            )
            .await;
            assert_eq!(part["totalCount"], 42);
            assert_eq!(
                part["pageInfo"]["hasPreviousPage"],
                json!(!forwards.is_empty()),
                "{order}"
            );
            forwards.extend(texts(&part, "id"));
            cursor = part["pageInfo"]["endCursor"].clone();
            assert_eq!(
                part["edges"]
                    .as_array()
                    .and_then(|edges| edges.last())
                    .map(|edge| &edge["cursor"]),
                Some(&cursor)
            );
            if part["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(forwards, whole, "{order}");
        let (mut backwards, mut cursor) = (Vec::new(), json!(null));
        loop {
            let part = page(
                &admin,
                json!({ "last": 5, "before": cursor, "orderBy": order }),
            )
            .await;
            assert_eq!(
                part["pageInfo"]["hasNextPage"],
                json!(!backwards.is_empty()),
                "{order}"
            );
            let mut ids = texts(&part, "id");
            ids.extend(backwards);
            backwards = ids;
            cursor = part["pageInfo"]["startCursor"].clone();
            if part["pageInfo"]["hasPreviousPage"] == false {
                break;
            }
        }
        assert_eq!(backwards, whole, "{order}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_what_it_says_and_its_reverse_is_its_reverse() {
    let (app, admin) = TestApp::founded().await;
    crowd(&app, &admin, 20).await;
    admin
        .try_create(json!({ "person": { "email": "e@example.com", "fullName": "Écho" } }))
        .await
        .done();
    admin
        .try_create(json!({ "person": { "email": "z@example.com", "fullName": "apple" } }))
        .await
        .done();
    for field in [
        ("NAME", "fullName"),
        ("CREATED_AT", "createdAt"),
        ("LAST_EVENT_AT", "lastEventAt"),
    ] {
        let ordered = async |direction| {
            let order = json!({ "field": field.0, "direction": direction });
            page(&admin, json!({ "first": 100, "orderBy": order })).await
        };
        let (up, down) = (ordered("ASC").await, ordered("DESC").await);
        let mut reversed = texts(&down, "id");
        reversed.reverse();
        assert_eq!(texts(&up, "id"), reversed);
        let keys: Vec<String> = texts(&up, field.1)
            .iter()
            .map(|key| entity::fold(key))
            .collect();
        assert!(keys.is_sorted(), "{keys:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_people_come_nobody_who_was_there_is_missed_or_shown_twice() {
    let (app, admin) = TestApp::founded().await;
    crowd(&app, &admin, 60).await;
    let before: BTreeSet<String> = app
        .database
        .texts("SELECT id FROM users")
        .await
        .into_iter()
        .collect();
    for order in orders() {
        let coming = {
            let admin = admin.clone();
            let tag = order["field"].as_str().expect("a field").to_lowercase()
                + order["direction"].as_str().expect("a direction");
            tokio::spawn(async move {
                for n in 0..40 {
                    let person = json!({ "email": format!("late{n}.{tag}@example.com"), "fullName": format!("Person {n:03}") });
                    admin.try_create(json!({ "person": person })).await.done();
                }
            })
        };
        let (mut seen, mut cursor) = (Vec::new(), json!(null));
        loop {
            let part = page(
                &admin,
                json!({ "first": 7, "after": cursor, "orderBy": order }),
            )
            .await;
            seen.extend(texts(&part, "id"));
            cursor = part["pageInfo"]["endCursor"].clone();
            app.advance_millis(1);
            if part["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        coming.await.expect("everyone who comes is let in");
        let distinct: BTreeSet<String> = seen.iter().cloned().collect();
        assert_eq!(distinct.len(), seen.len(), "{order}: somebody twice");
        assert!(before.is_subset(&distinct), "{order}: somebody missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_means_nothing_is_refused() {
    let (_app, admin) = TestApp::founded().await;
    let by_name = page(
        &admin,
        json!({ "first": 1, "orderBy": { "field": "NAME", "direction": "ASC" } }),
    )
    .await;
    let foreign = by_name["pageInfo"]["endCursor"].clone();
    for variables in [
        json!({ "first": 101 }),
        json!({ "first": -1 }),
        json!({ "last": 101 }),
        json!({ "first": 1, "last": 1 }),
        json!({ "first": 1, "after": "nonsense" }),
        json!({ "first": 1, "after": foreign, "orderBy": { "field": "CREATED_AT", "direction": "ASC" } }),
        json!({ "first": 1, "filter": { "createdAfter": "yesterday" } }),
    ] {
        let answer = admin.ask(PAGE, variables.clone()).await;
        assert_eq!(
            answer.code(),
            Some("BAD_USER_INPUT"),
            "{variables}: {}",
            answer.text
        );
    }
    let nothing = page(&admin, json!({ "first": 0 })).await;
    assert_eq!(
        (
            nothing["nodes"].as_array().map(Vec::len),
            &nothing["totalCount"]
        ),
        (Some(0), &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_filter_finds_its_people_and_all_must_hold() {
    let (app, admin) = TestApp::founded().await;
    let team = admin.create_team("Engines").await;
    let product = admin.create_product("notes", "Notes").await;
    let second = admin.create_product("maps", "Maps").await;
    admin.create("created@example.com").await;
    app.advance_millis(1_000);
    let expired = admin.invite_person(json!({ "email": "expired@example.com", "teamId": team, "productIds": [product, second] })).await;
    app.link("expired@example.com", 1).await;
    app.at_rest().await;
    app.advance_days(7);
    admin
        .invite_person(
            json!({ "email": "pending@example.com", "teamId": team, "productIds": [product] }),
        )
        .await;
    let by_hand = admin.create("by-hand@example.com").await;
    admin.copy_link(&by_hand).await.done();
    let active = admin.colleague(&app, "active@example.com", "ADMIN").await;
    let gone = admin.create("gone@example.com").await;
    admin.deactivate(&gone).await.done();
    let declined = admin.invite("declined@example.com").await;
    let link = app.link("declined@example.com", 1).await;
    // An answer that comes before the sending is settled takes the message back as far as anybody knows.
    app.at_rest().await;
    declined.decline(&link).await.done();
    app.all_settled().await;
    let start = tests::app::BEGINNING;
    for (filter, expected) in [
        (
            json!({ "status": ["CREATED"] }),
            vec!["created", "declined"],
        ),
        (
            json!({ "status": ["INVITED"] }),
            vec!["by-hand", "expired", "pending"],
        ),
        (json!({ "status": ["ACTIVE"] }), vec!["active", "olivia"]),
        (json!({ "status": ["DEACTIVATED"] }), vec!["gone"]),
        (
            json!({ "status": ["CREATED", "DEACTIVATED"] }),
            vec!["created", "declined", "gone"],
        ),
        (json!({ "status": [] }), vec![]),
        (
            json!({ "invitationState": ["PENDING"] }),
            vec!["by-hand", "pending"],
        ),
        (json!({ "invitationState": ["EXPIRED"] }), vec!["expired"]),
        (
            json!({ "invitationState": ["PENDING", "EXPIRED"] }),
            vec!["by-hand", "expired", "pending"],
        ),
        (json!({ "invitationState": ["ACCEPTED"] }), vec!["active"]),
        (json!({ "invitationState": ["DECLINED"] }), vec!["declined"]),
        (json!({ "invitationState": ["REVOKED"] }), vec![]),
        (
            json!({ "deliveryState": ["SENT"] }),
            vec!["active", "declined", "expired", "pending"],
        ),
        (
            json!({ "deliveryState": ["NOT_CONFIGURED"] }),
            vec!["by-hand"],
        ),
        (json!({ "deliveryState": ["FAILED", "BOUNCED"] }), vec![]),
        (json!({ "channel": ["LINK"] }), vec!["by-hand"]),
        (json!({ "channel": ["SMS", "SLACK"] }), vec![]),
        (
            json!({ "source": ["MANUAL"] }),
            vec![
                "active", "by-hand", "created", "declined", "expired", "gone", "olivia", "pending",
            ],
        ),
        (json!({ "source": ["IMPORT"] }), vec![]),
        (
            json!({ "role": ["OWNER", "ADMIN"] }),
            vec!["active", "olivia"],
        ),
        (json!({ "teamIds": [team] }), vec!["expired", "pending"]),
        (
            json!({ "productIds": [product] }),
            vec!["expired", "pending"],
        ),
        (
            json!({ "productIds": [second, product] }),
            vec!["expired", "pending"],
        ),
        (json!({ "productIds": [second] }), vec!["expired"]),
        (
            json!({ "createdBefore": start.plus_millis(1_000).to_string() }),
            vec!["created", "olivia"],
        ),
        (
            json!({ "createdAfter": start.plus_millis(1_000).to_string(), "createdBefore": start.plus_millis(1_001).to_string() }),
            vec!["expired"],
        ),
        (
            json!({ "teamIds": [team], "invitationState": ["EXPIRED"], "search": "EXPIRED" }),
            vec!["expired"],
        ),
        (json!({ "teamIds": [team], "status": ["ACTIVE"] }), vec![]),
    ] {
        let mut found = admin.found_by(filter.clone()).await;
        found.sort_unstable();
        let expected: Vec<String> = expected
            .into_iter()
            .map(|name| {
                if name == "olivia" {
                    "olivia@acme.example".to_owned()
                } else {
                    format!("{name}@example.com")
                }
            })
            .collect();
        assert_eq!(found, expected, "{filter}");
    }
    let counts = admin
        .ask("{ userCounts { total byStatus { status count } expired undelivered invitable remindable revocable } }", json!({}))
        .await;
    let expected = json!({
        "total": 8,
        "byStatus": [
            { "status": "CREATED", "count": 2 }, { "status": "INVITED", "count": 3 },
            { "status": "ACTIVE", "count": 2 }, { "status": "DEACTIVATED", "count": 1 },
        ],
        "expired": 1, "undelivered": 0, "invitable": 2, "remindable": 3, "revocable": 3,
    });
    assert_eq!(counts.data()["userCounts"], expected);
    drop((expired, active));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_ignores_case_and_accents_and_takes_words_literally() {
    let (_app, admin) = TestApp::founded().await;
    for (name, email, phone) in [
        ("Amélie Côté", "amelie@example.com", "+33612345678"),
        ("AMELIE Poulain", "poulain@example.com", "+33612345679"),
        ("Jürgen Straße", "jurgen@example.com", "+33732345670"),
        ("Łukasz Øster", "lukasz@example.com", "+33732345671"),
        ("100% Sure_Thing", "percent@example.com", "+33732345672"),
        (
            "O'Brien \"Quote\" AND",
            "obrien@example.com",
            "+33732345673",
        ),
        ("李 小龍", "li@example.com", "+33732345674"),
    ] {
        admin
            .try_create(json!({ "person": { "fullName": name, "email": email, "phone": phone } }))
            .await
            .done();
    }
    for (words, expected) in [
        ("amelie", vec!["amelie", "poulain"]),
        ("AMÉLIE", vec!["amelie", "poulain"]),
        ("cote amelie", vec!["amelie"]),
        ("côté", vec!["amelie"]),
        ("ame\u{301}lie", vec!["amelie", "poulain"]),
        ("strasse", vec!["jurgen"]),
        ("lukasz oster", vec!["lukasz"]),
        ("oulai", vec!["poulain"]),
        ("+336123", vec!["amelie", "poulain"]),
        ("poulain@", vec!["poulain"]),
        ("100%", vec!["percent"]),
        ("%", vec![]),
        ("_thing", vec!["percent"]),
        ("sure thing", vec!["percent"]),
        ("o'brien", vec!["obrien"]),
        ("\"quote\"", vec!["obrien"]),
        ("AND", vec!["obrien"]),
        ("* OR (", vec![]),
        ("小龍", vec!["li"]),
        ("am", vec!["amelie", "poulain"]),
        ("\\", vec![]),
        ("nobody", vec![]),
    ] {
        let mut found = admin.found_by(json!({ "search": words })).await;
        found.sort_unstable();
        let expected: Vec<String> = expected
            .iter()
            .map(|name| format!("{name}@example.com"))
            .collect();
        assert_eq!(found, expected, "{words:?}");
        let counted = "query($words: String) { userCounts(filter: { search: $words }) { total } }";
        let counted = admin.ask(counted, json!({ "words": words })).await;
        assert_eq!(
            counted.data()["userCounts"]["total"],
            json!(expected.len()),
            "{words:?}"
        );
    }
    assert_eq!(
        admin.found_by(json!({ "search": "   " })).await.len(),
        8,
        "no words find everyone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn anything_is_found_by_its_id_and_nothing_of_another_organisation() {
    let (app, admin) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    let team = admin.create_team("Engines").await;
    let product = admin.create_product("notes", "Notes").await;
    let ada = admin.invite("ada@example.com").await;
    let operation = admin.remind(&[&ada.id]).await["id"].clone();
    let invitation = admin.user(&ada.id).await["invitation"]["id"].clone();
    let organization =
        admin.ask("{ organization { id } }", json!({})).await.data()["organization"]["id"].clone();
    let query = "query($id: ID!) { node(id: $id) { __typename id } user(id: $id) { id } }";
    for (id, kind) in [
        (json!(ada.id), "User"),
        (invitation, "Invitation"),
        (json!(team), "Team"),
        (json!(product), "Product"),
        (organization, "Organization"),
        (operation.clone(), "Operation"),
    ] {
        let found = admin.ask(query, json!({ "id": id })).await;
        assert_eq!(
            found.data()["node"],
            json!({ "__typename": kind, "id": id })
        );
        let hidden = other.ask(query, json!({ "id": id })).await;
        assert_eq!(
            *hidden.data(),
            json!({ "node": null, "user": null }),
            "{kind}"
        );
    }
    let seen = other
        .ask(
            "query($id: ID!) { operation(id: $id) { id } }",
            json!({ "id": operation }),
        )
        .await;
    assert_eq!(seen.data()["operation"], json!(null));
    for id in [
        "",
        "usr_",
        "nonsense",
        "lnk_00000000000000000000000000",
        "usr_00000000000000000000000000",
    ] {
        assert_eq!(
            admin.ask(query, json!({ "id": id })).await.data()["node"],
            json!(null),
            "{id}"
        );
    }
}

//! bulkInvite: many at once, each answered for, all or nothing.

use serde_json::{Value, json};
use tests::TestApp;

/// The outcomes of an operation as (address, code), in the order of the request.
fn outcomes(operation: &Value) -> Vec<(&str, &str)> {
    let nodes = operation["outcomes"]["nodes"].as_array().expect("outcomes");
    nodes
        .iter()
        .map(|node| {
            (
                node["user"]["email"].as_str().unwrap_or_default(),
                node["code"].as_str().unwrap_or_default(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_in_the_request_are_added_and_invited_and_each_is_answered_for() {
    let (app, admin) = TestApp::founded().await;
    let team = admin.create_team("Engines").await;
    let product = admin.create_product("notes", "Notes").await;
    let created = admin.create("created@example.com").await;
    admin.invite("invited@example.com").await;
    admin.colleague(&app, "active@example.com", "MEMBER").await;
    let away = admin.create("deactivated@example.com").await;
    admin.deactivate(&away).await.done();
    let people = json!([
        { "email": "ada@example.com", "fullName": "Ada Lovelace", "locale": "fr", "teamId": team, "productIds": [product, product] },
        { "email": "created@example.com" },
        { "email": "invited@example.com" },
        { "email": "active@example.com" },
        { "email": "deactivated@example.com" },
        { "email": "ADA@Example.com" },
        { "email": "nowhere" },
        { "phone": "0612" },
        { "email": "role@example.com", "role": "OWNER" },
        { "email": "team@example.com", "teamId": "tea_00000000000000000000000000" },
        { "email": "product@example.com", "productIds": ["nonsense"] },
        { "email": "name@example.com", "fullName": "\u{202e}" },
        {},
        { "phone": "+33612345678" },
        { "email": "hand@example.com", "channel": "LINK" },
    ]);
    let colleague = admin.colleague(&app, "admin@example.com", "ADMIN").await;
    let input = json!({ "people": people, "note": "See you on Monday." });
    let operation = colleague.try_bulk_invite(input).await.done()["operation"].clone();
    let expected = [
        ("ada@example.com", "INVITED"),
        ("created@example.com", "INVITED"),
        ("invited@example.com", "ALREADY_INVITED"),
        ("active@example.com", "ALREADY_ACTIVE"),
        ("deactivated@example.com", "DEACTIVATED"),
        ("", "DUPLICATE_IN_REQUEST"),
        ("", "INVALID_EMAIL"),
        ("", "INVALID_PHONE"),
        ("", "ROLE_NOT_GRANTABLE"),
        ("", "TEAM_NOT_FOUND"),
        ("", "PRODUCT_NOT_FOUND"),
        ("", "INVALID_ROW"),
        ("", "INVALID_ROW"),
        ("", "CHANNEL_NOT_CONFIGURED"),
        ("hand@example.com", "INVITED"),
    ];
    assert_eq!(outcomes(&operation), expected);
    assert_eq!(operation["kind"], "BULK_INVITE");

    let ada = &operation["outcomes"]["nodes"][0]["user"]["id"];
    let ada = admin.user(ada.as_str().expect("an id")).await;
    assert_eq!(
        (
            &ada["fullName"],
            &ada["status"],
            &ada["team"]["id"],
            &ada["locale"]
        ),
        (
            &json!("Ada Lovelace"),
            &json!("INVITED"),
            &json!(team),
            &json!("fr")
        )
    );
    assert_eq!(ada["products"][0]["id"], json!(product));
    assert_eq!(ada["invitation"]["invitedBy"]["id"], json!(colleague.id));
    assert_eq!(admin.status(&created).await, "INVITED");

    app.past_undo();
    let letter = app.letter("ada@example.com", 1).await;
    assert!(letter.text().contains("See you on Monday."));
    assert_eq!(letter.header("Content-Language").as_deref(), Some("fr"));
    let link = letter.link().expect("a link");
    app.visitor().accept(&link).await.done();
    app.link("created@example.com", 1).await;
    app.at_rest().await;
    assert!(app.smtp().letters_to("hand@example.com").is_empty());
    let kinds = "SELECT kind FROM events WHERE user_id = (SELECT id FROM users WHERE email_key = 'hand@example.com') ORDER BY sequence";
    assert_eq!(
        app.database.texts(kinds).await,
        ["USER_CREATED", "INVITATION_CREATED"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_twelve_hundred_is_invited_by_a_filter_except_some_and_reads_the_same_later() {
    let (app, admin) = TestApp::founded().await;
    let people: Vec<Value> = (0..1_200)
        .map(|n| json!({ "email": format!("p{n}@example.com"), "channel": "LINK" }))
        .collect();
    let added = admin.try_bulk_invite(json!({ "people": people })).await;
    assert_eq!(
        added.done()["operation"]["counts"],
        json!([{ "code": "INVITED", "count": 1_200 }])
    );
    let everyone = json!({ "users": { "matching": { "filter": { "status": ["INVITED"] }, "expectedCount": 1_200 } } });
    admin.try_revoke(everyone).await.done();

    let spared = app
        .database
        .texts("SELECT id FROM users WHERE email = 'p7@example.com'")
        .await;
    let selection = |expected: usize| json!({ "users": { "matching": { "filter": { "status": ["CREATED"] }, "except": spared, "expectedCount": expected } } });
    app.at_rest().await;
    let before = app.database.dump().await;
    let refused = admin.try_bulk_invite(selection(1_200)).await;
    assert_eq!(refused.codes(), ["COUNT_CHANGED"]);
    app.at_rest().await;
    assert!(
        app.database.dump().await == before,
        "nothing is done for anybody"
    );

    let operation = admin.try_bulk_invite(selection(1_199)).await.done()["operation"].clone();
    assert_eq!(
        operation["counts"],
        json!([{ "code": "INVITED", "count": 1_199 }])
    );
    assert_eq!(operation["outcomes"]["totalCount"], 1_199);
    app.past_undo();
    // The window is longer for a crowd, by the time in which it is written.
    app.advance_millis(150);
    // Some are put back for want of a connection, and come again as time passes.
    app.until_settled().await;
    app.all_numbered().await;
    assert_eq!(app.smtp().letters().len(), 1_199);
    assert!(app.smtp().letters_to("p7@example.com").is_empty());
    let query = "query($id: ID!) { operation(id: $id) { counts { code count } delivery { queued sent failed cancelled } \
        outcomes(last: 1, code: [INVITED]) { totalCount nodes { line } } } }";
    let later = admin.ask(query, json!({ "id": operation["id"] })).await;
    let later = &later.data()["operation"];
    assert_eq!(later["counts"], operation["counts"]);
    assert_eq!(
        later["delivery"],
        json!({ "queued": 0, "sent": 1_199, "failed": 0, "cancelled": 0 })
    );
    assert_eq!(later["outcomes"]["nodes"][0]["line"], 1_199);
    for (what, sql) in [
        (
            "somebody invited whose latest invitation is not the open one",
            "SELECT count(*) FROM users u WHERE u.status = 'INVITED' AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.id = u.invitation_id AND i.user_id = u.id AND i.state = 'PENDING')",
        ),
        (
            "an open invitation without exactly one live link",
            "SELECT count(*) FROM invitations i WHERE i.state = 'PENDING' AND (SELECT count(*) FROM links l WHERE l.id = i.link_id AND l.invitation_id = i.id AND l.ended_at IS NULL) <> 1",
        ),
    ] {
        assert_eq!(app.database.number(sql).await, 0, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_people_than_one_request_may_name_are_refused_before_anything_is_done() {
    let (app, admin) = TestApp::founded().await;
    app.at_rest().await;
    let before = app.database.dump().await;
    let people: Vec<Value> = (0..10_001).map(|_| json!({})).collect();
    let refused = admin.try_bulk_invite(json!({ "people": people })).await;
    assert_eq!(refused.codes(), ["TOO_MANY"]);
    assert!(
        refused.value["errors"][0]["message"]
            .as_str()
            .is_some_and(|words| words.contains("10000"))
    );
    let noted = admin
        .try_bulk_invite(json!({ "people": [], "note": "\u{202e}" }))
        .await;
    assert_eq!(noted.codes(), ["INVALID_NOTE"]);
    for input in [json!({}), json!({ "people": [], "users": { "ids": [] } })] {
        let answer = admin
            .try_deed("bulkInvite", input, "operation { id }")
            .await;
        assert_eq!(answer.code(), Some("BAD_USER_INPUT"), "{}", answer.text);
    }
    assert!(app.database.dump().await == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_crowds_that_add_the_same_people_at_once_add_each_of_them_once() {
    let (app, admin) = TestApp::founded().await;
    let people: Vec<Value> = (0..200)
        .map(|n| json!({ "email": format!("p{n}@example.com") }))
        .collect();
    let backwards: Vec<Value> = people.iter().rev().cloned().collect();
    let crowd = |people: &Vec<Value>| admin.try_bulk_invite(json!({ "people": people }));
    let (one, other, third) =
        futures_util::future::join3(crowd(&people), crowd(&backwards), crowd(&people)).await;
    let invited: i64 = [one, other, third]
        .into_iter()
        .map(|payload| {
            let operation = payload.done()["operation"].clone();
            let counts = operation["counts"].as_array().expect("counts").clone();
            counts
                .iter()
                .filter(|count| count["code"] == "INVITED")
                .filter_map(|count| count["count"].as_i64())
                .sum::<i64>()
        })
        .sum();
    assert_eq!(invited, 200);
    app.past_undo();
    app.advance_millis(10);
    app.at_rest().await;
    assert_eq!(app.smtp().letters().len(), 200);
}

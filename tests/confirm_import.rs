//! confirmImport: one transaction, an outcome for each row, and nothing twice.

use serde_json::json;
use tests::{
    TestApp,
    files::{classes, outcomes},
};

fn expected(outcomes: &[(i64, &str)]) -> Vec<(i64, String)> {
    outcomes
        .iter()
        .map(|(line, code)| (*line, (*code).to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_added_invited_and_changed_and_each_row_is_answered_for() {
    let (app, admin) = TestApp::founded().await;
    let product = admin.create_product("notes", "Notes").await;
    let bea = json!({ "person": { "email": "bea@example.com", "fullName": "Bea", "phone": "+33612345678", "productIds": [product] }, "invite": false });
    admin.try_create(bea).await.done();
    let file = "email;full name;phone;team;products;language;role\n\
        ada@example.com;Ada Lovelace;+33 6 00 00 00 01;Research;Atlas|notes;fr;admin\n\
        bea@example.com;Beatrice;;Research;Atlas;;\n\
        ;Cid;+33600000002;;;;\n\
        nobody;;;;;;\n\
        ada@example.com;Twice;;;;;\n";
    let import = admin
        .try_preview(file, json!({ "createMissing": true }))
        .await
        .done()["import"]
        .clone();
    let operation = admin.confirm(&import).await;
    assert_eq!(operation["kind"], "IMPORT");
    let expected = expected(&[
        (2, "INVITED"),
        (3, "UPDATED"),
        (4, "CREATED"),
        (5, "INVALID_EMAIL"),
        (6, "DUPLICATE_IN_REQUEST"),
    ]);
    assert_eq!(outcomes(&operation), expected);

    let query = "{ users(first: 10, filter: { search: \"example.com\" }) { nodes { email fullName phone locale role status source team { name } \
        products { key } invitation { state channel } events { nodes { kind } } } } }";
    let users = admin.ask(query, json!({})).await.data()["users"]["nodes"].clone();
    let find = |email: &str| {
        users
            .as_array()
            .and_then(|users| users.iter().find(|user| user["email"] == email))
            .cloned()
            .expect("a person")
    };
    let ada = find("ada@example.com");
    assert_eq!(
        (&ada["locale"], &ada["role"], &ada["status"], &ada["source"]),
        (
            &json!("fr"),
            &json!("ADMIN"),
            &json!("INVITED"),
            &json!("IMPORT")
        )
    );
    assert_eq!(
        (
            &ada["phone"],
            &ada["team"]["name"],
            &ada["invitation"]["state"]
        ),
        (
            &json!("+33600000001"),
            &json!("Research"),
            &json!("PENDING")
        )
    );
    let kinds: Vec<&str> = ada["events"]["nodes"]
        .as_array()
        .expect("events")
        .iter()
        .filter_map(|event| event["kind"].as_str())
        .collect();
    assert!(
        kinds.contains(&"USER_CREATED") && kinds.contains(&"INVITATION_CREATED"),
        "{kinds:?}"
    );
    let bea = find("bea@example.com");
    assert_eq!(
        (&bea["fullName"], &bea["phone"], &bea["status"]),
        (
            &json!("Beatrice"),
            &json!("+33612345678"),
            &json!("CREATED")
        ),
        "what the file leaves empty stays"
    );
    assert_eq!(
        bea["products"].as_array().map(Vec::len),
        Some(2),
        "access is added and not taken away"
    );

    app.past_undo();
    let letter = app.letter("ada@example.com", 1).await;
    assert!(letter.text().contains("Bonjour"), "{}", letter.text());
    let link = letter.link().expect("a link");
    app.visitor().accept(&link).await.done();
    app.all_settled().await;
    assert_eq!(
        app.smtp().letters().len(),
        2,
        "the invitation and the welcome; nobody else is written to"
    );
    let progress = admin
        .ask(
            "query($id: ID!) { operation(id: $id) { delivery { sent } } }",
            json!({ "id": operation["id"] }),
        )
        .await;
    assert_eq!(progress.data()["operation"]["delivery"]["sent"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_again_changes_nothing_and_mails_nobody() {
    let (app, admin) = TestApp::founded().await;
    let file = "email,name,team,language\nada@example.com,Ada,Research,fr\nbea@example.com,Bea,,\n";
    let options = json!({ "createMissing": true });
    let first = admin.try_preview(file, options.clone()).await.done()["import"].clone();
    admin.confirm(&first).await;
    app.past_undo();
    let link = app.link("bea@example.com", 1).await;
    app.visitor().accept_as(&link, "Bea Chosen").await.done();
    app.visitor()
        .decline(&app.link("ada@example.com", 1).await)
        .await
        .done();
    let third = admin.create("cid@example.com").await;
    admin
        .update(json!({ "id": third, "fullName": "Cid" }))
        .await
        .done();
    app.at_rest().await;
    let letters = app.smtp().letters().len();

    let file = "email,name,team,language\nada@example.com,Ada,Research,fr\nbea@example.com,Bea Chosen,,\ncid@example.com,Cid,,\n";
    let tables = async || {
        let mut dump = app.database.dump().await;
        for table in [
            "imports",
            "import_rows",
            "operations",
            "outcomes",
            "events",
            "event_positions",
        ] {
            dump.remove(table);
        }
        dump
    };
    let before = tables().await;
    let again = admin.try_preview(file, options).await.done()["import"].clone();
    let operation = admin.confirm(&again).await;
    assert_eq!(
        outcomes(&operation),
        expected(&[(2, "UNCHANGED"), (3, "ALREADY_ACTIVE"), (4, "UNCHANGED")]),
        "who declined is not asked again"
    );
    app.at_rest().await;
    assert_eq!(tables().await, before);
    assert_eq!(app.smtp().letters().len(), letters);
}

#[tokio::test(flavor = "multi_thread")]
async fn confirming_twice_answers_the_same_operation_even_at_once() {
    let (app, admin) = TestApp::founded().await;
    let import = admin
        .preview("email\nada@example.com\nbea@example.com\n")
        .await;
    let (one, two) = tokio::join!(admin.confirm(&import), admin.confirm(&import));
    let three = admin.confirm(&import).await;
    app.past_undo();
    assert_eq!((&one["id"], &one["id"]), (&two["id"], &three["id"]));
    app.all_settled().await;
    assert_eq!(app.smtp().letters().len(), 2);
    assert_eq!(
        app.database.number("SELECT count(*) FROM operations").await,
        1
    );
    let seen = admin
        .ask(
            "query($id: ID!) { import(id: $id) { operation { id } } }",
            json!({ "id": import["id"] }),
        )
        .await;
    assert_eq!(seen.data()["import"]["operation"]["id"], one["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_whose_person_changed_since_is_judged_again() {
    let (app, admin) = TestApp::founded().await;
    let file = "email,name\nada@example.com,Ada\nbea@example.com,Bea\ncid@example.com,Cid\n";
    let import = admin.preview(file).await;
    assert!(classes(&import).iter().all(|(_, class)| class == "NEW"));
    admin.invite("ADA@example.com").await;
    let cid = admin.create("cid@example.com").await;
    admin.deactivate(&cid).await.done();
    let operation = admin.confirm(&import).await;
    assert_eq!(
        outcomes(&operation),
        expected(&[(2, "UPDATED"), (3, "INVITED"), (4, "DEACTIVATED")])
    );
    app.past_undo();
    app.all_settled().await;
    assert_eq!(
        app.smtp().letters_to("ADA@example.com").len(),
        1,
        "who was invited meanwhile is not invited again"
    );
    assert_eq!(admin.status(&cid).await, "DEACTIVATED");
    let query = "query($id: ID!) { import(id: $id) { counts { class count } } }";
    let seen = admin.ask(query, json!({ "id": import["id"] })).await;
    let counts = json!([{ "class": "DEACTIVATED", "count": 1 }, { "class": "NEW", "count": 1 }, { "class": "UPDATE", "count": 1 }]);
    assert_eq!(seen.data()["import"]["counts"], counts);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_can_be_added_without_being_invited_and_who_is_missing_is_left_alone() {
    let (app, admin) = TestApp::founded().await;
    let missing = admin.create("missing@example.com").await;
    let before = admin.user(&missing).await;
    admin
        .update_organization(json!({ "autoInvite": true }))
        .await
        .done();
    let import = admin.preview("email\nada@example.com\n").await;
    let operation = admin.try_confirm(&import, false).await.done()["operation"].clone();
    assert_eq!(outcomes(&operation), expected(&[(2, "CREATED")]));
    assert_eq!(admin.user(&missing).await, before);
    app.at_rest().await;
    assert!(app.smtp().letters().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_are_carried_out_in_one_go() {
    let (app, admin) = TestApp::founded().await;
    let rows = |from: usize, to: usize| -> String {
        (from..to)
            .map(|n| format!("p{n}@example.com,Person {n},T{}\n", n % 7))
            .collect()
    };
    admin
        .try_confirm(
            &admin
                .try_preview(
                    format!("email,name,team\n{}", rows(0, 1_500)),
                    json!({ "createMissing": true }),
                )
                .await
                .done()["import"],
            false,
        )
        .await
        .done();
    let file = format!(
        "email,name,team\n{}",
        rows(0, 2_600).replace("Person 1", "Someone 1")
    );
    let import = admin
        .try_preview(&file, json!({ "createMissing": true }))
        .await
        .done()["import"]
        .clone();
    let payload = admin.try_confirm(&import, false).await.done();
    let counts = payload["operation"]["counts"].clone();
    let count = |code: &str| {
        counts
            .as_array()
            .and_then(|counts| counts.iter().find(|count| count["code"] == code))
            .map_or(0, |count| count["count"].as_i64().unwrap_or(0))
    };
    let renamed = (0..1_500)
        .filter(|n: &usize| n.to_string().starts_with('1'))
        .count();
    assert_eq!(
        (count("CREATED"), count("UPDATED")),
        (1_100, i64::try_from(renamed).expect("a small number"))
    );
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE full_name LIKE 'Someone 1%'")
            .await,
        app.database
            .number("SELECT count(*) FROM users WHERE full_name LIKE 'Someone%'")
            .await
    );
    assert_eq!(
        admin.found_by(json!({ "search": "someone 1499" })).await,
        ["p1499@example.com"],
        "and whoever was changed is found by it"
    );
}

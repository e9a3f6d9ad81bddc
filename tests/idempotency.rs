//! Idempotency-Key: asking again under the same key answers what was done the first time.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::{Admin, TestApp};

const KEY: &str = "idempotency-key";

/// Does a deed under a key; the whole answer.
async fn under(admin: &Admin, key: &str, deed: &str, input: Value) -> tests::visitor::Answer {
    let selection = match deed {
        "invite" | "createUser" => "user { id }",
        _ => "operation { id counts { code count } }",
    };
    admin
        .sending(KEY, key)
        .try_deed(deed, input, selection)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_deed_that_sends_is_done_once_under_one_key() {
    let (app, admin) = TestApp::founded().await;
    let created = admin.create("created@example.com").await;
    let invited = admin.invite("invited@example.com").await;
    let import = admin.preview("email\nfour@example.com\n").await;
    for (deed, input) in [
        (
            "invite",
            json!({ "person": { "email": "one@example.com" } }),
        ),
        ("invite", json!({ "userId": created })),
        (
            "createUser",
            json!({ "person": { "email": "two@example.com" }, "invite": true }),
        ),
        (
            "bulkInvite",
            json!({ "people": [{ "email": "three@example.com" }] }),
        ),
        ("sendReminder", json!({ "users": { "ids": [invited.id] } })),
        (
            "revokeInvitation",
            json!({ "users": { "ids": [invited.id] } }),
        ),
        (
            "confirmImport",
            json!({ "id": import["id"], "invite": true }),
        ),
    ] {
        let key = format!("\"{deed}-{}\"", input.to_string().len());
        let first = under(&admin, &key, deed, input.clone()).await;
        assert_eq!(first.data()[deed]["errors"], json!([]), "{deed}");
        let again = under(&admin, &key, deed, input).await;
        assert_eq!(again.data(), first.data(), "{deed}");
    }
    app.past_undo();
    app.at_rest().await;
    for address in ["one", "created", "two", "three", "four"] {
        let letters = app.smtp().letters_to(&format!("{address}@example.com"));
        assert_eq!(letters.len(), 1, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_used_for_something_else_is_refused_and_nothing_is_done() {
    let (app, admin) = TestApp::founded().await;
    let one = json!({ "person": { "email": "one@example.com", "fullName": "One" } });
    assert_eq!(
        under(&admin, "k-1", "invite", one.clone()).await.code(),
        None
    );
    app.at_rest().await;
    let before = app.database.dump().await;
    for (deed, input) in [
        (
            "invite",
            json!({ "person": { "email": "other@example.com" } }),
        ),
        ("createUser", one.clone()),
    ] {
        let refused = under(&admin, "k-1", deed, input).await;
        assert_eq!(
            refused.code(),
            Some("IDEMPOTENCY_KEY_REUSED"),
            "{}",
            refused.text
        );
    }
    assert!(app.database.dump().await == before);
    // Equal is what says the same, in whatever order; and a key is its owner's alone.
    let turned = json!({ "person": { "fullName": "One", "email": "one@example.com" } });
    assert_eq!(under(&admin, "k-1", "invite", turned).await.code(), None);
    let colleague = admin.colleague(&app, "admin@example.com", "ADMIN").await;
    let other = json!({ "person": { "email": "other@example.com" } });
    let done = under(&colleague, "k-1", "invite", other).await;
    assert!(done.data()["invite"]["user"]["id"].is_string());
    for key in ["", "a b"] {
        let refused = under(&admin, key, "invite", one.clone()).await;
        assert_eq!(refused.code(), Some("BAD_REQUEST"), "{}", refused.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_done_may_be_asked_for_again_and_a_key_is_forgotten_after_a_day() {
    let (app, admin) = TestApp::founded().await;
    let input = json!({ "users": { "matching": { "filter": { "status": ["CREATED"] }, "expectedCount": 1 } } });
    let refused = under(&admin, "k-1", "bulkInvite", input.clone()).await;
    assert_eq!(
        refused.data()["bulkInvite"]["errors"][0]["code"],
        "COUNT_CHANGED"
    );
    admin.create("ada@example.com").await;
    let done = under(&admin, "k-1", "bulkInvite", input.clone()).await;
    let operation = done.data()["bulkInvite"]["operation"]["id"].clone();
    assert!(operation.is_string());

    app.advance_millis(24 * 3_600_000 - 1);
    let same = under(&admin, "k-1", "bulkInvite", input.clone()).await;
    assert_eq!(same.data()["bulkInvite"]["operation"]["id"], operation);
    app.advance_millis(1);
    let anew = under(&admin, "k-1", "bulkInvite", input).await;
    assert_eq!(
        anew.data()["bulkInvite"]["errors"][0]["code"],
        "COUNT_CHANGED",
        "nobody is CREATED any more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_kept_no_longer_goes_with_anybodys_next_deed() {
    let (app, admin) = TestApp::founded().await;
    let colleague = admin.colleague(&app, "admin@example.com", "ADMIN").await;
    let person = |email: &str| json!({ "person": { "email": email } });
    under(&colleague, "k-1", "invite", person("one@example.com")).await;
    let keys = "SELECT count(*) FROM idempotency_keys";
    app.advance_millis(24 * 3_600_000 - 1);
    under(&admin, "k-2", "invite", person("two@example.com")).await;
    assert_eq!(app.database.number(keys).await, 2);
    app.advance_millis(1);
    under(&admin, "k-3", "invite", person("three@example.com")).await;
    assert_eq!(
        app.database.number(keys).await,
        2,
        "the colleague's is gone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deed_that_takes_no_key_refuses_one_and_is_not_done() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.create("ada@example.com").await;
    app.at_rest().await;
    let before = app.database.dump().await;
    for (deed, input) in [
        ("updateUser", json!({ "id": ada, "fullName": "Ada" })),
        ("deleteUser", json!({ "id": ada })),
        ("syncSlack", json!({})),
        (
            "acceptInvitation",
            json!({ "token": "none", "locale": "en", "password": tests::PASSWORD }),
        ),
        ("requestNewLink", json!({ "token": "none" })),
    ] {
        let selection = "errors { code }";
        let keyed = admin.sending(KEY, "k-1");
        let refused = keyed.try_deed(deed, input, selection).await;
        assert_eq!(refused.code(), Some("BAD_USER_INPUT"), "{}", refused.text);
        assert!(refused.text.contains(&format!("`{deed}` takes no")));
    }
    assert!(app.database.dump().await == before);
    // Asking changes nothing, under a key or without.
    let keyed = admin.sending(KEY, "k-1");
    let asked = keyed.ask("{ viewer { id } }", json!({})).await;
    assert_eq!(asked.code(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_20_requests_under_one_key_at_once_one_is_done_and_all_are_answered_alike() {
    let (app, admin) = TestApp::founded().await;
    let sibling = app.sibling().await;
    let elsewhere = sibling.as_ref().map(|sibling| {
        let visitor = sibling.visitor();
        visitor.set_cookie(admin.cookie());
        visitor
    });
    let input =
        json!({ "people": [{ "email": "ada@example.com" }, { "email": "grace@example.com" }] });
    let ask = |n: usize| {
        let visitor = match &elsewhere {
            Some(elsewhere) if n % 2 == 1 => elsewhere,
            _ => &*admin,
        };
        let visitor = visitor.sending(KEY, "\"k-1\"");
        let input = input.clone();
        async move {
            visitor
                .try_deed("bulkInvite", input, "operation { id }")
                .await
        }
    };
    let answers = join_all((0..20).map(ask)).await;
    let first = answers[0].data();
    assert!(first["bulkInvite"]["operation"]["id"].is_string());
    assert!(answers.iter().all(|answer| answer.data() == first));
    app.past_undo();
    app.at_rest().await;
    assert_eq!(app.smtp().letters_to("ada@example.com").len(), 1);
    let operations = app.database.number("SELECT count(*) FROM operations");
    assert_eq!(operations.await, 1);
    let rows = app.database.dump().await;
    let kept = rows["idempotency_keys"].concat();
    assert!(!kept.contains("k-1") && !kept.contains("ada@"), "{kept}");
}

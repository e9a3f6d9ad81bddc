//! createProduct.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_product_has_a_key_of_one_word_of_its_own() {
    let (_app, admin) = TestApp::founded().await;
    admin.create_product("notes-2", "Notes").await;
    for (key, code) in [
        ("notes-2", "NAME_TAKEN"),
        ("Notes", "INVALID_KEY"),
        ("two words", "INVALID_KEY"),
        ("2notes", "INVALID_KEY"),
        ("notes-", "INVALID_KEY"),
        ("", "INVALID_KEY"),
        ("a\r\nb", "INVALID_KEY"),
        (&"x".repeat(41), "INVALID_KEY"),
    ] {
        let refused = admin
            .deed(
                "createProduct",
                json!({ "key": key, "name": "Notes" }),
                "product { id }",
            )
            .await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec![code], vec!["key".to_owned()]),
            "{key}"
        );
    }
    let refused = admin
        .deed(
            "createProduct",
            json!({ "key": "?", "name": " " }),
            "product { id }",
        )
        .await;
    assert_eq!(refused.codes(), ["INVALID_KEY", "INVALID_NAME"]);
    let answer = admin
        .ask("{ organization { products { key name } } }", json!({}))
        .await;
    assert_eq!(
        answer.data()["organization"]["products"],
        json!([{ "key": "notes-2", "name": "Notes" }])
    );
}

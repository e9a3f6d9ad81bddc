//! Files that were read hold people's data: they are kept as long as they are needed, by whom they are needed.

use serde_json::{Value, json};
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_confirms_is_forgotten_after_a_day() {
    let (app, admin) = TestApp::founded().await;
    admin.preview("email\nada@example.com\n").await;
    app.advance_millis(25 * 3_600_000);
    admin.preview("email\nbea@example.com\n").await;
    let cells = app.database.texts("SELECT cells FROM import_rows").await;
    assert_eq!(cells, ["[\"bea@example.com\"]"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_keeps_more_files_waiting_than_they_can_choose_from() {
    let (app, admin) = TestApp::founded().await;
    for n in 0..8 {
        app.advance_millis(1);
        admin.preview(format!("email\np{n}@example.com\n")).await;
    }
    let cells = "SELECT cells FROM import_rows ORDER BY cells";
    let kept = app.database.texts(cells).await;
    assert_eq!(kept.len(), 5, "{kept:?}");
    assert!(kept[0].contains("p3@"), "the newest: {kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_said_of_somebody_goes_when_they_are_deleted() {
    let (app, admin) = TestApp::founded().await;
    let operation = admin
        .import("email,note\nada@example.com,a secret of Ada\nbea@example.com,\n")
        .await;
    let ada = &operation["outcomes"]["nodes"][0]["user"]["id"];
    admin.delete(ada.as_str().expect("an id")).await.done();
    app.past_undo();
    app.at_rest().await;
    assert!(!format!("{:?}", app.database.dump().await["import_rows"]).contains("Ada"));
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM import_rows")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_another_organisation_is_not_there() {
    let (app, admin) = TestApp::founded().await;
    let import = admin.preview("email\nada@example.com\n").await;
    let stranger = app
        .another_organization("Strangers", "una@stranger.example")
        .await;
    for id in [
        &import["id"],
        &json!("imp_00000000000000000000000000"),
        &json!("nonsense"),
    ] {
        let answer = stranger
            .try_deed("confirmImport", json!({ "id": id }), "operation { id }")
            .await;
        assert_eq!(answer.code(), Some("NOT_FOUND"), "{}", answer.text);
        let seen = stranger
            .ask(
                "query($id: ID!) { import(id: $id) { id } }",
                json!({ "id": id }),
            )
            .await;
        assert_eq!(seen.data()["import"], Value::Null);
    }
}

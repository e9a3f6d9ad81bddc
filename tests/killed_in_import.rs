//! kill -9 while a file is carried out: it is done for every row or for none, and so are its messages; and it goes on from there.

use std::time::Duration;

use serde_json::json;

use crate::killed::{Place, try_post};

const PEOPLE: usize = 1_500;

#[tokio::test(flavor = "multi_thread")]
async fn of_an_import_that_a_kill_interrupts_every_row_is_done_and_promised_or_none() {
    let place = Place::new().await;
    let (mut program, admin) = place.founded().await;
    let mut rounds = Vec::new();
    // From long before the commit to long after it.
    for (round, wait) in [5, 60, 200, 500, 3_000].into_iter().enumerate() {
        let rows = (0..PEOPLE).map(|n| format!("r{round}p{n}@example.com\n"));
        let file = format!("email\n{}", rows.collect::<String>());
        let import = admin.preview(file).await;
        let query = "mutation($input: ConfirmImportInput!) { confirmImport(input: $input) { operation { id } errors { code } } }";
        let input = json!({ "id": import["id"], "invite": true });
        let body = json!({ "query": query, "variables": { "input": input } }).to_string();
        let asking = {
            let admin = admin.clone();
            tokio::spawn(async move { try_post(&admin, &body).await })
        };
        tokio::time::sleep(Duration::from_millis(wait)).await;
        program.kill();
        let answer = asking.await.expect("no panic");
        rounds.push(answer.is_some_and(|answer| answer.contains("op_")));
        program = place.serve().await;
    }
    let mut whole = 0;
    for (round, acknowledged) in rounds.into_iter().enumerate() {
        let like = format!("email LIKE 'r{round}p%'");
        let there = format!("SELECT count(*) FROM users WHERE {like}");
        let there = place.database.number(&there).await;
        let of_them = format!("user_id IN (SELECT id FROM users WHERE {like})");
        for table in ["invitations", "messages", "outcomes"] {
            let rows = format!("SELECT count(*) FROM {table} WHERE {of_them}");
            let rows = place.database.number(&rows).await;
            assert_eq!(rows, there, "round {round}: {table}");
        }
        match usize::try_from(there).expect("a count") {
            0 => assert!(!acknowledged, "round {round} is lost"),
            PEOPLE => whole += 1,
            some => panic!("round {round} is done for {some}"),
        }
    }
    let operations = "SELECT count(*) FROM operations";
    assert_eq!(place.database.number(operations).await, whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_cut_off_is_done_or_not_done_and_goes_on_from_there() {
    let place = Place::new().await;
    let (mut program, admin) = place.founded().await;
    let rows: String = (0..1_500).map(|n| format!("p{n}@example.com\n")).collect();
    let import = admin.preview(format!("email\n{rows}")).await;
    let imported = "SELECT count(*) FROM users WHERE source = 'IMPORT'";
    for wait in [30, 150, 500] {
        let (there, asked) = (
            admin.clone(),
            json!({ "id": import["id"], "invite": false }),
        );
        // Nobody hears the answer: whether there was one is what the database tells.
        let confirming = tokio::spawn(async move {
            there.deed("confirmImport", asked, "operation { id }").await;
        });
        tokio::time::sleep(Duration::from_millis(wait)).await;
        program.kill();
        // The request ends with its connection.
        confirming.await.ok();
        program = place.serve().await;
        let confirmed = "SELECT count(*) FROM imports WHERE operation_id IS NOT NULL";
        let people = place.database.number(imported).await;
        let done = place.database.number(confirmed).await;
        assert!(
            (people, done) == (0, 0) || (people, done) == (1_500, 1),
            "{people} people, {done} imports"
        );
    }
    let operation = admin.try_confirm(&import, false).await.done()["operation"].clone();
    assert_eq!(
        operation["counts"],
        json!([{ "code": "CREATED", "count": 1_500 }])
    );
    assert_eq!(place.database.number(imported).await, 1_500);
}

//! kill -9 during a bulk invitation: it is done for everyone or for nobody, and what was acknowledged is done.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use tests::smtp::Mood;

use crate::killed::{ON_THEIR_WAY, Place, try_post};

const PEOPLE: usize = 500;

#[tokio::test(flavor = "multi_thread")]
async fn of_a_bulk_invitation_that_a_kill_interrupts_nothing_is_lost_and_nothing_unexpected() {
    let place = Place::new().await;
    let (mut program, admin) = place.founded().await;
    // Nothing leaves before it is told apart what was done.
    place.smtp.be(Mood::Down).await;
    let mut acknowledged = Vec::new();
    // From long before the commit to long after it.
    for (round, wait) in [5, 40, 120, 300, 1_500].into_iter().enumerate() {
        let people: Vec<Value> = (0..PEOPLE)
            .map(|n| json!({ "email": format!("r{round}p{n}@example.com") }))
            .collect();
        let query = "mutation($input: BulkInviteInput!) { bulkInvite(input: $input) { operation { id } errors { code } } }";
        let body = json!({ "query": query, "variables": { "input": { "people": people } } });
        let asking = {
            let admin = admin.clone();
            let body = body.to_string();
            tokio::spawn(async move { try_post(&admin, &body).await })
        };
        tokio::time::sleep(Duration::from_millis(wait)).await;
        program.kill();
        if let Some(answer) = asking.await.expect("no panic")
            && answer.contains("op_")
        {
            acknowledged.push(round);
        }
        program = place.serve().await;
    }
    let count = |sql: String| {
        let database = &place.database;
        async move { database.number(&sql).await }
    };
    let mut whole = Vec::new();
    for round in 0..5 {
        let like = format!("email LIKE 'r{round}p%'");
        let there = count(format!("SELECT count(*) FROM users WHERE {like}")).await;
        let of_them = format!("user_id IN (SELECT id FROM users WHERE {like})");
        for table in ["invitations", "messages", "outcomes"] {
            let rows = count(format!("SELECT count(*) FROM {table} WHERE {of_them}")).await;
            assert_eq!(rows, there, "round {round}: {table}");
        }
        match usize::try_from(there).expect("a count") {
            0 => assert!(!acknowledged.contains(&round), "round {round} is lost"),
            PEOPLE => whole.push(round),
            some => panic!("round {round} is done for {some}"),
        }
    }
    let operations = count("SELECT count(*) FROM operations".to_owned()).await;
    assert_eq!(usize::try_from(operations), Ok(whole.len()));

    // A last kill, while they leave.
    place.smtp.be(Mood::Slow(Duration::from_millis(30))).await;
    place.end_leases().await;
    place.smtp.has_taken(100).await;
    program.kill();
    place.smtp.be(Mood::Well).await;
    place.end_leases().await;
    let _program = place.serve().await;
    place.all_settled().await;
    let mut letters: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for letter in place.smtp.letters() {
        let first = letters
            .entry(letter.recipients.concat())
            .or_insert_with(|| letter.raw.clone());
        assert!(*first == letter.raw, "a repeat is the same letter");
    }
    assert_eq!(letters.len(), whole.len() * PEOPLE);
    let repeats = place.smtp.taken() - letters.len();
    assert!(repeats <= ON_THEIR_WAY, "{repeats} repeats");
}

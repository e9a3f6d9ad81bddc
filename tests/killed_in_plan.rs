//! kill -9 while the reminder plan is carried out: whoever is due is reminded once, whatever was interrupted.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use crate::killed::Place;

/// Three batches.
const PEOPLE: usize = 2_200;
const DAY: i64 = 86_400_000;

/// Invites everybody, lets their messages arrive, and makes all of it two days old, with the links about to end.
async fn everybody_is_due(place: &Place, admin: &tests::Admin) {
    let people: Vec<Value> = (0..PEOPLE)
        .map(|n| json!({ "email": format!("p{n}@example.com") }))
        .collect();
    admin
        .update_organization(json!({ "undoSeconds": 0 }))
        .await
        .done();
    let input = json!({ "people": people });
    admin.try_bulk_invite(input).await.done();
    place.all_settled().await;
    let steps = json!([{ "anchor": "BEFORE_EXPIRY", "hours": 24 }]);
    let plan = json!({ "enabled": true, "steps": steps, "quietHours": null, "quietDays": [], "mostReminders": 20 });
    admin.plan(plan).await.done();
    for past in [
        // Seven days were left: now 23 hours are.
        format!("UPDATE links SET expires_at = expires_at - 6 * {DAY} - 3600000"),
        format!(
            "UPDATE invitations SET expires_at = expires_at - 6 * {DAY} - 3600000, last_sent_at = last_sent_at - 2 * {DAY}"
        ),
        format!(
            "UPDATE reminder_steps SET begun_at = begun_at - 2 * {DAY}, taken_until = taken_until - 2 * {DAY}"
        ),
    ] {
        place.database.execute(&past).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_who_is_due_is_reminded_once_however_often_the_process_is_killed() {
    let place = Place::new().await;
    let (program, admin) = place.founded().await;
    everybody_is_due(&place, &admin).await;
    program.kill();
    // The plan is looked at when the program starts: it is killed before, within and after a batch, and among the letters.
    for wait in [1, 60, 150, 300, 600, 1_200] {
        let program = place.serve().await;
        tokio::time::sleep(Duration::from_millis(wait)).await;
        program.kill();
    }
    place.end_leases().await;
    let _program = place.serve().await;
    let taken = "SELECT count(*) FROM steps_taken WHERE fate = 'REMINDED'";
    let everybody = i64::try_from(PEOPLE).expect("some");
    tests::eventually("everybody's step is taken", async || {
        (place.database.number(taken).await == everybody).then_some(())
    })
    .await;
    place.all_settled().await;
    for (what, sql) in [
        (
            "a message each",
            "SELECT count(*) FROM messages WHERE kind = 'REMINDER'",
        ),
        (
            "an event each",
            "SELECT count(DISTINCT user_id) FROM events WHERE kind = 'INVITATION_REMINDED'",
        ),
        (
            "one link each",
            "SELECT count(*) FROM links WHERE ended_at IS NULL",
        ),
        (
            "a reminder each",
            "SELECT sum(reminders_sent) FROM invitations",
        ),
    ] {
        assert_eq!(place.database.number(sql).await, everybody, "{what}");
    }
    let mut letters: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for letter in place.smtp.letters() {
        let known = letters.entry(letter.recipients.concat()).or_default();
        // What left just before a kill leaves again, to the byte.
        if !known.contains(&letter.raw) {
            known.push(letter.raw);
        }
    }
    assert_eq!(letters.len(), PEOPLE);
    assert!(
        letters.values().all(|letters| letters.len() == 2),
        "an invitation and one reminder"
    );
}

//! A letter that ends the process each time it is sent is set aside: the others leave, and a person is told.

use serde_json::json;
use tests::{eventually, smtp::Mood};

use crate::killed::Place;

/// After so many ends.
const ENDS: i64 = 5;

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_with_which_the_process_ends_again_and_again_is_set_aside() {
    let mut place = Place::new().await;
    // No attempt ends by itself.
    let patient = format!("smtp://{}?tls=none&timeout=600", place.smtp.address);
    place.smtp = place.smtp.reached_by(&patient);
    let (mut program, admin) = place.founded().await;
    place.smtp.be(Mood::Mute).await;
    let poison = admin.invite("poison@example.com").await;
    for end in 1..=ENDS {
        let claimed = format!(
            "SELECT count(*) FROM messages WHERE leased_until IS NOT NULL AND attempts = {end}"
        );
        eventually("the letter is on its way", async || {
            (place.database.number(&claimed).await == 1).then_some(())
        })
        .await;
        program.kill();
        if end == ENDS {
            place.smtp.be(Mood::Well).await;
        }
        let lease_ends = "UPDATE messages SET due_at = 0 WHERE state = 'QUEUED'";
        place.database.execute(lease_ends).await;
        program = place.serve().await;
    }
    place.all_settled().await;
    let delivery = admin.user(&poison.id).await["invitation"]["delivery"].clone();
    assert_eq!(
        (&delivery["state"], &delivery["attempts"]),
        (&json!("FAILED"), &json!(ENDS))
    );
    let reason = delivery["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("set aside"), "{reason}");

    admin.invite("ada@example.com").await;
    place.smtp.has_taken(1).await;
    assert_eq!(place.smtp.letters_to("poison@example.com").len(), 0);
}

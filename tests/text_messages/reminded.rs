//! The reminder plan over text messages, and files of numbers.

use serde_json::json;
use server::{config::TextLimits, reminders};
use tests::files::{classes, outcomes, problems};

use super::with_twilio;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_invited_by_text_message_is_reminded_by_one() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    let plan = json!({
        "enabled": true, "steps": [{ "anchor": "AFTER_INVITATION", "hours": 48 }],
        "quietHours": null, "quietDays": [], "mostReminders": 20,
    });
    admin.plan(plan).await.done();
    let both = json!({ "phone": "+33612345678", "email": "ada@example.com", "channel": "SMS" });
    let ada = admin.invite_person(both).await;
    let first = twilio.text("+33612345678", 1).await.link();
    app.at_rest().await;
    app.advance_hours(48);
    reminders::take_due_steps(&app.app)
        .await
        .expect("a look at the plans");
    let reminder = twilio.text("+33612345678", 2).await;
    app.at_rest().await;
    assert!(reminder.body.contains("is still open"), "{}", reminder.body);
    assert_eq!(ada.link_state(&first).await, "SUPERSEDED");
    let link = reminder.link();
    assert_eq!(ada.link_state(&link).await, "OPEN");
    app.advance_hours(71);
    assert_eq!(ada.link_state(&link).await, "OPEN");
    app.advance_hours(1);
    assert_eq!(
        ada.link_state(&link).await,
        "EXPIRED",
        "three days, as a text message's"
    );
    let invitation = admin.user(&ada.id).await["invitation"].clone();
    assert_eq!(
        (&invitation["channel"], &invitation["remindersSent"]),
        (&json!("SMS"), &json!(1))
    );
    assert!(app.smtp().letters().is_empty());
}

const NUMBERS: &str = "Name,Phone\n\
    Ada,06 12 34 56 78\n\
    Bea,+44 7400 123456\n\
    Cleo,+33 (0)6.12.34.56.78\n\
    Dora,32470123456\n\
    Edith,0612\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_national_numbers_is_read_in_the_organisations_country() {
    let (app, admin, twilio) = with_twilio("FR", TextLimits::USUAL).await;
    let abroad = admin.preview(NUMBERS).await;
    assert_eq!(
        classes(&abroad)[0],
        (2, "INVALID".to_owned()),
        "in no country"
    );
    admin
        .update_organization(json!({ "country": "FR" }))
        .await
        .done();
    let import = admin.preview(NUMBERS).await;
    let read: Vec<(i64, &str)> = vec![
        (2, "NEW"),
        (3, "NEW"),
        (4, "DUPLICATE_IN_FILE"),
        (5, "INVALID"),
        (6, "INVALID"),
    ];
    let read: Vec<(i64, String)> = read
        .into_iter()
        .map(|(line, class)| (line, class.to_owned()))
        .collect();
    assert_eq!(classes(&import), read);
    let rows = import["rows"]["nodes"].as_array().expect("rows");
    for (row, words) in [
        (&rows[3], "Did you mean +32470123456?"),
        (&rows[4], "international form"),
    ] {
        assert_eq!(
            problems(row),
            [("INVALID_PHONE".to_owned(), "phone".to_owned())]
        );
        let message = row["problems"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(words), "{message}");
    }
    let operation = admin.confirm(&import).await;
    let done = outcomes(&operation);
    assert!(done.contains(&(2, "INVITED".to_owned())), "{done:?}");
    assert!(
        done.contains(&(3, "NUMBER_NOT_ALLOWED".to_owned())),
        "{done:?}"
    );
    app.past_undo();
    app.all_settled().await;
    let to: Vec<String> = twilio.texts().into_iter().map(|text| text.to).collect();
    assert_eq!(to, ["+33612345678"]);
}

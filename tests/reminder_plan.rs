//! The reminder plan: each step once for each person, when the organisation's clocks allow it, and for nobody who should be
//! left alone. A standing clock is moved, and a look is taken: the running server does the same every minute.

mod clocks;
mod crowds;
mod settings;

use serde_json::{Value, json};
use server::reminders;
use tests::{Admin, TestApp, eventually, smtp::Mood};

const HOUR: i64 = 3_600_000;

/// A plan without quiet hours: what is named of it differs.
fn plan(enabled: bool, steps: &[(&str, i64)]) -> Value {
    let steps: Vec<Value> = steps
        .iter()
        .map(|(anchor, hours)| json!({ "anchor": anchor, "hours": hours }))
        .collect();
    json!({ "enabled": enabled, "steps": steps, "quietHours": null, "quietDays": [], "mostReminders": 20 })
}

/// Two days after, five days after, and a day before the link ends.
fn usual() -> Value {
    let steps = [
        ("AFTER_INVITATION", 48),
        ("AFTER_INVITATION", 120),
        ("BEFORE_EXPIRY", 24),
    ];
    plan(true, &steps)
}

/// Takes what steps are due.
async fn take(app: &TestApp) {
    reminders::take_due_steps(&app.app)
        .await
        .expect("a look at the plans");
}

/// Looks, and lets what was promised leave; answers how many letters an address has got by then.
async fn look(app: &TestApp, address: &str) -> usize {
    take(app).await;
    app.at_rest().await;
    app.smtp().letters_to(address).len()
}

/// What the steps did, with how many people each befell.
async fn fates(app: &TestApp) -> Vec<String> {
    let sql = "SELECT anchor || ' ' || hours || ' ' || fate || ' ' || count(*) FROM steps_taken GROUP BY anchor, hours, fate ORDER BY 1";
    app.database.texts(sql).await
}

/// Ada, invited, whose invitation has arrived.
async fn ada(app: &TestApp, admin: &Admin) -> tests::Invitee {
    let ada = admin.invite("ada@example.com").await;
    app.link("ada@example.com", 1).await;
    app.at_rest().await;
    ada
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_an_ordinary_reminder_that_nobody_sent() {
    let (app, admin) = TestApp::founded().await;
    admin.plan(usual()).await.done();
    let ada = ada(&app, &admin).await;
    let first = app.link("ada@example.com", 1).await;
    app.advance_millis(48 * HOUR - 1);
    assert_eq!(
        look(&app, "ada@example.com").await,
        1,
        "a moment early is early"
    );
    app.advance_millis(1);
    assert_eq!(look(&app, "ada@example.com").await, 2);
    assert_eq!(look(&app, "ada@example.com").await, 2, "once");

    let second = app.link("ada@example.com", 2).await;
    assert_eq!(ada.link_state(&first).await, "SUPERSEDED");
    assert_eq!(ada.link_state(&second).await, "OPEN");
    let invitation = &admin.user(&ada.id).await["invitation"];
    assert_eq!(
        (&invitation["remindersSent"], &invitation["state"]),
        (&json!(1), &json!("PENDING"))
    );
    let event = admin.last_event(&ada.id, "INVITATION_REMINDED").await;
    assert_eq!(event["actor"], Value::Null);
    assert_eq!(
        event["summary"],
        "Reminded by the reminder plan: 2 days after the invitation"
    );

    // Five days after; then a day before the end of that reminder's link; then never again.
    app.advance_days(3);
    assert_eq!(look(&app, "ada@example.com").await, 3);
    app.advance_days(6);
    assert_eq!(look(&app, "ada@example.com").await, 4);
    for _ in 0..30 {
        app.advance_days(1);
        assert_eq!(look(&app, "ada@example.com").await, 4);
    }
    let newest = app.link("ada@example.com", 4).await;
    assert_eq!(ada.link_state(&newest).await, "EXPIRED");
    assert_eq!(
        fates(&app).await,
        [
            "AFTER_INVITATION 120 REMINDED 1",
            "AFTER_INVITATION 48 REMINDED 1",
            "BEFORE_EXPIRY 24 REMINDED 1"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_through_with_it_or_out_of_reach_is_left_alone() {
    let (app, admin) = TestApp::founded().await;
    admin.plan(usual()).await.done();
    let invite = async |name: &str| {
        let email = format!("{name}@example.com");
        let person = admin.invite(&email).await;
        let link = app.link(&email, 1).await;
        (person, link)
    };
    let (joined, link) = invite("joined").await;
    joined.accept(&link).await.done();
    let (declined, link) = invite("declined").await;
    declined.decline(&link).await.done();
    let (revoked, _) = invite("revoked").await;
    admin.revoke(&[&revoked.id]).await;
    let (deactivated, _) = invite("deactivated").await;
    admin.deactivate(&deactivated.id).await.done();
    let (deleted, _) = invite("deleted").await;
    admin.delete(&deleted.id).await.done();
    let (bounced, _) = invite("bounced").await;
    let (failed, _) = invite("failed").await;
    admin.create("created@example.com").await;
    app.at_rest().await;
    for (person, state) in [(&bounced, "BOUNCED"), (&failed, "FAILED")] {
        let set = format!(
            "UPDATE invitations SET delivery_state = '{state}' WHERE user_id = '{}'",
            person.id
        );
        app.database.execute(&set).await;
    }
    // By other hands, and whoever has not even got the invitation.
    let letters = app.smtp().letters().len();
    app.smtp().be(Mood::Down).await;
    admin.invite("waiting@example.com").await;
    app.advance_days(2);
    // The next look takes whoever is held by the attempt to deliver, which begins now as well.
    eventually("each is left alone, for what they are", async || {
        take(&app).await;
        let expected = [
            "AFTER_INVITATION 48 UNDELIVERED 2",
            "AFTER_INVITATION 48 WAITING 1",
        ];
        (fates(&app).await == expected).then_some(())
    })
    .await;
    app.smtp().be(Mood::Well).await;
    app.until_settled().await;
    assert_eq!(
        app.smtp().letters().len(),
        letters + 1,
        "the invitation that waited, and no reminder of it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_written_to_by_hand_or_asked_for_a_link_meanwhile_is_left_alone() {
    let (app, admin) = TestApp::founded().await;
    admin
        .plan(plan(
            true,
            &[("AFTER_INVITATION", 48), ("AFTER_INVITATION", 96)],
        ))
        .await
        .done();
    let reminded = admin.invite("reminded@example.com").await;
    let copied = admin.invite("copied@example.com").await;
    let asked = admin.invite("asked@example.com").await;
    let untouched = admin.invite("untouched@example.com").await;
    app.at_rest().await;
    app.advance_millis(40 * HOUR);
    admin.remind(&[&reminded.id]).await;
    admin.remind(&[&asked.id]).await;
    app.past_undo();
    let url = admin.copy_link(&copied.id).await.done()["url"]
        .as_str()
        .expect("a link")
        .to_owned();
    let first = app.link("asked@example.com", 1).await;
    app.link("asked@example.com", 2).await;
    asked.request_new_link(&first).await.done();
    app.at_rest().await;
    app.advance_millis(8 * HOUR);
    take(&app).await;
    assert_eq!(
        fates(&app).await,
        [
            "AFTER_INVITATION 48 REMINDED 1",
            "AFTER_INVITATION 48 TOO_SOON 3"
        ]
    );
    assert_eq!(
        copied.link_state(&url).await,
        "OPEN",
        "what was handed over by hand still works"
    );
    app.link(&untouched.email, 2).await;
    app.at_rest().await;
    app.advance_millis(48 * HOUR);
    take(&app).await;
    assert!(
        fates(&app)
            .await
            .contains(&"AFTER_INVITATION 96 REMINDED 4".to_owned()),
        "the next step is for all of them"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn enough_reminders_are_enough_by_whomever_they_were_sent() {
    let (app, admin) = TestApp::founded().await;
    let mut two = usual();
    two["mostReminders"] = json!(2);
    admin.plan(two).await.done();
    let ada = ada(&app, &admin).await;
    app.advance_days(1);
    admin.remind(&[&ada.id]).await;
    app.past_undo();
    app.at_rest().await;
    app.advance_millis(24 * HOUR);
    assert_eq!(
        look(&app, "ada@example.com").await,
        3,
        "one by hand, one by the plan"
    );
    for _ in 0..20 {
        app.advance_days(1);
        assert_eq!(look(&app, "ada@example.com").await, 3);
    }
    let mut three = usual();
    three["mostReminders"] = json!(3);
    admin.plan(three).await.done();
    assert_eq!(
        look(&app, "ada@example.com").await,
        3,
        "what was enough then is not made up for now"
    );
    assert_eq!(
        fates(&app).await,
        [
            "AFTER_INVITATION 120 ENOUGH 1",
            "AFTER_INVITATION 48 REMINDED 1",
            "BEFORE_EXPIRY 24 ENOUGH 1"
        ]
    );
}

//! The plan as a setting: off until it is switched on, checked, looked ahead, changed.

use serde_json::{Value, json};
use server::reminders;
use tests::TestApp;

use super::{HOUR, ada, fates, look, plan, usual};

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_changes_begins_with_what_is_new_and_forgets_nothing() {
    let (app, admin) = TestApp::founded().await;
    admin
        .plan(plan(true, &[("AFTER_INVITATION", 48)]))
        .await
        .done();
    ada(&app, &admin).await;
    app.advance_days(2);
    assert_eq!(look(&app, "ada@example.com").await, 2);
    app.advance_days(2);
    // A step that has passed is added; the one that was taken goes and comes back.
    admin
        .plan(plan(true, &[("AFTER_INVITATION", 72)]))
        .await
        .done();
    assert_eq!(look(&app, "ada@example.com").await, 2);
    admin
        .plan(plan(
            true,
            &[("AFTER_INVITATION", 48), ("AFTER_INVITATION", 120)],
        ))
        .await
        .done();
    app.advance_days(1);
    assert_eq!(
        look(&app, "ada@example.com").await,
        3,
        "what comes is taken"
    );
    admin
        .plan(plan(
            false,
            &[("AFTER_INVITATION", 144), ("AFTER_INVITATION", 192)],
        ))
        .await
        .done();
    app.advance_days(2);
    assert_eq!(look(&app, "ada@example.com").await, 3, "off is off");
    admin
        .plan(plan(
            true,
            &[("AFTER_INVITATION", 144), ("AFTER_INVITATION", 192)],
        ))
        .await
        .done();
    assert_eq!(
        look(&app, "ada@example.com").await,
        3,
        "what passed meanwhile is left alone"
    );
    app.advance_days(1);
    assert_eq!(look(&app, "ada@example.com").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_with_a_plan_is_said_at_once() {
    let (app, admin) = TestApp::founded().await;
    app.at_rest().await;
    let before = app.database.dump().await;
    let steps = [
        ("AFTER_INVITATION", 24),
        ("AFTER_INVITATION", 23),
        ("BEFORE_EXPIRY", 168),
        ("AFTER_INVITATION", 2_161),
    ];
    let mut wrong = plan(true, &steps);
    wrong["quietHours"] = json!({ "from": "8:00", "to": "24:00" });
    wrong["quietDays"] = json!([
        "MONDAY",
        "TUESDAY",
        "WEDNESDAY",
        "THURSDAY",
        "FRIDAY",
        "SATURDAY",
        "SUNDAY"
    ]);
    wrong["mostReminders"] = json!(21);
    let refused = admin
        .update_organization(json!({ "timeZone": "Europe/Atlantis", "reminderPlan": wrong }))
        .await;
    let expected = [
        ("INVALID_TIME_ZONE", "timeZone"),
        ("INVALID_STEP", "reminderPlan.steps.1.hours"),
        ("INVALID_STEP", "reminderPlan.steps.2.hours"),
        ("INVALID_STEP", "reminderPlan.steps.3.hours"),
        ("INVALID_TIME", "reminderPlan.quietHours"),
        ("NEVER_OPEN", "reminderPlan.quietDays"),
        ("INVALID_REMINDER_COUNT", "reminderPlan.mostReminders"),
    ];
    assert_eq!(
        (refused.codes(), refused.paths()),
        (
            expected.map(|(code, _)| code).to_vec(),
            expected.map(|(_, path)| path.to_owned()).to_vec()
        )
    );
    let refused = admin.plan(plan(true, &[])).await;
    assert_eq!(
        refused.codes(),
        ["INVALID_STEP_COUNT"],
        "a plan that is on does something"
    );
    let refused = admin
        .plan(plan(true, &[("AFTER_INVITATION", 24); 11]))
        .await;
    assert_eq!(refused.codes(), ["INVALID_STEP_COUNT"]);
    let mut endless = usual();
    endless["quietHours"] = json!({ "from": "12:00", "to": "12:00" });
    assert_eq!(admin.plan(endless).await.codes(), ["NEVER_OPEN"]);
    app.at_rest().await;
    assert_eq!(app.database.dump().await, before, "and nothing is saved");

    let done = admin
        .plan(plan(
            true,
            &[
                ("BEFORE_EXPIRY", 24),
                ("AFTER_INVITATION", 48),
                ("BEFORE_EXPIRY", 24),
                ("BEFORE_EXPIRY", 72),
            ],
        ))
        .await
        .done();
    let steps = [
        ("AFTER_INVITATION", 48),
        ("BEFORE_EXPIRY", 72),
        ("BEFORE_EXPIRY", 24),
    ];
    let steps = steps.map(|(anchor, hours)| json!({ "anchor": anchor, "hours": hours }));
    assert_eq!(
        done["organization"]["reminderPlan"]["steps"],
        json!(steps),
        "in their order, each once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_happen_next_is_said_before_it_is_saved_and_comes_true() {
    let (app, admin) = TestApp::founded().await;
    for n in 0..3 {
        admin.invite(&format!("early{n}@example.com")).await;
    }
    app.all_settled().await;
    app.advance_millis(36 * HOUR);
    for n in 0..2 {
        admin.invite(&format!("late{n}@example.com")).await;
    }
    app.at_rest().await;
    let before = app.database.dump().await;
    let query = "query($plan: ReminderPlanInput!) { organization { reminderPlanPreview(plan: $plan) { upcoming { nextAt peopleInNextDay } errors { code } } } }";
    let preview = async |plan: Value| {
        let answer = admin.ask(query, json!({ "plan": plan })).await;
        answer.data()["organization"]["reminderPlanPreview"].clone()
    };
    // Tuesday 3 March, 21:00 UTC. Those of Monday 09:00 are due on Wednesday 09:00, the others on Thursday 21:00.
    let said = preview(usual()).await;
    assert_eq!(
        said,
        json!({ "upcoming": { "nextAt": "2026-03-04T09:00:00.000Z", "peopleInNextDay": 3 }, "errors": [] })
    );
    let mut quiet = usual();
    quiet["quietDays"] = json!(["WEDNESDAY", "THURSDAY"]);
    let said = preview(quiet).await;
    assert_eq!(
        said["upcoming"],
        json!({ "nextAt": "2026-03-06T00:00:00.000Z", "peopleInNextDay": 0 })
    );
    assert_eq!(
        preview(plan(true, &[])).await["errors"][0]["code"],
        "INVALID_STEP_COUNT"
    );
    assert_eq!(
        app.database.dump().await,
        before,
        "looking ahead changes nothing"
    );

    admin.plan(usual()).await.done();
    let next = async || {
        let organization = admin
            .organization("reminderPlan { upcoming { nextAt peopleInNextDay } }")
            .await;
        organization["reminderPlan"]["upcoming"].clone()
    };
    assert_eq!(
        next().await,
        json!({ "nextAt": "2026-03-04T09:00:00.000Z", "peopleInNextDay": 3 })
    );
    app.advance_millis(12 * HOUR);
    let taken = reminders::take_due_steps(&app.app)
        .await
        .expect("a look at the plans");
    assert_eq!((taken.reminded, taken.skipped), (3, 0));
    app.at_rest().await;
    assert_eq!(
        next().await,
        json!({ "nextAt": "2026-03-05T21:00:00.000Z", "peopleInNextDay": 0 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisations_plan_is_its_own() {
    let (app, acme) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    acme.plan(usual()).await.done();
    acme.invite("ada@example.com").await;
    other.invite("bob@example.com").await;
    app.at_rest().await;
    app.advance_days(2);
    look(&app, "ada@example.com").await;
    assert_eq!(app.smtp().letters_to("ada@example.com").len(), 2);
    assert_eq!(app.smtp().letters_to("bob@example.com").len(), 1);
    let theirs = other.organization("reminderPlan { enabled }").await;
    assert_eq!(theirs["reminderPlan"]["enabled"], false);
}
#[tokio::test(flavor = "multi_thread")]
async fn until_it_is_switched_on_nobody_is_reminded_and_then_nobody_of_what_has_passed() {
    let (app, admin) = TestApp::founded().await;
    ada(&app, &admin).await;
    let offered = admin
        .organization(
            "reminderPlan { enabled steps { anchor hours } upcoming { nextAt peopleInNextDay } }",
        )
        .await;
    assert_eq!(offered["reminderPlan"]["enabled"], false, "off by default");
    assert_eq!(
        offered["reminderPlan"]["upcoming"],
        json!({ "nextAt": null, "peopleInNextDay": 0 })
    );
    app.advance_days(3);
    assert_eq!(look(&app, "ada@example.com").await, 1);

    admin.plan(usual()).await.done();
    assert_eq!(
        look(&app, "ada@example.com").await,
        1,
        "two days have passed before"
    );
    app.advance_days(2);
    assert_eq!(look(&app, "ada@example.com").await, 2, "five days had not");
    assert_eq!(fates(&app).await, ["AFTER_INVITATION 120 REMINDED 1"]);
}

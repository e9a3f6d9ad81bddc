//! The plan and the clocks: quiet hours, nights in which they change, runs that were missed, jumps.

use serde_json::json;
use server::reminders;
use tests::{TestApp, people};

use super::{HOUR, ada, fates, look, plan, usual};

/// Looks every hour, for so many hours.
async fn hours_pass(app: &TestApp, hours: i64) {
    for _ in 0..hours {
        app.advance_millis(HOUR);
        reminders::take_due_steps(&app.app)
            .await
            .expect("a look at the plans");
        app.all_settled().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_and_days_are_those_of_the_organisations_clocks() {
    let (app, admin) = TestApp::founded().await;
    let mut quiet = plan(true, &[("AFTER_INVITATION", 24), ("AFTER_INVITATION", 96)]);
    quiet["quietHours"] = json!({ "from": "18:00", "to": "10:30" });
    quiet["quietDays"] = json!(["SATURDAY", "SUNDAY"]);
    let zone = json!({ "timeZone": "america/new_york", "reminderPlan": quiet });
    let done = admin.update_organization(zone).await.done();
    assert_eq!(done["organization"]["timeZone"], "America/New_York");
    // Monday 2 March 2026, 09:00 UTC: 04:00 in New York. A day later it is quiet there until 10:30, 15:30 UTC.
    ada(&app, &admin).await;
    app.advance_millis(24 * HOUR);
    let next = admin
        .organization("reminderPlan { upcoming { nextAt peopleInNextDay } }")
        .await;
    assert_eq!(
        next["reminderPlan"]["upcoming"],
        json!({ "nextAt": "2026-03-03T15:30:00.000Z", "peopleInNextDay": 1 })
    );
    app.advance_millis(6 * HOUR + HOUR / 2 - 1);
    assert_eq!(look(&app, "ada@example.com").await, 1);
    app.advance_millis(1);
    assert_eq!(look(&app, "ada@example.com").await, 2);
    // Four days after is Friday 04:00 there: quiet until 10:30. It is Tuesday 10:30; by Friday 18:00 nobody has looked.
    app.advance_millis(3 * 24 * HOUR + 7 * HOUR + HOUR / 2);
    assert_eq!(look(&app, "ada@example.com").await, 2, "Friday evening");
    app.advance_days(1);
    assert_eq!(look(&app, "ada@example.com").await, 2, "Saturday");
    // The clocks of New York change on Sunday 8 March: Monday 10:30 there is 14:30 UTC, an hour earlier than before.
    app.advance_millis(24 * HOUR + 15 * HOUR + HOUR / 2);
    assert_eq!(
        look(&app, "ada@example.com").await,
        3,
        "Monday, as soon as it may"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn through_the_nights_in_which_clocks_change_each_step_is_taken_once_and_in_the_open() {
    // Paris: the night to 29 March 2026 has no 02:30, and opens at 03:00; the night to 25 October has two, and an hour that
    // one looks at every hour finds it open at 03:00 first.
    let spring = (1_774_738_800_000_i64, [6, 2, 6, 2, 8, 0]);
    let autumn = (1_792_879_200_000, [7, 1, 7, 1, 6, 2]);
    for (midnight, expected) in [spring, autumn] {
        let (mut app, admin) = TestApp::founded().await;
        let steps = [24, 25, 48].map(|hours| ("AFTER_INVITATION", hours));
        let mut quiet = plan(true, &steps);
        quiet["quietHours"] = json!({ "from": "23:00", "to": "02:30" });
        let input = json!({ "timeZone": "Europe/Paris", "reminderPlan": quiet });
        admin.update_organization(input).await.done();
        // Due from 22:00 on, every half hour.
        app.advance_millis(midnight - 26 * HOUR - tests::app::BEGINNING.as_millis());
        // The session of March is over by October.
        let admin = people::sign_in(app.visitor(), &admin.email).await;
        for n in 0..8 {
            admin.invite(&format!("p{n}@example.com")).await;
            app.all_settled().await;
            app.advance_millis(HOUR / 2);
        }
        hours_pass(&app, 72).await;
        let mut seen = Vec::new();
        for (hours, fate) in [
            (24, "OVERTAKEN"),
            (24, "REMINDED"),
            (25, "REMINDED"),
            (25, "TOO_SOON"),
            (48, "REMINDED"),
            (48, "TOO_SOON"),
        ] {
            let sql = format!(
                "SELECT count(*) FROM steps_taken WHERE hours = {hours} AND fate = '{fate}'"
            );
            seen.push(app.database.number(&sql).await);
        }
        assert_eq!(seen, expected);
        let letters = app.smtp().letters().len();
        let reminders: i64 = expected[1] + expected[2] + expected[4];
        assert_eq!(
            i64::try_from(letters).expect("some"),
            8 + reminders,
            "a letter each"
        );
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_missed_sends_the_latest_step_alone() {
    let (mut app, admin) = TestApp::founded().await;
    admin.plan(usual()).await.done();
    ada(&app, &admin).await;
    app.stop().await;
    app.advance_days(10);
    app.restart().await;
    app.letter("ada@example.com", 2).await;
    assert_eq!(
        look(&app, "ada@example.com").await,
        2,
        "one, however many were missed"
    );
    assert_eq!(
        fates(&app).await,
        [
            "AFTER_INVITATION 120 OVERTAKEN 1",
            "AFTER_INVITATION 48 OVERTAKEN 1",
            "BEFORE_EXPIRY 24 REMINDED 1"
        ]
    );
    let link = app.link("ada@example.com", 2).await;
    assert_eq!(
        app.visitor().link_state(&link).await,
        "OPEN",
        "what had expired is revived"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_repeats_nothing_and_loses_nothing() {
    let (app, admin) = TestApp::founded().await;
    admin
        .plan(plan(
            true,
            &[("AFTER_INVITATION", 48), ("AFTER_INVITATION", 120)],
        ))
        .await
        .done();
    ada(&app, &admin).await;
    app.advance_days(2);
    assert_eq!(look(&app, "ada@example.com").await, 2);
    app.advance_millis(-HOUR);
    assert_eq!(look(&app, "ada@example.com").await, 2, "an hour back");
    app.advance_millis(HOUR);
    assert_eq!(look(&app, "ada@example.com").await, 2, "and again");
    app.advance_days(30);
    assert_eq!(
        look(&app, "ada@example.com").await,
        3,
        "a month forward: the one that is left"
    );
    // And back, with somebody who is invited by the right clock.
    app.advance_days(-30);
    assert_eq!(look(&app, "ada@example.com").await, 3);
    admin.invite("bob@example.com").await;
    app.at_rest().await;
    app.advance_days(2);
    assert_eq!(look(&app, "bob@example.com").await, 2);
    app.advance_days(3);
    assert_eq!(look(&app, "bob@example.com").await, 3);
    assert_eq!(look(&app, "ada@example.com").await, 3);
}

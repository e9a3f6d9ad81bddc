//! The plan and more people than one batch serves: processes that look at once, walks that are cut short.

use std::time::Duration;

use futures_util::future::join_all;
use server::{config::MessageLimits, reminders};
use tests::{Options, TestApp, crowd::crowd, smtp::Mood};

use super::{HOUR, fates, plan};

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_look_at_once_remind_everyone_once() {
    let (app, admin) = TestApp::founded().await;
    admin
        .plan(plan(true, &[("AFTER_INVITATION", 48)]))
        .await
        .done();
    let ids = crowd(&app, &admin, 2_300).await;
    app.advance_days(2);
    let sibling = app.sibling().await;
    let processes = [Some(&app), sibling.as_ref()];
    let looks = processes.iter().flatten().cycle().take(6);
    for look in join_all(looks.map(|process| reminders::take_due_steps(&process.app))).await {
        look.expect("a look at the plans");
    }
    // One that waited for another looks again: nothing is left.
    let left = reminders::take_due_steps(&app.app)
        .await
        .expect("a look at the plans");
    assert_eq!(left.reminded, 0);
    assert_eq!(
        fates(&app).await,
        [format!("AFTER_INVITATION 48 REMINDED {}", ids)]
    );
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
        assert_eq!(
            app.database.number(sql).await,
            i64::try_from(ids).expect("some"),
            "{what}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_that_is_cut_short_again_and_again_is_finished_and_repeats_nothing() {
    let (app, admin) = TestApp::founded().await;
    admin
        .plan(plan(true, &[("AFTER_INVITATION", 48)]))
        .await
        .done();
    let ids = crowd(&app, &admin, 1_100).await;
    // What matters here is what is promised.
    app.smtp().be(Mood::Down).await;
    app.advance_days(2);
    for millis in [1, 5, 20, 60, 150, 400] {
        let look = reminders::take_due_steps(&app.app);
        let _ = tokio::time::timeout(Duration::from_millis(millis), look).await;
    }
    reminders::take_due_steps(&app.app)
        .await
        .expect("a look at the plans");
    assert_eq!(
        fates(&app).await,
        [format!("AFTER_INVITATION 48 REMINDED {}", ids)]
    );
    let reminders =
        "SELECT count(DISTINCT user_id) * 1000000 + count(*) FROM messages WHERE kind = 'REMINDER'";
    let each = i64::try_from(ids).expect("some");
    assert_eq!(
        app.database.number(reminders).await,
        each * 1_000_000 + each,
        "one message each"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_beyond_what_the_organisation_may_send_within_the_hour_is_reminded_in_the_next() {
    let app = TestApp::with(Options {
        message_limits: MessageLimits {
            per_organization_an_hour: 2,
            ..MessageLimits::USUAL
        },
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    admin
        .plan(plan(true, &[("AFTER_INVITATION", 48)]))
        .await
        .done();
    for address in ["ada@example.com", "bo@example.com", "cy@example.com"] {
        admin.invite(address).await;
        app.at_rest().await;
        app.advance_millis(HOUR);
    }
    app.advance_days(2);
    let look = async || {
        let look = reminders::take_due_steps(&app.app);
        let taken = look.await.expect("a look at the plans");
        (taken.reminded, taken.skipped, taken.held_back)
    };
    assert_eq!(look().await, (2, 0, 1));
    assert_eq!(look().await, (0, 0, 1), "still within the hour");
    app.advance_millis(HOUR + 1);
    assert_eq!(look().await, (1, 0, 0));
    assert_eq!(look().await, (0, 0, 0));
    assert_eq!(fates(&app).await, ["AFTER_INVITATION 48 REMINDED 3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_leaves_people_alone_for_as_long_as_the_server_asks() {
    let app = TestApp::with(Options {
        message_limits: MessageLimits {
            hours_between_reminders: 72,
            ..MessageLimits::USUAL
        },
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    let steps = [("AFTER_INVITATION", 48), ("AFTER_INVITATION", 96)];
    admin.plan(plan(true, &steps)).await.done();
    super::ada(&app, &admin).await;
    // The invitation itself is two days old: the server asks for three.
    app.advance_days(2);
    super::look(&app, "ada@example.com").await;
    app.advance_days(2);
    super::look(&app, "ada@example.com").await;
    assert_eq!(
        fates(&app).await,
        [
            "AFTER_INVITATION 48 TOO_SOON 1",
            "AFTER_INVITATION 96 REMINDED 1"
        ]
    );
}

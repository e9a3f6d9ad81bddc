//! Deeds that meet: one of them wins, the other is told, and nothing is half done.

use futures_util::future::{join, join_all};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::{Value, json};
use tests::{Admin, Invitee, TestApp, files::outcomes};

/// How many times each pair of deeds meets.
const ROUNDS: usize = 30;

/// Somebody invited anew, with their link, for one round.
async fn invitee(app: &TestApp, admin: &Admin, round: usize) -> (Invitee, String) {
    let email = format!("ada{round}@example.com");
    let ada = admin.invite(&email).await;
    let link = app.link(&email, 1).await;
    (ada, link)
}

/// Whether the yes won, else why it did not.
fn verdict(accepted: &Value) -> String {
    accepted["errors"][0]["code"]
        .as_str()
        .unwrap_or("JOINED")
        .to_owned()
}

/// Both at once, each first in turn.
async fn meet<A, B>(
    round: usize,
    a: impl Future<Output = A>,
    b: impl Future<Output = B>,
) -> (A, B) {
    if round.is_multiple_of(2) {
        join(a, b).await
    } else {
        let (b, a) = join(b, a).await;
        (a, b)
    }
}

/// What holds of everyone, always, whoever won.
pub(crate) async fn nothing_is_half_done(app: &TestApp) {
    app.all_settled().await;
    for (what, sql) in [
        (
            "two open invitations",
            "SELECT count(*) FROM (SELECT user_id FROM invitations WHERE state = 'PENDING' GROUP BY user_id HAVING count(*) > 1) t",
        ),
        (
            "an open invitation of somebody who is not invited",
            "SELECT count(*) FROM invitations i JOIN users u ON u.id = i.user_id WHERE (i.state = 'PENDING') <> (u.status = 'INVITED') AND u.invitation_id = i.id",
        ),
        (
            "an open invitation without exactly one live link",
            "SELECT count(*) FROM invitations i WHERE i.state = 'PENDING' AND (SELECT count(*) FROM links l WHERE l.invitation_id = i.id AND l.ended_at IS NULL) <> 1",
        ),
        (
            "a live link of a closed invitation",
            "SELECT count(*) FROM links l JOIN invitations i ON i.id = l.invitation_id WHERE l.ended_at IS NULL AND (i.state <> 'PENDING' OR i.link_id <> l.id)",
        ),
        (
            "an active person without a password",
            "SELECT count(*) FROM users WHERE (status = 'ACTIVE') <> (password_hash IS NOT NULL) AND status <> 'DEACTIVATED'",
        ),
        (
            "a session of somebody who is not active",
            "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.ended_at IS NULL AND u.status <> 'ACTIVE'",
        ),
        (
            "an accepted invitation of somebody who never joined",
            "SELECT count(*) FROM invitations i JOIN users u ON u.id = i.user_id WHERE i.state = 'ACCEPTED' AND u.activated_at IS NULL",
        ),
    ] {
        assert_eq!(app.database.number(sql).await, 0, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_a_reminder_that_meet_leave_one_of_them_done() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let (ada, link) = invitee(&app, &admin, round).await;
        let ids = [ada.id.as_str()];
        let (accepted, reminded) = meet(round, ada.accept(&link), admin.remind(&ids)).await;
        let outcome = reminded["outcomes"]["nodes"][0]["code"]
            .as_str()
            .expect("an outcome")
            .to_owned();
        match verdict(&accepted.value).as_str() {
            "JOINED" => {
                assert_eq!(outcome, "ALREADY_ACTIVE");
                assert_eq!(admin.status(&ada.id).await, "ACTIVE");
            }
            "LINK_SUPERSEDED" => {
                assert_eq!(outcome, "REMINDED");
                app.past_undo();
                let newer = app.link(&ada.email, 2).await;
                ada.accept(&newer).await.done();
            }
            other => panic!("round {round}: {other} and {outcome}"),
        }
    }
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_a_revocation_that_meet_leave_one_of_them_done() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let (ada, link) = invitee(&app, &admin, round).await;
        let ids = [ada.id.as_str()];
        let (accepted, revoked) = meet(round, ada.accept(&link), admin.revoke(&ids)).await;
        let outcome = revoked["outcomes"]["nodes"][0]["code"]
            .as_str()
            .expect("an outcome")
            .to_owned();
        let status = admin.status(&ada.id).await;
        match verdict(&accepted.value).as_str() {
            "JOINED" => assert_eq!(
                (outcome.as_str(), status.as_str()),
                ("ALREADY_ACTIVE", "ACTIVE")
            ),
            "INVITATION_REVOKED" => {
                assert_eq!((outcome.as_str(), status.as_str()), ("REVOKED", "CREATED"))
            }
            other => panic!("round {round}: {other} and {outcome}"),
        }
    }
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_a_no_that_meet_leave_one_of_them_done() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let (ada, link) = invitee(&app, &admin, round).await;
        let other = ada.elsewhere();
        let (accepted, declined) = meet(round, ada.accept(&link), other.decline(&link)).await;
        let pair = (verdict(&accepted.value), declined.codes().concat());
        let expected = [("JOINED", "ALREADY_ACCEPTED"), ("INVITATION_DECLINED", "")];
        assert!(
            expected.contains(&(pair.0.as_str(), pair.1.as_str())),
            "round {round}: {pair:?}"
        );
    }
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_a_deactivation_that_meet_never_leave_a_session() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let (ada, link) = invitee(&app, &admin, round).await;
        let (accepted, _) = meet(round, ada.accept(&link), admin.deactivate(&ada.id)).await;
        let verdict = verdict(&accepted.value);
        assert!(
            ["JOINED", "INVITATION_REVOKED"].contains(&verdict.as_str()),
            "round {round}: {verdict}"
        );
        assert_eq!(admin.status(&ada.id).await, "DEACTIVATED");
        assert_eq!(ada.whoami().await, None);
    }
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_another_address_that_meet_leave_the_link_to_one_mailbox() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let (ada, link) = invitee(&app, &admin, round).await;
        let new = json!({ "id": ada.id, "email": format!("new{round}@example.com") });
        let (accepted, updated) = meet(round, ada.accept(&link), admin.update(new)).await;
        updated.done();
        let verdict = verdict(&accepted.value);
        assert!(
            ["JOINED", "LINK_SUPERSEDED"].contains(&verdict.as_str()),
            "round {round}: {verdict}"
        );
    }
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_a_new_name_that_meet_leave_the_new_name() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let email = format!("ada{round}@example.com");
        let person = json!({ "email": email, "fullName": "Old Name" });
        let ada = admin.invite_person(person).await;
        let link = app.link(&email, 1).await;
        let new = json!({ "id": ada.id, "fullName": "New Name" });
        // Who types no name takes the one that is known: the older one, if they look before it is changed.
        let (accepted, updated) = meet(round, ada.accept_as(&link, ""), admin.update(new)).await;
        accepted.done();
        updated.done();
        let seen = admin.user(&ada.id).await;
        assert_eq!(
            (&seen["fullName"], &seen["status"]),
            (&json!("New Name"), &json!("ACTIVE")),
            "round {round}"
        );
    }
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_30_reminders_at_once_one_leaves_and_29_come_too_soon() {
    let (app, admin) = TestApp::founded().await;
    let (ada, first) = invitee(&app, &admin, 0).await;
    let ids = [ada.id.as_str()];
    let reminders = join_all((0..30).map(|_| admin.remind(&ids))).await;
    let with = |code: &str| {
        let operations = reminders.iter();
        operations
            .filter(|operation| operation["counts"][0]["code"] == code)
            .count()
    };
    assert_eq!((with("REMINDED"), with("TOO_SOON")), (1, 29));
    app.past_undo();
    nothing_is_half_done(&app).await;
    let of_ada = format!(
        "FROM links WHERE invitation_id = (SELECT invitation_id FROM users WHERE id = '{}')",
        ada.id
    );
    assert_eq!(
        app.database
            .number(&format!("SELECT count(*) {of_ada}"))
            .await,
        2
    );
    assert_eq!(admin.user(&ada.id).await["invitation"]["remindersSent"], 1);
    let second = app.link(&ada.email, 2).await;
    assert_eq!(ada.link_state(&first).await, "SUPERSEDED");
    assert_eq!(ada.link_state(&second).await, "OPEN");
    assert_eq!(app.smtp().letters_to(&ada.email).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_16_invitations_of_one_person_at_once_one_is_opened() {
    let (app, admin) = TestApp::founded().await;
    let id = admin.create("ada@example.com").await;
    let invitations = join_all((0..16).map(|_| admin.try_invite(json!({ "userId": id })))).await;
    let codes: Vec<String> = invitations
        .iter()
        .map(|payload| payload.codes().concat())
        .collect();
    assert_eq!(
        codes.iter().filter(|codes| codes.is_empty()).count(),
        1,
        "{codes:?}"
    );
    assert_eq!(
        codes
            .iter()
            .filter(|codes| *codes == "ALREADY_INVITED")
            .count(),
        15,
        "{codes:?}"
    );
    nothing_is_half_done(&app).await;
    assert_eq!(app.smtp().letters_to("ada@example.com").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn deeds_done_to_overlapping_crowds_do_not_wait_for_each_other_for_ever() {
    let (app, admin) = TestApp::founded().await;
    let mut ids = Vec::new();
    for n in 0..20 {
        ids.push(admin.invite(&format!("p{n}@example.com")).await.id);
    }
    let forwards: Vec<&str> = ids.iter().map(String::as_str).collect();
    let backwards: Vec<&str> = forwards.iter().rev().copied().collect();
    let deeds = (0..24).map(|turn| {
        let (admin, forwards, backwards) = (&admin, &forwards, &backwards);
        async move {
            match turn % 4 {
                0 => admin.remind(forwards).await,
                1 => admin.remind(backwards).await,
                2 => admin.revoke(&backwards[turn % 20..]).await,
                _ => {
                    admin
                        .try_invite(json!({ "userId": forwards[turn % 20] }))
                        .await
                        .value
                }
            }
        }
    });
    join_all(deeds).await;
    app.past_undo();
    // The window is longer for a crowd, by the time in which it is written.
    app.advance_millis(1);
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_and_the_end_of_its_window_that_meet_leave_each_person_written_to_or_put_back() {
    let (app, admin) = TestApp::founded().await;
    let (mut too_late, mut taken_back) = (0, 0);
    for round in 0..ROUNDS {
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(admin.create(&format!("r{round}p{n}@example.com")).await);
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let operation = admin.invite_all(&ids).await;
        let passes = async {
            app.past_undo();
            app.app.outbox.ring();
        };
        let (cancelled, ()) = meet(round, admin.cancel(&operation), passes).await;
        app.past_undo();
        app.all_settled().await;
        match cancelled.codes().as_slice() {
            ["TOO_LATE"] => too_late += 1,
            [] => taken_back += 1,
            other => panic!("{other:?}"),
        }
        let mut written_to = 0;
        for (n, id) in ids.iter().enumerate() {
            let status = admin.status(id).await;
            let letters = app.smtp().letters_to(&format!("r{round}p{n}@example.com"));
            match status.as_str() {
                "CREATED" => assert_eq!(letters.len(), 0, "round {round}: put back and written to"),
                "INVITED" => assert_eq!(letters.len(), 1, "round {round}: neither"),
                other => panic!("round {round}: {other}"),
            }
            written_to += letters.len();
        }
        let query =
            "query($id: ID!) { operation(id: $id) { delivery { queued sent failed cancelled } } }";
        let seen = admin.ask(query, json!({ "id": operation["id"] })).await;
        let expected =
            json!({ "queued": 0, "sent": written_to, "failed": 0, "cancelled": 5 - written_to });
        assert_eq!(seen.data()["operation"]["delivery"], expected);
    }
    assert!(
        too_late + taken_back == ROUNDS,
        "{too_late} and {taken_back}"
    );
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_and_an_undo_that_meet_leave_one_of_them_done() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let email = format!("ada{round}@example.com");
        let id = admin.create(&email).await;
        let operation = admin.invite_all(&[&id]).await;
        // Handed over by hand while the letter waits: from here on there is nothing to take back.
        let link = admin.copy_link(&id).await.done()["url"]
            .as_str()
            .expect("a link")
            .to_owned();
        let ada = app.visitor();
        let (accepted, cancelled) = meet(round, ada.accept(&link), admin.cancel(&operation)).await;
        accepted.done();
        assert_eq!(cancelled.codes(), ["TOO_LATE"]);
        assert_eq!(admin.status(&id).await, "ACTIVE");

        let email = format!("grace{round}@example.com");
        let grace = admin.invite(&email).await;
        let link = app.link(&email, 1).await;
        let operation = admin.remind(&[&grace.id]).await;
        let (accepted, cancelled) =
            meet(round, grace.accept(&link), admin.cancel(&operation)).await;
        cancelled.done();
        // The undo gives the older link back, so that a yes that came too soon may be said again.
        if verdict(&accepted.value) == "LINK_SUPERSEDED" {
            grace.accept(&link).await.done();
        } else {
            accepted.done();
        }
        assert_eq!(admin.status(&grace.id).await, "ACTIVE");
    }
    nothing_is_half_done(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_revocation_and_a_new_invitation_that_meet_leave_one_open() {
    let (app, admin) = TestApp::founded().await;
    for round in 0..ROUNDS {
        let (ada, link) = invitee(&app, &admin, round).await;
        let revoked = admin.revoke(&[&ada.id]).await;
        let anew = admin.try_invite(json!({ "userId": ada.id }));
        let (invited, undone) = meet(round, anew, admin.cancel(&revoked)).await;
        assert_eq!(admin.status(&ada.id).await, "INVITED");
        match (invited.codes().as_slice(), undone.codes().as_slice()) {
            ([], ["TOO_LATE"]) => assert_eq!(ada.link_state(&link).await, "REVOKED"),
            (["ALREADY_INVITED"], []) => assert_eq!(ada.link_state(&link).await, "OPEN"),
            other => panic!("round {round}: {other:?}"),
        }
    }
    nothing_is_half_done(&app).await;
}

/// The id of somebody whom another door adds.
const ADA: &str = "usr_00000000000000000000000001";

/// Only PostgreSQL lets two doors write at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_whose_person_another_door_is_just_adding_is_judged_as_if_they_had_been_there() {
    for round in ["mail", "team"] {
        let (app, admin) = TestApp::founded().await;
        if app.database.shared().is_none() {
            return;
        }
        let file = "email,name,phone,team\nbefore@example.com,Before,,\nada@example.com,Ada,,Research\n\
            cid@example.com,Cid,+33600000002,\nafter@example.com,After,,\n";
        let options = json!({ "createMissing": true });
        let import = admin.try_preview(file, options).await.done()["import"].clone();
        let cid = admin.create("cid@example.com").await;
        let model = admin.create("model@example.com").await;
        // Another server adds Ada, gives Cid's new number to somebody else, and makes the team.
        let mut statements = vec![
            format!(
                "INSERT INTO users SELECT (jsonb_populate_record(u, '{{\"id\": \"{ADA}\", \"email\": \"ada@example.com\", \
                 \"email_key\": \"ada@example.com\"}}')).* FROM users u WHERE id = '{model}'"
            ),
            format!("UPDATE users SET phone = '+33600000002' WHERE id = '{model}'"),
        ];
        if round == "team" {
            statements.push(format!(
                "INSERT INTO teams (id, organization_id, name, name_key, created_at) SELECT 'tea_00000000000000000000000001', \
                 organization_id, 'Research', 'research', created_at FROM users WHERE id = '{model}'"
            ));
        }
        let connection = app.database.connect().await;
        let another_door = connection.begin().await.expect("a transaction");
        for statement in statements {
            let done = another_door.execute_unprepared(&statement).await;
            done.expect("a statement that runs");
        }
        let committed = async {
            let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
            tests::eventually("the import waits", async || {
                (app.database.number(waits).await > 0).then_some(())
            })
            .await;
            another_door
                .commit()
                .await
                .expect("the other door is quicker");
        };
        let (operation, ()) = tokio::join!(admin.confirm(&import), committed);
        let codes = ["INVITED", "UPDATED", "INVALID_ROW", "INVITED"];
        let lines = (2..).zip(codes.map(str::to_owned));
        assert_eq!(outcomes(&operation), lines.collect::<Vec<_>>(), "{round}");
        assert_eq!(admin.status(ADA).await, "CREATED");
        assert_eq!(admin.user(&cid).await["phone"], json!(null));
        app.past_undo();
        app.all_settled().await;
        assert_eq!(app.smtp().letters().len(), 2);
        let teams = "SELECT count(*) FROM teams WHERE name_key = 'research'";
        assert_eq!(app.database.number(teams).await, 1);
        connection.close().await.expect("the connection closes");
    }
}

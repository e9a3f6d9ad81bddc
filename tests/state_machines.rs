//! Whatever is done to people in whatever order, through the doors: at most one open invitation each, only its newest link
//! works, status and invitation agree, and the events tell the same story.

mod world;

use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::json;
use tests::TestApp;
use tokio::{runtime::Handle, task::block_in_place};

use crate::races::nothing_is_half_done;
use world::{Soul, World};

/// Something done to one of two people; a number chooses among the links they have got so far.
#[derive(Clone, Debug)]
enum Deed {
    Invite,
    /// Added, and invited as the organisation does with everyone it adds.
    Create,
    /// Named in a file that is carried out.
    Import,
    /// Invited with the other one; taken back at once or not.
    InviteBoth(bool),
    Remind,
    Revoke,
    CopyLink,
    Accept(usize),
    Decline(usize),
    AskForLink(usize),
    Deactivate,
    Reactivate,
    Delete,
    /// So many hours pass, and the plan is looked at.
    Wait(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Invite),
        1 => Just(Deed::Create),
        1 => Just(Deed::Import),
        4 => any::<bool>().prop_map(Deed::InviteBoth),
        3 => Just(Deed::Remind),
        1 => Just(Deed::Revoke),
        2 => Just(Deed::CopyLink),
        2 => any::<usize>().prop_map(Deed::Accept),
        1 => any::<usize>().prop_map(Deed::Decline),
        2 => any::<usize>().prop_map(Deed::AskForLink),
        1 => Just(Deed::Deactivate),
        2 => Just(Deed::Reactivate),
        1 => Just(Deed::Delete),
        3 => (1..100_i64).prop_map(Deed::Wait),
    ]
}

/// What the events tell must be what the rows say.
async fn the_events_tell_the_same_story(app: &TestApp) {
    for (what, sql) in [
        (
            "somebody whose last event leaves them elsewhere",
            "SELECT count(*) FROM users u WHERE u.status <> (SELECT e.status FROM events e WHERE e.user_id = u.id AND e.status IS NOT NULL ORDER BY e.sequence DESC LIMIT 1)",
        ),
        (
            "an event that begins where the one before did not end, unless both tell of one change",
            "SELECT count(*) FROM (SELECT previous_status AS began, status AS ended, lag(status) OVER w AS before_ended, lag(previous_status) OVER w AS before_began \
             FROM events WHERE user_id IS NOT NULL AND status IS NOT NULL WINDOW w AS (PARTITION BY user_id ORDER BY sequence)) t \
             WHERE began <> before_ended AND NOT (began = before_began AND ended = before_ended)",
        ),
        (
            "an invitation without its event, or the other way round",
            "SELECT count(*) FROM users u WHERE (SELECT count(*) FROM invitations i WHERE i.user_id = u.id) <> (SELECT count(*) FROM events e WHERE e.user_id = u.id AND e.kind = 'INVITATION_CREATED')",
        ),
        (
            "an answer without its event, or the other way round",
            "SELECT count(*) FROM users u JOIN (SELECT 'ACCEPTED' AS state UNION ALL SELECT 'DECLINED' UNION ALL SELECT 'REVOKED') s ON 1 = 1 \
             WHERE (SELECT count(*) FROM invitations i WHERE i.user_id = u.id AND i.state = s.state) <> (SELECT count(*) FROM events e WHERE e.user_id = u.id AND (e.kind = 'INVITATION_' || s.state OR s.state = 'REVOKED' AND e.kind = 'INVITATION_CANCELLED'))",
        ),
        (
            "a reminder without its event, or the other way round",
            "SELECT count(*) FROM users u WHERE (SELECT coalesce(sum(reminders_sent), 0) FROM invitations i WHERE i.user_id = u.id) <> (SELECT count(*) FROM events e WHERE e.user_id = u.id AND e.kind = 'INVITATION_REMINDED')",
        ),
        (
            "a step taken after its invitation was answered",
            "SELECT count(*) FROM steps_taken t JOIN invitations i ON i.id = t.invitation_id WHERE i.accepted_at < t.at",
        ),
    ] {
        assert_eq!(app.database.number(sql).await, 0, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_order_of_deeds_breaks_what_holds_of_everyone() {
    let (app, admin) = TestApp::founded().await;
    let steps = json!([{ "anchor": "AFTER_INVITATION", "hours": 48 }, { "anchor": "BEFORE_EXPIRY", "hours": 24 }]);
    let plan = json!({ "enabled": true, "steps": steps, "quietDays": [], "mostReminders": 3 });
    admin.plan(plan).await.done();
    let auto_invite = json!({ "autoInvite": true });
    admin.update_organization(auto_invite).await.done();
    let world = World {
        app: &app,
        admin: &admin,
        stranger: app.visitor(),
    };
    let config = Config {
        cases: 10,
        max_shrink_iters: 40,
        rng_seed: RngSeed::Fixed(1864),
        failure_persistence: None,
        ..Config::default()
    };
    let story = prop::collection::vec((0..2_usize, deed()), 1..40);
    let round = std::cell::Cell::new(0);
    let outcome = TestRunner::new(config).run(&story, |story| {
        round.set(round.get() + 1);
        let round = round.get();
        let mut souls = ["ada", "bob"].map(|name| Soul::new(format!("{name}{round}@example.com")));
        let play = async {
            for (whose, deed) in &story {
                match deed {
                    Deed::InviteBoth(undo) => world.invite_both(&mut souls, *undo).await,
                    deed => world.act(&mut souls[*whose], deed).await,
                }
                app.all_settled().await;
                for soul in &mut souls {
                    world.look(soul).await;
                }
            }
            nothing_is_half_done(&app).await;
            the_events_tell_the_same_story(&app).await;
        };
        block_in_place(|| Handle::current().block_on(play));
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
}

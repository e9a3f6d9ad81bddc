//! Insight: how far people have come, when they accept, and how long they take.

use serde_json::{Value, json};
use tests::{Admin, Invitee, TestApp};

const HOUR: i64 = 3_600_000;

async fn ask(admin: &Admin, query: &str, field: &str) -> Value {
    admin.ask(query, json!({})).await.data()[field].clone()
}

/// Somebody who accepts so many hours after they were invited.
async fn accepts_after(app: &TestApp, owner: &Admin, person: Value, hours: i64) -> Invitee {
    let email = person["email"].as_str().expect("an address").to_owned();
    let invitee = owner.invite_person(person).await;
    let link = app.link(&email, 1).await;
    app.advance_millis(hours * HOUR);
    invitee.accept(&link).await.done();
    invitee
}

#[tokio::test(flavor = "multi_thread")]
async fn the_funnel_counts_everyone_once_and_each_stage_holds_the_next() {
    let (app, owner) = TestApp::founded().await;
    let query = "{ invitationFunnel { created invited delivered opened maybeAutomatic active } }";
    owner.create("created@example.com").await;
    owner.invite("invited@example.com").await;
    accepts_after(&app, &owner, json!({ "email": "active@example.com" }), 1).await;
    let by_hand = owner.create("by-hand@example.com").await;
    let url = owner.copy_link(&by_hand).await.done()["url"].clone();
    app.until_settled().await;
    assert_eq!(
        ask(&owner, query, "invitationFunnel").await,
        json!({ "created": 5, "invited": 3, "delivered": 2, "opened": 1, "maybeAutomatic": 0, "active": 1 }),
        "a copied link is not delivered until it is used; the owner was never invited"
    );
    app.visitor()
        .accept(url.as_str().expect("a link"))
        .await
        .done();
    let again = owner.invite("again@example.com").await;
    owner.revoke(&[&again.id]).await;
    owner.try_invite(json!({ "userId": again.id })).await.done();
    app.until_settled().await;
    assert_eq!(
        ask(&owner, query, "invitationFunnel").await,
        json!({ "created": 6, "invited": 4, "delivered": 4, "opened": 2, "maybeAutomatic": 0, "active": 2 })
    );
    app.advance_days(2);
    let since = app.clock.now().to_string();
    owner.create("late@example.com").await;
    let query = format!(
        "{{ invitationFunnel(since: \"{since}\") {{ created invited delivered opened maybeAutomatic active }} }}"
    );
    assert_eq!(
        ask(&owner, &query, "invitationFunnel").await,
        json!({ "created": 1, "invited": 0, "delivered": 0, "opened": 0, "maybeAutomatic": 0, "active": 0 })
    );
    let una = app.another_organization("Other", "una@other.example").await;
    assert_eq!(
        ask(&una, "{ invitationFunnel { created } }", "invitationFunnel").await,
        json!({ "created": 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn weeks_begin_on_monday_and_none_is_left_out() {
    let (app, owner) = TestApp::founded().await;
    // Monday 2 March 2026, 09:00: the first is invited now and accepts on Sunday of the same week.
    accepts_after(&app, &owner, json!({ "email": "ada@example.com" }), 6 * 24).await;
    owner.invite("grace@example.com").await;
    app.advance_days(9);
    let query = "{ acceptanceOverTime(count: 4) { start invited accepted } }";
    assert_eq!(
        ask(&owner, query, "acceptanceOverTime").await,
        json!([
            { "start": "2026-02-23T00:00:00.000Z", "invited": 0, "accepted": 0 },
            { "start": "2026-03-02T00:00:00.000Z", "invited": 2, "accepted": 1 },
            { "start": "2026-03-09T00:00:00.000Z", "invited": 0, "accepted": 0 },
            { "start": "2026-03-16T00:00:00.000Z", "invited": 0, "accepted": 0 },
        ])
    );
    let query = "{ acceptanceOverTime(interval: DAY, count: 10) { start accepted } }";
    let days = ask(&owner, query, "acceptanceOverTime").await;
    assert_eq!(
        days[0],
        json!({ "start": "2026-03-08T00:00:00.000Z", "accepted": 1 })
    );
    assert_eq!(days.as_array().map(Vec::len), Some(10));
    for count in [0, 367] {
        let query = format!("{{ acceptanceOverTime(count: {count}) {{ start }} }}");
        assert_eq!(
            owner.ask(&query, json!({})).await.code(),
            Some("BAD_USER_INPUT")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_are_told_by_channel_team_and_language() {
    let (app, owner) = TestApp::founded().await;
    let query = "{ timeToAccept { accepted lowerQuartile median upperQuartile } }";
    assert_eq!(ask(&owner, query, "timeToAccept").await, json!([]));
    let team = owner.create_team("Support").await;
    for (name, hours, locale) in [("a", 10, "en"), ("b", 20, "fr"), ("c", 30, "fr")] {
        let person = json!({ "email": format!("{name}@example.com"), "locale": locale, "teamId": (name == "a").then_some(&team) });
        accepts_after(&app, &owner, person, hours).await;
    }
    assert_eq!(
        ask(&owner, query, "timeToAccept").await,
        json!([{ "accepted": 3, "lowerQuartile": 15 * 3600, "median": 20 * 3600, "upperQuartile": 25 * 3600 }])
    );
    let by = async |by: &str| {
        let query = format!(
            "{{ timeToAccept(by: {by}) {{ channel team {{ name }} locale accepted median }} }}"
        );
        ask(&owner, &query, "timeToAccept").await
    };
    let row = |channel: Value, team: Value, locale: Value, accepted: i64, hours: i64| json!({ "channel": channel, "team": team, "locale": locale, "accepted": accepted, "median": hours * 3600 });
    let none = || Value::Null;
    assert_eq!(
        by("CHANNEL").await,
        json!([row(json!("EMAIL"), none(), none(), 3, 20)])
    );
    assert_eq!(
        by("TEAM").await,
        json!([
            row(none(), none(), none(), 2, 25),
            row(none(), json!({ "name": "Support" }), none(), 1, 10)
        ])
    );
    assert_eq!(
        by("LANGUAGE").await,
        json!([
            row(none(), none(), json!("en"), 1, 10),
            row(none(), none(), json!("fr"), 2, 25)
        ])
    );
    let since = app.clock.now().to_string();
    let query = format!("{{ timeToAccept(since: \"{since}\") {{ accepted }} }}");
    assert_eq!(
        ask(&owner, &query, "timeToAccept").await,
        json!([{ "accepted": 1 }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_is_read_newest_first_by_kind_person_and_time_and_resumes_a_subscription() {
    let (app, owner) = TestApp::founded().await;
    let ada = owner.invite("ada@example.com").await;
    app.at_rest().await;
    app.advance_days(1);
    let since = app.clock.now().to_string();
    owner.create("grace@example.com").await;
    owner
        .update_organization(json!({ "linkLifetimeHours": 24 }))
        .await
        .done();
    app.at_rest().await;
    let kinds = async |filter: Value| {
        let query = "query($filter: EventFilter) { events(filter: $filter) { nodes { kind } } }";
        let answer = owner.ask(query, json!({ "filter": filter })).await;
        let nodes = answer.data()["events"]["nodes"]
            .as_array()
            .expect("events")
            .clone();
        nodes
            .iter()
            .map(|event| event["kind"].as_str().expect("a kind").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(json!({ "since": since })).await,
        ["ORGANIZATION_UPDATED", "USER_CREATED"]
    );
    assert_eq!(
        kinds(json!({ "userId": ada.id, "until": since })).await,
        ["INVITATION_SENT", "INVITATION_CREATED", "USER_CREATED"]
    );
    assert_eq!(
        kinds(json!({ "kind": ["ORGANIZATION_UPDATED"] }))
            .await
            .len(),
        1
    );
    let query = "query($after: String) { events(first: 1, after: $after) { nodes { cursor } pageInfo { endCursor hasNextPage } } }";
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let answer = owner.ask(query, json!({ "after": after })).await;
        let page = answer.data()["events"].clone();
        seen.push(page["nodes"][0]["cursor"].clone());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let all = app
        .database
        .number("SELECT count(*) FROM events WHERE position IS NOT NULL")
        .await;
    assert_eq!(seen.len() as i64, all, "each once");
    let newest = seen[0].as_str().expect("a cursor");
    let mut socket = tests::socket::Socket::watching(&owner, Some(newest)).await;
    let alan = owner.create("alan@example.com").await;
    assert_eq!(socket.change().await["user"]["id"], json!(alan));
}

//! A program with a token: what it may do, as whom, and what it never mixes with.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    Admin, TestApp, Visitor, eventually,
    socket::{Heard, Socket},
};

/// Where the only token stands.
async fn standing(owner: &Admin) -> Value {
    let query = "{ apiTokens { nodes { state lastUsedAt } } }";
    owner.ask(query, json!({})).await.data()["apiTokens"]["nodes"][0].clone()
}

async fn count(visitor: &Visitor) -> Option<String> {
    let answer = visitor.ask("{ users { totalCount } }", json!({})).await;
    answer.code().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_acts_under_its_own_name_and_its_maker_stands_behind_it() {
    let (app, owner) = TestApp::founded().await;
    let program = owner.program("HR system", "ADMIN").await;
    let ada = program.invite("ada@example.com").await;
    let letter = app.link("ada@example.com", 1).await;
    assert!(!letter.is_empty());
    let query = "query($id: ID!) { user(id: $id) { source invitation { invitedBy { id } } \
        events { nodes { kind summary actor { id } token { name } } } } }";
    let user = owner.ask(query, json!({ "id": ada.id })).await.data()["user"].clone();
    assert_eq!(user["source"], "API");
    assert_eq!(user["invitation"]["invitedBy"]["id"], json!(owner.id));
    let events = user["events"]["nodes"].as_array().expect("events");
    let invited = events
        .iter()
        .find(|event| event["kind"] == "INVITATION_CREATED")
        .expect("she was invited");
    assert_eq!(invited["summary"], "Invited by HR system");
    assert_eq!(invited["actor"], json!(null));
    assert_eq!(invited["token"]["name"], "HR system");
    let asks = "{ viewer { id } viewerToken { name role } organization { name } }";
    assert_eq!(
        *program.ask(asks, json!({})).await.data(),
        json!({ "viewer": null, "viewerToken": { "name": "HR system", "role": "ADMIN" }, "organization": { "name": "Acme" } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn it_never_does_more_than_its_maker_may_do_now() {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let program = adam.program("HR system", "ADMIN").await;
    assert_eq!(count(&program).await, None);
    let role = async |role: &str| {
        owner
            .update(json!({ "id": adam.id, "role": role }))
            .await
            .done();
    };
    role("MEMBER").await;
    assert_eq!(count(&program).await.as_deref(), Some("FORBIDDEN"));
    assert_eq!(standing(&owner).await["state"], "ACTIVE");
    role("OWNER").await;
    assert_eq!(count(&program).await, None);
    let above = program
        .try_create(json!({ "person": { "email": "o@example.com", "role": "OWNER" } }))
        .await;
    assert_eq!(
        above.codes(),
        ["ROLE_NOT_GRANTABLE"],
        "nor than its own role"
    );

    owner.deactivate(&adam.id).await.done();
    assert_eq!(count(&program).await.as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(standing(&owner).await["state"], "SUSPENDED");
    owner.reactivate(&adam.id).await.done();
    assert_eq!(count(&program).await, None);
    owner.deactivate(&adam.id).await.done();
    owner.delete(&adam.id).await.done();
    assert_eq!(count(&program).await.as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(standing(&owner).await["state"], "SUSPENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn its_socket_closes_when_its_maker_is_demoted_or_deactivated() {
    for demote in [true, false] {
        let (app, owner) = TestApp::founded().await;
        let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
        let program = adam.program("HR system", "ADMIN").await;
        app.at_rest().await;
        let mut socket = Socket::watching(&program, None).await;
        let ended = if demote {
            let change = json!({ "id": adam.id, "role": "MEMBER" });
            owner.update(change).await
        } else {
            owner.deactivate(&adam.id).await
        };
        ended.done();
        let (took, how) = socket.closes().await;
        assert_eq!(how, Heard::Closed(4403));
        assert!(took < Duration::from_secs(1), "{took:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_to_the_millisecond() {
    let (app, owner) = TestApp::founded().await;
    let end = app.clock.now().plus_hours(1).to_string();
    let program = owner.program_until("HR system", "ADMIN", &end).await;
    app.at_rest().await;
    let mut socket = Socket::watching(&program, None).await;
    app.advance_millis(3_600_000 - 1);
    assert_eq!(count(&program).await, None);
    app.advance_millis(1);
    assert_eq!(count(&program).await.as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(standing(&owner).await["state"], "EXPIRED");
    assert_eq!(socket.closes().await.1, Heard::Closed(4403));
}

#[tokio::test(flavor = "multi_thread")]
async fn cookie_and_token_never_mix() {
    let (_app, owner) = TestApp::founded().await;
    let program = owner.program("HR system", "MEMBER").await;
    let with = |token: &str| owner.sending("authorization", token);
    for token in ["Bearer", "Bearer nonsense", "bearer bnv_nonsense"] {
        let answer = with(token).ask("{ viewer { id } }", json!({})).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code()),
            (401, Some("UNAUTHENTICATED")),
            "a cookie does not stand in for {token}"
        );
    }
    let basic = with("Basic eDp5").ask("{ viewer { id } }", json!({})).await;
    assert_eq!(
        basic.data()["viewer"]["id"],
        json!(owner.id),
        "another scheme is for somebody in front of the server"
    );
    let both = with(&program.bearer());
    let answer = both
        .ask("{ viewer { id } viewerToken { name } }", json!({}))
        .await;
    assert_eq!(
        *answer.data(),
        json!({ "viewer": null, "viewerToken": { "name": "HR system" } })
    );
    assert_eq!(
        count(&both).await.as_deref(),
        Some("FORBIDDEN"),
        "it is a member's"
    );

    let stranger = program
        .elsewhere()
        .sending("authorization", &program.bearer());
    let input = json!({ "email": owner.email, "password": tests::PASSWORD });
    stranger.deed("signIn", input, "viewer { id }").await.done();
    assert_eq!(stranger.cookie(), None, "no cookie answers a token");
    for deed in [
        "mutation { signOut { errors { code } } }",
        r#"mutation { changePassword(input: { currentPassword: "a", newPassword: "b" }) { errors { code } } }"#,
    ] {
        let answer = program.ask(deed, json!({})).await;
        assert_eq!(answer.code(), Some("FORBIDDEN"), "{deed}");
    }
    let input = json!({ "id": owner.id, "fullName": "Somebody Else" });
    let renamed = program.try_deed("updateUser", input, "user { id }").await;
    assert_eq!(renamed.code(), Some("FORBIDDEN"), "it is not its maker");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_may_ask_with_a_token_and_not_with_a_cookie() {
    let (_app, owner) = TestApp::founded().await;
    let program = owner.program("HR system", "ADMIN").await;
    for (name, value) in [
        ("origin", "https://elsewhere.example"),
        ("sec-fetch-site", "cross-site"),
    ] {
        assert_eq!(count(&program.sending(name, value)).await, None);
        assert_eq!(
            count(&owner.sending(name, value)).await.as_deref(),
            Some("FORBIDDEN")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_takes_the_token_in_its_first_message() {
    let (app, owner) = TestApp::founded().await;
    let program = owner.program("HR system", "ADMIN").await;
    app.at_rest().await;
    let open = async |payload: Value| {
        let mut socket = Socket::open(&app.visitor(), &[]).await.expect("it opens");
        socket
            .say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        let heard = socket.hear().await;
        (socket, heard)
    };
    for payload in [
        json!(null),
        json!({ "authorization": "Bearer nonsense" }),
        json!({ "token": program.bearer() }),
    ] {
        assert_eq!(
            open(payload.clone()).await.1,
            Heard::Closed(4403),
            "{payload}"
        );
    }
    let (mut socket, heard) = open(json!({ "Authorization": program.bearer() })).await;
    assert_eq!(heard, Heard::Message(json!({ "type": "connection_ack" })));
    socket
        .subscribe("1", "{ viewerToken { name } }", json!({}))
        .await;
    let heard = socket.hear().await;
    assert!(
        matches!(&heard, Heard::Message(message) if message.to_string().contains("HR system")),
        "{heard:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn its_last_use_is_noted_to_the_minute() {
    let (app, owner) = TestApp::founded().await;
    let program = owner.program("HR system", "ADMIN").await;
    let used = async |at: String| {
        eventually("the use is noted", async || {
            (standing(&owner).await["lastUsedAt"] == json!(at)).then_some(())
        })
        .await;
    };
    count(&program).await;
    let first = app.clock.now().to_string();
    used(first.clone()).await;
    app.advance_millis(59_999);
    count(&program).await;
    app.at_rest().await;
    assert_eq!(standing(&owner).await["lastUsedAt"], json!(first));
    app.advance_millis(1);
    count(&program).await;
    used(app.clock.now().to_string()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_a_thousand_times_at_once_waits_and_nobody_else_does() {
    let (app, owner) = TestApp::founded().await;
    let program = owner.program("Loop", "MEMBER").await;
    let other = owner.program("Other", "MEMBER").await;
    let asks = async |visitor: &Visitor| visitor.ask("{ setupPending }", json!({})).await;
    for _ in 0..1_000 {
        assert_eq!(asks(&program).await.code(), None);
    }
    let refused = asks(&program).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code()),
        (429, Some("RATE_LIMITED"))
    );
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.json["errors"][0]["extensions"]["retryAfter"], 1);
    assert_eq!(asks(&other).await.code(), None);
    app.advance_millis(20);
    assert_eq!(asks(&program).await.code(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_answered_in_the_language_it_asks_for() {
    let (_app, owner) = TestApp::founded().await;
    let program = owner.program("SIRH", "ADMIN").await;
    let french = program.sending("accept-language", "fr");
    let input = json!({ "person": { "email": "nobody" } });
    let said = async |visitor: &Visitor| {
        let payload = visitor
            .deed("createUser", input.clone(), "user { id }")
            .await;
        payload.value["errors"][0]["message"].clone()
    };
    let (in_french, in_english) = (said(&french).await, said(&program).await);
    assert!(
        in_english
            .as_str()
            .is_some_and(|said| said.starts_with("Check")),
        "{in_english}"
    );
    assert_ne!(in_french, in_english);
}

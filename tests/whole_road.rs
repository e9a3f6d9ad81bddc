//! One person, invited and in: the whole road through the API, and what the administrator sees of it, live.

use serde_json::json;
use tests::{TestApp, socket::Socket};

#[tokio::test(flavor = "multi_thread")]
async fn one_person_is_invited_reminded_and_in_and_the_administrator_sees_each_step() {
    let (app, admin) = TestApp::founded().await;
    app.at_rest().await;
    let mut socket = Socket::watching(&admin, None).await;
    let created = admin.create("ada@example.com").await;
    let change = socket.change().await;
    assert_eq!(
        (&change["kind"], &change["user"]["id"]),
        (&json!("USER_CREATED"), &json!(created))
    );
    assert_eq!(change["previousStatus"], json!(null), "they were not there");
    let mut step = async |kind: &str, previous: &str, status: &str, state: &str| {
        let change = socket.change().await;
        assert_eq!(
            (
                &change["kind"],
                &change["previousStatus"],
                &change["status"],
                &change["invitationState"]
            ),
            (
                &json!(kind),
                &json!(previous),
                &json!(status),
                &json!(state)
            ),
            "{change}"
        );
    };

    admin.try_invite(json!({ "userId": created })).await.done();
    step("INVITATION_CREATED", "CREATED", "INVITED", "PENDING").await;
    step("INVITATION_SENT", "INVITED", "INVITED", "PENDING").await;
    let first = app.link("ada@example.com", 1).await;

    admin.remind(&[&created]).await;
    step("INVITATION_REMINDED", "INVITED", "INVITED", "PENDING").await;
    app.past_undo();
    step("INVITATION_SENT", "INVITED", "INVITED", "PENDING").await;
    let ada = app.visitor();
    assert_eq!(ada.link_state(&first).await, "SUPERSEDED");
    let second = app.link("ada@example.com", 2).await;

    app.advance_days(7);
    assert_eq!(ada.link_state(&second).await, "EXPIRED");
    ada.request_new_link(&second).await.done();
    step("INVITATION_LINK_REQUESTED", "INVITED", "INVITED", "PENDING").await;
    step("INVITATION_SENT", "INVITED", "INVITED", "PENDING").await;
    let third = app.link("ada@example.com", 3).await;

    ada.accept(&third).await.done();
    step("INVITATION_ACCEPTED", "INVITED", "ACTIVE", "ACCEPTED").await;
    step("USER_ACTIVATED", "INVITED", "ACTIVE", "ACCEPTED").await;

    let query = "query($id: ID!) { user(id: $id) { events(first: 20) { nodes { kind actor { id } summary } } } }";
    let answer = admin.ask(query, json!({ "id": created })).await;
    let kinds: Vec<_> = answer.data()["user"]["events"]["nodes"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["kind"].as_str().expect("a kind").to_owned())
        .collect();
    let newest_first = [
        "USER_ACTIVATED",
        "INVITATION_ACCEPTED",
        "INVITATION_SENT",
        "INVITATION_LINK_REQUESTED",
        "INVITATION_SENT",
        "INVITATION_REMINDED",
        "INVITATION_SENT",
        "INVITATION_CREATED",
        "USER_CREATED",
    ];
    assert_eq!(kinds, newest_first);
}

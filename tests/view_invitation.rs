//! viewInvitation: what counts as opened, and what is maybe a scanner's.

use serde_json::{Value, json};
use tests::{Admin, TestApp, Visitor, letter::token};

const A_PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";

async fn view(visitor: &Visitor, link: &str, by_hand: bool) {
    let input = json!({ "token": token(link), "byHand": by_hand });
    visitor.deed("viewInvitation", input, "").await.done();
}

/// What was written about looks at her page, oldest first.
async fn looks(owner: &Admin, id: &str) -> Vec<String> {
    let query = "query($id: ID!) { events(last: 100, filter: { userId: $id, kind: [INVITATION_VIEWED] }) { nodes { summary } } }";
    let answer = owner.ask(query, json!({ "id": id })).await;
    let mut looks: Vec<String> = answer.data()["events"]["nodes"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["summary"].as_str().expect("words").to_owned())
        .collect();
    looks.reverse();
    looks
}

async fn funnel(owner: &Admin) -> Value {
    let answer = owner
        .ask(
            "{ invitationFunnel { opened maybeAutomatic active } }",
            json!({}),
        )
        .await;
    answer.data()["invitationFunnel"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_counts_once_and_a_hand_makes_it_sure() {
    let (app, owner) = TestApp::founded().await;
    let ada = owner.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let phone = ada.sending("user-agent", A_PHONE);
    for by_hand in [false, false, true, true, false] {
        view(&phone, &link, by_hand).await;
    }
    app.at_rest().await;
    assert_eq!(
        looks(&owner, &ada.id).await,
        ["Link opened: maybe by a mail scanner", "Link opened"]
    );
    assert_eq!(
        funnel(&owner).await,
        json!({ "opened": 1, "maybeAutomatic": 0, "active": 0 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_calls_itself_a_robot_is_maybe_automatic_whatever_it_says() {
    let (app, owner) = TestApp::founded().await;
    let ada = owner.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    for name in ["Mozilla/5.0 HeadlessChrome/140.0", "SafeLinks", ""] {
        view(&ada.sending("user-agent", name), &link, true).await;
    }
    app.at_rest().await;
    assert_eq!(
        looks(&owner, &ada.id).await,
        ["Link opened: maybe by a mail scanner"]
    );
    assert_eq!(
        funnel(&owner).await,
        json!({ "opened": 1, "maybeAutomatic": 1, "active": 0 })
    );
    ada.accept(&link).await.done();
    assert_eq!(
        funnel(&owner).await,
        json!({ "opened": 1, "maybeAutomatic": 0, "active": 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_none_or_no_longer_open_is_answered_alike_and_counts_nothing() {
    let (app, owner) = TestApp::founded().await;
    let ada = owner.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let nowhere = format!("http://localhost/join/{}", "x".repeat(43));
    let phone = ada.sending("user-agent", A_PHONE);
    view(&phone, &nowhere, true).await;
    owner.revoke(&[&ada.id]).await;
    view(&phone, &link, true).await;
    app.at_rest().await;
    assert!(looks(&owner, &ada.id).await.is_empty());
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM invitation_views")
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_looks_at_once_one_is_written() {
    let (app, owner) = TestApp::founded().await;
    let ada = owner.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let phone = ada.sending("user-agent", A_PHONE);
    let looking = (0..16).map(|_| {
        let (phone, link) = (phone.clone(), link.clone());
        tokio::spawn(async move { view(&phone, &link, true).await })
    });
    for look in looking.collect::<Vec<_>>() {
        look.await.expect("every look is answered");
    }
    app.at_rest().await;
    assert_eq!(looks(&owner, &ada.id).await, ["Link opened"]);
}

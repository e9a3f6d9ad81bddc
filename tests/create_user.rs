//! createUser, and `autoInvite`: whoever is created from then on is invited; the backlog never is.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn switching_auto_invite_on_writes_to_nobody_who_is_there() {
    let (app, admin) = TestApp::founded().await;
    let backlog = admin.create("backlog@example.com").await;
    admin
        .update_organization(json!({ "autoInvite": true }))
        .await
        .done();
    let done = admin
        .try_create(json!({ "person": { "email": "next@example.com" } }))
        .await
        .done();
    assert_eq!(done["user"]["status"], "INVITED");
    app.link("next@example.com", 1).await;
    let spared = admin
        .try_create(json!({ "person": { "email": "spared@example.com" }, "invite": false }))
        .await
        .done();
    assert_eq!(
        spared["user"]["status"], "CREATED",
        "the caller's word counts more"
    );
    app.all_settled().await;
    assert_eq!(admin.status(&backlog).await, "CREATED");
    assert_eq!(app.smtp().letters().len(), 1);

    admin
        .update_organization(json!({ "autoInvite": false }))
        .await
        .done();
    let later = admin
        .try_create(json!({ "person": { "email": "later@example.com" } }))
        .await
        .done();
    assert_eq!(later["user"]["status"], "CREATED");
    let asked = admin
        .try_create(json!({ "person": { "email": "asked@example.com" }, "invite": true }))
        .await
        .done();
    assert_eq!(asked["user"]["status"], "INVITED");
    app.link("asked@example.com", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_reached_is_not_created_when_an_invitation_was_asked_for() {
    let (app, admin) = TestApp::founded().await;
    let person = json!({ "phone": "+33612345678" });
    let refused = admin
        .try_create(json!({ "person": person, "invite": true }))
        .await;
    assert_eq!(refused.codes(), ["CHANNEL_NOT_CONFIGURED"]);
    assert_eq!(app.database.number("SELECT count(*) FROM users").await, 1);
    let done = admin
        .try_create(json!({ "person": person, "invite": false }))
        .await
        .done();
    assert_eq!(done["user"]["phone"], "+33612345678");
    let again = admin
        .try_create(json!({ "person": { "phone": "+33 6 12 34 56 78" }, "invite": false }))
        .await;
    assert_eq!(
        (again.codes(), again.paths()),
        (vec!["DUPLICATE_CONTACT"], vec!["person.phone".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_or_product_of_another_organisation_is_not_found() {
    let (app, admin) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    let (team, product) = (
        other.create_team("Theirs").await,
        other.create_product("theirs", "Theirs").await,
    );
    let person = json!({ "email": "ada@example.com", "teamId": team, "productIds": [product] });
    let refused = admin.try_create(json!({ "person": person })).await;
    assert_eq!(refused.codes(), ["TEAM_NOT_FOUND", "PRODUCT_NOT_FOUND"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_nothing_can_reach_is_created_for_later_when_the_organisation_invites_by_itself() {
    let (app, admin) = TestApp::founded().await;
    admin
        .update_organization(json!({ "autoInvite": true }))
        .await
        .done();
    let done = admin
        .try_create(json!({ "person": { "phone": "+33612345678" } }))
        .await
        .done();
    assert_eq!(done["user"]["status"], "CREATED");
    assert_eq!(done["user"]["invitation"], json!(null));
    // By hand is a way as well, and it is the call's word.
    let by_hand = json!({ "person": { "phone": "+33612345679", "channel": "LINK" } });
    let done = admin.try_create(by_hand).await.done();
    assert_eq!(done["user"]["status"], "INVITED");
    app.at_rest().await;
    assert_eq!(app.smtp().letters().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_invited_after_all_is_not_created_either() {
    let (app, admin) = TestApp::founded().await;
    admin
        .update_organization(json!({ "autoInvite": true }))
        .await
        .done();
    app.at_rest().await;
    let before = app.database.dump().await;
    // The outbox is out of order: the promise of the letter fails, last of all.
    app.database
        .execute("ALTER TABLE messages RENAME COLUMN recipient TO recipient_is_elsewhere")
        .await;
    let input = json!({ "input": { "person": { "email": "ada@example.com" } } });
    let query = "mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }";
    let answer = admin.ask(query, input.clone()).await;
    assert_eq!(answer.code(), Some("INTERNAL"), "{}", answer.text);
    app.database
        .execute("ALTER TABLE messages RENAME COLUMN recipient_is_elsewhere TO recipient")
        .await;
    assert_eq!(
        app.database.dump().await,
        before,
        "one transaction: all or nothing"
    );
    let answer = admin.ask(query, input).await;
    assert!(
        answer.data()["createUser"]["user"]["id"].is_string(),
        "{}",
        answer.text
    );
    app.link("ada@example.com", 1).await;
}

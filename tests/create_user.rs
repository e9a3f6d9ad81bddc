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

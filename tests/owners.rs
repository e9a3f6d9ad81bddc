//! Roles: nobody grants one above their own, and an organisation always has an active owner.

use futures_util::future::join;
use serde_json::json;
use tests::{Admin, TestApp};

async fn active_owners(app: &TestApp) -> i64 {
    app.database
        .number("SELECT count(*) FROM users WHERE role = 'OWNER' AND status = 'ACTIVE'")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_owner_can_be_neither_deactivated_demoted_nor_deleted() {
    let (app, owner) = TestApp::founded().await;
    assert_eq!(owner.deactivate(&owner.id).await.codes(), ["LAST_OWNER"]);
    for role in ["ADMIN", "MEMBER"] {
        assert_eq!(
            owner
                .update(json!({ "id": owner.id, "role": role }))
                .await
                .codes(),
            ["LAST_OWNER"]
        );
    }
    assert_eq!(owner.delete(&owner.id).await.codes(), ["ALREADY_ACTIVE"]);
    assert_eq!(active_owners(&app).await, 1);

    let second = owner.colleague(&app, "second@acme.example", "OWNER").await;
    second.deactivate(&owner.id).await.done();
    second.delete(&owner.id).await.done();
    assert_eq!(second.deactivate(&second.id).await.codes(), ["LAST_OWNER"]);
    assert_eq!(active_owners(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_who_is_only_invited_or_deactivated_does_not_count() {
    let (app, owner) = TestApp::founded().await;
    owner
        .invite_person(json!({ "email": "invited@acme.example", "role": "OWNER" }))
        .await;
    let gone = owner.colleague(&app, "gone@acme.example", "OWNER").await;
    owner.deactivate(&gone.id).await.done();
    assert_eq!(owner.deactivate(&owner.id).await.codes(), ["LAST_OWNER"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_owners_who_leave_at_once_one_stays() {
    for round in 0..9 {
        let (app, owner) = TestApp::founded().await;
        let second = owner.colleague(&app, "second@acme.example", "OWNER").await;
        let leave = async |who: &Admin, turn: usize| match turn % 3 {
            0 => who.deactivate(&who.id).await.codes().concat(),
            _ => who
                .update(json!({ "id": who.id, "role": "MEMBER" }))
                .await
                .codes()
                .concat(),
        };
        let (first_left, second_left) = join(leave(&owner, round + 1), leave(&second, round)).await;
        assert_eq!(active_owners(&app).await, 1, "round {round}");
        let mut answers = [first_left, second_left];
        answers.sort_unstable();
        assert_eq!(
            answers,
            ["", "LAST_OWNER"],
            "round {round}: one leaves, the other is told"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_grants_a_role_above_their_own_through_any_door() {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let member = adam.create("member@example.com").await;
    let person = json!({ "email": "ada@example.com", "role": "OWNER" });
    assert_eq!(
        adam.try_invite(json!({ "person": person })).await.codes(),
        ["ROLE_NOT_GRANTABLE"]
    );
    assert_eq!(
        adam.try_create(json!({ "person": person })).await.codes(),
        ["ROLE_NOT_GRANTABLE"]
    );
    for id in [&member, &adam.id] {
        assert_eq!(
            adam.update(json!({ "id": id, "role": "OWNER" }))
                .await
                .codes(),
            ["ROLE_NOT_GRANTABLE"]
        );
    }
    adam.update(json!({ "id": member, "role": "ADMIN" }))
        .await
        .done();
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE role = 'OWNER'")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_does_not_reach_an_owner() {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let invited = owner
        .invite_person(json!({ "email": "new@acme.example", "role": "OWNER" }))
        .await;
    let link = app.link("new@acme.example", 1).await;
    for id in [&owner.id, &invited.id] {
        assert_eq!(
            adam.update(json!({ "id": id, "fullName": "Mallory" }))
                .await
                .codes(),
            ["ROLE_NOT_GRANTABLE"]
        );
        assert_eq!(
            adam.update(json!({ "id": id, "email": "mallory@example.com" }))
                .await
                .codes(),
            ["ROLE_NOT_GRANTABLE"]
        );
        assert_eq!(adam.deactivate(id).await.codes(), ["ROLE_NOT_GRANTABLE"]);
        assert_eq!(adam.delete(id).await.codes(), ["ROLE_NOT_GRANTABLE"]);
    }
    let copied = adam.copy_link(&invited.id).await;
    assert_eq!(
        copied.codes(),
        ["ROLE_NOT_GRANTABLE"],
        "an owner's link would be an owner's key"
    );
    assert_eq!(invited.accept(&link).await.done()["user"]["role"], "OWNER");
}

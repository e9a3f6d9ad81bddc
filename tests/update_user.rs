//! updateUser.

use serde_json::json;
use tests::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn another_address_for_somebody_invited_ends_the_old_link_and_mails_the_new() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("old@example.com").await;
    let old = app.link("old@example.com", 1).await;
    let done = admin
        .update(json!({ "id": ada.id, "email": "new@example.com" }))
        .await
        .done();
    assert_eq!(done["user"]["email"], "new@example.com");
    let new = app.link("new@example.com", 1).await;
    assert_eq!(
        ada.link_state(&old).await,
        "SUPERSEDED",
        "whoever reads mail there is not the invitee"
    );
    assert_eq!(ada.preview(&new).await["sentTo"], "n•••@example.com");
    ada.accept(&new).await.done();
    app.all_settled().await;
    assert_eq!(app.smtp().letters_to("old@example.com").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_changes_their_own_name_and_language_and_nothing_else() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.colleague(&app, "ada@example.com", "MEMBER").await;
    let change = async |input| ada.try_deed("updateUser", input, "user { id }").await;
    let own =
        change(json!({ "id": ada.id, "fullName": "Countess Lovelace", "locale": "fr" })).await;
    assert_eq!(own.data()["updateUser"]["errors"], json!([]));
    for field in [
        json!({ "email": "new@example.com" }),
        json!({ "role": "ADMIN" }),
        json!({ "phone": null }),
        json!({ "productIds": [] }),
    ] {
        let mut input = json!({ "id": ada.id });
        input
            .as_object_mut()
            .expect("an object")
            .extend(field.as_object().expect("an object").clone());
        assert_eq!(change(input).await.code(), Some("FORBIDDEN"), "{field}");
    }
    assert_eq!(
        change(json!({ "id": admin.id, "fullName": "Somebody Else" }))
            .await
            .code(),
        Some("FORBIDDEN")
    );
    let seen = admin.user(&ada.id).await;
    assert_eq!(
        (&seen["fullName"], &seen["locale"], &seen["role"]),
        (&json!("Countess Lovelace"), &json!("fr"), &json!("MEMBER"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_changed_field_by_field() {
    let (_app, admin) = TestApp::founded().await;
    let team = admin.create_team("Engines").await;
    let (one, two) = (
        admin.create_product("one", "One").await,
        admin.create_product("two", "Two").await,
    );
    let id = admin.create("ada@example.com").await;
    let change = json!({ "id": id, "fullName": "Ada", "phone": "+33612345678", "teamId": team, "productIds": [one, two] });
    let user = admin.update(change).await.done()["user"].clone();
    assert_eq!(
        (&user["fullName"], &user["phone"], &user["team"]["id"]),
        (&json!("Ada"), &json!("+33612345678"), &json!(team))
    );
    assert_eq!(user["products"].as_array().map(Vec::len), Some(2));
    let user = admin
        .update(json!({ "id": id, "teamId": null, "productIds": [two] }))
        .await
        .done()["user"]
        .clone();
    assert_eq!(
        (&user["fullName"], &user["team"]),
        (&json!("Ada"), &json!(null)),
        "what is left out stays"
    );
    assert_eq!(
        user["products"],
        json!([{ "id": two, "key": "two", "name": "Two" }])
    );
    let user = admin
        .update(json!({ "id": id, "email": null }))
        .await
        .done()["user"]
        .clone();
    assert_eq!(user["email"], json!(null));
    let refused = admin.update(json!({ "id": id, "phone": null })).await;
    assert_eq!(
        refused.codes(),
        ["CONTACT_REQUIRED"],
        "one way to reach a person must stay"
    );
    assert_eq!(refused.paths(), ["phone"]);
    let refused = admin
        .update(json!({ "id": id, "email": "not an address", "phone": "0612" }))
        .await;
    assert_eq!(
        refused.codes(),
        ["INVALID_EMAIL", "INVALID_PHONE"],
        "each problem once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_with_an_address_or_waits_for_a_letter_keeps_one() {
    let (app, admin) = TestApp::founded().await;
    let invited = admin.invite("invited@example.com").await;
    let active = admin.colleague(&app, "active@example.com", "MEMBER").await;
    for id in [&invited.id, &active.id] {
        let refused = admin
            .update(json!({ "id": id, "email": null, "phone": "+33612345678" }))
            .await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec!["CONTACT_REQUIRED"], vec!["email".to_owned()])
        );
    }
    let refused = admin
        .update(json!({ "id": active.id, "fullName": "" }))
        .await;
    assert_eq!(refused.codes(), ["INVALID_NAME"]);
}

//! acceptInvitation: one yes, by whoever holds the newest link, before its end.

use futures_util::future::join_all;
use serde_json::json;
use tests::{PASSWORD, TestApp, letter::token};

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_person_accepts_and_is_in() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let preview = ada.preview(&link).await;
    assert_eq!(preview["state"], "OPEN");
    assert_eq!(preview["organizationName"], "Acme");
    assert_eq!(preview["invitedByName"], "Olivia Owner");
    assert_eq!(preview["sentTo"], "a•••@example.com");
    assert_eq!(preview["asksFullName"], true);

    let input = json!({ "token": token(&link), "fullName": "Ada Lovelace", "locale": "fr", "password": PASSWORD });
    let done = ada
        .deed(
            "acceptInvitation",
            input,
            "user { status locale fullName role }",
        )
        .await
        .done();
    assert_eq!(
        done["user"],
        json!({ "status": "ACTIVE", "locale": "fr", "fullName": "Ada Lovelace", "role": "MEMBER" })
    );

    assert_eq!(
        ada.whoami().await,
        Some(ada.id.clone()),
        "accepting signs the browser in"
    );
    let seen = admin.user(&ada.id).await;
    assert_eq!(
        (&seen["status"], &seen["invitation"]["state"]),
        (&json!("ACTIVE"), &json!("ACCEPTED"))
    );
    let welcome = app.letter("ada@example.com", 2).await;
    assert_eq!(
        welcome.header("Content-Language").as_deref(),
        Some("fr"),
        "the language they chose wins from then on"
    );
    assert_eq!(welcome.link(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_simultaneous_yeses_one_wins() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let yeses = (0..64).map(|n| {
        let browser = ada.elsewhere();
        let link = link.clone();
        async move {
            let payload = browser.accept_as(&link, &format!("Ada {n}")).await;
            (
                payload.value["user"]["fullName"]
                    .as_str()
                    .map(str::to_owned),
                payload.codes().concat(),
                browser.cookie(),
            )
        }
    });
    let answers = join_all(yeses).await;
    let winners: Vec<_> = answers.iter().filter(|(name, ..)| name.is_some()).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let clear = answers
        .iter()
        .filter(|(_, codes, cookie)| codes == "ALREADY_ACCEPTED" && cookie.is_none())
        .count();
    assert_eq!(clear, 63, "{answers:?}");
    assert_eq!(admin.user(&ada.id).await["fullName"], json!(winners[0].0));
    let of_ada = |what| format!("SELECT count(*) FROM {what} WHERE user_id = '{}'", ada.id);
    assert_eq!(app.database.number(&of_ada("sessions")).await, 1);
    let accepted = format!("{} AND kind = 'INVITATION_ACCEPTED'", of_ada("events"));
    assert_eq!(app.database.number(&accepted).await, 1);
    app.all_settled().await;
    assert_eq!(
        app.smtp().letters_to("ada@example.com").len(),
        2,
        "one invitation, one welcome"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_has_worked_says_so_from_then_on() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    ada.accept(&link).await.done();
    assert_eq!(
        ada.elsewhere().accept(&link).await.codes(),
        ["ALREADY_ACCEPTED"]
    );
    assert_eq!(
        ada.elsewhere().decline(&link).await.codes(),
        ["ALREADY_ACCEPTED"]
    );
    assert_eq!(ada.elsewhere().link_state(&link).await, "ACCEPTED");
    assert_eq!(admin.status(&ada.id).await, "ACTIVE");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_checked_before_the_link_is_used_up() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let typed = |name: &str, password: &str, locale: &str| json!({ "token": token(&link), "fullName": name, "password": password, "locale": locale });
    for (input, codes, paths) in [
        (
            typed("", "short", "en"),
            vec!["INVALID_NAME", "WEAK_PASSWORD"],
            vec!["fullName", "password"],
        ),
        (
            typed("Ada", "ada@example.com", "en"),
            vec!["WEAK_PASSWORD"],
            vec!["password"],
        ),
        (
            typed("Ada", PASSWORD, "tlh"),
            vec!["INVALID_LOCALE"],
            vec!["locale"],
        ),
        (
            typed("A\u{202e}da", PASSWORD, "en"),
            vec!["INVALID_NAME"],
            vec!["fullName"],
        ),
    ] {
        let refused = ada
            .deed("acceptInvitation", input.clone(), "user { id }")
            .await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (codes, paths.into_iter().map(str::to_owned).collect()),
            "{input}"
        );
    }
    assert_eq!(ada.link_state(&link).await, "OPEN");
    ada.accept(&link).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_known_is_not_asked_for() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin
        .invite_person(json!({ "email": "ada@example.com", "fullName": "Ada Lovelace" }))
        .await;
    let link = app.link("ada@example.com", 1).await;
    assert_eq!(ada.preview(&link).await["asksFullName"], false);
    let input = json!({ "token": token(&link), "locale": "en", "password": PASSWORD });
    let done = ada
        .deed("acceptInvitation", input, "user { fullName }")
        .await
        .done();
    assert_eq!(done["user"]["fullName"], "Ada Lovelace");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_never_made_is_unknown() {
    let (app, admin) = TestApp::founded().await;
    let stranger = app.visitor();
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    let mut last = link.clone();
    let end = if last.pop() == Some('A') { 'B' } else { 'A' };
    for token in [
        format!("{}{end}", &last[last.len() - 42..]),
        "x".repeat(43),
        String::new(),
        "é".repeat(43),
    ] {
        let input =
            json!({ "token": token, "fullName": "Eve", "locale": "en", "password": PASSWORD });
        let payload = stranger
            .deed("acceptInvitation", input, "user { id }")
            .await;
        assert_eq!(payload.codes(), ["LINK_UNKNOWN"], "{token}");
    }
    assert_eq!(admin.status(&ada.id).await, "INVITED");
}

#[tokio::test(flavor = "multi_thread")]
async fn organisation_address_and_role_come_from_the_row_and_never_from_the_request() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite("ada@example.com").await;
    let link = app.link("ada@example.com", 1).await;
    for more in ["role", "email", "organizationId", "teamId"] {
        let mut input = json!({ "token": token(&link), "fullName": "Ada", "locale": "en", "password": PASSWORD });
        input[more] = json!("OWNER");
        let answer = ada.try_deed("acceptInvitation", input, "user { id }").await;
        assert_eq!(
            answer.code(),
            Some("BAD_USER_INPUT"),
            "{more}: {}",
            answer.text
        );
    }
    let done = ada.accept(&link).await.done();
    assert_eq!(done["user"]["role"], "MEMBER");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_role_is_checked_again_when_the_inviter_was_demoted() {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let ada = adam
        .invite_person(json!({ "email": "ada@example.com", "role": "ADMIN" }))
        .await;
    let link = app.link("ada@example.com", 1).await;
    owner
        .update(json!({ "id": adam.id, "role": "MEMBER" }))
        .await
        .done();
    let done = ada.accept(&link).await.done();
    assert_eq!(
        done["user"]["role"], "MEMBER",
        "nobody who may grant ADMIN stands behind it any more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_outlives_its_inviter_and_says_so() {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let ada = adam
        .invite_person(json!({ "email": "ada@example.com", "role": "ADMIN" }))
        .await;
    let link = app.link("ada@example.com", 1).await;
    owner.deactivate(&adam.id).await.done();
    owner.delete(&adam.id).await.done();
    assert!(owner.user(&ada.id).await["invitation"]["invitedBy"].is_null());
    let preview = ada.preview(&link).await;
    assert_eq!(
        (&preview["state"], &preview["invitedByName"]),
        (&json!("OPEN"), &json!(null))
    );
    assert_eq!(ada.accept(&link).await.done()["user"]["role"], "MEMBER");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_in_two_organisations_is_two_people() {
    let (app, acme) = TestApp::founded().await;
    let other = app.another_organization("Other", "una@other.example").await;
    let here = acme.invite("ada@example.com").await;
    let first = app.link("ada@example.com", 1).await;
    let there = other.invite("ada@example.com").await;
    let second = app.link("ada@example.com", 2).await;
    assert_ne!(here.id, there.id);
    assert_eq!(there.preview(&second).await["organizationName"], "Other");
    there.accept(&second).await.done();
    assert_eq!(
        acme.status(&here.id).await,
        "INVITED",
        "a token reaches its own organisation only"
    );
    here.accept(&first).await.done();
    assert_eq!(here.whoami().await, Some(here.id.clone()));
}

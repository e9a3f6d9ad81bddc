//! One address is one person, however it is written and through whichever door it comes.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::TestApp;

const SPELLINGS: [&str; 4] = [
    "ada.lovelace@example.com",
    "Ada.Lovelace@Example.com",
    " ADA.LOVELACE@EXAMPLE.COM ",
    "ada.lovelace@EXAMPLE.com",
];

#[tokio::test(flavor = "multi_thread")]
async fn an_address_in_four_cases_through_every_door_is_one_person() {
    let (app, admin) = TestApp::founded().await;
    let ada = admin.invite(SPELLINGS[0]).await;
    let grace = admin.create("grace@example.com").await;
    for spelling in SPELLINGS {
        let invited = admin
            .try_invite(json!({ "person": { "email": spelling } }))
            .await;
        assert_eq!(invited.codes(), ["ALREADY_INVITED"], "{spelling}");
        let created = admin
            .try_create(json!({ "person": { "email": spelling } }))
            .await;
        assert_eq!(created.codes(), ["ALREADY_INVITED"], "{spelling}");
        let many = json!({ "people": [{ "email": spelling }] });
        let invited = admin.try_bulk_invite(many).await.done();
        assert_eq!(
            invited["operation"]["counts"],
            json!([{ "code": "ALREADY_INVITED", "count": 1 }]),
            "{spelling}"
        );
        let imported = admin.import(format!("email\n{spelling}\n")).await;
        assert_eq!(
            imported["counts"],
            json!([{ "code": "ALREADY_INVITED", "count": 1 }]),
            "{spelling}"
        );
        let updated = admin
            .update(json!({ "id": grace, "email": spelling }))
            .await;
        assert_eq!(
            (updated.codes(), updated.paths()),
            (vec!["DUPLICATE_CONTACT"], vec!["email".to_owned()]),
            "{spelling}"
        );
    }
    let link = app.link(SPELLINGS[0], 1).await;
    ada.accept(&link).await.done();
    for spelling in SPELLINGS {
        let input = json!({ "email": spelling, "password": tests::PASSWORD });
        let done = app
            .visitor()
            .deed("signIn", input, "viewer { id }")
            .await
            .done();
        assert_eq!(done["viewer"]["id"], json!(ada.id));
    }
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE email_key LIKE 'ada%'")
            .await,
        1
    );
    let mine = admin
        .update(json!({ "id": ada.id, "email": SPELLINGS[1] }))
        .await
        .done();
    assert_eq!(
        mine["user"]["email"], SPELLINGS[1],
        "one may write one's own address differently"
    );
}

/// What a deed done to many made of the only one; nothing where they are theirs from now on.
fn outcome(operation: &Value) -> String {
    match operation["counts"][0]["code"].as_str().expect("an outcome") {
        "INVITED" => String::new(),
        other => other.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_comes_through_every_door_at_once_is_one_person() {
    let (app, admin) = TestApp::founded().await;
    let others = join_all((0..8).map(|n| {
        let admin = &admin;
        async move { admin.create(&format!("other{n}@example.com")).await }
    }))
    .await;
    let doors = (0..48).map(|turn| {
        let (admin, other, spelling) = (&admin, &others[turn % 8], SPELLINGS[turn % 4]);
        async move {
            match turn % 5 {
                0 => admin
                    .try_invite(json!({ "person": { "email": spelling } }))
                    .await
                    .codes()
                    .concat(),
                1 => admin
                    .try_create(json!({ "person": { "email": spelling } }))
                    .await
                    .codes()
                    .concat(),
                2 => admin
                    .update(json!({ "id": other, "email": spelling }))
                    .await
                    .codes()
                    .concat(),
                // Of one person's files that are not confirmed the four newest are kept.
                3 if turn < 20 => outcome(&admin.import(format!("email\n{spelling}\n")).await),
                _ => {
                    let many = json!({ "people": [{ "email": spelling }] });
                    outcome(&admin.try_bulk_invite(many).await.done()["operation"])
                }
            }
        }
    });
    let codes: Vec<String> = join_all(doors).await;
    let rows = app
        .database
        .number("SELECT count(*) FROM users WHERE email_key = 'ada.lovelace@example.com'")
        .await;
    assert_eq!(rows, 1, "{codes:?}");
    // Whoever was given the address first may be given it again by the same door, and is invited as they are.
    let owners = codes.iter().filter(|code| code.is_empty()).count();
    assert!((1..=3).contains(&owners), "{codes:?}");
    let known = ["", "ALREADY_INVITED", "DUPLICATE_CONTACT", "UNCHANGED"];
    assert!(
        codes.iter().all(|code| known.contains(&code.as_str())),
        "{codes:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn plus_addresses_and_look_alikes_are_other_people_and_domains_are_compared_in_ascii() {
    let (_app, admin) = TestApp::founded().await;
    for email in [
        "ada@example.com",
        "ada+work@example.com",
        "аda@example.com",
        "jörg@bücher.example",
    ] {
        admin.invite(email).await;
    }
    for same in ["JÖRG@xn--bcher-kva.example", "jo\u{308}rg@bücher.example"] {
        let refused = admin
            .try_invite(json!({ "person": { "email": same } }))
            .await;
        assert_eq!(refused.codes(), ["ALREADY_INVITED"], "{same}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_number_is_one_person_too() {
    let (app, admin) = TestApp::founded().await;
    let written = [
        "+33 6 12 34 56 78",
        "+33612345678",
        "+33-6-12-34-56-78",
        "+33.6.12.34.56.78",
    ];
    let doors = written
        .iter()
        .map(|phone| admin.try_create(json!({ "person": { "phone": phone }, "invite": false })));
    let answers = join_all(doors).await;
    let codes: Vec<String> = answers
        .iter()
        .map(|payload| payload.codes().concat())
        .collect();
    assert_eq!(
        codes.iter().filter(|code| code.is_empty()).count(),
        1,
        "{codes:?}"
    );
    assert_eq!(
        codes
            .iter()
            .filter(|code| *code == "DUPLICATE_CONTACT")
            .count(),
        3,
        "{codes:?}"
    );
    assert_eq!(
        app.database
            .number("SELECT count(*) FROM users WHERE phone IS NOT NULL")
            .await,
        1
    );
}

//! Names of teams and products, and letters that are kept in the mailbox: what was typed is text.

use serde_json::json;
use tests::{Options, Post, TestApp};

use crate::hostile_text::HARMLESS;

#[tokio::test(flavor = "multi_thread")]
async fn names_of_teams_and_products_and_letters_in_the_mailbox_are_text() {
    let app = TestApp::with(Options {
        post: Post::Mailbox,
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    for (n, text) in HARMLESS.iter().enumerate() {
        let team = admin.create_team(&format!("{text} {n}")).await;
        let product = admin
            .create_product(&format!("p{n}"), &format!("{text} {n}"))
            .await;
        let named = json!({ "name": text });
        admin.update_organization(named).await.done();
        let person = json!({ "email": format!("ada{n}@example.com"), "fullName": text,
            "teamId": team, "productIds": [product] });
        let id = admin.invite_person(person).await.id;
        let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let user = admin.user(&id).await;
        assert_eq!(user["team"]["name"], json!(format!("{shown} {n}")));
        assert_eq!(user["products"][0]["name"], json!(format!("{shown} {n}")));
    }
    app.all_settled().await;
    let list = app.visitor().get("/mailbox").await.text;
    let letters: Vec<&str> = list
        .split("href=\"/mailbox/")
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| id.starts_with("msg_"))
        .collect();
    assert_eq!(letters.len(), HARMLESS.len(), "{list}");
    let mut pages = vec![list.clone()];
    for id in letters {
        for end in ["", "/html"] {
            pages.push(app.visitor().get(&format!("/mailbox/{id}{end}")).await.text);
        }
    }
    for page in pages {
        for markup in ["<script", "<img src=x"] {
            assert!(!page.contains(markup), "{markup} in {page}");
        }
    }
}

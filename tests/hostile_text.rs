//! What a person typed never becomes a header, markup, a formula, a template or a line of a log.

use serde_json::json;
use tests::{
    Options, TestApp,
    folder::stand_in,
    letter::{Letter, token},
    smtp::Mood,
};

/// Refused at the border: control characters, and ones that hide or turn what follows.
const REFUSED: [&str; 7] = [
    "Ada\0Lovelace",
    "Ada\u{202e}ecalevoL",
    "\u{1b}[31mAda",
    "Ada\u{2066}x\u{2069}",
    "Ada\u{feff}",
    "Ada\u{8}",
    "A\u{61c}da",
];

/// Let in, since people and organisations have strange names, and to be shown as they are.
pub(crate) const HARMLESS: [&str; 12] = [
    "Ada\r\nBcc: evil@example.com",
    "Ada\r\n\r\n<script>alert(1)</script>",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7777 * 7777 }} {% if true %}x{% endif %}",
    "${7777*7777} #{7777*7777} {{title}} {{first_screen}}",
    "=HYPERLINK(\"http://evil.example\",\"Ada\")",
    "=?utf-8?q?=0D=0ABcc:_evil@example.com?=",
    "'; DROP TABLE users; --",
    "\"Ada\" <evil@example.com>, (comment)",
    "Zoë 👩‍🚀 ݖ 漢字",
    ".",
];

/// What every letter has to have and to be, whatever was typed into it.
fn is_sound(letter: &Letter, to: &str) {
    assert_eq!(letter.recipients, [to]);
    let allowed = [
        "from",
        "to",
        "subject",
        "message-id",
        "date",
        "content-language",
        "auto-submitted",
        "reply-to",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    ];
    for (name, _) in letter.header_lines() {
        assert!(
            allowed.contains(&name.to_ascii_lowercase().as_str()),
            "a header of its own: {name}"
        );
    }
    assert_eq!(
        letter
            .header_lines()
            .iter()
            .filter(|(name, _)| name == "To")
            .count(),
        1
    );
    let html = letter.html();
    for markup in ["<script>", "<img src=x", "onerror=alert(1)>"] {
        assert!(!html.contains(markup), "{markup} in {html}");
    }
    assert!(letter.link().is_some(), "{}", letter.text());
    let product = (7777 * 7777).to_string();
    assert!(
        !letter.text().contains(&product) && !html.contains(&product),
        "a template ran: {html}"
    );
    let head_end = letter
        .raw
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("a head");
    assert!(letter.raw[..head_end].is_ascii(), "headers are ASCII");
    assert!(
        letter
            .raw
            .split(|byte| *byte == b'\n')
            .all(|line| line.len() <= 999),
        "RFC 5322, 2.1.1"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hides_or_turns_text_is_refused_in_every_field() {
    let (app, admin) = TestApp::founded().await;
    let id = admin.create("grace@example.com").await;
    for text in REFUSED {
        let person = json!({ "email": "ada@example.com", "fullName": text });
        assert_eq!(
            admin.try_invite(json!({ "person": person })).await.codes(),
            ["INVALID_NAME"],
            "{text:?}"
        );
        let noted = json!({ "person": { "email": "ada@example.com" }, "note": text });
        assert_eq!(
            admin.try_invite(noted).await.codes(),
            ["INVALID_NOTE"],
            "{text:?}"
        );
        assert_eq!(
            admin
                .update(json!({ "id": id, "fullName": text }))
                .await
                .codes(),
            ["INVALID_NAME"],
            "{text:?}"
        );
        assert_eq!(
            admin
                .update_organization(json!({ "name": text }))
                .await
                .codes(),
            ["INVALID_NAME"],
            "{text:?}"
        );
        assert_eq!(
            admin
                .deed("createTeam", json!({ "name": text }), "team { id }")
                .await
                .codes(),
            ["INVALID_NAME"]
        );
        let product = json!({ "key": "x", "name": text });
        assert_eq!(
            admin
                .deed("createProduct", product, "product { id }")
                .await
                .codes(),
            ["INVALID_NAME"],
            "{text:?}"
        );
        let address = json!({ "person": { "email": format!("{text}@example.com") } });
        assert_eq!(
            admin.try_invite(address).await.codes(),
            ["INVALID_EMAIL"],
            "{text:?}"
        );
        let searched = admin.found_by(json!({ "search": text })).await;
        assert!(searched.len() <= 2, "a search is only a search");
    }
    assert_eq!(app.database.number("SELECT count(*) FROM users").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_names_reach_letters_and_pages_as_text_and_nothing_else() {
    let client = stand_in();
    let app = TestApp::with(Options {
        client_folder: Some(client.path().to_owned()),
        ..Options::default()
    })
    .await;
    let admin = app.found().await;
    for (n, text) in HARMLESS.iter().enumerate() {
        admin
            .update_organization(json!({ "name": text }))
            .await
            .done();
        admin
            .update(json!({ "id": admin.id, "fullName": text }))
            .await
            .done();
        let team = admin.create_team(&format!("{text} {n}")).await;
        let email = format!("ada{n}@example.com");
        let person = json!({ "email": email, "fullName": text, "teamId": team });
        let done = admin
            .try_invite(json!({ "person": person, "note": text }))
            .await
            .done();
        let letter = app.letter(&email, 1).await;
        is_sound(&letter, &email);
        let link = letter.link().expect("a link");
        assert!(link.starts_with(&app.public_url()), "{link}");

        let page = app
            .visitor()
            .get(&format!("/join/{}", token(&link)))
            .await
            .text;
        for markup in ["<script>alert", "<img src=x", "x{% endif"] {
            assert!(
                !page.contains(markup) || markup.starts_with('x'),
                "{text:?}: {markup} in {page}"
            );
        }
        assert_eq!(page.matches("<title>").count(), 1, "{page}");
        assert_eq!(page.matches("data-preview=").count(), 1, "{page}");

        let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            admin
                .user(done["user"]["id"].as_str().expect("an id"))
                .await["fullName"],
            json!(shown)
        );
        assert_eq!(
            app.visitor().preview(&link).await["organizationName"],
            json!(shown)
        );
    }
    app.all_settled().await;
    assert_eq!(
        app.smtp().letters().len(),
        HARMLESS.len(),
        "one letter each, and none to anybody else"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_end_in_an_address_is_no_address() {
    let (app, admin) = TestApp::founded().await;
    for text in [
        "ada@example.com\r\nBcc: evil@example.com",
        "ada@example.com\nRCPT TO:<evil@example.com>",
        "ada@example.com>,<evil@example.com",
        "ada@example.com,evil@example.com",
        "\"ada\r\n\"@example.com",
        "ada@exam\u{ad}ple.com",
        "ada @example.com",
        "=1+1@example.com\0",
    ] {
        assert_eq!(
            admin
                .try_invite(json!({ "person": { "email": text } }))
                .await
                .codes(),
            ["INVALID_EMAIL"],
            "{text:?}"
        );
    }
    admin.invite("=1+1@example.com").await;
    let letter = app.letter("=1+1@example.com", 1).await;
    assert_eq!(letter.recipients, ["=1+1@example.com"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_keeps_its_lines_and_its_dots() {
    let (app, admin) = TestApp::founded().await;
    let note = "Dear Ada,\r\n.\r\n..\r\nFrom now on <b>everything</b> is easy.\n.";
    admin
        .try_invite(json!({ "person": { "email": "ada@example.com" }, "note": note }))
        .await
        .done();
    let letter = app.letter("ada@example.com", 1).await;
    is_sound(&letter, "ada@example.com");
    let text = letter.text();
    for line in [
        "Dear Ada,",
        "\n> .\n",
        "\n> ..\n",
        "From now on <b>everything</b> is easy.",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    assert!(
        letter.html().contains("&lt;b&gt;everything")
            || letter.html().contains("&#60;b&#62;everything"),
        "{}",
        letter.html()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_mail_server_are_shown_as_words() {
    let (app, admin) = TestApp::founded().await;
    app.smtp()
        .be(Mood::Poison("ada@example.com".to_owned(), 550))
        .await;
    let ada = admin.invite("ada@example.com").await;
    app.all_settled().await;
    let reason = admin.user(&ada.id).await["invitation"]["delivery"]["reason"]
        .as_str()
        .expect("a reason")
        .to_owned();
    assert!(reason.contains("No such person here"), "{reason}");
    assert!(!reason.contains(['\r', '\n']), "{reason:?}");
}

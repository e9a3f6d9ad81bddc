//! Files to take away: people as they are, the result of an import, and an empty file; each can be read in again.

use serde_json::json;
use tests::{
    TestApp,
    files::{classes, problems},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_result_can_be_corrected_and_brought_again() {
    let (_app, admin) = TestApp::founded().await;
    let file = "email;team;remark\nada@example.com;;=1+1\nbea@;;\n";
    let import = admin.preview(file).await;
    let path = format!(
        "/downloads/imports/{}",
        import["id"].as_str().expect("an id")
    );
    let before = admin.get(&path).await;
    assert_eq!(
        before.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    assert!(
        before
            .header("content-disposition")
            .is_some_and(|value| value.starts_with("attachment; filename=\"people-result.csv\""))
    );
    assert!(
        before.text.contains("\"NEW\"")
            && before
                .text
                .contains("\"INVALID\";\"Check the e-mail address."),
        "{}",
        before.text
    );
    admin.confirm(&import).await;
    let after = admin.get(&path).await.text;
    let lines: Vec<&str> = after.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\"email\";\"team\";\"remark\";\"Result\";\"Reason\""
    );
    assert_eq!(
        lines[1], "\"ada@example.com\";\"\";\"'=1+1\";\"INVITED\";\"Invited\"",
        "a formula is text"
    );
    let mended = after.replace("bea@", "bea@example.com");
    let again = admin.preview(&mended).await;
    assert_eq!(again["rows"]["nodes"][0]["cells"][2], "'=1+1");
    let codes: Vec<String> = classes(&again)
        .into_iter()
        .map(|(_, class)| class)
        .collect();
    assert_eq!(codes, ["ALREADY_INVITED", "NEW"]);
    let path = format!(
        "/downloads/imports/{}",
        again["id"].as_str().expect("an id")
    );
    let result = admin.get(&path).await.text;
    assert_eq!(
        result.matches("Result").count(),
        1,
        "the columns of the first result are replaced: {result}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_of_a_result_says_what_the_file_said() {
    let (_app, admin) = TestApp::founded().await;
    let mut file = "email,name,phone\nada@example.com,-Ada,+33612345678\n".to_owned();
    for round in 1..=3 {
        let import = admin.preview(&file).await;
        let class = &classes(&import)[0].1;
        assert_eq!(
            class,
            if round == 1 { "NEW" } else { "ALREADY_INVITED" },
            "{file}"
        );
        admin.confirm(&import).await;
        let id = import["id"].as_str().expect("an id");
        file = admin.get(&format!("/downloads/imports/{id}")).await.text;
        assert!(file.contains("\"'-Ada\",\"'+33612345678\""), "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_exported_as_a_filter_finds_them_and_read_in_again_unchanged() {
    let (_app, admin) = TestApp::founded().await;
    let team = admin.create_team("=Team").await;
    let products = [
        admin.create_product("maps", "Maps; and more").await,
        admin.create_product("notes", "Notes").await,
    ];
    for n in 0..3 {
        let person = json!({ "email": format!("+p{n}@example.com"), "phone": format!("+3361234567{n}"), "fullName": format!("-Person {n}"), "teamId": team, "productIds": products, "locale": "fr" });
        admin
            .try_create(json!({ "person": person, "invite": false }))
            .await
            .done();
    }
    let filter = json!({ "search": "person", "status": ["CREATED"] }).to_string();
    let encoded: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
    let export = admin
        .get(&format!("/downloads/users.csv?filter={encoded}"))
        .await;
    let text = export.text.trim_start_matches('\u{feff}').to_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert_eq!(
        lines[0],
        "\"Full name\",\"E-mail\",\"Phone\",\"Team\",\"Products\",\"Language\",\"Role\",\"Status\",\"Added\""
    );
    let first = lines.iter().find(|line| line.contains("+p0@"));
    assert!(first.is_some_and(|line| line.starts_with("\"'-Person 0\",\"'+p0@example.com\",\"'+33612345670\",\"'=Team\",\"maps; Notes\",\"fr\",\"MEMBER\",\"CREATED\",")), "{text}");
    let import = admin.preview(&export.text).await;
    assert!(
        classes(&import)
            .iter()
            .all(|(_, class)| class == "UNCHANGED"),
        "{import}"
    );
    for row in import["rows"]["nodes"].as_array().expect("rows") {
        assert_eq!(problems(row), []);
    }
    let everyone = admin.get("/downloads/users.csv").await;
    assert_eq!(everyone.text.lines().count(), 5);
    let wrong = admin
        .get("/downloads/users.csv?filter=%7B%22status%22%3A%5B%22NOWHERE%22%5D%7D")
        .await;
    assert_eq!(wrong.status.as_u16(), 400, "{}", wrong.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_goes_on_over_many_pages() {
    let (_app, admin) = TestApp::founded().await;
    let rows: String = (0..2_300).map(|n| format!("p{n}@example.com\n")).collect();
    let import = admin.preview(format!("email\n{rows}")).await;
    admin.try_confirm(&import, false).await.done();
    let export = admin.get("/downloads/users.csv").await.text;
    let mut lines: Vec<&str> = export.lines().skip(1).collect();
    assert_eq!(lines.len(), 2_301);
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 2_301, "nobody twice");
    let path = format!(
        "/downloads/imports/{}",
        import["id"].as_str().expect("an id")
    );
    assert_eq!(admin.get(&path).await.text.lines().count(), 2_301);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_is_understood_and_in_the_readers_language() {
    let (_app, admin) = TestApp::founded().await;
    let template = admin.get("/downloads/import-template.csv").await.text;
    let import = admin
        .preview(format!("{}\"Ada\",\"ada@example.com\"\r\n", template))
        .await;
    assert!(
        import["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .all(|column| !column["field"].is_null()),
        "{import}"
    );
    admin
        .update(json!({ "id": admin.id, "locale": "fr" }))
        .await
        .done();
    let french = admin.get("/downloads/import-template.csv").await.text;
    assert!(
        french.contains("\"Adresse e-mail\";\"Téléphone\""),
        "{french}"
    );
    let import = admin
        .preview(format!("{french}\"Ada\";\"ada@example.com\"\r\n"))
        .await;
    assert!(
        import["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .all(|column| !column["field"].is_null()),
        "{import}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_takes_a_file_away() {
    let (app, admin) = TestApp::founded().await;
    let member = admin.colleague(&app, "member@example.com", "MEMBER").await;
    let import = admin.preview("email\nada@example.com\n").await;
    let result = format!(
        "/downloads/imports/{}",
        import["id"].as_str().expect("an id")
    );
    for path in [
        "/downloads/users.csv",
        "/downloads/import-template.csv",
        &result,
    ] {
        for visitor in [
            &app.visitor(),
            &*member,
            &admin.sending("sec-fetch-site", "cross-site"),
        ] {
            let refused = visitor.get(path).await;
            assert_eq!(refused.status.as_u16(), 403, "{path}");
            assert!(!refused.text.contains('@'), "{}", refused.text);
        }
    }
    let stranger = app
        .another_organization("Strangers", "una@stranger.example")
        .await;
    assert_eq!(stranger.get(&result).await.status.as_u16(), 404);
    assert!(
        !stranger
            .get("/downloads/users.csv")
            .await
            .text
            .contains("acme.example")
    );
    app.at_rest().await;
    let before = app.database.dump().await;
    for path in [
        "/downloads/users.csv",
        "/downloads/import-template.csv",
        &result,
    ] {
        admin.get(path).await;
    }
    assert_eq!(
        app.database.dump().await,
        before,
        "and taking one away changes nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gets_no_file_reads_why_in_their_language() {
    let (app, admin) = TestApp::founded().await;
    let member = admin.colleague(&app, "member@example.com", "MEMBER").await;
    let people = "/downloads/users.csv";
    let english = "Sign in as an administrator first.\n";
    let french = "Connectez-vous d’abord en tant qu’administrateur.\n";
    assert_eq!(app.visitor().get(people).await.text, english);
    let visitor = app.visitor().sending("accept-language", "fr-CA,fr;q=0.9");
    assert_eq!(visitor.get(people).await.text, french);
    // Their own language counts, and not the browser's.
    let own = json!({ "id": member.id, "locale": "fr" });
    admin.update(own).await.done();
    assert_eq!(member.get(people).await.text, french);
    let own = json!({ "id": admin.id, "locale": "fr" });
    admin.update(own).await.done();
    let missing = admin.get("/downloads/imports/nonsense").await;
    assert_eq!(missing.status.as_u16(), 404);
    assert_eq!(missing.text, "Cet import n’existe pas.\n");
    let wrong = admin.get("/downloads/users.csv?filter=%7B").await;
    assert_eq!(wrong.status.as_u16(), 400);
    assert!(
        wrong.text.starts_with("Ce filtre ne peut pas être lu"),
        "{}",
        wrong.text
    );
}

//! previewImport: a file is understood however it was saved, each row is told what it would do, and nothing is done.

use serde_json::{Value, json};
use tests::{
    TestApp,
    files::{classes, problems},
};

fn expected(classes: &[(i64, &str)]) -> Vec<(i64, String)> {
    classes
        .iter()
        .map(|(line, class)| (*line, (*class).to_owned()))
        .collect()
}

const FRENCH: &str =
    "Prénom;Nom;Courriel;Téléphone\r\nAmélie;Côté;amelie@example.com;+33 6 12 34 56 78\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_understood_however_it_was_saved() {
    let (_app, admin) = TestApp::founded().await;
    let utf_16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(FRENCH.encode_utf16())
            .flat_map(unit)
            .collect()
    };
    let latin: Vec<u8> = FRENCH
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("a letter of Latin 1"))
        .collect();
    for (bytes, encoding) in [
        (FRENCH.as_bytes().to_vec(), "UTF-8"),
        ([b"\xef\xbb\xbf", FRENCH.as_bytes()].concat(), "UTF-8"),
        (utf_16(u16::to_le_bytes), "UTF-16LE"),
        (utf_16(u16::to_be_bytes), "UTF-16BE"),
        (latin, "windows-1252"),
        (FRENCH.replace("\r\n", "\r").into_bytes(), "UTF-8"),
        (FRENCH.replace("\r\n", "\n").into_bytes(), "UTF-8"),
    ] {
        let import = admin.preview(bytes).await;
        assert_eq!(
            (&import["encoding"], &import["separator"]),
            (&json!(encoding), &json!(";"))
        );
        assert_eq!(classes(&import), expected(&[(2, "NEW")]));
        assert_eq!(import["rows"]["nodes"][0]["cells"][0], "Amélie");
        let fields: Vec<&Value> = import["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .map(|column| &column["field"])
            .collect();
        assert_eq!(
            fields,
            [
                &json!("FIRST_NAME"),
                &json!("LAST_NAME"),
                &json!("EMAIL"),
                &json!("PHONE")
            ]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_is_told_apart_and_nothing_is_done() {
    let (app, admin) = TestApp::founded().await;
    let team = admin.create_team("Research").await;
    let created = admin.try_create(json!({ "person": { "email": "created@example.com", "fullName": "Cleo", "teamId": team }, "invite": false }));
    created.await.done();
    admin.invite("invited@example.com").await;
    admin.colleague(&app, "active@example.com", "MEMBER").await;
    let gone = admin.create("gone@example.com").await;
    admin.deactivate(&gone).await.done();
    app.at_rest().await;
    let before = app.database.dump().await;
    let file = "Team,E-MAIL,full name,unknown\n\
        research,created@example.com,Cleo,x\n\
        ,Created@Example.COM,Cleo,x\n\
        ,invited@example.com,,\n\
        ,active@example.com,,\n\
        Research,gone@example.com,Other,\n\
        Research,new@example.com,\"Nova\nStar\",\n\
        ,NEW@example.com,Nova,\n\
        ,nobody,,\n\
        research,invited@example.org,,\n";
    let import = admin.preview(file).await;
    let expected = expected(&[
        (2, "UNCHANGED"),
        (3, "DUPLICATE_IN_FILE"),
        (4, "ALREADY_INVITED"),
        (5, "ALREADY_ACTIVE"),
        (6, "DEACTIVATED"),
        (7, "NEW"),
        (9, "DUPLICATE_IN_FILE"),
        (10, "INVALID"),
        (11, "NEW"),
    ]);
    assert_eq!(classes(&import), expected);
    let rows = import["rows"]["nodes"].as_array().expect("rows");
    assert_eq!(rows[0]["user"]["email"], "created@example.com");
    assert_eq!(
        problems(&rows[1]),
        [("DUPLICATE_IN_REQUEST".to_owned(), "email".to_owned())]
    );
    assert!(
        rows[1]["problems"][0]["message"]
            .as_str()
            .is_some_and(|message| message.contains("Line 2"))
    );
    let mut after = app.database.dump().await;
    for table in ["imports", "import_rows"] {
        assert!(
            after
                .insert(table.to_owned(), Vec::new())
                .is_some_and(|rows| !rows.is_empty())
        );
    }
    assert_eq!(
        after, before,
        "a preview does nothing but remember the file"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_told_at_once_with_its_line_and_column() {
    let (_app, admin) = TestApp::founded().await;
    admin
        .try_create(json!({ "person": { "phone": "+33612345678" }, "invite": false }))
        .await
        .done();
    let file = "name;email;phone;team;products;language;role\n\
        Ada\u{202e};ada@localhost;0612345678;Nowhere;Nothing;de;king\n\
        Bea;;;;;;\n\
        Cid;cid@example.com;+33612345678;;;;\n\
        Dan;dan@example.com;;;;;;;extra\n";
    let import = admin.preview(file).await;
    let rows = import["rows"]["nodes"].as_array().expect("rows");
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(code, path)| ((*code).to_owned(), (*path).to_owned()))
            .collect()
    };
    let all = [
        ("INVALID_NAME", "fullName"),
        ("INVALID_EMAIL", "email"),
        ("INVALID_PHONE", "phone"),
        ("INVALID_LOCALE", "locale"),
        ("INVALID_ROLE", "role"),
        ("TEAM_NOT_FOUND", "team"),
        ("PRODUCT_NOT_FOUND", "products"),
    ];
    assert_eq!(problems(&rows[0]), pairs(&all));
    assert_eq!(problems(&rows[1]), pairs(&[("CONTACT_REQUIRED", "email")]));
    assert_eq!(problems(&rows[2]), pairs(&[("DUPLICATE_CONTACT", "phone")]));
    assert_eq!(problems(&rows[3]), pairs(&[("ROW_UNREADABLE", "")]));
    assert_eq!(
        import["counts"],
        json!([{ "class": "INVALID", "count": 4 }])
    );
    let query = "query($id: ID!) { import(id: $id) { rows(first: 1, class: [NEW]) { totalCount } all: rows(first: 2) { totalCount pageInfo { hasNextPage endCursor } } } }";
    let answer = admin.ask(query, json!({ "id": import["id"] })).await;
    assert_eq!(answer.data()["import"]["rows"]["totalCount"], 0);
    assert_eq!(
        answer.data()["import"]["all"]["pageInfo"]["hasNextPage"],
        true
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_cells_are_text_and_nothing_else() {
    let (_app, admin) = TestApp::founded().await;
    let names = [
        ("A\0da", "INVALID"),
        ("Ada\u{2066}x", "INVALID"),
        ("<script>alert(1)</script>", "NEW"),
        ("=HYPERLINK(1)", "NEW"),
        ("'; DROP TABLE users; --", "NEW"),
    ];
    let rows = (0..)
        .zip(names)
        .map(|(n, (name, _))| format!("p{n}@example.com\t{name}\n"));
    let file: String = std::iter::once("email\tna\0me\n".to_owned())
        .chain(rows)
        .collect();
    let options = json!({ "columns": ["EMAIL", "FULL_NAME"] });
    let answer = admin
        .send_file("../<b>\u{202e}people.csv", file.as_bytes(), options)
        .await;
    let import = &answer.data()["previewImport"]["import"];
    let classes: Vec<String> = classes(import)
        .into_iter()
        .map(|(_, class)| class)
        .collect();
    assert_eq!(classes, names.map(|(_, class)| class.to_owned()));
    assert_eq!(import["rows"]["nodes"][0]["cells"][1], "A\0da");
    assert_eq!(import["fileName"], "people.csv");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessed_columns_can_be_mended_and_a_missing_one_is_named() {
    let (_app, admin) = TestApp::founded().await;
    let file = "wer,wohin\nAda,ada@example.com\n";
    let payload = admin.try_preview(file, json!({})).await;
    assert_eq!(payload.codes(), ["COLUMN_MISSING"]);
    assert_eq!(
        payload.value["import"]["columns"][1],
        json!({ "heading": "wohin", "field": null })
    );
    let mended = admin
        .try_preview(file, json!({ "columns": ["FULL_NAME", "EMAIL"] }))
        .await
        .done();
    assert_eq!(classes(&mended["import"]), expected(&[(2, "NEW")]));
    let pasted = admin
        .preview("Ada Lovelace <x>,ada@example.com\nBea,bea@example.com")
        .await;
    assert_eq!(
        pasted["columns"][1],
        json!({ "heading": null, "field": "EMAIL" })
    );
    assert_eq!(classes(&pasted), expected(&[(1, "NEW"), (2, "NEW")]));
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_teams_and_products_are_listed_when_they_would_be_made() {
    let (app, admin) = TestApp::founded().await;
    admin.create_product("atlas", "Atlas Maps").await;
    let file = "email,team,products\na@example.com,Équipe A,atlas; Notes\nb@example.com,equipe a,ATLAS MAPS\n";
    let import = admin
        .try_preview(file, json!({ "createMissing": true }))
        .await
        .done()["import"]
        .clone();
    assert_eq!(
        (&import["newTeams"], &import["newProducts"]),
        (&json!(["Équipe A"]), &json!(["Notes"]))
    );
    assert_eq!(classes(&import), expected(&[(2, "NEW"), (3, "NEW")]));
    assert_eq!(
        app.database.number("SELECT count(*) FROM teams").await,
        0,
        "and none is made yet"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_is_one_person_by_address_and_by_number() {
    let (_app, admin) = TestApp::founded().await;
    let person = json!({ "email": "ada@example.com", "phone": "+33612345678" });
    admin
        .try_create(json!({ "person": person, "invite": false }))
        .await
        .done();
    let file = "email;phone;name\nada@example.com;;Ada\n;+33612345678;Ava\n";
    let import = admin.preview(file).await;
    assert_eq!(
        classes(&import),
        expected(&[(2, "UPDATE"), (3, "DUPLICATE_IN_FILE")])
    );
    admin.confirm(&import).await;
    assert_eq!(
        admin.found_by(json!({ "search": "ada" })).await,
        ["ada@example.com"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_a_role_above_their_own_into_a_file() {
    let (app, owner) = TestApp::founded().await;
    let admin = owner.colleague(&app, "admin@example.com", "ADMIN").await;
    for row in [
        "new@example.com,owner,",
        "olivia@acme.example,member,",
        "olivia@acme.example,,Hacked",
    ] {
        let import = admin.preview(format!("email,role,name\n{row}\n")).await;
        let row = &import["rows"]["nodes"][0];
        let expected = [("ROLE_NOT_GRANTABLE".to_owned(), "role".to_owned())];
        assert_eq!(problems(row), expected, "{row}");
    }
    let own = owner
        .preview("email,role\nolivia@acme.example,member\n")
        .await;
    assert_eq!(
        classes(&own),
        expected(&[(2, "INVALID")]),
        "an owner is not unmade by a file"
    );
}

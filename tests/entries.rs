//! Each address of the console is answered with the page of the entry that shows it.

use tests::{Options, TestApp, folder::stand_in};

#[tokio::test(flavor = "multi_thread")]
async fn each_address_leads_to_its_entry() {
    let client = stand_in();
    let app = TestApp::with(Options {
        client_folder: Some(client.path().to_owned()),
        ..Options::default()
    })
    .await;
    let visitor = app.visitor();
    for (entry, paths) in [
        (
            "people",
            &[
                "/settings",
                "/settings/users",
                "/settings/users/usr_1",
                "/sign-in",
            ][..],
        ),
        (
            "office",
            &[
                "/setup",
                "/account",
                "/settings/teams",
                "/settings/nowhere",
                "/settings/users/import",
                "/imports/imp_1",
            ][..],
        ),
    ] {
        for path in paths {
            let page = visitor.get(path).await;
            assert!(page.status.is_success(), "{path}");
            assert!(page.text.contains(entry), "{path}: {}", page.text);
            assert_eq!(page.header("cache-control"), Some("no-cache"), "{path}");
        }
    }
    assert_eq!(visitor.get("/nowhere").await.status, 404);
}

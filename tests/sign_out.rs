//! signOut.

use tests::{TestApp, people};

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_this_session_and_no_other() {
    let (app, admin) = TestApp::founded().await;
    let elsewhere = people::sign_in(app.visitor(), "olivia@acme.example").await;
    let cookie = admin.cookie();
    admin.sign_out().await;
    assert_eq!(admin.cookie(), None, "the browser forgets");
    admin.set_cookie(cookie);
    assert_eq!(admin.whoami().await, None, "and so does the server");
    assert!(elsewhere.whoami().await.is_some());
}

//! revokeApiToken.

use std::time::Duration;

use serde_json::json;
use tests::{
    Admin, Payload, TestApp,
    socket::{Heard, Socket},
};

async fn revoke(admin: &Admin, id: &str) -> Payload {
    let input = json!({ "id": id });
    admin
        .deed("revokeApiToken", input, "apiToken { state revokedAt }")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_is_refused_at_once_and_its_socket_closes() {
    let (app, owner) = TestApp::founded().await;
    let program = owner.program("HR system", "ADMIN").await;
    program.create("ada@example.com").await;
    app.at_rest().await;
    let mut socket = Socket::watching(&program, None).await;
    let done = revoke(&owner, &program.id).await.done();
    assert_eq!(done["apiToken"]["state"], "REVOKED");
    let refused = program.ask("{ users { totalCount } }", json!({})).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.code(), Some("UNAUTHENTICATED"));
    assert!(refused.header("www-authenticate").is_some());
    let (took, how) = socket.closes().await;
    assert_eq!(how, Heard::Closed(4403));
    assert!(took < Duration::from_secs(1), "{took:?}");

    let again = revoke(&owner, &program.id).await.done();
    assert_eq!(
        again["apiToken"]["revokedAt"],
        done["apiToken"]["revokedAt"]
    );
    let revoked = "SELECT detail FROM events WHERE kind = 'API_TOKEN_REVOKED'";
    assert_eq!(app.database.texts(revoked).await, ["HR system"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_follows_the_revocation_is_not_heard() {
    for _ in 0..10 {
        let (app, owner) = TestApp::founded().await;
        let program = owner.program("HR system", "ADMIN").await;
        app.at_rest().await;
        let mut socket = Socket::watching(&program, None).await;
        revoke(&owner, &program.id).await.done();
        owner.create("secret@example.com").await;
        loop {
            match socket.hear().await {
                Heard::Message(message) => {
                    assert!(!message.to_string().contains("secret@"), "{message}")
                }
                how => break assert_eq!(how, Heard::Closed(4403)),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_revokes_what_is_above_them_unknown_or_somebody_elses() {
    let (app, owner) = TestApp::founded().await;
    let program = owner.program("Owner's", "OWNER").await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let una = app.another_organization("Other", "una@other.example").await;
    for (admin, id, code) in [
        (&adam, program.id.as_str(), "ROLE_NOT_GRANTABLE"),
        (&una, program.id.as_str(), "TOKEN_NOT_FOUND"),
        (&owner, "tok_nothing", "TOKEN_NOT_FOUND"),
    ] {
        let refused = revoke(admin, id).await;
        assert_eq!(
            (refused.codes(), refused.paths()),
            (vec![code], vec!["id".to_owned()])
        );
    }
    let input = json!({ "id": program.id });
    let by_itself = program
        .try_deed("revokeApiToken", input, "apiToken { id }")
        .await;
    assert_eq!(by_itself.code(), Some("FORBIDDEN"));
    assert!(
        program
            .ask("{ viewerToken { id } }", json!({}))
            .await
            .data()["viewerToken"]
            .is_object()
    );
}

//! A session that has ended is served nothing more: no request, and no event on a socket that is open.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use tests::{
    Admin, PASSWORD, TestApp, people,
    socket::{Heard, Socket},
};

const A_SECOND: Duration = Duration::from_secs(1);

/// A second administrator with an open socket, and the owner who ends their session somehow.
async fn watching() -> (TestApp, Admin, Admin, Socket) {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    app.at_rest().await;
    let socket = Socket::watching(&adam, None).await;
    (app, owner, adam, socket)
}

async fn closes_within_a_second(mut socket: Socket) {
    let (took, how) = socket.closes().await;
    assert_eq!(how, Heard::Closed(4403));
    assert!(took < A_SECOND, "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_closes_the_socket() {
    let (_app, _owner, adam, socket) = watching().await;
    adam.sign_out().await;
    closes_within_a_second(socket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_the_password_closes_the_sockets_of_the_other_sessions() {
    let (app, _owner, adam, socket) = watching().await;
    let elsewhere = people::sign_in(app.visitor(), &adam.email).await;
    let input = json!({ "currentPassword": PASSWORD, "newPassword": "another quiet evening" });
    elsewhere
        .deed("changePassword", input, "viewer { id }")
        .await
        .done();
    closes_within_a_second(socket).await;
    Socket::connect(&elsewhere).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivation_closes_the_socket() {
    let (_app, owner, adam, socket) = watching().await;
    owner.deactivate(&adam.id).await.done();
    closes_within_a_second(socket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demotion_closes_the_socket() {
    let (_app, owner, adam, socket) = watching().await;
    owner
        .update(json!({ "id": adam.id, "role": "MEMBER" }))
        .await
        .done();
    closes_within_a_second(socket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_sessions_30_days_closes_the_socket() {
    let (app, _owner, _adam, socket) = watching().await;
    app.advance_days(30);
    closes_within_a_second(socket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_follows_the_end_of_a_session_is_not_heard() {
    for _ in 0..10 {
        let (_app, owner, adam, mut socket) = watching().await;
        owner.deactivate(&adam.id).await.done();
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
async fn in_another_process_a_session_ends_as_quickly() {
    let (app, owner) = TestApp::founded().await;
    let Some(sibling) = app.sibling().await else {
        return;
    };
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    let there = people::sign_in(sibling.visitor(), &adam.email).await;
    let socket = Socket::watching(&there, None).await;
    owner.deactivate(&adam.id).await.done();
    closes_within_a_second(socket).await;
    assert_eq!(there.whoami().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn among_many_who_ask_at_once_each_is_who_they_are() {
    let (app, owner) = TestApp::founded().await;
    let mut people = vec![owner.clone()];
    for nth in 0..4 {
        let email = format!("colleague{nth}@acme.example");
        people.push(owner.colleague(&app, &email, "ADMIN").await);
    }
    let asking = (0..40).flat_map(|_| &people);
    let asked = join_all(asking.clone().map(|person| person.whoami())).await;
    for (person, answer) in asking.zip(asked) {
        assert_eq!(answer.as_ref(), Some(&person.id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_signed_out_is_nobody_while_others_ask_at_the_same_time() {
    let (app, owner) = TestApp::founded().await;
    let adam = owner.colleague(&app, "adam@acme.example", "ADMIN").await;
    for _ in 0..20 {
        let there = people::sign_in(app.visitor(), &adam.email).await;
        let others = join_all(
            (0..30)
                .flat_map(|_| [&owner, &adam])
                .map(|other| other.whoami()),
        );
        let ended = async {
            let cookie = there.cookie();
            assert_eq!(there.whoami().await.as_ref(), Some(&adam.id));
            there.sign_out().await;
            // A browser that keeps its cookie, whatever the server says of it.
            there.set_cookie(cookie);
            there.whoami().await
        };
        let (ended, others) = tokio::join!(ended, others);
        assert_eq!(ended, None);
        assert!(others.iter().all(Option::is_some));
    }
}

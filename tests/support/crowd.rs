//! More people than one would invite one by one.

use crate::{Admin, TestApp};

/// So many people besides one who is invited through the door, made after their image behind the server's back: the same
/// invitation at the same instant, already delivered. Answers how many there are, with the first.
pub async fn crowd(app: &TestApp, admin: &Admin, further: usize) -> usize {
    let first = admin.invite("crowd@example.com").await;
    app.at_rest().await;
    let of = |column: &str, table: &str, key: &str| {
        format!("SELECT {column} FROM {table} WHERE {key} = '{}'", first.id)
    };
    let invitation = app
        .database
        .texts(&of("id", "invitations", "user_id"))
        .await
        .concat();
    let link = app
        .database
        .texts(&of("link_id", "invitations", "user_id"))
        .await
        .concat();
    // An id begins with its noun and its instant, which stay; the rest is drawn, here counted.
    let counted = |id: &str| {
        let (begin, _) = id.split_at(id.len() - 16);
        format!(
            "'{begin}' || substr('0000000000000000' || i, length('0000000000000000' || i) - 15)"
        )
    };
    let numbers = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {further})"
    );
    let (user_id, invitation_id, link_id) =
        (counted(&first.id), counted(&invitation), counted(&link));
    for copy in [
        format!(
            "INSERT INTO users (id, organization_id, full_name, email, email_key, search_key, name_key, locale, role, status, source, invitation_id, created_at, invited_at, last_event_at) \
             {numbers} SELECT {user_id}, organization_id, full_name, 'c' || i || email, 'c' || i || email_key, search_key, name_key, locale, role, status, source, {invitation_id}, created_at, invited_at, last_event_at \
             FROM users, n WHERE users.id = '{}'",
            first.id
        ),
        format!(
            "INSERT INTO invitations (id, organization_id, user_id, channel, state, locale, invited_by, created_at, link_id, expires_at, reminders_sent, last_sent_at, delivery_state, delivery_attempts, delivery_at) \
             {numbers} SELECT {invitation_id}, organization_id, {user_id}, channel, state, locale, invited_by, created_at, {link_id}, expires_at, reminders_sent, last_sent_at, delivery_state, delivery_attempts, delivery_at \
             FROM invitations, n WHERE invitations.id = '{invitation}'"
        ),
        format!(
            "INSERT INTO links (id, organization_id, invitation_id, hash, reason, issued_at, expires_at) \
             {numbers} SELECT {link_id}, organization_id, {invitation_id}, 'of ' || i, reason, issued_at, expires_at \
             FROM links, n WHERE links.id = '{link}'"
        ),
    ] {
        app.database.execute(&copy).await;
    }
    further + 1
}

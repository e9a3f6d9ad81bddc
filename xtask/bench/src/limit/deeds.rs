//! The bare transactions: invite and accept.
//!
//! Their events have a place already, before all others: numbering them is the product's work, and is not to slow the limit.

use std::sync::{Arc, atomic::Ordering};

use axum::extract::{Query, State};
use sea_orm::sqlx;
use serde::Deserialize;

use super::{Answer, Limit, Pool, fault};

#[derive(Deserialize)]
pub(super) struct Deed {
    organization: String,
    actor: String,
    /// The invitation to accept.
    invitation: Option<String>,
    /// Whether to write all six rows that the product writes, or user, invitation and message alone.
    #[serde(default)]
    whole: bool,
}

macro_rules! execute {
    ($tx:expr, $sql:literal $(, $bind:expr)*) => {
        sqlx::query($sql)$(.bind($bind))*.execute(&mut *$tx).await.map_err(fault)?
    };
}

macro_rules! invite {
    ($tx:expr, $deed:expr, $number:expr) => {{
        let (org, actor, n) = (&$deed.organization, &$deed.actor, $number);
        let (user, invitation) = (format!("usr_limit{n}"), format!("inv_limit{n}"));
        let email = format!("limit{n}@example.com");
        execute!($tx, "INSERT INTO users (id, organization_id, full_name, email, email_key, search_key, name_key, locale, role, status, source, invitation_id, created_at, invited_at, last_event_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'en', 'MEMBER', 'INVITED', 'MANUAL', $8, $9, $10, $11)",
            &user, org, "Limit Person", &email, &email, &email, &email, &invitation, n, n, n);
        execute!($tx, "INSERT INTO invitations (id, organization_id, user_id, channel, state, locale, invited_by, created_at, link_id, expires_at, reminders_sent, delivery_state, delivery_attempts) \
            VALUES ($1, $2, $3, 'EMAIL', 'PENDING', 'en', $4, $5, 'lnk', $6, 0, 'QUEUED', 0)",
            &invitation, org, &user, actor, n, n);
        execute!($tx, "INSERT INTO messages (id, organization_id, user_id, invitation_id, kind, channel, locale, recipient, state, attempts, created_at, due_at, give_up_at) \
            VALUES ($1, $2, $3, $4, 'INVITATION', 'EMAIL', 'en', $5, 'SENT', 0, $6, $7, $8)",
            format!("msg_limit{n}"), org, &user, &invitation, &email, n, n, n);
        if $deed.whole {
            execute!($tx, "INSERT INTO links (id, organization_id, invitation_id, hash, reason, issued_at, expires_at) VALUES ($1, $2, $3, $4, 'INVITATION', $5, $6)",
                format!("lnk_limit{n}"), org, &invitation, format!("limit-link-{n}"), n, n);
            execute!($tx, "INSERT INTO events (position, organization_id, at, kind, user_id, invitation_id, actor_id) \
                VALUES (-2 * $2, $1, $2, 'USER_CREATED', $3, $4, $5), (-2 * $2 - 1, $1, $2, 'INVITATION_CREATED', $3, $4, $5)",
                org, n, &user, &invitation, actor);
        }
        $tx.commit().await.map_err(fault)?;
    }};
}

/// Someone new, invited.
pub(super) async fn invite(
    State(limit): State<Arc<Limit>>,
    Query(deed): Query<Deed>,
) -> Answer<&'static str> {
    let number = limit.number.fetch_add(1, Ordering::Relaxed);
    match &limit.pool {
        Pool::Sqlite { write, .. } => {
            let mut tx = write.begin_with("BEGIN IMMEDIATE").await.map_err(fault)?;
            invite!(tx, deed, number);
        }
        Pool::Postgres(pool) => {
            let mut tx = pool.begin().await.map_err(fault)?;
            invite!(tx, deed, number);
        }
    }
    Ok("done")
}

macro_rules! accept {
    ($tx:expr, $deed:expr, $number:expr) => {{
        let (org, n) = (&$deed.organization, $number);
        let invitation = $deed.invitation.as_deref().unwrap_or_default();
        let token = format!("limit-session-{n}");
        execute!($tx, "UPDATE invitations SET state = 'ACCEPTED', accepted_at = $1 WHERE id = $2 AND state = 'PENDING'", n, invitation);
        execute!($tx, "UPDATE links SET ended_at = $1, \"end\" = 'ACCEPTED' WHERE invitation_id = $2 AND ended_at IS NULL", n, invitation);
        execute!($tx, "UPDATE users SET status = 'ACTIVE', activated_at = $1, password_hash = 'x' \
            WHERE id = (SELECT user_id FROM invitations WHERE id = $2)", n, invitation);
        execute!($tx, "INSERT INTO messages (id, organization_id, user_id, kind, channel, locale, recipient, state, attempts, created_at, due_at, give_up_at) \
            SELECT $1, $2, user_id, 'WELCOME', 'EMAIL', 'en', 'limit@example.com', 'SENT', 0, $3, $4, $5 FROM invitations WHERE id = $6",
            format!("msg_limit_welcome{n}"), org, n, n, n, invitation);
        execute!($tx, "INSERT INTO events (position, organization_id, at, kind, user_id, invitation_id) \
            SELECT -2 * $2 - place, $1, $2, kind, user_id, id FROM invitations, \
            (SELECT 0 AS place, 'INVITATION_ACCEPTED' AS kind UNION ALL SELECT 1, 'USER_ACTIVATED') AS kinds WHERE id = $3",
            org, n, invitation);
        execute!($tx, "INSERT INTO sessions (id, organization_id, user_id, token_hash, created_at, expires_at) \
            SELECT $1, $2, user_id, $3, 0, 0 FROM invitations WHERE id = $4", &token, org, &token, invitation);
        $tx.commit().await.map_err(fault)?;
    }};
}

/// The same rows that the product writes.
pub(super) async fn accept(
    State(limit): State<Arc<Limit>>,
    Query(deed): Query<Deed>,
) -> Answer<&'static str> {
    let number = limit.number.fetch_add(1, Ordering::Relaxed);
    match &limit.pool {
        Pool::Sqlite { write, .. } => {
            let mut tx = write.begin_with("BEGIN IMMEDIATE").await.map_err(fault)?;
            accept!(tx, deed, number);
        }
        Pool::Postgres(pool) => {
            let mut tx = pool.begin().await.map_err(fault)?;
            accept!(tx, deed, number);
        }
    }
    Ok("done")
}

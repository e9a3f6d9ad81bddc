//! Doing a deed once, however often it is asked for: the caller names it with an idempotency key.
//!
//! The transaction of the deed records the key with the id of what it made. Whoever asks again under the same key waits for
//! that transaction, in whichever process it runs, and is answered what it made. What was not done is not remembered.

mod expiry;

use entity::{Timestamp, idempotency_key};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use crate::{
    access::{Admin, Refusal},
    db::Write,
    problem::{DeedError, Fault},
    secret::hash,
};

/// The name under which a caller asks for a deed, as far as it must be recognised: neither key nor input is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    key_hash: String,
    fingerprint: String,
}

impl Once {
    /// A deed with its input, as text in which equal inputs are equal, under a key.
    #[must_use]
    pub fn new(key: &str, deed: &str, input: &str) -> Self {
        Self {
            key_hash: hash(key),
            fingerprint: hash(&format!("{deed} {input}")),
        }
    }
}

/// Under what a key is kept: of a token's keys only that token knows.
fn key_of(admin: &Admin, once: &Once) -> String {
    match admin.actor().token() {
        None => once.key_hash.clone(),
        Some(token) => hash(&format!("{token} {}", once.key_hash)),
    }
}

/// Begins a deed under its key, if it has one. Answers what the deed made when it was done before under the same key.
///
/// # Errors
/// `KeyReused` when it was another deed, or had another input.
pub(crate) async fn begin(
    tx: &Write,
    admin: &Admin,
    now: Timestamp,
) -> Result<Option<String>, DeedError> {
    use idempotency_key::{ActiveModel, Entity};
    let Some(once) = admin.once() else {
        return Ok(None);
    };
    expiry::forget(tx, admin, now).await?;
    let row = ActiveModel {
        user_id: Set(admin.actor().user().clone()),
        key_hash: Set(key_of(admin, once)),
        fingerprint: Set(once.fingerprint.clone()),
        answer: Set(None),
        created_at: Set(now),
    };
    // Waits for a transaction that has begun under the same key and not ended.
    let inserted = Entity::insert_many([row])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    if inserted == 1 {
        return Ok(None);
    }
    let key = (admin.actor().user().clone(), key_of(admin, once));
    let before = Entity::find_by_id(key).one(&**tx).await?;
    match before {
        Some(before) if before.fingerprint != once.fingerprint => {
            Err(DeedError::Refused(Refusal::KeyReused))
        }
        Some(before) if before.answer.is_some() => Ok(before.answer),
        _ => Err(Fault::Other("a deed left no answer under its key".to_owned()).into()),
    }
}

/// Keeps the id of what the deed made, under its key.
///
/// # Errors
/// When the database fails.
pub(crate) async fn done(tx: &Write, admin: &Admin, answer: &str) -> Result<(), DbErr> {
    use idempotency_key::{Column, Entity};
    let Some(once) = admin.once() else {
        return Ok(());
    };
    Entity::update_many()
        .col_expr(Column::Answer, Expr::value(answer))
        .filter(Column::UserId.eq(admin.actor().user().clone()))
        .filter(Column::KeyHash.eq(key_of(admin, once)))
        .exec(&**tx)
        .await?;
    Ok(())
}

//! When a token was last used, to the minute: enough to see which are idle, and no write for every request.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use entity::{ApiTokenId, Timestamp, api_token};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{app::App, problem::Fault};

/// How exactly the last use is known.
const MINUTE: i64 = 60_000;

/// Which uses this process has noted: one entry for each token that was ever used here.
#[derive(Debug, Default)]
pub struct LastUse(Mutex<HashMap<ApiTokenId, Timestamp>>);

impl LastUse {
    /// Whether a use is worth noting; whoever is told so notes it.
    fn is_due(&self, token: &ApiTokenId, now: Timestamp) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = noted
            .get(token)
            .is_none_or(|last| now.as_millis() - last.as_millis() >= MINUTE);
        if due {
            noted.insert(token.clone(), now);
        }
        due
    }
}

/// Notes that a token was used, beside the request and not in its way.
pub(super) fn note(app: &Arc<App>, token: &ApiTokenId) {
    let now = app.clock.now();
    if !app.token_uses.is_due(token, now) {
        return;
    }
    let (app, token) = (Arc::clone(app), token.clone());
    tokio::spawn(async move {
        if let Err(fault) = write(&app, &token, now).await {
            tracing::warn!(%fault, "the last use of a token could not be noted");
        }
    });
}

/// Another process may have noted a later use.
async fn write(app: &App, token: &ApiTokenId, now: Timestamp) -> Result<(), Fault> {
    let tx = app.db.begin_write().await?;
    let earlier = Condition::any()
        .add(api_token::Column::LastUsedAt.is_null())
        .add(api_token::Column::LastUsedAt.lt(now));
    api_token::Entity::update_many()
        .col_expr(api_token::Column::LastUsedAt, Expr::value(now))
        .filter(api_token::Column::Id.eq(token.clone()))
        .filter(earlier)
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_noted_once_a_minute_for_each_token() {
        let at = Timestamp::from_millis;
        let token = |n| ApiTokenId::new(at(1), [n; 10]);
        let uses = LastUse::default();
        assert!(uses.is_due(&token(1), at(1_000)));
        assert!(!uses.is_due(&token(1), at(60_999)));
        assert!(uses.is_due(&token(2), at(60_999)));
        assert!(uses.is_due(&token(1), at(61_000)));
    }
}

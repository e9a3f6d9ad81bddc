//! The demonstration organisation, as tests of answers ask it.

use std::sync::Arc;

use async_graphql::{Executor, Request, Response};
use entity::{Locale, Role, SessionId, UserStatus, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    access::{Credential, Viewer},
    demo::trial::Trial,
    graphql::{Caller, SetCookies, schema},
};

/// The demonstration organisation, to be asked.
pub(super) struct Stage(Trial);

impl Stage {
    pub(super) async fn set() -> Self {
        Self(Trial::set().await)
    }

    /// An active person of a role.
    pub(super) async fn viewer(&self, role: Role) -> Viewer {
        let somebody = user::Entity::find()
            .filter(user::Column::Role.eq(role))
            .filter(user::Column::Status.eq(UserStatus::Active));
        let somebody = somebody.one(&*self.0.app.db).await.unwrap().unwrap();
        Viewer {
            credential: Credential::Session(SessionId::new(self.0.app.clock.now(), [0; 10])),
            user_id: somebody.id,
            organization_id: somebody.organization_id,
            role,
            locale: Locale::En,
        }
    }

    pub(super) async fn ask(&self, viewer: Option<Viewer>, query: &str) -> Response {
        let client = [127, 0, 0, 1].into();
        let caller = Caller {
            viewer,
            client,
            cookies: SetCookies::default(),
            is_robot: false,
            locale: Locale::En,
            idempotency_key: None,
        };
        schema(Arc::clone(&self.0.app))
            .execute(caller.asks(&self.0.app, Request::new(query)))
            .await
    }
}

//! The demonstration organisation, as tests of answers ask it.

use std::sync::Arc;

use async_graphql::{Executor, Request, Response};
use entity::{Locale, Role, SessionId, UserStatus, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    access::{Credential, Viewer},
    app::App,
    clock::Clock,
    config::{Config, Mail, MessageLimits, PasswordCost, Slack, TextLimits, Texts},
    db::Db,
    demo,
    graphql::{Caller, SetCookies, schema},
    random::Random,
    secret::Secrets,
};

/// The demonstration organisation, in a file that goes with it.
pub(super) struct Stage {
    app: Arc<App>,
    file: std::path::PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut name = self.file.clone().into_os_string();
            name.push(end);
            let _ = std::fs::remove_file(name);
        }
    }
}

impl Stage {
    pub(super) async fn set() -> Self {
        let name = u64::from_le_bytes(Random::system().bytes());
        let file = std::env::temp_dir().join(format!("bienvenue-answers-{name:016x}.db"));
        let db = Db::open(&format!("sqlite://{}?mode=rwc", file.display()))
            .await
            .unwrap();
        db.migrate().await.unwrap();
        let config = Config {
            public_url: "http://localhost:8080".parse().unwrap(),
            listen: ([127, 0, 0, 1], 8080).into(),
            production: false,
            mail: Mail::Mailbox,
            texts: Texts::None,
            client_folder: None,
            behind_proxy: false,
            password_cost: PasswordCost::LEAST,
            message_limits: MessageLimits::USUAL,
            text_limits: TextLimits::USUAL,
            slack: Slack::default(),
        };
        let app = App::build(
            db,
            config,
            Secrets::new([7; 32]),
            Clock::system(),
            Random::system(),
        )
        .await
        .unwrap();
        let app = Arc::new(app);
        assert!(demo::fill(&app).await.unwrap());
        Self { app, file }
    }

    /// An active person of a role.
    pub(super) async fn viewer(&self, role: Role) -> Viewer {
        let somebody = user::Entity::find()
            .filter(user::Column::Role.eq(role))
            .filter(user::Column::Status.eq(UserStatus::Active));
        let somebody = somebody.one(&*self.app.db).await.unwrap().unwrap();
        Viewer {
            credential: Credential::Session(SessionId::new(self.app.clock.now(), [0; 10])),
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
        schema(Arc::clone(&self.app))
            .execute(caller.asks(&self.app, Request::new(query)))
            .await
    }
}

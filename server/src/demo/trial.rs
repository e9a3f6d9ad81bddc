//! The demonstration organisation in a database of its own, for the tests inside this crate.

use std::{path::PathBuf, sync::Arc};

use crate::{
    app::App,
    clock::Clock,
    config::{Config, Mail, MessageLimits, PasswordCost, Slack, TextLimits, Texts},
    db::Db,
    random::Random,
    secret::Secrets,
};

/// A server's parts, in a file that goes with them.
pub(crate) struct Trial {
    pub(crate) app: Arc<App>,
    file: PathBuf,
}

impl Drop for Trial {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut name = self.file.clone().into_os_string();
            name.push(end);
            let _ = std::fs::remove_file(name);
        }
    }
}

impl Trial {
    /// Without anybody.
    pub(crate) async fn empty() -> Self {
        let name = u64::from_le_bytes(Random::system().bytes());
        let file = std::env::temp_dir().join(format!("bienvenue-trial-{name:016x}.db"));
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
        let (secrets, clock) = (Secrets::new([7; 32]), Clock::system());
        let app = App::build(db, config, secrets, clock, Random::system())
            .await
            .unwrap();
        let app = Arc::new(app);
        Self { app, file }
    }

    /// With everybody.
    pub(crate) async fn set() -> Self {
        let trial = Self::empty().await;
        assert!(super::fill(&trial.app).await.unwrap());
        trial
    }
}

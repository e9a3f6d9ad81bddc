//! What every part of the server shares, built once at the start.

use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    events::{self, Events},
    limits::Limits,
    organizations::{self, SetupCode},
    outbox::{Allowance, Bell},
    problem::Fault,
    random::Random,
    secret::Secrets,
    slack,
    slack_api::SlackApi,
    together::Together,
    tokens::{Counting, LastUse},
    users::{password::Hasher, sessions::Signed},
};

/// The running server's shared parts.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The server key.
    pub secrets: Secrets,
    /// What has happened, as it is committed.
    pub events: Events,
    /// Wakes the dispatcher when a message was promised.
    pub outbox: Bell,
    /// How much organisations have promised of late.
    pub allowance: Allowance,
    /// How often a stranger may try what costs or reveals something.
    pub limits: Limits,
    /// Who waits to learn whose session a cookie is.
    pub sessions: Together<Signed>,
    /// Who waits to learn whose token a program shows.
    pub tokens: Together<Counting>,
    /// When tokens were last used.
    pub token_uses: LastUse,
    /// Slack, as it is asked.
    pub slack_api: SlackApi,
    /// Wakes whoever synchronises with Slack when somebody asked for it.
    pub slack: slack::Bell,
    /// The settings.
    pub config: Config,
    /// Runs the deliberately slow password hash off the async threads.
    pub passwords: Hasher,
    /// The code that guards the first set-up, while it is awaited.
    pub setup_code: SetupCode,
}

impl App {
    /// Puts the parts together around an open, migrated database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn build(
        db: Db,
        config: Config,
        secrets: Secrets,
        clock: Clock,
        random: Random,
    ) -> Result<Self, Fault> {
        // Before the doors open: nobody listens yet who could miss what is passed over.
        let newest = events::newest_position(&*db).await?;
        let passwords = Hasher::new(config.password_cost, random.clone());
        let mut app = Self {
            db,
            limits: Limits::new(&clock),
            clock,
            secrets,
            events: Events::after(newest),
            outbox: Bell::default(),
            allowance: Allowance::default(),
            sessions: Together::default(),
            tokens: Together::default(),
            token_uses: LastUse::default(),
            slack_api: SlackApi::new(&config.slack),
            slack: slack::Bell::default(),
            config,
            passwords,
            setup_code: SetupCode::none(),
            random,
        };
        if organizations::setup_pending(&app).await? {
            app.setup_code = SetupCode::fresh(&app.random);
        }
        Ok(app)
    }

    /// The address of a link, built from the configured public URL and never from a request.
    #[must_use]
    pub fn link_url(&self, link: &entity::LinkId) -> String {
        self.config
            .url(&format!("join/{}", self.secrets.link_token(link).expose()))
    }
}

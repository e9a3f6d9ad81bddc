//! What every part of the server shares, built once at the start.

use crate::{clock::Clock, config::Config, db::Db, events::Events, limits::Limits, outbox::Bell, random::Random, secret::Secrets};

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
    /// How often a stranger may try what costs or reveals something.
    pub limits: Limits,
    /// The settings.
    pub config: Config,
    /// Runs the deliberately slow password hash off the async threads.
    pub passwords: crate::users::password::Hasher,
    /// The code that guards the first set-up, while it is awaited.
    pub setup_code: crate::organizations::SetupCode,
}

impl App {
    /// The address of a link, built from the configured public URL and never from a request.
    #[must_use]
    pub fn link_url(&self, link: &entity::LinkId) -> String {
        self.config.url(&format!("join/{}", self.secrets.link_token(link).expose()))
    }
}

//! Slack's Web API, as far as Bienvenue speaks it: the only room that knows its HTTP (<https://docs.slack.dev/apis/web-api>).
//!
//! It knows no organisation and no database. One call is one request ([`SlackApi`]); whoever reads many pages does it with
//! [`directory`], which is patient when Slack asks for patience and never takes a part for the whole.

mod call;
mod choices;
pub mod directory;
mod identity;
mod member;
mod post;
pub mod signature;

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use url::Url;

pub use choices::{Choice, NEEDS_A_PLAN};
pub use directory::OTHER_WORKSPACE;
pub use identity::{Grant, Identity, SCOPES};
pub use member::Member;

/// Where Slack is, and the app as which its workspaces are asked for access.
#[derive(Clone, Debug)]
pub struct Slack {
    /// The Web API: methods are names beneath it.
    pub api: Url,
    /// Where a person is asked to let the app in.
    pub authorize: Url,
    /// The app; without it a workspace is connected with a token.
    pub app: Option<SlackApp>,
    /// With what Slack signs its requests to us; without it, none is listened to.
    pub signing_secret: Option<Secret>,
}

/// A Slack app, as its page *Basic Information* says.
#[derive(Clone, Debug)]
pub struct SlackApp {
    /// Its client ID.
    pub client_id: String,
    /// Its client secret.
    pub client_secret: Secret,
}

/// A text that shows itself to nobody by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the wire or the seal and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Default for Slack {
    fn default() -> Self {
        let url = |text| Url::parse(text).expect("these are URLs");
        Self {
            api: url("https://slack.com/api/"),
            authorize: url("https://slack.com/oauth/v2/authorize"),
            app: None,
            signing_secret: None,
        }
    }
}

/// With what Slack says that a token is none any more, whatever is asked with it.
const TAKEN_BACK: [&str; 5] = [
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
];

/// Why Slack did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlackError {
    /// It could not be reached: nothing was asked. Another try may go well.
    #[error("Slack cannot be reached: {0}")]
    Unreachable(String),
    /// It did not answer, made a mistake, or answered nonsense: nobody knows whether it did what it was asked.
    #[error("Slack did not answer as expected: {0}")]
    Garbled(String),
    /// It asks for patience (HTTP 429, `Retry-After`).
    #[error("Slack asks to wait {seconds} s")]
    Busy {
        /// For how long, in seconds.
        seconds: u64,
    },
    /// It takes the token no longer, or never did; in its words.
    #[error("Slack refuses the token: {0}")]
    Refused(String),
    /// The app lacks permissions; which, in Slack's words.
    #[error("the app lacks the Slack scope {0}")]
    ScopeMissing(String),
    /// Anything else that it says no to, in its words.
    #[error("Slack says {0}")]
    No(String),
    /// What it answered cannot be the whole.
    #[error("Slack answered only a part")]
    Incomplete,
}

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Speaks to Slack. Clones share their connections.
#[derive(Clone, Debug)]
pub struct SlackApi {
    /// Made for the first call: most servers speak to no Slack, and TLS and its authorities take a megabyte.
    http: Arc<LazyLock<reqwest::Client>>,
    /// Where it is.
    pub(crate) slack: Slack,
}

impl SlackApi {
    /// Speaks to the Slack of the settings. It connects when there is something to ask.
    #[must_use]
    pub fn new(slack: &Slack) -> Self {
        Self {
            http: Arc::new(LazyLock::new(http)),
            slack: slack.clone(),
        }
    }
}

fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .timeout(PATIENCE)
        .connect_timeout(Duration::from_secs(10))
        // A token follows no redirection.
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("bienvenue/", env!("CARGO_PKG_VERSION")))
        .build()
        .expect("a client with compiled-in authorities can be built")
}

impl SlackError {
    /// Whether the token itself was taken back, and not only what was asked with it refused.
    #[must_use]
    pub fn is_of_the_token(&self) -> bool {
        matches!(self, Self::Refused(reason) if TAKEN_BACK.contains(&reason.as_str()))
    }
}

//! The settings, checked: whatever starts with them can rely on them.

use std::{net::SocketAddr, path::PathBuf};

use entity::Channel;
use url::Url;

mod smtp;
pub mod twilio;
pub use crate::slack_api::Slack;
pub use smtp::{Credentials, Smtp, Tls};
use twilio::Twilio;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where people reach the server: every link is built from it.
    pub public_url: Url,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Whether it serves real people: then nothing has a default that only suits a trial.
    pub production: bool,
    /// How e-mail leaves.
    pub mail: Mail,
    /// How text messages leave.
    pub texts: Texts,
    /// Where the built browser client lies, instead of the one embedded in the binary.
    pub client_folder: Option<PathBuf>,
    /// Whether a proxy in front sets `X-Forwarded-For`, so that rate limits see the caller and not the proxy.
    pub behind_proxy: bool,
    /// How costly a password hash is.
    pub password_cost: PasswordCost,
    /// How much may be written to people.
    pub message_limits: MessageLimits,
    /// How much may be spent on text messages.
    pub text_limits: TextLimits,
    /// Where Slack is, and the app as which workspaces are connected.
    pub slack: Slack,
}

/// How e-mail leaves.
#[derive(Clone, Debug)]
pub enum Mail {
    /// It does not: it is kept to be read on the mailbox page.
    Mailbox,
    /// Through a mail server.
    Smtp(Smtp),
}

/// How text messages leave.
#[derive(Clone, Debug)]
pub enum Texts {
    /// Nothing sends them.
    None,
    /// They do not: they are kept to be read on the mailbox page.
    Mailbox,
    /// Through Twilio.
    Twilio(Box<Twilio>),
}

/// How much may be written to people: what is beyond it is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageLimits {
    /// Messages to one person within 24 hours.
    pub per_person_a_day: u32,
    /// Messages of one organisation within an hour.
    pub per_organization_an_hour: u32,
    /// The least time between two reminders to one person, in hours.
    pub hours_between_reminders: u32,
}

impl MessageLimits {
    /// What suits most: the decision is argued in `docs/decisions`.
    pub const USUAL: Self = Self {
        per_person_a_day: 5,
        per_organization_an_hour: 200_000,
        hours_between_reminders: 12,
    };
}

/// How much may be spent on text messages: what is beyond it is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimits {
    /// Messages to one number within 24 hours, whoever sends them.
    pub per_number_a_day: u32,
    /// Messages of one organisation within 24 hours.
    pub per_organization_a_day: u32,
    /// Parts that may be paid for in a calendar month, by all organisations together; 0 for no limit.
    pub parts_a_month: u32,
}

impl TextLimits {
    /// What suits most: the decision is argued in `docs/decisions`.
    pub const USUAL: Self = Self {
        per_number_a_day: 4,
        per_organization_a_day: 1_000,
        parts_a_month: 2_000,
    };
}

/// How costly a password hash is: argon2id's parameters.
#[derive(Clone, Copy, Debug)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl PasswordCost {
    /// 19 MiB and two passes: OWASP's Password Storage Cheat Sheet, first choice for argon2id.
    pub const RECOMMENDED: Self = Self {
        memory_kib: 19_456,
        passes: 2,
    };
    /// As little as there is, for tests that hash hundreds of passwords.
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
    };
}

impl Config {
    /// An address under the public URL.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// Where the mailbox can be read, if messages are kept there.
    #[must_use]
    pub fn mailbox_url(&self) -> Option<String> {
        let any = [Channel::Email, Channel::Sms]
            .iter()
            .any(|channel| self.keeps(*channel));
        any.then(|| self.url("mailbox"))
    }

    /// Whether the messages of a channel are kept in the mailbox, where they can be read.
    #[must_use]
    pub fn keeps(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => matches!(self.mail, Mail::Mailbox),
            Channel::Sms => matches!(self.texts, Texts::Mailbox),
            Channel::Slack | Channel::Link => false,
        }
    }

    /// Where a provider says what became of a message, but for the message's id.
    #[must_use]
    pub fn callbacks_url(&self) -> String {
        self.url("callbacks/twilio")
    }

    /// Whether people reach the server over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

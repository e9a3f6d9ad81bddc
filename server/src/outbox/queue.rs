//! The queues of the outbox, one for each channel, and the bell that wakes whoever serves them.

use entity::Channel;
use tokio::sync::Notify;

/// What one dispatcher serves: each channel waits, is claimed and pauses for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// E-mail.
    Mail,
    /// Text messages.
    Texts,
    /// Direct messages in Slack.
    Slack,
}

impl Queue {
    /// Every queue there is.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Texts, Self::Slack];

    /// The channel of its messages.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::Mail => Channel::Email,
            Self::Texts => Channel::Sms,
            Self::Slack => Channel::Slack,
        }
    }

    /// Whether a repeat is not recognised as one, so that there is at most one. Mail clients know a letter by its Message-ID.
    pub(super) fn repeats_once(self) -> bool {
        match self {
            Self::Mail => false,
            Self::Texts | Self::Slack => true,
        }
    }
}

/// Wakes the dispatchers when a message was promised.
#[derive(Debug, Default)]
pub struct Bell {
    mail: Notify,
    texts: Notify,
    slack: Notify,
}

impl Bell {
    /// Says that a message was promised. Rung before anybody listens, it is heard by whoever listens next.
    pub fn ring(&self) {
        self.mail.notify_one();
        self.texts.notify_one();
        self.slack.notify_one();
    }

    /// Waits until it rings for a queue.
    pub(crate) async fn rung(&self, queue: Queue) {
        match queue {
            Queue::Mail => self.mail.notified().await,
            Queue::Texts => self.texts.notified().await,
            Queue::Slack => self.slack.notified().await,
        }
    }
}

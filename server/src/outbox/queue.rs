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

    /// How many attempts that ended without an answer a message may have behind it and still be sent. Where a repeat is not
    /// recognised as one, there is at most one. Mail clients know a letter by its Message-ID; but the letter may be what ends
    /// the process each time.
    pub(super) fn most_doubts(self) -> i32 {
        match self {
            Self::Mail => 4,
            Self::Texts | Self::Slack => 1,
        }
    }

    /// Why a message with more of them is given up.
    pub(super) fn in_doubt(self) -> &'static str {
        match self {
            Self::Mail => {
                "the server stopped again and again while this was on its way, so it is set aside; the server's log says more"
            }
            Self::Texts | Self::Slack => {
                "no answer came twice, so it may have arrived and is not sent again"
            }
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

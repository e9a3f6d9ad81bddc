//! Ways to reach a person. Delivery says that a message arrived, may be tried again or was refused; when to try again is
//! decided by the outbox alone.

pub mod email;
pub mod letter;
mod mailbox;
pub mod slack;
pub mod texts;
pub mod twilio;

use entity::Channel;

use crate::config::{Config, Mail, Texts};
use crate::slack_api::SlackApi;
use email::Mailer;
use letter::Occasion;
use twilio::Sms;

/// Why a message did not get to its server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryError {
    /// Not this time: the server asked for patience, or the connection ended. A letter may even have arrived, when the answer
    /// to the whole message was lost: the reason then says so, and a repeat is recognised by its Message-ID.
    Retry {
        /// Why, in the server's words where it had any.
        reason: String,
    },
    /// Nobody knows whether it left: no answer came, or the provider failed while it answered. A repeat would not be recognised.
    Doubtful {
        /// Why, in the provider's words where it had any.
        reason: String,
    },
    /// Never: the server refused this message for good.
    Refused {
        /// Why, in the server's words.
        reason: String,
    },
    /// Never: the recipient asked not to be written to.
    Suppressed {
        /// Why, in the provider's words.
        reason: String,
    },
    /// Never as things are: nothing is set up that sends it, or the provider's account is not set up for it.
    NotConfigured {
        /// Why, in the provider's words where it had any.
        reason: String,
    },
    /// Never, nor any other of the organisation by this channel: the provider has taken its token back.
    TokenRefused {
        /// Why, in the provider's words.
        reason: String,
    },
    /// No server could be reached, or it lets nobody in: no message gets there now.
    Unreachable {
        /// Why.
        reason: String,
    },
    /// It was not even tried: no connection became free in time.
    NoTurn,
}

/// What is known of a message that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What the provider calls it.
    pub provider_id: Option<String>,
    /// Of how many parts it consists, where each is paid for.
    pub segments: Option<i32>,
}

/// Takes messages to their server: one way for each channel, each with its own connections.
#[derive(Debug)]
pub struct Courier {
    mail: MailWay,
    texts: TextWay,
    slack: slack::Desk,
}

#[derive(Debug)]
enum MailWay {
    Mailbox,
    Server(Box<Mailer>),
}

#[derive(Debug)]
enum TextWay {
    None,
    Mailbox,
    Twilio(Box<Sms>),
}

/// The right to send one message now.
#[derive(Debug)]
pub enum Turn {
    /// Nobody waits for it.
    Free,
    /// A connection to the mail server.
    Mail(email::Turn),
    /// A turn with Twilio.
    Text(twilio::Turn),
    /// A turn with Slack.
    Slack(slack::Turn),
}

impl Courier {
    /// A courier of the kind that the settings ask for. It connects when there is something to send.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let mail = match &config.mail {
            Mail::Mailbox => MailWay::Mailbox,
            Mail::Smtp(smtp) => {
                MailWay::Server(Box::new(Mailer::new(smtp.clone(), &config.public_url)))
            }
        };
        let texts = match &config.texts {
            Texts::None => TextWay::None,
            Texts::Mailbox => TextWay::Mailbox,
            Texts::Twilio(twilio) => TextWay::Twilio(Box::new(Sms::new(
                (**twilio).clone(),
                config.callbacks_url(),
            ))),
        };
        let slack = slack::Desk::new(SlackApi::new(&config.slack));
        Self { mail, texts, slack }
    }

    /// How many messages of a channel can be on their way at once.
    #[must_use]
    pub fn connections(&self, channel: Channel) -> usize {
        match (channel, &self.mail, &self.texts) {
            (Channel::Email, MailWay::Server(mailer), _) => mailer.connections(),
            (Channel::Sms, _, TextWay::Twilio(sms)) => sms.connections(),
            (Channel::Slack, _, _) => self.slack.connections(),
            _ => mailbox::AT_ONCE,
        }
    }

    /// Waits for the right to send a message: a free connection, which neither its destination's other messages nor another
    /// organisation's hold for long.
    ///
    /// # Errors
    /// [`DeliveryError::NoTurn`] when it takes too long, when meanwhile no server could be reached, or when the courier closes.
    pub async fn turn(&self, occasion: &Occasion) -> Result<Turn, DeliveryError> {
        match (occasion.message.channel, &self.mail, &self.texts) {
            (Channel::Email, MailWay::Server(mailer), _) => {
                Ok(Turn::Mail(mailer.turn(&occasion.message).await?))
            }
            (Channel::Sms, _, TextWay::Twilio(sms)) => Ok(Turn::Text(sms.turn().await?)),
            (Channel::Slack, _, _) => Ok(Turn::Slack(self.slack.turn(occasion).await?)),
            _ => Ok(Turn::Free),
        }
    }

    /// Takes a message to its server, and answers once that has said yes.
    ///
    /// # Errors
    /// When it did not get there.
    pub async fn deliver(
        &self,
        _turn: &Turn,
        occasion: &Occasion,
    ) -> Result<Receipt, DeliveryError> {
        match occasion.message.channel {
            Channel::Email => match &self.mail {
                MailWay::Mailbox => mailbox::deliver(occasion),
                MailWay::Server(mailer) => {
                    mailer.deliver(occasion).await.map(|()| Receipt::default())
                }
            },
            Channel::Sms => match &self.texts {
                TextWay::None => Err(nothing_sends("no provider of text messages is set up")),
                TextWay::Mailbox => mailbox::deliver(occasion),
                TextWay::Twilio(sms) => sms.deliver(occasion).await,
            },
            Channel::Slack => self.slack.deliver(occasion).await,
            Channel::Link => Err(nothing_sends("nothing sends by this channel")),
        }
    }

    /// Gives nobody a turn any more.
    pub fn close(&self) {
        if let MailWay::Server(mailer) = &self.mail {
            mailer.close();
        }
        if let TextWay::Twilio(sms) = &self.texts {
            sms.close();
        }
        self.slack.close();
    }

    /// Ends the connections of a channel that nobody uses.
    pub async fn hang_up(&self, channel: Channel) {
        if let (Channel::Email, MailWay::Server(mailer)) = (channel, &self.mail) {
            mailer.hang_up().await;
        }
    }
}

/// A channel was set up when a message was promised, and is no longer.
fn nothing_sends(reason: &str) -> DeliveryError {
    DeliveryError::NotConfigured {
        reason: reason.to_owned(),
    }
}

/// Text for one line of a letter or a header: whatever could end the line or turn its direction is gone. The border refuses such text;
/// this is the last door before the wire.
pub(crate) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

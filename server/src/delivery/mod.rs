//! Ways to reach a person. Delivery says that a message arrived, may be tried again or was refused; when to try again is
//! decided by the outbox alone.

pub mod email;
pub mod letter;
mod mailbox;

use crate::config::{Config, Mail};
use email::Mailer;
use letter::Occasion;

/// Why a message did not get to its server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryError {
    /// Not this time: the server asked for patience, or the connection ended. It may even have arrived, when the answer to
    /// the whole message was lost: the reason then says so.
    Retry {
        /// Why, in the server's words where it had any.
        reason: String,
    },
    /// Never: the server refused this message for good.
    Refused {
        /// Why, in the server's words.
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

/// Takes messages to their server.
#[derive(Debug)]
pub struct Courier {
    way: Way,
}

#[derive(Debug)]
enum Way {
    Mailbox,
    Mail(Box<Mailer>),
}

/// The right to send one message now.
#[derive(Debug)]
pub struct Turn(
    #[expect(dead_code, reason = "held so that nobody else has it")] Option<email::Turn>,
);

impl Courier {
    /// A courier of the kind that the settings ask for. It connects when there is something to send.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let way = match &config.mail {
            Mail::Mailbox => Way::Mailbox,
            Mail::Smtp(smtp) => Way::Mail(Box::new(Mailer::new(smtp.clone(), &config.public_url))),
        };
        Self { way }
    }

    /// How many messages can be on their way at once.
    #[must_use]
    pub fn connections(&self) -> usize {
        match &self.way {
            Way::Mailbox => mailbox::AT_ONCE,
            Way::Mail(mailer) => mailer.connections(),
        }
    }

    /// Waits for the right to send a message: a free connection, which neither its destination's other messages nor another
    /// organisation's hold for long.
    ///
    /// # Errors
    /// [`DeliveryError::NoTurn`] when it takes too long, when meanwhile no server could be reached, or when the courier closes.
    pub async fn turn(&self, occasion: &Occasion) -> Result<Turn, DeliveryError> {
        match &self.way {
            Way::Mailbox => Ok(Turn(None)),
            Way::Mail(mailer) => Ok(Turn(Some(mailer.turn(&occasion.message).await?))),
        }
    }

    /// Takes a message to its server, and answers once that has said yes.
    ///
    /// # Errors
    /// When it did not get there.
    pub async fn deliver(&self, _turn: &Turn, occasion: &Occasion) -> Result<(), DeliveryError> {
        match &self.way {
            Way::Mailbox => mailbox::deliver(occasion),
            Way::Mail(mailer) => mailer.deliver(occasion).await,
        }
    }

    /// Gives nobody a turn any more.
    pub fn close(&self) {
        if let Way::Mail(mailer) = &self.way {
            mailer.close();
        }
    }

    /// Ends the connections that nobody uses.
    pub async fn hang_up(&self) {
        if let Way::Mail(mailer) = &self.way {
            mailer.hang_up().await;
        }
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

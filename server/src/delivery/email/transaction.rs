//! One mail transaction (RFC 5321, 3.3) over a line: MAIL, RCPT, DATA, the message, and what the server says to each.
//!
//! Step by step and not with lettre's `send`: only who knows the step can tell a message that surely did not arrive from one
//! that may have, and keep the line when one recipient is refused.

use std::{fmt, future::Future, time::Duration};

use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        commands::{Data, Mail, Rcpt, Rset},
        extension::{Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};
use tokio::time::timeout;

use super::{super::DeliveryError, connection::Line, words};

/// The answer to a whole message may take so many times as long as another: the server may be looking it through, and
/// hanging up on it makes a duplicate (RFC 5321, 4.5.3.2.6).
const FINAL_ANSWER: u32 = 10;

/// What became of a message, and of the line.
#[derive(Debug)]
pub(super) struct Done {
    /// What became of the message.
    pub(super) said: Result<(), DeliveryError>,
    /// Whether the line can be used again.
    pub(super) line_is_good: bool,
    /// Whether the server had not even heard of the message when the line was lost.
    pub(super) untouched: bool,
}

impl Done {
    fn good(said: Result<(), DeliveryError>) -> Self {
        Self {
            said,
            line_is_good: true,
            untouched: false,
        }
    }

    fn lost(error: DeliveryError) -> Self {
        Self {
            said: Err(error),
            line_is_good: false,
            untouched: false,
        }
    }
}

/// What went wrong in one step.
enum Trouble {
    /// The server said 4xx.
    Later(String),
    /// The server said 5xx.
    Never(String),
    /// The server said nothing that can be understood, or goodbye (421).
    Lost(String),
}

impl Trouble {
    fn of(error: &Error) -> Self {
        match error.status().map(u16::from) {
            Some(421) | None => Self::Lost(words(error)),
            Some(_) if error.is_permanent() => Self::Never(words(error)),
            Some(_) => Self::Later(words(error)),
        }
    }
}

async fn answer(
    patience: Duration,
    asked: impl Future<Output = Result<Response, Error>>,
) -> Result<(), Trouble> {
    match timeout(patience, asked).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Trouble::of(&error)),
        Err(_) => Err(Trouble::Lost(format!(
            "no answer within {} s",
            patience.as_secs()
        ))),
    }
}

/// Sends one message.
pub(super) async fn send(
    line: &mut Line,
    envelope: &Envelope,
    mail: &[u8],
    patience: Duration,
) -> Done {
    let takes_unicode = line
        .smtp
        .server_info()
        .supports_feature(Extension::SmtpUtfEight);
    if has_unicode(envelope) && !takes_unicode {
        let reason =
            "the mail server does not take addresses with letters outside ASCII (SMTPUTF8)"
                .to_owned();
        return Done::good(Err(DeliveryError::Refused { reason }));
    }
    let (mail_from, rcpt_to) = commands(envelope, mail);
    let mut steps = Steps {
        pipelined: line.pipelining,
        line,
        patience,
    };
    match steps.mail(&mail_from, &rcpt_to).await {
        Ok(()) => {}
        Err(Trouble::Lost(reason)) => {
            return Done {
                untouched: true,
                ..Done::lost(DeliveryError::Retry { reason })
            };
        }
        Err(Trouble::Later(reason)) => return Done::lost(DeliveryError::Retry { reason }),
        // This is about who writes and not about who is written to: an administrator can mend it, and nothing fails.
        Err(Trouble::Never(reason)) => return Done::lost(DeliveryError::Unreachable { reason }),
    }
    if let Err(trouble) = steps.next(&rcpt_to).await {
        // With pipelining DATA was asked for as well. Should the server go on to nobody's message, leaving is the one
        // answer that cannot be misunderstood.
        let goes_on = steps.pipelined && steps.next("").await.is_ok();
        return steps.give_up(trouble, goes_on).await;
    }
    if let Err(trouble) = steps.next(&Data.to_string()).await {
        return steps.give_up(trouble, false).await;
    }
    match answer(
        patience * FINAL_ANSWER,
        steps.line.smtp.command(Stuffed(mail)),
    )
    .await
    {
        Ok(()) => Done::good(Ok(())),
        Err(Trouble::Lost(words)) => Done::lost(DeliveryError::Retry {
            reason: format!(
                "the connection ended before the server confirmed; it may have arrived ({words})"
            ),
        }),
        Err(trouble) => Done::good(Err(verdict(trouble))),
    }
}

/// Whether an address takes SMTPUTF8 (RFC 6531).
fn has_unicode(envelope: &Envelope) -> bool {
    envelope
        .from()
        .into_iter()
        .chain(envelope.to())
        .any(|address| !AsRef::<str>::as_ref(address).is_ascii())
}

fn commands(envelope: &Envelope, mail: &[u8]) -> (String, String) {
    let mut parameters = Vec::new();
    if has_unicode(envelope) {
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !mail.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let recipients = envelope
        .to()
        .iter()
        .map(|to| Rcpt::new(to.clone(), Vec::new()).to_string());
    (
        Mail::new(envelope.from().cloned(), parameters).to_string(),
        recipients.collect(),
    )
}

fn verdict(trouble: Trouble) -> DeliveryError {
    match trouble {
        Trouble::Never(reason) => DeliveryError::Refused { reason },
        Trouble::Later(reason) | Trouble::Lost(reason) => DeliveryError::Retry { reason },
    }
}

/// The steps up to the message itself; with pipelining all are asked at once, and answered one by one.
struct Steps<'a> {
    line: &'a mut Line,
    pipelined: bool,
    patience: Duration,
}

impl Steps<'_> {
    async fn mail(&mut self, mail_from: &str, rcpt_to: &str) -> Result<(), Trouble> {
        let asked = if self.pipelined {
            format!("{mail_from}{rcpt_to}{Data}")
        } else {
            mail_from.to_owned()
        };
        answer(self.patience, self.line.smtp.command(asked)).await
    }

    async fn next(&mut self, command: &str) -> Result<(), Trouble> {
        if self.pipelined {
            answer(self.patience, self.line.smtp.read_response()).await
        } else {
            answer(self.patience, self.line.smtp.command(command)).await
        }
    }

    /// Ends a transaction that led nowhere, and makes the line ready for the next one if it can.
    async fn give_up(self, trouble: Trouble, leave: bool) -> Done {
        let lost = leave || matches!(trouble, Trouble::Lost(_));
        let reset = !lost
            && answer(self.patience, self.line.smtp.command(Rset))
                .await
                .is_ok();
        Done {
            said: Err(verdict(trouble)),
            line_is_good: reset,
            untouched: false,
        }
    }
}

/// A message as it goes over the wire, in one piece: a dot at the beginning of a line doubled, and the final dot
/// (RFC 5321, 4.5.2).
struct Stuffed<'a>(&'a [u8]);

impl fmt::Display for Stuffed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = String::from_utf8_lossy(self.0);
        for line in text.trim_end_matches("\r\n").split("\r\n") {
            if line.starts_with('.') {
                f.write_str(".")?;
            }
            f.write_str(line)?;
            f.write_str("\r\n")?;
        }
        f.write_str(".\r\n")
    }
}

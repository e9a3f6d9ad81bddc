//! Twilio’s Messages API: a text message as one request.

mod codes;
mod signature;

use std::{sync::Arc, time::Duration};

use reqwest::{Client, StatusCode, redirect::Policy};
use serde::Deserialize;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{
    DeliveryError, Receipt,
    letter::Occasion,
    one_line,
    texts::{self, Text},
};
use crate::config::twilio::{Sender, Twilio};
pub use codes::{Verdict, reason, verdict};
pub use signature::is_signed;

/// How long a message waits for its turn before it is put back.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long finding and greeting the server may take. Until then nothing has been asked of it.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes: a message resource has about one thousand.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Takes text messages to Twilio.
#[derive(Debug)]
pub(super) struct Sms {
    twilio: Twilio,
    /// Where Twilio says what became of a message, but for its id.
    callbacks: String,
    client: Client,
    turns: Arc<Semaphore>,
}

/// The right to hand over one message.
#[derive(Debug)]
pub struct Turn {
    _turn: OwnedSemaphorePermit,
}

/// What Twilio says of a message that it took.
#[derive(Deserialize)]
struct Taken {
    sid: Option<String>,
    /// A number in quotation marks; 0 until a messaging service has chosen the sender.
    num_segments: Option<String>,
}

/// What Twilio says of a request that it refused.
#[derive(Deserialize, Default)]
struct Refused {
    code: Option<u32>,
    message: Option<String>,
}

impl Sms {
    pub(super) fn new(twilio: Twilio, callbacks: String) -> Self {
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(twilio.patience)
            // A redirect would carry the words and the link elsewhere.
            .redirect(Policy::none())
            .user_agent(concat!("bienvenue/", env!("CARGO_PKG_VERSION")))
            .build()
            .expect("rustls begins with the certificate authorities that are compiled in");
        Self {
            turns: Arc::new(Semaphore::new(twilio.connections)),
            twilio,
            callbacks,
            client,
        }
    }

    pub(super) fn connections(&self) -> usize {
        self.twilio.connections
    }

    pub(super) async fn turn(&self) -> Result<Turn, DeliveryError> {
        let turn = timeout(LONGEST_WAIT, Arc::clone(&self.turns).acquire_owned()).await;
        match turn {
            Ok(Ok(turn)) => Ok(Turn { _turn: turn }),
            _ => Err(DeliveryError::NoTurn),
        }
    }

    pub(super) fn close(&self) {
        self.turns.close();
    }

    pub(super) async fn deliver(&self, occasion: &Occasion) -> Result<Receipt, DeliveryError> {
        let text = texts::write(occasion);
        let mut path = self.twilio.api.clone();
        path.set_path(&format!(
            "/2010-04-01/Accounts/{}/Messages.json",
            self.twilio.account
        ));
        let request = self
            .client
            .post(path)
            .basic_auth(&self.twilio.user, Some(&self.twilio.secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(self.form(occasion, &text));
        let answer = match request.send().await {
            Ok(answer) => answer,
            // Nothing was asked yet: another time is as good.
            Err(error) if error.is_connect() => {
                return Err(DeliveryError::Unreachable {
                    reason: said(&error),
                });
            }
            Err(error) => {
                return Err(DeliveryError::Doubtful {
                    reason: said(&error),
                });
            }
        };
        let status = answer.status();
        let body = read(answer).await?;
        if status.is_success() {
            return Ok(receipt(&body, &text));
        }
        Err(refusal(status, &body))
    }

    fn form(&self, occasion: &Occasion, text: &Text) -> String {
        let (sender, from) = match &self.twilio.from {
            Sender::From(from) => ("From", from),
            Sender::Service(service) => ("MessagingServiceSid", service),
        };
        let callback = format!("{}/{}", self.callbacks, occasion.message.id);
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("To", &occasion.message.recipient)
            .append_pair(sender, from)
            .append_pair("Body", &text.body)
            .append_pair("StatusCallback", &callback)
            .finish()
    }
}

/// The answer's words. Without them it is not known whether the message was taken.
async fn read(mut answer: reqwest::Response) -> Result<Vec<u8>, DeliveryError> {
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= LONGEST_ANSWER => {
                body.extend_from_slice(&chunk);
            }
            // What is longer than any message resource is not read to its end.
            Ok(_) => return Ok(body),
            Err(error) => {
                return Err(DeliveryError::Doubtful {
                    reason: said(&error),
                });
            }
        }
    }
}

fn receipt(body: &[u8], text: &Text) -> Receipt {
    let taken: Option<Taken> = serde_json::from_slice(body).ok();
    let parts = taken.as_ref().and_then(|taken| {
        let parts = taken.num_segments.as_ref()?.parse().ok()?;
        (parts > 0).then_some(parts)
    });
    Receipt {
        provider_id: taken.and_then(|taken| taken.sid).map(|sid| clean(&sid)),
        segments: parts.or(Some(text.parts)),
    }
}

/// What a refusal means, by its code, else by its status.
fn refusal(status: StatusCode, body: &[u8]) -> DeliveryError {
    let refused: Refused = serde_json::from_slice(body).unwrap_or_default();
    let words = refused.message.as_deref().map(clean).unwrap_or_default();
    let reason = match refused.code {
        Some(code) => format!("Twilio {code}: {words}"),
        None => format!("Twilio answered {status}"),
    };
    if let Some(known) = refused.code.and_then(verdict) {
        return match known {
            Verdict::Retry => DeliveryError::Retry { reason },
            Verdict::Refused => DeliveryError::Refused { reason },
            Verdict::Suppressed => DeliveryError::Suppressed { reason },
            Verdict::NotConfigured => DeliveryError::NotConfigured { reason },
            Verdict::Account => DeliveryError::Unreachable { reason },
        };
    }
    match status.as_u16() {
        429 => DeliveryError::Retry { reason },
        // Nobody is let in, or there is no such account.
        401 | 403 | 404 => DeliveryError::Unreachable { reason },
        // Twilio answers with these before it has taken anything; others that it sends may come after.
        400..=499 => DeliveryError::Refused { reason },
        _ => DeliveryError::Doubtful { reason },
    }
}

/// What went wrong on the way, without the address that was asked: it names the account.
fn said(error: &reqwest::Error) -> String {
    let mut words = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        words.push(cause.to_string());
        source = cause.source();
    }
    let about = if error.is_timeout() {
        "Twilio did not answer in time"
    } else if error.is_connect() {
        "Twilio cannot be reached"
    } else {
        "the connection to Twilio ended"
    };
    match words.last() {
        Some(cause) => clean(&format!("{about}: {cause}")),
        None => about.to_owned(),
    }
}

/// A provider's words, fit to be kept and shown: one line of at most 300 characters.
fn clean(text: &str) -> String {
    one_line(text).chars().take(300).collect()
}

//! E-mail: a letter as a message (RFC 5322, MIME), taken to a mail server. The only room that knows lettre.

mod connection;
mod lines;
mod transaction;

use std::time::{Duration, UNIX_EPOCH};

use entity::{EmailAddress, message};
use lettre::{
    Address,
    address::Envelope,
    message::{
        Mailbox, Message, MultiPart, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue, MessageId},
    },
};
use url::{Host, Url};

use super::{
    DeliveryError,
    letter::{self, Inviter, Letter, Occasion},
    one_line,
};
use crate::config::{Mail, Smtp};
use lines::Lines;
pub use lines::Turn;

/// Takes e-mail to a mail server.
#[derive(Debug)]
pub struct Mailer {
    sender: Sender,
    lines: Lines,
}

impl Mailer {
    pub(super) fn new(smtp: Smtp, public_url: &Url) -> Self {
        let sender = Sender::new(Some(&smtp.from), public_url);
        Self {
            sender,
            lines: Lines::new(smtp, public_url),
        }
    }

    pub(super) fn connections(&self) -> usize {
        self.lines.connections()
    }

    pub(super) async fn turn(&self, message: &message::Model) -> Result<Turn, DeliveryError> {
        let (_, domain) = message.recipient.rsplit_once('@').unwrap_or_default();
        self.lines
            .turn(&message.organization_id, &domain.to_lowercase())
            .await
    }

    pub(super) async fn deliver(&self, occasion: &Occasion) -> Result<(), DeliveryError> {
        let mail = self.sender.compose(occasion, &letter::write(occasion))?;
        self.lines.send(mail.envelope(), mail.formatted()).await
    }

    pub(super) fn close(&self) {
        self.lines.close();
    }

    pub(super) async fn hang_up(&self) {
        self.lines.hang_up().await;
    }
}

/// Who writes, and how their messages are called.
#[derive(Clone, Debug)]
struct Sender {
    address: Address,
    /// What stands after the `@` of a Message-ID.
    domain: String,
}

impl Sender {
    fn new(from: Option<&EmailAddress>, public_url: &Url) -> Self {
        let domain = match public_url.host() {
            Some(Host::Ipv4(address)) => format!("[{address}]"),
            Some(Host::Ipv6(address)) => format!("[IPv6:{address}]"),
            Some(Host::Domain(name)) => name.to_owned(),
            None => "localhost".to_owned(),
        };
        let address = from
            .and_then(address)
            .unwrap_or_else(|| Address::new_dangerous("bienvenue", &domain));
        Self { address, domain }
    }

    /// A letter as it leaves, the same to the byte however often it does: id, date and boundary come from its row.
    ///
    /// It has no List-* headers: an invitation is written by one person to one person and no list stands behind it, and
    /// List-Unsubscribe-Post (RFC 8058) would promise an answer without a human. Declining is a page of the link.
    fn compose(&self, occasion: &Occasion, letter: &Letter) -> Result<Message, DeliveryError> {
        let recipient = EmailAddress::parse(&occasion.message.recipient)
            .ok()
            .as_ref()
            .and_then(address);
        let Some(recipient) = recipient else {
            return Err(DeliveryError::Refused {
                reason: "this address cannot be written to".to_owned(),
            });
        };
        let message = &occasion.message;
        let mut builder = Message::builder()
            .envelope(envelope(&self.address, &recipient)?)
            .from(mailbox(Some(&occasion.organization), self.address.clone()))
            .to(mailbox(occasion.recipient_name.as_deref(), recipient))
            .subject(one_line(&letter.subject))
            .header(MessageId::from(self.message_id(message)))
            // When it was promised: that is when it was complete (RFC 5322, 3.6.1), and a repeat does not change it.
            .date(
                UNIX_EPOCH
                    + Duration::from_millis(
                        u64::try_from(message.created_at.as_millis()).unwrap_or_default(),
                    ),
            )
            .header(ContentLanguage(message.locale.as_str().to_owned()))
            .header(AutoSubmitted);
        if let Some((inviter, address)) = occasion.inviter.as_ref().and_then(Inviter::reachable)
            && let Some(address) = EmailAddress::parse(address)
                .ok()
                .as_ref()
                .and_then(self::address)
        {
            builder = builder.reply_to(mailbox(Some(inviter), address));
        }
        let boundary = format!("=_{}", message.id);
        let parts = MultiPart::alternative()
            .boundary(boundary)
            .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
            .singlepart(part(ContentType::TEXT_HTML, &letter.html));
        builder
            .multipart(parts)
            .map_err(|error| DeliveryError::Refused {
                reason: clean(&error.to_string()),
            })
    }

    fn message_id(&self, message: &message::Model) -> String {
        format!("<{}@{}>", message.id, self.domain)
    }
}

/// A letter as it would leave, for the mailbox page.
///
/// # Errors
/// When its address cannot be written to.
pub fn source(
    mail: &Mail,
    public_url: &Url,
    occasion: &Occasion,
    letter: &Letter,
) -> Result<Vec<u8>, DeliveryError> {
    let from = match mail {
        Mail::Mailbox => None,
        Mail::Smtp(smtp) => Some(&smtp.from),
    };
    Ok(Sender::new(from, public_url)
        .compose(occasion, letter)?
        .formatted())
}

/// The address that a server is told: as it was typed, the domain in ASCII.
fn address(email: &EmailAddress) -> Option<Address> {
    let (local, _) = email.typed().rsplit_once('@')?;
    let (_, domain) = email.key().rsplit_once('@')?;
    Address::new(local, domain).ok()
}

fn envelope(from: &Address, to: &Address) -> Result<Envelope, DeliveryError> {
    Envelope::new(Some(from.clone()), vec![to.clone()]).map_err(|error| DeliveryError::Refused {
        reason: clean(&error.to_string()),
    })
}

/// An address with a name that somebody typed: lettre panics on a line end in it.
fn mailbox(name: Option<&str>, address: Address) -> Mailbox {
    Mailbox::new(name.map(one_line).filter(|name| !name.is_empty()), address)
}

fn part(content_type: ContentType, body: &str) -> SinglePart {
    SinglePart::builder()
        .header(content_type)
        .body(body.to_owned())
}

/// A server's words, fit to be kept and shown: one line of at most 300 characters.
fn clean(text: &str) -> String {
    one_line(text).chars().take(300).collect()
}

/// What a server said, or why it said nothing.
fn words(error: &lettre::transport::smtp::Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    match (error.status(), source) {
        (Some(code), Some(words)) => clean(&format!("{code} {words}")),
        (None, Some(words)) => clean(&words),
        (_, None) => clean(&error.to_string()),
    }
}

/// RFC 3834, 5: this was not typed by a person, so no machine should answer it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 3282: the language of the message.
#[derive(Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }
    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[cfg(test)]
mod tests;

//! Letters: the words of a message, as text and as HTML.
//!
//! Each sentence is said once, in [`english`] or [`french`]; two templates set the same sentences as text and as HTML, so that
//! the two parts of a message cannot drift apart, and a letter that one language lacks does not compile. What a person typed
//! is text in both: escaped by the HTML template, quoted line by line in the other.

mod english;
mod french;

use askama::Template;
use entity::{Channel, Locale, MessageKind, Timestamp, message};

use super::one_line;
use crate::slack_api::Secret;

/// Everything a letter speaks of.
pub struct Occasion {
    /// The promise it keeps.
    pub message: message::Model,
    /// The organisation's name.
    pub organization: String,
    /// The recipient's name, if it is known.
    pub recipient_name: Option<String>,
    /// With what the recipient signs in, where the message goes by another address.
    pub signs_in_with: Option<String>,
    /// With what the app writes in the organisation's Slack workspace; none for a message by another channel.
    pub slack_token: Option<Secret>,
    /// Who invited; none once that person is gone.
    pub inviter: Option<Inviter>,
    /// The inviter's personal note.
    pub note: Option<String>,
    /// The address of the link, with its secret.
    pub link: Option<String>,
    /// Where one signs in.
    pub sign_in: String,
}

/// Who invited.
pub struct Inviter {
    /// What they are called.
    pub name: String,
    /// Where they can be written to.
    pub email: Option<String>,
}

impl Inviter {
    /// Name and address, if there is one.
    pub(super) fn reachable(&self) -> Option<(&str, &str)> {
        self.email
            .as_deref()
            .map(|email| (self.name.as_str(), email))
    }
}

/// A letter, ready to leave by any channel that takes one.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as an HTML document.
    pub html: String,
}

/// What the sentences are made from: names that are one line each, whatever was typed.
struct About {
    kind: MessageKind,
    organization: String,
    recipient: String,
    recipient_name: Option<String>,
    inviter: Option<String>,
    inviter_email: Option<String>,
    expires_at: Timestamp,
}

/// The sentences of one letter in one language.
pub(super) struct Sentences {
    pub(super) subject: String,
    /// What a mail client shows beside the subject.
    preview: String,
    pub(super) heading: String,
    pub(super) greeting: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) note_label: String,
    pub(super) button: &'static str,
    /// What stands between a label and what it labels.
    colon: &'static str,
    /// What to know about the link.
    pub(super) after: Vec<String>,
    address_label: &'static str,
    contact: String,
    footer: String,
}

/// Writes the letter of an occasion in the language of its message.
#[must_use]
pub fn write(occasion: &Occasion) -> Letter {
    let locale = occasion.message.locale;
    let sentences = sentences(occasion);
    let note = note(occasion);
    let address = occasion.link.as_deref().unwrap_or(&occasion.sign_in);
    let text = Text {
        sentences: &sentences,
        note: &note,
        address,
    };
    let html = Html {
        lang: locale.as_str(),
        dir: direction(locale),
        sentences: &sentences,
        note: &note,
        address,
    };
    Letter {
        text: render(&text),
        html: render(&html),
        subject: sentences.subject,
    }
}

/// The sentences of an occasion in the language of its message.
pub(super) fn sentences(occasion: &Occasion) -> Sentences {
    let inviter = occasion.inviter.as_ref();
    // In Slack the recipient is an id, with which nobody signs in.
    let recipient = match (occasion.message.channel, &occasion.signs_in_with) {
        (Channel::Slack, Some(address)) => address,
        _ => &occasion.message.recipient,
    };
    let about = About {
        kind: occasion.message.kind,
        organization: one_line(&occasion.organization),
        recipient: one_line(recipient),
        recipient_name: occasion.recipient_name.as_deref().map(one_line),
        inviter: inviter.map(|inviter| one_line(&inviter.name)),
        inviter_email: inviter
            .and_then(|inviter| inviter.email.as_deref())
            .map(one_line),
        expires_at: occasion.message.give_up_at,
    };
    match occasion.message.locale {
        Locale::En => english::sentences(&about),
        Locale::Fr => french::sentences(&about),
    }
}

/// The lines of the inviter's note, where the message tells it.
pub(super) fn note(occasion: &Occasion) -> Vec<String> {
    let tells_note = matches!(
        occasion.message.kind,
        MessageKind::Invitation | MessageKind::Reminder
    );
    let note = occasion.note.as_deref().filter(|_| tells_note);
    note.unwrap_or_default().lines().map(one_line).collect()
}

fn render(template: &impl Template) -> String {
    template
        .render()
        .expect("writing to a string does not fail")
}

/// Which way a language is written.
fn direction(locale: Locale) -> &'static str {
    match locale {
        Locale::En | Locale::Fr => "ltr",
    }
}

#[derive(Template)]
#[template(path = "letters/letter.txt")]
struct Text<'a> {
    sentences: &'a Sentences,
    note: &'a [String],
    address: &'a str,
}

#[derive(Template)]
#[template(path = "letters/letter.html")]
struct Html<'a> {
    lang: &'static str,
    dir: &'static str,
    sentences: &'a Sentences,
    note: &'a [String],
    address: &'a str,
}

#[cfg(test)]
pub(super) mod tests;

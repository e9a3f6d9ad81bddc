//! Slack: a direct message of the app, with the words of the letter and a button that opens the link.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use entity::OrganizationId;
use serde_json::{Value, json};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep_until, timeout},
};

use super::{
    DeliveryError, Receipt,
    letter::{self, Occasion, Sentences},
};
use crate::slack_api::{SlackApi, SlackError};

/// Messages that are on their way at once: Slack takes about one a second of an app in a workspace.
const AT_ONCE: usize = 4;
/// How long a message waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The longest text of a section, in characters (<https://docs.slack.dev/reference/block-kit/blocks/section-block>).
const LONGEST_SECTION: usize = 3_000;
/// The longest heading (<https://docs.slack.dev/reference/block-kit/blocks/header-block>).
const LONGEST_HEADING: usize = 150;

/// Takes messages to the workspaces.
#[derive(Debug)]
pub(super) struct Desk {
    api: SlackApi,
    turns: Arc<Semaphore>,
    /// Until when workspaces asked for patience: one that does holds up no other.
    waits: Mutex<HashMap<OrganizationId, Instant>>,
}

/// The right to send one message now.
#[derive(Debug)]
pub struct Turn {
    _turn: OwnedSemaphorePermit,
}

impl Desk {
    pub(super) fn new(api: SlackApi) -> Self {
        Self {
            api,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waits: Mutex::default(),
        }
    }

    pub(super) fn connections(&self) -> usize {
        AT_ONCE
    }

    pub(super) async fn turn(&self, occasion: &Occasion) -> Result<Turn, DeliveryError> {
        let organization = &occasion.message.organization_id;
        let wait = async {
            while let Some(until) = self.asked_to_wait(organization) {
                sleep_until(until).await;
            }
            Arc::clone(&self.turns).acquire_owned().await
        };
        match timeout(LONGEST_WAIT, wait).await {
            Ok(Ok(turn)) => Ok(Turn { _turn: turn }),
            _ => Err(DeliveryError::NoTurn),
        }
    }

    pub(super) fn close(&self) {
        self.turns.close();
    }

    pub(super) async fn deliver(&self, occasion: &Occasion) -> Result<Receipt, DeliveryError> {
        let Some(token) = &occasion.slack_token else {
            return Err(super::nothing_sends(
                "no Slack workspace is connected, or Slack has refused its token",
            ));
        };
        let opened = self
            .api
            .open_conversation(token, &occasion.message.recipient)
            .await;
        // Nothing has been written yet: another time is as good.
        let channel = opened.map_err(|error| self.verdict(occasion, error, false))?;
        let message = write(occasion);
        let posted = self
            .api
            .post(token, &channel, &message.text, &message.blocks.to_string())
            .await;
        let id = posted.map_err(|error| self.verdict(occasion, error, true))?;
        Ok(Receipt {
            provider_id: Some(id),
            segments: None,
        })
    }

    /// What a refusal means. `may_have_left` says that what was asked writes.
    fn verdict(
        &self,
        occasion: &Occasion,
        error: SlackError,
        may_have_left: bool,
    ) -> DeliveryError {
        let reason = super::one_line(&error.to_string());
        let is_of_the_token = error.is_of_the_token();
        match error {
            SlackError::Unreachable(_) => DeliveryError::Unreachable { reason },
            SlackError::Garbled(_) if may_have_left => DeliveryError::Doubtful { reason },
            SlackError::Garbled(_) | SlackError::Incomplete => DeliveryError::Retry { reason },
            SlackError::Busy { seconds } => {
                let until = Instant::now() + Duration::from_secs(seconds.min(3_600));
                self.waits()
                    .insert(occasion.message.organization_id.clone(), until);
                DeliveryError::Retry { reason }
            }
            SlackError::Refused(_) if is_of_the_token => DeliveryError::TokenRefused { reason },
            SlackError::Refused(_) | SlackError::ScopeMissing(_) => {
                DeliveryError::NotConfigured { reason }
            }
            SlackError::No(_) => DeliveryError::Refused { reason },
        }
    }

    /// Until when a workspace asked to wait, if that is not over.
    fn asked_to_wait(&self, organization: &OrganizationId) -> Option<Instant> {
        let until = self.waits().get(organization).copied();
        until.filter(|until| *until > Instant::now())
    }

    fn waits(&self) -> std::sync::MutexGuard<'_, HashMap<OrganizationId, Instant>> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A direct message, ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// What a notification shows.
    pub text: String,
    /// Its blocks (<https://docs.slack.dev/block-kit>).
    pub blocks: Value,
}

/// Writes the direct message of an occasion in the language of its message.
#[must_use]
pub fn write(occasion: &Occasion) -> Direct {
    let Sentences {
        subject,
        heading,
        greeting,
        paragraphs,
        note_label,
        button,
        after,
        ..
    } = letter::sentences(occasion);
    let section = |text: String| json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": true } });
    let words = [greeting]
        .into_iter()
        .chain(paragraphs)
        .map(|words| escaped(&words));
    let mut blocks = vec![
        json!({ "type": "header", "text": { "type": "plain_text", "text": cut(&heading, LONGEST_HEADING), "emoji": false } }),
        section(cut(&words.collect::<Vec<_>>().join("\n"), LONGEST_SECTION)),
    ];
    let note: Vec<String> = letter::note(occasion)
        .iter()
        .map(|line| format!("> {}", escaped(line)))
        .collect();
    if !note.is_empty() {
        blocks.push(section(cut(
            &format!("{}\n{}", escaped(&note_label), note.join("\n")),
            LONGEST_SECTION,
        )));
    }
    let address = occasion.link.as_deref().unwrap_or(&occasion.sign_in);
    blocks.push(json!({ "type": "actions", "elements": [{
        "type": "button", "style": "primary", "url": address, "action_id": "open",
        "text": { "type": "plain_text", "text": button, "emoji": false },
    }] }));
    let after: Vec<Value> = after
        .iter()
        .map(|words| json!({ "type": "mrkdwn", "text": escaped(words), "verbatim": true }))
        .collect();
    blocks.push(json!({ "type": "context", "elements": after }));
    Direct {
        text: escaped(&subject),
        blocks: blocks.into(),
    }
}

/// Text in Slack's own markup: three characters begin it (<https://docs.slack.dev/messaging/formatting-message-text>), and a
/// zero-width space after those that could set a name in bold or make it a link keeps them what they are.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '*' | '_' | '~' | '`' => escaped.extend([character, '\u{200b}']),
            other => escaped.push(other),
        }
    }
    escaped
}

fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_is_no_markup() {
        assert_eq!(
            escaped("<!channel> & <http://evil.example|x>"),
            "&lt;!channel&gt; &amp; &lt;http://evil.example|x&gt;"
        );
        assert_eq!(escaped("*Ada*"), "*\u{200b}Ada*\u{200b}");
        assert_eq!(cut("Ada Lovelace", 4), "Ada…");
    }
}

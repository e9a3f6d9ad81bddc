//! Writing to a member: a direct message of the app.

use serde::Deserialize;

use super::{
    Secret, SlackApi, SlackError,
    call::{Answer, Shown},
};

#[derive(Deserialize)]
struct Opened {
    channel: Conversation,
}

#[derive(Deserialize)]
struct Conversation {
    id: String,
}

#[derive(Deserialize)]
struct Posted {
    ts: String,
}

impl SlackApi {
    /// The conversation between the app and a member (`conversations.open`), which is made if there is none.
    ///
    /// # Errors
    /// [`SlackError::No`] when there is no such member, or they are deactivated.
    pub async fn open_conversation(
        &self,
        token: &Secret,
        member: &str,
    ) -> Result<String, SlackError> {
        let form = [("users", member)];
        let answer: Answer<Opened> = self
            .call(Shown::Token(token), "conversations.open", &form)
            .await?;
        Ok(answer.said.channel.id)
    }

    /// Writes into a conversation (`chat.postMessage`). Answers Slack's id of the message.
    ///
    /// # Errors
    /// As Slack says. After [`SlackError::Garbled`] nobody knows whether it was written.
    pub async fn post(
        &self,
        token: &Secret,
        channel: &str,
        text: &str,
        blocks: &str,
    ) -> Result<String, SlackError> {
        let form = [
            ("channel", channel),
            ("text", text),
            ("blocks", blocks),
            // No preview of the link: whoever fetched it would not be the invitee.
            ("unfurl_links", "false"),
            ("unfurl_media", "false"),
        ];
        let answer: Answer<Posted> = self
            .call(Shown::Token(token), "chat.postMessage", &form)
            .await?;
        Ok(answer.said.ts)
    }
}

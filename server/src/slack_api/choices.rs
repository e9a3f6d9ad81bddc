//! What can be chosen in a workspace: its user groups and its channels.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    Secret, SlackApi, SlackError,
    call::{Answer, Shown},
    directory::{Cursor, PAGE, Paged, Patience},
};

/// A user group or a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Slack's id of it: `S…` or `C…`.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// What Slack says of user groups where the workspace's plan has none.
pub const NEEDS_A_PLAN: &str = "plan_upgrade_required";

#[derive(Deserialize)]
struct UserGroups {
    usergroups: Vec<Choice>,
}

#[derive(Deserialize)]
struct Channels {
    channels: Vec<Choice>,
    #[serde(default)]
    response_metadata: Cursor,
}

impl Paged for Channels {
    fn next_cursor(&self) -> &str {
        &self.response_metadata.next_cursor
    }
}

#[derive(Deserialize)]
struct GroupMembers {
    users: Vec<String>,
}

#[derive(Deserialize)]
struct ChannelMembers {
    members: Vec<String>,
    #[serde(default)]
    response_metadata: Cursor,
}

impl Paged for ChannelMembers {
    fn next_cursor(&self) -> &str {
        &self.response_metadata.next_cursor
    }
}

impl SlackApi {
    /// The user groups of a workspace (`usergroups.list`). One without a paid plan has none.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn user_groups(&self, token: &Secret) -> Result<Vec<Choice>, SlackError> {
        let answer = self.call(Shown::Token(token), "usergroups.list", &[]);
        let answer: Result<Answer<UserGroups>, _> = answer.await;
        match answer {
            Ok(answer) => Ok(answer.said.usergroups),
            Err(SlackError::No(reason)) if reason == NEEDS_A_PLAN => Ok(Vec::new()),
            Err(other) => Err(other),
        }
    }

    /// The channels that the app sees (`conversations.list`): the public ones, and private ones to which it was invited.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn channels(
        &self,
        token: &Secret,
        patience: &mut Patience,
    ) -> Result<Vec<Choice>, SlackError> {
        let form = [
            ("types", "public_channel,private_channel"),
            ("exclude_archived", "true"),
            ("limit", PAGE),
        ];
        let mut channels = Vec::new();
        let keep = |page: Channels| channels.extend(page.channels);
        self.pages(token, "conversations.list", &form, patience, keep)
            .await?;
        Ok(channels)
    }

    /// The ids of everyone in these user groups (`usergroups.users.list`) and channels (`conversations.members`).
    ///
    /// # Errors
    /// [`SlackError::No`] when one of them is not there, as Slack says.
    pub(super) async fn members_of(
        &self,
        token: &Secret,
        user_groups: &[Choice],
        channels: &[Choice],
        patience: &mut Patience,
    ) -> Result<HashSet<String>, SlackError> {
        let mut chosen = HashSet::new();
        for group in user_groups {
            let form = [("usergroup", group.id.as_str())];
            let members: GroupMembers = patience
                .with(|| async {
                    let answer = self
                        .call(Shown::Token(token), "usergroups.users.list", &form)
                        .await;
                    answer.map(|answer: Answer<GroupMembers>| answer.said)
                })
                .await?;
            chosen.extend(members.users);
        }
        for channel in channels {
            let form = [("channel", channel.id.as_str()), ("limit", PAGE)];
            let keep = |page: ChannelMembers| chosen.extend(page.members);
            self.pages(token, "conversations.members", &form, patience, keep)
                .await?;
        }
        Ok(chosen)
    }
}

//! Reading a whole workspace, page by page and with patience: all of it, or an error.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use serde::{Deserialize, de::DeserializeOwned};
use tokio::time::sleep;

use super::{
    Choice, Member, Secret, SlackApi, SlackError,
    call::{Answer, Shown},
};

/// Entries a page: what Slack recommends (<https://docs.slack.dev/apis/web-api/pagination>).
pub(super) const PAGE: &str = "200";
/// So many pages are no workspace but a circle.
const MOST_PAGES: usize = 20_000;
/// Tries of a page when Slack cannot be reached.
const TRIES: u32 = 3;

/// A page of a list.
pub(super) trait Paged {
    /// Where the next one begins; empty at the end.
    fn next_cursor(&self) -> &str;
}

/// The metadata of a page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Cursor {
    #[serde(default)]
    pub(super) next_cursor: String,
}

/// How long somebody is still ready to wait for Slack, in all.
#[derive(Debug)]
pub struct Patience(Duration);

impl Patience {
    /// For a whole workspace: 20,000 people are a hundred pages, of which Slack gives twenty a minute.
    #[must_use]
    pub fn of_a_loop() -> Self {
        Self(Duration::from_secs(30 * 60))
    }

    /// For somebody who looks at a page meanwhile.
    #[must_use]
    pub fn of_a_person() -> Self {
        Self(Duration::from_secs(5))
    }

    /// Calls until Slack answers: waits as long as it asks to, and tries again when it cannot be reached.
    ///
    /// # Errors
    /// What it said last.
    pub(super) async fn with<T, F: Future<Output = Result<T, SlackError>>>(
        &mut self,
        mut call: impl FnMut() -> F,
    ) -> Result<T, SlackError> {
        let mut tries = 1;
        loop {
            let error = match call().await {
                Ok(said) => return Ok(said),
                Err(error) => error,
            };
            let wait = match &error {
                SlackError::Busy { seconds } => Duration::from_secs(*seconds),
                SlackError::Unreachable(_) | SlackError::Garbled(_) if tries < TRIES => {
                    Duration::from_secs(tries.into())
                }
                _ => return Err(error),
            };
            if !matches!(error, SlackError::Busy { .. }) {
                tries += 1;
            }
            self.0 = self.0.checked_sub(wait).ok_or(error)?;
            sleep(wait).await;
        }
    }
}

#[derive(Deserialize)]
struct Members {
    members: Vec<Member>,
    #[serde(default)]
    response_metadata: Cursor,
}

impl Paged for Members {
    fn next_cursor(&self) -> &str {
        &self.response_metadata.next_cursor
    }
}

#[derive(Deserialize)]
struct OneMember {
    user: Member,
}

/// Everyone in a workspace, and who of them was chosen.
#[derive(Debug)]
pub struct Directory {
    members: HashMap<String, Member>,
    chosen: Option<HashSet<String>>,
}

/// Which workspace to read, and whom of it.
#[derive(Clone, Debug)]
pub struct Whom {
    /// The workspace that was connected.
    pub team_id: String,
    /// The user as which the app acts there.
    pub bot_id: String,
    /// The user groups whose members are meant …
    pub user_groups: Vec<Choice>,
    /// … and the channels; none of either for everyone.
    pub channels: Vec<Choice>,
}

impl Directory {
    /// Everyone who was chosen, in the order of their ids.
    #[must_use]
    pub fn chosen(&self) -> Vec<&Member> {
        let is_chosen = |member: &&Member| self.is_chosen(&member.id);
        let mut chosen: Vec<&Member> = self.members.values().filter(is_chosen).collect();
        chosen.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        chosen
    }

    /// Who was chosen and is in no list of the workspace: strangers in a shared channel.
    #[must_use]
    pub fn strangers(&self) -> Vec<&str> {
        let chosen = self.chosen.iter().flatten();
        let mut strangers: Vec<&str> = chosen
            .filter(|id| !self.members.contains_key(*id))
            .map(String::as_str)
            .collect();
        strangers.sort_unstable();
        strangers
    }

    /// Whether somebody is among those who were chosen.
    #[must_use]
    pub fn is_chosen(&self, id: &str) -> bool {
        self.chosen
            .as_ref()
            .is_none_or(|chosen| chosen.contains(id))
    }

    /// A member, chosen or not.
    #[must_use]
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.get(id)
    }
}

impl SlackApi {
    /// Reads a workspace: whose the token is first, then every page, then whom the user groups and channels name.
    ///
    /// Pages that change while they are read may name somebody twice: what was said last counts.
    ///
    /// # Errors
    /// [`SlackError::Incomplete`] when the app itself is not among the members or a cursor leads nowhere: then it was not
    /// the whole workspace. [`SlackError::No`] with `other_workspace` when the token is of another one.
    pub async fn directory(
        &self,
        token: &Secret,
        whom: &Whom,
        patience: &mut Patience,
    ) -> Result<Directory, SlackError> {
        let identity = patience.with(|| self.identity(token)).await?;
        if identity.team_id != whom.team_id {
            return Err(SlackError::No(OTHER_WORKSPACE.to_owned()));
        }
        let form = [("limit", PAGE), ("include_locale", "true")];
        let mut members = HashMap::new();
        let keep = |page: Members| {
            members.extend(
                page.members
                    .into_iter()
                    .map(|member| (member.id.clone(), member)),
            );
        };
        self.pages(token, "users.list", &form, patience, keep)
            .await?;
        if !members.contains_key(&whom.bot_id) {
            return Err(SlackError::Incomplete);
        }
        let everyone = whom.user_groups.is_empty() && whom.channels.is_empty();
        let chosen = if everyone {
            None
        } else {
            Some(
                self.members_of(token, &whom.user_groups, &whom.channels, patience)
                    .await?,
            )
        };
        Ok(Directory { members, chosen })
    }

    /// Asks after members one by one whom the pages did not name (`users.info`): whoever is there after all was missed by
    /// pages that changed while they were read.
    ///
    /// # Errors
    /// As Slack says; that somebody is not there is no error.
    pub async fn ask_after(
        &self,
        directory: &mut Directory,
        token: &Secret,
        ids: &[String],
        patience: &mut Patience,
    ) -> Result<(), SlackError> {
        for id in ids {
            let form = [("user", id.as_str()), ("include_locale", "true")];
            let found = patience
                .with(async || self.call(Shown::Token(token), "users.info", &form).await)
                .await;
            match found {
                Ok(Answer {
                    said: OneMember { user },
                    ..
                }) => {
                    directory.members.insert(user.id.clone(), user);
                }
                Err(SlackError::No(reason))
                    if matches!(reason.as_str(), "user_not_found" | "user_not_visible") => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Every page of a list.
    pub(super) async fn pages<T: Paged + DeserializeOwned>(
        &self,
        token: &Secret,
        method: &str,
        form: &[(&str, &str)],
        patience: &mut Patience,
        mut keep: impl FnMut(T),
    ) -> Result<(), SlackError> {
        let (mut cursor, mut seen) = (String::new(), HashSet::new());
        for _ in 0..MOST_PAGES {
            let mut asked = form.to_vec();
            if !cursor.is_empty() {
                asked.push(("cursor", &cursor));
            }
            let page: T = patience
                .with(|| async {
                    let answer = self.call(Shown::Token(token), method, &asked).await;
                    answer.map(|answer: Answer<T>| answer.said)
                })
                .await
                .map_err(|error| match error {
                    SlackError::No(reason) if reason == "invalid_cursor" => SlackError::Incomplete,
                    other => other,
                })?;
            let next = page.next_cursor().to_owned();
            keep(page);
            if next.is_empty() {
                return Ok(());
            }
            if !seen.insert(next.clone()) {
                break;
            }
            cursor = next;
        }
        Err(SlackError::Incomplete)
    }
}

/// Our own word beside Slack's: the token lets one into another workspace.
pub const OTHER_WORKSPACE: &str = "other_workspace";

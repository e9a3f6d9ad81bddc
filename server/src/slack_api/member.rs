//! A member of a workspace, as Slack describes people (<https://docs.slack.dev/reference/objects/user-object>).

use entity::SlackReason;
use serde::{Deserialize, Deserializer};

/// Somebody, or something, in a workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// Slack's id of them, `U…` or `W…`.
    pub id: String,
    #[serde(default)]
    team_id: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    deleted: bool,
    #[serde(default, deserialize_with = "flag")]
    is_bot: bool,
    #[serde(default, deserialize_with = "flag")]
    is_workflow_bot: bool,
    #[serde(default, deserialize_with = "flag")]
    is_restricted: bool,
    #[serde(default, deserialize_with = "flag")]
    is_ultra_restricted: bool,
    #[serde(default, deserialize_with = "flag")]
    is_stranger: bool,
    #[serde(default)]
    is_email_confirmed: Option<bool>,
    #[serde(default)]
    real_name: Option<String>,
    #[serde(default)]
    locale: Option<String>,
    #[serde(default)]
    profile: Profile,
    #[serde(default)]
    enterprise_user: Option<EnterpriseUser>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct Profile {
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    real_name: Option<String>,
    #[serde(default)]
    display_name: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct EnterpriseUser {
    #[serde(default)]
    teams: Vec<String>,
}

/// Slack leaves flags out, or says null, where they do not apply.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(false))
}

/// The user as which Slack itself speaks, which it does not call a bot.
const SLACKBOT: &str = "USLACKBOT";

impl Member {
    /// Their name, if they have said one.
    #[must_use]
    pub fn full_name(&self) -> Option<&str> {
        let profile = &self.profile;
        let names = [&profile.real_name, &self.real_name, &profile.display_name];
        let mut names = names.into_iter().flatten();
        names
            .find(|name| !name.trim().is_empty())
            .map(String::as_str)
    }

    /// Their address, if Slack shows one.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.profile
            .email
            .as_deref()
            .filter(|email| !email.trim().is_empty())
    }

    /// Their language, as a tag: `fr-FR`.
    #[must_use]
    pub fn locale(&self) -> Option<&str> {
        self.locale.as_deref()
    }

    /// Why they are no colleague in this workspace, if they are none. What they are comes before how they stand.
    #[must_use]
    pub fn is_nobody(&self, team: &str) -> Option<SlackReason> {
        if self.is_bot || self.is_workflow_bot || self.id == SLACKBOT {
            Some(SlackReason::Bot)
        } else if self.is_stranger || !self.belongs_to(team) {
            Some(SlackReason::Stranger)
        } else if self.deleted {
            Some(SlackReason::DeactivatedInSlack)
        } else if self.is_restricted || self.is_ultra_restricted {
            Some(SlackReason::Guest)
        } else if self.email().is_none() {
            Some(SlackReason::NoEmail)
        } else if self.is_email_confirmed == Some(false) {
            Some(SlackReason::EmailUnconfirmed)
        } else {
            None
        }
    }

    /// In an enterprise a person has a home team and belongs to others.
    fn belongs_to(&self, team: &str) -> bool {
        let others = self.enterprise_user.iter().flat_map(|user| &user.teams);
        self.team_id.as_deref().is_none_or(|home| home == team)
            || others.into_iter().any(|other| other == team)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Member {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_a_member_is_comes_before_how_they_stand() {
        let person = r#""id":"U1","team_id":"T1","is_email_confirmed":true,"profile":{"email":"a@b.example"}"#;
        for (json, reason) in [
            (format!("{{{person}}}"), None),
            (format!(r#"{{{person},"deleted":true}}"#), Some(SlackReason::DeactivatedInSlack)),
            (format!(r#"{{{person},"is_bot":true,"deleted":true}}"#), Some(SlackReason::Bot)),
            (format!(r#"{{{person},"is_restricted":true}}"#), Some(SlackReason::Guest)),
            (format!(r#"{{{person},"is_stranger":true}}"#), Some(SlackReason::Stranger)),
            (format!(r#"{{{person},"is_bot":null,"deleted":null}}"#), None),
            (r#"{"id":"USLACKBOT","team_id":"T1"}"#.to_owned(), Some(SlackReason::Bot)),
            (r#"{"id":"U1","team_id":"T2","profile":{"email":"a@b.example"}}"#.to_owned(), Some(SlackReason::Stranger)),
            (
                r#"{"id":"W1","team_id":"T2","enterprise_user":{"teams":["T1"]},"profile":{"email":"a@b.example"}}"#.to_owned(),
                None,
            ),
            (r#"{"id":"U1","team_id":"T1","profile":{"email":null}}"#.to_owned(), Some(SlackReason::NoEmail)),
            (
                r#"{"id":"U1","team_id":"T1","is_email_confirmed":false,"profile":{"email":"a@b.example"}}"#.to_owned(),
                Some(SlackReason::EmailUnconfirmed),
            ),
        ] {
            assert_eq!(read(&json).is_nobody("T1"), reason, "{json}");
        }
    }

    #[test]
    fn the_name_in_the_profile_is_the_name() {
        let named =
            r#"{"id":"U1","real_name":"Ada","profile":{"real_name":" ","display_name":"ada"}}"#;
        assert_eq!(read(named).full_name(), Some("Ada"));
        assert_eq!(read(r#"{"id":"U1"}"#).full_name(), None);
    }
}

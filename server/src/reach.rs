//! How a person is reached: the one place that knows which channels send, and to which address each of them writes.

use entity::{Channel, OrganizationId, organization, user};
use sea_orm::{EntityTrait, QuerySelect};

use crate::{
    app::App,
    config::{Config, Texts},
    problem::{Code, Fault},
};

/// Where somebody can be written to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reach<'a> {
    /// Their e-mail address.
    pub(crate) email: Option<&'a str>,
    /// Their phone number, in E.164.
    pub(crate) phone: Option<&'a str>,
    /// Slack's id of them.
    pub(crate) slack: Option<&'a str>,
}

/// The channels by which an organisation can send now. A link is handed over by hand and needs none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Channels {
    pub(crate) email: bool,
    pub(crate) sms: bool,
    pub(crate) slack: bool,
}

/// A channel that reaches somebody, with the address it writes to. None exists but where something sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    channel: Channel,
    recipient: Option<String>,
}

impl Channels {
    /// Those of an organisation.
    pub(crate) fn of(config: &Config, organization: &organization::Model) -> Self {
        Self::with(config, organization.slack_connected)
    }

    /// Those of an organisation of which nothing else is read.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn find(app: &App, organization: &OrganizationId) -> Result<Self, Fault> {
        let slack: Option<bool> = organization::Entity::find_by_id(organization.clone())
            .select_only()
            .column(organization::Column::SlackConnected)
            .into_tuple()
            .one(&*app.db)
            .await?;
        Ok(Self::with(&app.config, slack.unwrap_or_default()))
    }

    fn with(config: &Config, slack: bool) -> Self {
        Self {
            // To a mail server or to the mailbox: somewhere it always goes.
            email: true,
            sms: !matches!(config.texts, Texts::None),
            slack,
        }
    }

    /// Whether something sends by a channel, or it takes nothing.
    pub(crate) fn send_by(self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.sms,
            Channel::Slack => self.slack,
            Channel::Link => true,
        }
    }
}

impl<'a> Reach<'a> {
    /// What a row knows.
    pub(crate) fn of(user: &'a user::Model) -> Self {
        Self {
            email: user.email.as_deref(),
            phone: user.phone.as_deref(),
            slack: user.slack_id.as_deref(),
        }
    }

    /// The channel that is used when nobody names one: the first by which something sends and that has an address, else the
    /// first with an address, so that what is missing is said of the channel that was meant.
    pub(crate) fn usual(self, channels: Channels) -> Channel {
        let known = || {
            [Channel::Email, Channel::Sms, Channel::Slack]
                .into_iter()
                .filter(|channel| self.address(*channel).is_some())
        };
        let sends = known().find(|channel| channels.send_by(*channel));
        sends.or_else(|| known().next()).unwrap_or(Channel::Email)
    }

    /// The way by a channel.
    ///
    /// # Errors
    /// `ChannelNotConfigured` when nothing sends by it, `ChannelNotPossible` when there is no address for it.
    pub(crate) fn by(self, channel: Channel, channels: Channels) -> Result<Way, Code> {
        if !channels.send_by(channel) {
            return Err(Code::ChannelNotConfigured);
        }
        let recipient = match channel {
            Channel::Link => None,
            _ => Some(self.address(channel).ok_or(Code::ChannelNotPossible)?),
        };
        Ok(Way {
            channel,
            recipient: recipient.map(str::to_owned),
        })
    }

    /// The way by which somebody is written to once more: the same as before. A link that was handed over by hand is followed
    /// up by the usual channel.
    ///
    /// # Errors
    /// As [`Reach::by`].
    pub(crate) fn again(self, before: Channel, channels: Channels) -> Result<Way, Code> {
        match before {
            Channel::Link => self.by(self.usual(channels), channels),
            channel => self.by(channel, channels),
        }
    }

    /// By what somebody would be written to now: as before, if they are invited. None where nothing reaches them. The counts
    /// say the same in SQL (`users/counts/reached.rs`).
    pub(crate) fn reached_by(self, before: Option<Channel>, channels: Channels) -> Option<Channel> {
        let way = match before {
            Some(before) => self.again(before, channels),
            None => self.by(self.usual(channels), channels),
        };
        way.ok().map(|way| way.channel)
    }

    /// Where a message by a channel goes.
    pub(crate) fn address(self, channel: Channel) -> Option<&'a str> {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.phone,
            Channel::Slack => self.slack,
            Channel::Link => None,
        }
    }
}

impl Way {
    /// By hand.
    pub(crate) const BY_HAND: Self = Self {
        channel: Channel::Link,
        recipient: None,
    };

    /// The way that was found before.
    pub(crate) fn to(channel: Channel, recipient: &str) -> Self {
        Self {
            channel,
            recipient: Some(recipient.to_owned()),
        }
    }

    /// Its channel.
    pub(crate) fn channel(&self) -> Channel {
        self.channel
    }

    /// The address that is written to; none when a link is handed over.
    pub(crate) fn recipient(&self) -> Option<&str> {
        self.recipient.as_deref()
    }
}

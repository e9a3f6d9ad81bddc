//! How text messages leave, and what keeps them from becoming a bill.

use anyhow::ensure;
use clap::Args;

use crate::config::{
    TextLimits, Texts,
    twilio::{Given, Twilio},
};

/// How text messages leave.
#[derive(Clone, Debug, Args)]
pub struct TextMessages {
    /// The Twilio account that sends text messages: AC and 32 hexadecimal digits. Without it they are kept in the mailbox, and
    /// with --production the channel is not set up.
    #[arg(long, env = "BIENVENUE_TWILIO_ACCOUNT")]
    pub twilio_account: Option<String>,
    /// The account's auth token, with which Twilio signs its callbacks.
    #[arg(long, env = "BIENVENUE_TWILIO_TOKEN", hide_env_values = true)]
    pub twilio_token: Option<String>,
    /// An API key and its secret, as `SK…:secret`, to ask with in place of the account and its token.
    #[arg(long, env = "BIENVENUE_TWILIO_KEY", hide_env_values = true)]
    pub twilio_key: Option<String>,
    /// Who text messages come from: a number, a name of up to 11 letters, or a messaging service `MG…`.
    #[arg(long, env = "BIENVENUE_TWILIO_FROM")]
    pub twilio_from: Option<String>,
    /// Where Twilio answers; `https://api.twilio.com` by default.
    #[arg(long, env = "BIENVENUE_TWILIO_URL")]
    pub twilio_url: Option<String>,
    /// The countries to which text messages may go, by their two letters with commas, or `all`; needed with --twilio-account.
    #[arg(long, env = "BIENVENUE_TEXT_COUNTRIES")]
    pub text_countries: Option<String>,
    /// The most text messages to one number within 24 hours, whoever sends them.
    #[arg(
        long,
        env = "BIENVENUE_TEXTS_PER_NUMBER_A_DAY",
        default_value_t = TextLimits::USUAL.per_number_a_day,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub texts_per_number_a_day: u32,
    /// The most text messages of one organisation within 24 hours.
    #[arg(
        long,
        env = "BIENVENUE_TEXTS_PER_ORGANIZATION_A_DAY",
        default_value_t = TextLimits::USUAL.per_organization_a_day,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub texts_per_organization_a_day: u32,
    /// The most parts of text messages that may be paid for in a calendar month, by all organisations together; 0 for no limit.
    /// A message has one part, or two.
    #[arg(
        long,
        env = "BIENVENUE_TEXT_PARTS_A_MONTH",
        default_value_t = TextLimits::USUAL.parts_a_month
    )]
    pub text_parts_a_month: u32,
}

impl TextMessages {
    /// How text messages leave; without an account they are kept in the mailbox, which real people do not have.
    pub(super) fn way(&self, production: bool) -> anyhow::Result<Texts> {
        let Some(account) = &self.twilio_account else {
            let given = [&self.twilio_token, &self.twilio_key, &self.twilio_from];
            ensure!(
                given.iter().all(|given| given.is_none()),
                "--twilio-token, --twilio-key and --twilio-from need --twilio-account"
            );
            return Ok(if production {
                Texts::None
            } else {
                Texts::Mailbox
            });
        };
        let twilio = Twilio::parse(&Given {
            api: self.twilio_url.as_deref(),
            account,
            token: self.twilio_token.as_deref(),
            key: self.twilio_key.as_deref(),
            from: self.twilio_from.as_deref(),
            countries: self.text_countries.as_deref(),
        });
        let twilio = twilio.map_err(anyhow::Error::msg)?;
        ensure!(
            !production || twilio.api.scheme() == "https",
            "--production needs a --twilio-url with https, so that links travel encrypted"
        );
        Ok(Texts::Twilio(Box::new(twilio)))
    }

    pub(super) fn limits(&self) -> TextLimits {
        TextLimits {
            per_number_a_day: self.texts_per_number_a_day,
            per_organization_a_day: self.texts_per_organization_a_day,
            parts_a_month: self.text_parts_a_month,
        }
    }
}

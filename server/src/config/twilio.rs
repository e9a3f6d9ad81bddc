//! How Twilio is spoken to.

use std::{collections::BTreeSet, fmt, time::Duration};

use entity::{Country, PhoneNumber};
use url::Url;

/// Where Twilio answers.
pub const API: &str = "https://api.twilio.com";
/// How many messages are handed over at once: a number sends one a second in the United States and ten elsewhere, and Twilio
/// queues what comes sooner (documentation, “Understanding Twilio rate limits and message queues”).
const CONNECTIONS: usize = 4;
/// How long an answer may take. Twilio gives up on a request of its own after 15 seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// An account that sends text messages.
#[derive(Clone)]
pub struct Twilio {
    /// Where it answers, without a path.
    pub api: Url,
    /// The account's id: `AC` and 32 hexadecimal digits.
    pub account: String,
    /// Who asks, and with what: an API key and its secret, or the account itself and its token.
    pub user: String,
    /// The secret of whoever asks.
    pub secret: String,
    /// The account's token, with which callbacks are signed whoever asked.
    pub token: String,
    /// Who the messages come from.
    pub from: Sender,
    /// The countries to which messages may go; none stands for every country.
    pub countries: Option<BTreeSet<String>>,
    /// How many messages are handed over at once.
    pub connections: usize,
    /// How long an answer may take.
    pub patience: Duration,
}

/// Who text messages come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A number, a short code or a name of up to eleven letters.
    From(String),
    /// A messaging service, which chooses among its senders.
    Service(String),
}

/// The settings as they are given.
#[derive(Clone, Debug, Default)]
pub struct Given<'a> {
    /// Where it answers; [`API`] by default.
    pub api: Option<&'a str>,
    /// The account.
    pub account: &'a str,
    /// Its token.
    pub token: Option<&'a str>,
    /// An API key and its secret, as `key:secret`.
    pub key: Option<&'a str>,
    /// The sender.
    pub from: Option<&'a str>,
    /// The countries, with commas, or `all`.
    pub countries: Option<&'a str>,
}

impl Twilio {
    /// Reads the settings.
    ///
    /// # Errors
    /// With a sentence about what is wrong or missing, which repeats no secret.
    pub fn parse(given: &Given<'_>) -> Result<Self, String> {
        let account = given.account.trim();
        if !is_sid(account, "AC") {
            return Err(
                "--twilio-account is AC and 32 hexadecimal digits; copy it from Twilio’s console"
                    .to_owned(),
            );
        }
        let token = given.token.filter(|token| !token.is_empty());
        let token = token.ok_or("--twilio-account needs --twilio-token, the account’s auth token: callbacks are signed with it")?;
        let (user, secret) = match given.key {
            None => (account, token),
            Some(key) => key
                .split_once(':')
                .filter(|(user, secret)| is_sid(user, "SK") && !secret.is_empty())
                .ok_or("--twilio-key is an API key and its secret, as SK…:secret")?,
        };
        let api = Url::parse(given.api.unwrap_or(API))
            .ok()
            .filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
        Ok(Self {
            api: api.ok_or("--twilio-url must be like https://api.twilio.com")?,
            account: account.to_owned(),
            user: user.to_owned(),
            secret: secret.to_owned(),
            token: token.to_owned(),
            from: sender(given.from)?,
            countries: countries(given.countries)?,
            connections: CONNECTIONS,
            patience: PATIENCE,
        })
    }

    /// Whether messages may go to a number: its country is allowed.
    #[must_use]
    pub fn may_write_to(&self, number: &PhoneNumber) -> bool {
        let Some(countries) = &self.countries else {
            return true;
        };
        number
            .country()
            .is_some_and(|country| countries.contains(country.as_str()))
    }
}

/// Secrets are not shown.
impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio")
            .field("api", &self.api.as_str())
            .field("account", &self.account)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

fn sender(given: Option<&str>) -> Result<Sender, String> {
    let from = given.map(str::trim).unwrap_or_default();
    if is_sid(from, "MG") {
        return Ok(Sender::Service(from.to_owned()));
    }
    // Twilio's rule for alphanumeric sender ids: up to 11 of these, at least one of them a letter.
    let is_name = (1..=11).contains(&from.len())
        && from.chars().any(|c| c.is_ascii_alphabetic())
        && from.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    let is_short_code = (3..=6).contains(&from.len()) && from.bytes().all(|b| b.is_ascii_digit());
    if is_name || is_short_code {
        return Ok(Sender::From(from.to_owned()));
    }
    match PhoneNumber::parse(from, None) {
        Ok(number) => Ok(Sender::From(number.as_str().to_owned())),
        Err(_) => Err(
            "--twilio-from is a number like +33612345678, a name of up to 11 letters, or a messaging service MG…".to_owned(),
        ),
    }
}

fn countries(given: Option<&str>) -> Result<Option<BTreeSet<String>>, String> {
    let missing = "--twilio-account needs --text-countries, the countries to which messages may go, like FR,BE, or all: what leaves is paid for";
    let given = given.map(str::trim).filter(|given| !given.is_empty());
    let given = given.ok_or(missing)?;
    if given.eq_ignore_ascii_case("all") {
        return Ok(None);
    }
    let country = |text: &str| {
        let country = text.parse::<Country>();
        country.map(|country| country.as_str().to_owned())
    };
    let read: Result<BTreeSet<_>, _> = given.split(',').map(country).collect();
    read.map(Some)
        .map_err(|error| format!("--text-countries: {error}"))
}

/// Twilio's ids: two letters, then 32 hexadecimal digits.
fn is_sid(text: &str, kind: &str) -> bool {
    text.len() == 34
        && text.starts_with(kind)
        && text.bytes().skip(2).all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{Given, Sender, Twilio};

    const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
    const GIVEN: Given<'_> = Given {
        api: None,
        account: ACCOUNT,
        token: Some("hush"),
        key: None,
        from: Some("+33 6 12 34 56 78"),
        countries: Some("fr, BE"),
    };

    #[test]
    fn an_account_is_read_with_its_sender_and_its_countries() {
        let twilio = Twilio::parse(&GIVEN).unwrap();
        assert_eq!(twilio.from, Sender::From("+33612345678".to_owned()));
        assert_eq!(
            (twilio.user.as_str(), twilio.api.as_str()),
            (ACCOUNT, "https://api.twilio.com/")
        );
        let to = |number| twilio.may_write_to(&entity::PhoneNumber::stored(number).unwrap());
        assert!(to("+33612345678") && to("+32470123456") && !to("+12025550123"));
        let service = "MG0123456789abcdef0123456789abcdef";
        let sender = |from| {
            Twilio::parse(&Given {
                from: Some(from),
                ..GIVEN
            })
            .map(|twilio| twilio.from)
        };
        assert_eq!(sender(service), Ok(Sender::Service(service.to_owned())));
        assert_eq!(sender("Acme"), Ok(Sender::From("Acme".to_owned())));
        let key = Given {
            key: Some("SK0123456789abcdef0123456789abcdef:hidden"),
            ..GIVEN
        };
        let twilio = Twilio::parse(&key).unwrap();
        assert_eq!(
            (twilio.secret.as_str(), twilio.token.as_str()),
            ("hidden", "hush")
        );
        assert!(
            !format!("{twilio:?}").contains("hidden") && !format!("{twilio:?}").contains("hush")
        );
    }

    #[test]
    fn what_is_wrong_or_missing_is_said_without_secrets() {
        for (given, word) in [
            (
                Given {
                    account: "AC12",
                    ..GIVEN
                },
                "--twilio-account",
            ),
            (
                Given {
                    token: None,
                    ..GIVEN
                },
                "--twilio-token",
            ),
            (
                Given {
                    key: Some("hush"),
                    ..GIVEN
                },
                "--twilio-key",
            ),
            (
                Given {
                    from: None,
                    ..GIVEN
                },
                "--twilio-from",
            ),
            (
                Given {
                    from: Some("0612345678"),
                    ..GIVEN
                },
                "--twilio-from",
            ),
            (
                Given {
                    countries: None,
                    ..GIVEN
                },
                "--text-countries",
            ),
            (
                Given {
                    countries: Some("FR,Mars"),
                    ..GIVEN
                },
                "--text-countries",
            ),
            (
                Given {
                    api: Some("ftp://hush"),
                    ..GIVEN
                },
                "--twilio-url",
            ),
        ] {
            let error = Twilio::parse(&given).unwrap_err();
            assert!(error.contains(word) && !error.contains("hush"), "{error}");
        }
    }
}

//! The mail server, as a URL says it.

use std::{fmt, time::Duration};

use entity::EmailAddress;
use url::Url;

/// A mail server, and who writes.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name: what is resolved, and what its certificate must be for.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// With what to sign in, if it takes that.
    pub credentials: Option<Credentials>,
    /// A certificate authority to trust besides the public ones, in PEM.
    pub authority: Option<Vec<u8>>,
    /// How many connections are kept open.
    pub connections: usize,
    /// How long one answer may take. The answer to a whole message may take ten times as long: giving up there is what
    /// makes duplicates (RFC 5321, 4.5.3.2.6).
    pub patience: Duration,
    /// The address messages come from.
    pub from: EmailAddress,
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte (`smtps://`, RFC 8314).
    Implicit,
    /// By STARTTLS with a certificate that checks, or not at all (`?tls=required`).
    Required,
    /// By STARTTLS if the server offers it, whatever its certificate: better than nothing, and proof of nothing (RFC 7435;
    /// `?tls=opportunistic`).
    Opportunistic,
    /// Never (`?tls=none`).
    None,
}

/// With what to sign in at a mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// So many connections are kept open unless `?connections=` says otherwise: most servers allow ten from one client.
const CONNECTIONS: usize = 4;
/// The most that may be asked for.
const MOST_CONNECTIONS: usize = 64;
/// How long one answer may take unless `?timeout=` says otherwise.
const PATIENCE: Duration = Duration::from_secs(60);

impl Smtp {
    /// Reads the URL of a mail server.
    ///
    /// `smtp://[user:password@]host[:port]` speaks plainly first, then as `?tls=` says: `required`, `opportunistic` or
    /// `none`; with credentials the default is `required`, else `opportunistic`. `smtps://…` is encrypted from the first
    /// byte. The port is 465 for `smtps`, else 587 with credentials and 25 without. Further settings: `?connections=`,
    /// `?timeout=` in seconds, `?ca=` with the path of a PEM file.
    ///
    /// # Errors
    /// With one clear line when it cannot be used; it never repeats the URL, which may hold a password.
    pub fn parse(url: &str, from: EmailAddress) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|error| {
            format!("the SMTP URL cannot be read ({error}); write it like smtp://user:password@mail.example.com:587")
        })?;
        let implicit = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            other => {
                return Err(format!(
                    "the SMTP URL must begin with smtp:// or smtps://, not {other}://"
                ));
            }
        };
        let host = match url.host() {
            None => {
                return Err(
                    "the SMTP URL names no host; write it like smtp://mail.example.com".to_owned(),
                );
            }
            Some(url::Host::Ipv6(address)) => address.to_string(),
            Some(host) => host.to_string(),
        };
        if !matches!(url.path(), "" | "/") {
            return Err("the SMTP URL must end after the host and the port".to_owned());
        }
        let credentials = credentials(&url)?;
        let port = url.port().unwrap_or(match (implicit, &credentials) {
            (true, _) => 465,
            (false, Some(_)) => 587,
            (false, None) => 25,
        });
        let mut smtp = Self {
            host,
            port,
            tls: match (implicit, &credentials) {
                (true, _) => Tls::Implicit,
                (false, Some(_)) => Tls::Required,
                (false, None) => Tls::Opportunistic,
            },
            credentials,
            authority: None,
            connections: CONNECTIONS,
            patience: PATIENCE,
            from,
        };
        for (name, value) in url.query_pairs() {
            smtp.set(&name, &value)?;
        }
        Ok(smtp)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let number = |least: usize, most: usize| {
            let number = value
                .parse()
                .ok()
                .filter(|number| (least..=most).contains(number));
            number.ok_or_else(|| {
                format!("the SMTP URL's {name} must be a number from {least} to {most}")
            })
        };
        match name {
            "tls" if self.tls == Tls::Implicit => {
                return Err(
                    "the SMTP URL says smtps:// and tls=: leave tls= out, it is encrypted anyway"
                        .to_owned(),
                );
            }
            "tls" => {
                self.tls = match value {
                    "required" => Tls::Required,
                    "opportunistic" => Tls::Opportunistic,
                    "none" => Tls::None,
                    _ => {
                        return Err(
                            "the SMTP URL's tls must be required, opportunistic or none".to_owned()
                        );
                    }
                }
            }
            "connections" => self.connections = number(1, MOST_CONNECTIONS)?,
            "timeout" => self.patience = Duration::from_secs(number(1, 600)? as u64),
            "ca" => {
                let pem = std::fs::read(value).map_err(|error| {
                    format!("the SMTP URL's ca file {value} cannot be read: {error}")
                })?;
                self.authority = Some(pem);
            }
            _ => return Err(format!("the SMTP URL has an unknown setting “{name}”")),
        }
        Ok(())
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, String> {
    let plain = |text: &str| {
        let plain = percent_encoding::percent_decode_str(text).decode_utf8();
        plain
            .map(String::from)
            .map_err(|_| "the SMTP URL's user or password is not UTF-8".to_owned())
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) => Err("the SMTP URL has a password and no user".to_owned()),
        (_, None) => Err("the SMTP URL has a user and no password".to_owned()),
        (user, Some(password)) => Ok(Some(Credentials {
            user: plain(user)?,
            password: plain(password)?,
        })),
    }
}

#[cfg(test)]
mod tests {
    use entity::EmailAddress;

    use super::{Smtp, Tls};

    fn parse(url: &str) -> Result<Smtp, String> {
        Smtp::parse(url, EmailAddress::parse("hello@example.com").unwrap())
    }

    #[test]
    fn ports_and_encryption_follow_from_scheme_and_credentials() {
        let read = |url| parse(url).map(|smtp| (smtp.port, smtp.tls));
        assert_eq!(
            read("smtp://mail.example.com"),
            Ok((25, Tls::Opportunistic))
        );
        assert_eq!(
            read("smtp://u:p@mail.example.com"),
            Ok((587, Tls::Required))
        );
        assert_eq!(
            read("smtps://u:p@mail.example.com"),
            Ok((465, Tls::Implicit))
        );
        assert_eq!(
            read("smtp://127.0.0.1:2525?tls=none"),
            Ok((2525, Tls::None))
        );
        assert_eq!(
            parse("smtp://[::1]:25").map(|smtp| smtp.host),
            Ok("::1".to_owned())
        );
    }

    #[test]
    fn a_password_may_hold_any_character_and_is_never_shown() {
        let smtp = parse("smtp://ada%40example.com:p%40ss%2F%C3%A9@mail.example.com").unwrap();
        let credentials = smtp.credentials.clone().unwrap();
        assert_eq!(
            (credentials.user.as_str(), credentials.password.as_str()),
            ("ada@example.com", "p@ss/é")
        );
        assert!(!format!("{smtp:?}").contains("p@ss"));
    }

    #[test]
    fn a_url_that_cannot_work_is_refused_without_being_repeated() {
        for url in [
            "",
            "mail.example.com",
            "http://secret:secret@mail.example.com",
            "smtp://",
            "smtp://secret@mail.example.com",
            "smtp://:secret@mail.example.com",
            "smtp://mail.example.com/inbox",
            "smtp://mail.example.com:99999",
            "smtp://mail.example.com?tls=maybe",
            "smtps://mail.example.com?tls=none",
            "smtp://mail.example.com?connections=0",
            "smtp://mail.example.com?timeout=soon",
            "smtp://mail.example.com?ca=/does/not/exist.pem",
            "smtp://mail.example.com?colour=blue",
        ] {
            let error = parse(url).expect_err(url);
            assert!(!error.contains("secret"), "{error}");
        }
    }
}

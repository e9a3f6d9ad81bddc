//! On what terms a mail server takes letters: how it is spoken to, and who must sign in (RFC 3207, RFC 4954).

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

/// On what terms a mail server takes letters. By default it speaks plainly, with everyone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// How it is spoken to.
    pub encryption: Encryption,
    /// Who alone may write, if they must sign in.
    pub account: Option<Account>,
}

/// How a mail server is spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    /// Plainly.
    #[default]
    None,
    /// Plainly, until it is asked for STARTTLS.
    StartTls,
    /// Encrypted from the first byte.
    Implicit,
}

/// Who signs in, and how.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// `PLAIN` (RFC 4616) or `LOGIN`, the one that is offered.
    pub mechanism: &'static str,
    /// Their name.
    pub user: &'static str,
    /// Their password.
    pub password: &'static str,
}

impl Terms {
    /// What the server says it can do; it offers to sign in even where everyone can read along.
    pub(super) fn offers(self, encrypted: bool) -> String {
        let mut offers = vec![
            "mail.test".to_owned(),
            "PIPELINING".to_owned(),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
        ];
        if self.encryption == Encryption::StartTls && !encrypted {
            offers.push("STARTTLS".to_owned());
        }
        offers.extend(
            self.account
                .map(|account| format!("AUTH {}", account.mechanism)),
        );
        let lines: String = offers
            .iter()
            .map(|offer| format!("250-{offer}\r\n"))
            .collect();
        format!("{lines}250 SIZE 10485760")
    }
}

impl Account {
    /// Whether what was said to PLAIN is this account.
    pub(super) fn is_plain(self, said: &str) -> bool {
        decoded(said) == format!("\0{}\0{}", self.user, self.password)
    }

    /// Whether what was said to the two questions of LOGIN is this account.
    pub(super) fn is_login(self, user: &str, password: &str) -> bool {
        decoded(user) == self.user && decoded(password) == self.password
    }
}

fn decoded(said: &str) -> String {
    let bytes = BASE64.decode(said.trim()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

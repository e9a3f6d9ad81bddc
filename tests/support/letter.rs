//! A letter as it arrived at the mail server, and as a mail client reads it.

use mail_parser::MessageParser;

/// A message that a mail server took.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The envelope's sender.
    pub sender: String,
    /// The envelope's recipients.
    pub recipients: Vec<String>,
    /// The message, byte for byte, with CRLF line ends.
    pub raw: Vec<u8>,
    /// Whether the mail server said 250 to it.
    pub acknowledged: bool,
}

impl Letter {
    /// Header lines as they stand, unfolded, with their names; nothing is decoded.
    #[must_use]
    pub fn header_lines(&self) -> Vec<(String, String)> {
        let text = String::from_utf8_lossy(&self.raw).into_owned();
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let mut lines: Vec<(String, String)> = Vec::new();
        for line in head.split("\r\n") {
            match (
                line.starts_with([' ', '\t']),
                lines.last_mut(),
                line.split_once(':'),
            ) {
                (true, Some((_, value)), _) => value.push_str(line),
                (_, _, Some((name, value))) => {
                    lines.push((name.to_owned(), value.trim().to_owned()))
                }
                _ => lines.push((line.to_owned(), String::new())),
            }
        }
        lines
    }

    /// A header's value as it stands.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let mut lines = self.header_lines().into_iter();
        lines
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The Message-ID.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn message_id(&self) -> String {
        self.header("Message-ID")
            .expect("every letter has a Message-ID")
    }

    /// The subject, decoded.
    #[must_use]
    pub fn subject(&self) -> String {
        let parsed = MessageParser::default()
            .parse(&self.raw)
            .expect("a letter can be read");
        parsed.subject().unwrap_or_default().to_owned()
    }

    /// The text part, decoded.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn text(&self) -> String {
        let parsed = MessageParser::default()
            .parse(&self.raw)
            .expect("a letter can be read");
        parsed
            .body_text(0)
            .expect("every letter has a text part")
            .replace("\r\n", "\n")
    }

    /// The HTML part, decoded.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn html(&self) -> String {
        let parsed = MessageParser::default()
            .parse(&self.raw)
            .expect("a letter can be read");
        parsed
            .body_html(0)
            .expect("every letter has an HTML part")
            .into_owned()
    }

    /// The link in the text part, if there is one.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        let text = self.text();
        let begin = text.find("/join/")?;
        let begin = text[..begin].rfind("http")?;
        let link = text[begin..]
            .split(|c: char| c.is_whitespace() || matches!(c, '>' | ')' | ']' | '"'))
            .next()?;
        Some(link.to_owned())
    }
}

/// The secret of a link.
///
/// # Panics
/// When it is not a link.
#[must_use]
pub fn token(link: &str) -> &str {
    let (_, token) = link.rsplit_once("/join/").expect("a link");
    assert_eq!(token.len(), 43, "a token has 43 characters: {token}");
    token
}

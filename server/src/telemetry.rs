//! Logs: structured, and without what must not rest there.
//!
//! Nothing here should log an address or a token to begin with. As the last gate every line passes through [`mask`] on its way
//! out, so that a library's error that quotes a recipient, or a URL in a message, does not carry it into a file.

use std::io::{self, Write};

use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For a person at a terminal.
    #[default]
    Text,
    /// One JSON object a line, for a collector.
    Json,
}

/// Starts logging to standard error, so that standard output stays what the command answers.
///
/// # Errors
/// When the filter is not understood.
pub fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Masked);
    // A second start, as in tests that share a process, keeps the first.
    let _ = match format {
        LogFormat::Text => log.with_ansi(false).with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    Ok(())
}

struct Masked;

impl<'a> MakeWriter<'a> for Masked {
    type Writer = MaskedLine;
    fn make_writer(&'a self) -> MaskedLine {
        MaskedLine(Vec::new())
    }
}

/// Collects one line and writes it masked when it is complete.
struct MaskedLine(Vec<u8>);

impl Write for MaskedLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let line = mask(&String::from_utf8_lossy(&self.0));
        self.0.clear();
        io::stderr().lock().write_all(line.as_bytes())
    }
}

impl Drop for MaskedLine {
    fn drop(&mut self) {
        // A log that cannot be written must not stop what is being logged.
        let _ = self.flush();
    }
}

/// How many characters of base64url make a token: 32 bytes without padding.
const TOKEN: usize = 43;

/// Hides e-mail addresses but for first letter and domain, phone numbers but for both ends, and whatever is as long as a token.
#[must_use]
pub fn mask(line: &str) -> String {
    let in_word =
        |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+' | '\'' | '%');
    let mut masked = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        masked.push_str(&mask_word(word));
        let next = tail.find(in_word).unwrap_or(tail.len());
        masked.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    masked
}

fn mask_word(word: &str) -> String {
    if word.contains('@') {
        return entity::EmailAddress::mask(word);
    }
    let digits = word.trim_end_matches('.').strip_prefix('+');
    if digits.is_some_and(|digits| digits.len() >= 8 && digits.bytes().all(|b| b.is_ascii_digit()))
    {
        return entity::PhoneNumber::mask(word);
    }
    let token = |part: &str| {
        part.len() >= TOKEN
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    if word.split('.').any(token) {
        "•••".to_owned()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::mask;
    use crate::{random::Random, secret::Token};

    #[test]
    fn addresses_and_tokens_do_not_reach_a_log() {
        let token = Token::random(&Random::system());
        let line = format!(
            "GET /join/{} refused <ada.lovelace@example.com>: 550 no such user at +33612345678",
            token.expose()
        );
        assert_eq!(
            mask(&line),
            "GET /join/••• refused <a•••@example.com>: 550 no such user at +33•••78"
        );
    }

    #[test]
    fn ids_and_words_stay_readable() {
        let line = "sent message=msg_01jd0000000000000000000000 in 12ms attempts=1";
        assert_eq!(mask(line), line);
    }
}

//! Text that people type, checked at the border so that it never becomes structure elsewhere.

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Nothing but white space.
    Empty,
    /// More characters than allowed.
    TooLong,
    /// Control characters, or ones that turn the direction of what follows (Unicode Bidi_Control).
    Invisible,
}

/// The longest name of a person, team, product or organisation, in characters.
pub const LONGEST_NAME: usize = 120;
/// The longest personal note, in characters.
pub const LONGEST_NOTE: usize = 1_000;

/// One line: trimmed, white space collapsed, in Unicode NFC as it came.
///
/// # Errors
/// When it is empty, too long or holds invisible characters.
pub fn line(text: &str, longest: usize) -> Result<String, TextError> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    check(&line, longest)?;
    Ok(line)
}

/// Several lines: trimmed, line ends as `\n`.
///
/// # Errors
/// When it is empty, too long or holds invisible characters.
pub fn lines(text: &str, longest: usize) -> Result<String, TextError> {
    let text = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned();
    check(&text.replace(['\n', '\t'], " "), longest)?;
    Ok(text)
}

fn check(text: &str, longest: usize) -> Result<(), TextError> {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    let hides = |c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}');
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().any(|c| turns(c) || hides(c)) {
        Err(TextError::Invisible)
    } else if text.chars().count() > longest {
        Err(TextError::TooLong)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{TextError, line, lines};

    #[test]
    fn a_line_is_trimmed_and_may_not_hide_anything() {
        assert_eq!(line("  Ada   Lovelace ", 20), Ok("Ada Lovelace".into()));
        assert_eq!(line(" \t ", 20), Err(TextError::Empty));
        assert_eq!(line("Ada\u{202e}ecalevoL", 20), Err(TextError::Invisible));
        assert_eq!(line("Ada\0", 20), Err(TextError::Invisible));
        assert_eq!(line("Adaaaaaaaa", 5), Err(TextError::TooLong));
        assert_eq!(
            line("Ada\r\nBcc: x", 20),
            Ok("Ada Bcc: x".into()),
            "a line end is white space in a name"
        );
    }

    #[test]
    fn a_note_keeps_its_lines() {
        assert_eq!(lines("Hello\r\nthere\n", 20), Ok("Hello\nthere".into()));
        assert_eq!(lines("Hello\u{1b}[31m", 20), Err(TextError::Invisible));
    }
}

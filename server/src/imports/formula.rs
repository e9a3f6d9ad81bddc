//! Cells that a spreadsheet would run as formulas.
//!
//! OWASP, “CSV Injection”: a cell that begins with one of these characters is written with an apostrophe in front, which
//! spreadsheets take for text. What we write we also read: the apostrophe is taken off again, and nothing else is.

use std::borrow::Cow;

/// Whether a text begins like a formula, behind however many apostrophes: one more apostrophe can then be told from its own.
fn begins_like_one(text: &str) -> bool {
    let first = text.trim_start_matches('\'').chars().next();
    first.is_some_and(|c| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    })
}

/// The cell as it is written into a file.
pub(crate) fn neutral(cell: &str) -> Cow<'_, str> {
    if begins_like_one(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell that was meant: [`neutral`], undone.
pub(crate) fn meant(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if begins_like_one(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::{meant, neutral};
    use proptest::prelude::*;

    #[test]
    fn a_formula_becomes_text_and_a_number_is_itself_again() {
        assert_eq!(neutral("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(neutral("+33612345678"), "'+33612345678");
        assert_eq!(meant("'+33612345678"), "+33612345678");
        assert_eq!(neutral("D'Artagnan"), "D'Artagnan");
        assert_eq!(meant("'t Hooft"), "'t Hooft");
    }

    proptest! {
        #[test]
        fn nothing_written_begins_like_a_formula_and_all_reads_back(cell in "['=+@\t\r-]{0,3}\\PC{0,8}") {
            let written = neutral(&cell).into_owned();
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
            prop_assert_eq!(meant(&written), cell);
        }
    }
}

//! Whom a deed left out, as a file to take along: written as the server writes its own (`server/src/imports/spreadsheet.rs`).

use crate::api::operations::Unreached;
use crate::locales::{Language, Speech, users::UsersWords};

/// The address of these people and their reasons as a file: as `data:` it could be too long (2 MB in Chromium).
pub(super) fn address(people: &[Unreached], speech: Speech) -> Option<String> {
    let words = speech.words(UsersWords);
    // Excel expects the list separator of the system.
    let separator = match speech.language() {
        Language::En => ",",
        Language::Fr => ";",
    };
    let row = |cells: [&str; 3]| cells.map(cell).join(separator) + "\r\n";
    // Marked as UTF-8, or Excel would read it in the machine's own encoding.
    let mut file = "\u{feff}".to_owned() + &row([words.name(), words.contact(), words.reason()]);
    for one in people {
        file += &row([&one.person.name(), &one.person.contact(), &one.reason]);
    }
    let blob = web_sys::Blob::new_with_str_sequence(&js_sys::Array::of1(&file.into())).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// A cell, quoted; what a spreadsheet would take for a formula, behind however many apostrophes, gets one more (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let formula = text
        .trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let apostrophe = if formula { "'" } else { "" };
    format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_quoted_and_never_a_formula() {
        assert_eq!(cell("Ada \"L\", x"), "\"Ada \"\"L\"\", x\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("'＝1+1"), "\"''＝1+1\"");
        assert_eq!(cell("+33612345678"), "\"'+33612345678\"");
    }
}

//! Whom a deed left out, as a file to take along.

use crate::api::operations::Unreached;

/// The address of these people and their reasons as a file: as `data:` it could be too long (2 MB in Chromium).
pub(super) fn address(people: &[Unreached]) -> Option<String> {
    let blob =
        web_sys::Blob::new_with_str_sequence(&js_sys::Array::of1(&csv(people).into())).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// The list as a file.
fn csv(people: &[Unreached]) -> String {
    let row = |cells: [&str; 3]| cells.map(cell).join(",") + "\r\n";
    let header = row(["name", "contact", "reason"]);
    let rows = people
        .iter()
        .map(|one| row([&one.person.name(), &one.person.contact(), &one.reason]));
    header + &rows.collect::<String>()
}

/// A cell, quoted; what a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
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
        assert_eq!(cell("+33612345678"), "\"'+33612345678\"");
    }
}

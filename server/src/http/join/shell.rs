//! The built page and its placeholders.

use entity::Locale;

/// Fills the placeholders of the built `join/index.html`: `{{lang}}`, `{{dir}}`, `{{title}}`, `{{preview}}` and
/// `{{first_screen}}`. The first three and the preview's JSON are escaped here; the screen is markup already.
///
/// One pass over the shell: what an organisation calls itself is never looked at for placeholders. A placeholder that is none
/// of these stays as it is.
#[must_use]
pub fn fill_shell(
    shell: &str,
    language: Locale,
    title: &str,
    preview_json: &str,
    first_screen: &str,
) -> String {
    let mut page = String::with_capacity(shell.len() + 2 * preview_json.len() + first_screen.len());
    let mut rest = shell;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((name, after_name)) = after.split_once("}}") else {
            page.push_str("{{");
            rest = after;
            break;
        };
        match name.trim() {
            "lang" => page.push_str(language.as_str()),
            "dir" => page.push_str("ltr"),
            "title" => escape_into(&mut page, title),
            "preview" => escape_into(&mut page, preview_json),
            "first_screen" => page.push_str(first_screen),
            _ => {
                page.push_str("{{");
                rest = after;
                continue;
            }
        }
        rest = after_name;
    }
    page.push_str(rest);
    page
}

/// Escapes text for an element or a quoted attribute (HTML standard, 13.3: `&`, `<`, `>` and both quotes).
fn escape_into(page: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            other => page.push(other),
        }
    }
}

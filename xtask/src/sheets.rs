//! The style sheets of a page as one file: Trunk links each by itself, which costs a request each, and bytes, since each is compressed
//! without the others.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::fingerprint;

/// What Trunk writes before and after the address of a style sheet.
const LINK: (&str, &str) = ("<link rel=\"stylesheet\" href=\"", "\"/>");

/// Joins the sheets that a folder's page links, in their order, and links the whole in the place of the first.
pub(crate) fn join(folder: &Path) -> Result<()> {
    let page = folder.join("index.html");
    let text = fs::read_to_string(&page)?;
    let links = links(&text);
    ensure!(!links.is_empty(), "{} links no style sheet", page.display());
    let mut whole = String::new();
    for link in &links {
        let sheet = folder.join(name(link));
        let sheet_text = fs::read_to_string(&sheet);
        whole += &sheet_text.with_context(|| format!("cannot read {}", sheet.display()))?;
        fs::remove_file(sheet)?;
    }
    let joined = folder.join("styles.css");
    fs::write(&joined, whole)?;
    // Named after what is in it, as Trunk names everything: browsers keep it until it changes.
    let named = format!("styles-{}.css", fingerprint::of(folder, &["styles.css"])?);
    fs::rename(joined, folder.join(&named))?;
    fs::write(&page, linking(&text, &links, &named))?;
    Ok(())
}

/// The addresses of the sheets that a page links.
fn links(page: &str) -> Vec<&str> {
    let parts = page.split(LINK.0).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(LINK.1)?.0))
        .collect()
}

fn name(address: &str) -> &str {
    address.rsplit_once('/').map_or(address, |(_, name)| name)
}

/// The page with one sheet, beside where the first one was.
fn linking(page: &str, links: &[&str], sheet: &str) -> String {
    let mut page = page.to_owned();
    for (place, link) in links.iter().enumerate() {
        let line = format!("{}{link}{}", LINK.0, LINK.1);
        let instead = match place {
            0 => line.replace(name(link), sheet),
            _ => String::new(),
        };
        page = page.replacen(&line, &instead, 1);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheets_of_a_page_become_one_in_their_order() {
        let folder = std::env::temp_dir().join(format!("bienvenue-sheets-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("to write");
        write("b-1.css", "@layer b;");
        write("a-2.css", "a{}");
        let line = |name: &str| format!("<link rel=\"stylesheet\" href=\"/assets/x/{name}\"/>");
        let page = format!("<i/>{}\n{}<p>", line("b-1.css"), line("a-2.css"));
        write("index.html", &page);

        join(&folder).expect("to join");
        let page = fs::read_to_string(folder.join("index.html")).expect("a page");
        let linked = links(&page);
        assert_eq!(linked.len(), 1, "{page}");
        assert_eq!(page, format!("<i/>{}\n<p>", line(name(linked[0]))));
        let whole = fs::read_to_string(folder.join(name(linked[0]))).expect("the sheet");
        assert_eq!(whole, "@layer b;a{}");
        assert!(!folder.join("a-2.css").exists());
        fs::remove_dir_all(&folder).expect("to remove the temporary folder");
    }
}

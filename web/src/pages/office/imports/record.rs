//! One row of a file's text, found by its line and written anew. The server reads the file; here a row is only found and replaced.

/// The text with other cells in the row that begins on a line, counted from 1 as the server counts them: by line feeds, carriage
/// returns, or both together. Nothing when there is no such row, or a quotation mark of it never closes.
pub fn with_cells(
    text: &str,
    separator: char,
    line: i32,
    changes: &[(usize, String)],
) -> Option<String> {
    let start = beginning(text, line)?;
    let (mut cells, length) = read(&text[start..], separator)?;
    for (place, cell) in changes {
        if cells.len() <= *place {
            cells.resize(place + 1, String::new());
        }
        cells[*place].clone_from(cell);
    }
    let cells: Vec<String> = cells.iter().map(|cell| written(cell, separator)).collect();
    let row = cells.join(&separator.to_string());
    Some([&text[..start], &row, &text[start + length..]].concat())
}

/// Where a line begins.
fn beginning(text: &str, line: i32) -> Option<usize> {
    let (mut at, mut before) = (1, '\0');
    for (place, sign) in text.char_indices() {
        let together = before == '\r' && sign == '\n';
        if at == line && !together {
            return Some(place);
        }
        at += i32::from(sign == '\r' || (sign == '\n' && !together));
        before = sign;
    }
    None
}

/// The cells of the row with which a text begins, and its length without what ends it (RFC 4180; what follows a closing quotation
/// mark belongs to the cell).
fn read(text: &str, separator: char) -> Option<(Vec<String>, usize)> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let (mut fresh, mut signs) = (true, text.char_indices().peekable());
    while let Some((place, sign)) = signs.next() {
        match sign {
            '"' if quoted && signs.next_if(|(_, next)| *next == '"').is_none() => quoted = false,
            _ if quoted => cell.push(sign),
            '"' if fresh => quoted = true,
            '\r' | '\n' => {
                cells.push(cell);
                return Some((cells, place));
            }
            _ if sign == separator => {
                cells.push(std::mem::take(&mut cell));
                fresh = true;
                continue;
            }
            _ => cell.push(sign),
        }
        fresh = false;
    }
    cells.push(cell);
    (!quoted).then_some((cells, text.len()))
}

/// A cell as it stands in a file.
fn written(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::with_cells;

    fn changed(text: &str, line: i32, place: usize, cell: &str) -> Option<String> {
        with_cells(text, ';', line, &[(place, cell.to_owned())])
    }

    #[test]
    fn one_cell_changes_and_the_rest_of_the_file_stays_byte_for_byte() {
        let file = "email;name\r\na@;\"A; \"\"B\"\"\"\r\n\r\nc@example.com;C";
        let mended = changed(file, 2, 0, "a@example.com").expect("there is such a row");
        assert_eq!(mended, file.replace("a@;", "a@example.com;"));
        assert_eq!(
            changed(file, 4, 1, "Cid").expect("there is such a row"),
            file.replace(";C", ";Cid")
        );
    }

    #[test]
    fn a_row_after_one_of_several_lines_is_found_by_its_own_line() {
        let file = "name;email\n\"two\nlines\";x\nb;y\n";
        assert_eq!(changed(file, 4, 1, "z"), Some(file.replace('y', "z")));
        assert_eq!(changed(file, 2, 1, "z"), Some(file.replace('x', "z")));
        let old_mac = "name;email\ra;x\rb;y";
        assert_eq!(changed(old_mac, 3, 1, "z"), Some(old_mac.replace('y', "z")));
    }

    #[test]
    fn what_would_be_taken_for_something_else_is_quoted_and_missing_cells_are_added() {
        assert_eq!(
            changed("a;b\n", 1, 0, "x;\"y\""),
            Some("\"x;\"\"y\"\"\";b\n".to_owned())
        );
        assert_eq!(changed("a\n", 1, 2, "c"), Some("a;;c\n".to_owned()));
    }

    #[test]
    fn a_row_that_never_ends_or_is_not_there_is_left_alone() {
        assert_eq!(changed("a;\"b\nc;d\n", 1, 0, "x"), None);
        assert_eq!(changed("a;b\n", 7, 0, "x"), None);
    }
}

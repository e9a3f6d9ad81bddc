//! Files for people's spreadsheets.
//!
//! Marked as UTF-8, or Excel would read them in the machine's own encoding; every cell quoted; nothing in them begins like a
//! formula. The same file can be read in again.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use entity::Locale;

use super::formula;

/// What marks a file as UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands between cells where people of this language open files: Excel expects the list separator of the system.
pub(super) fn separator(locale: Locale) -> u8 {
    match locale {
        Locale::En => b',',
        Locale::Fr => b';',
    }
}

/// The beginning of a file: its mark and its headings.
pub(super) fn head<S: AsRef<str>>(separator: u8, headings: &[S]) -> Vec<u8> {
    let mut bytes = MARK.to_vec();
    bytes.extend(rows(separator, [headings]));
    bytes
}

/// Rows of cells.
pub(super) fn rows<R, S>(separator: u8, rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = S>,
    S: AsRef<str>,
{
    let mut writer = WriterBuilder::new()
        .delimiter(separator)
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        for cell in row {
            let cell = formula::neutral(cell.as_ref());
            writer.write_field(&*cell).expect("memory takes every cell");
        }
        writer
            .write_record(None::<&[u8]>)
            .expect("memory takes every row");
    }
    writer.into_inner().expect("memory takes every row")
}

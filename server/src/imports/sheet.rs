//! A file as rows of cells, each with the line on which it begins.
//!
//! `csv-core` is the reader inside the crate `csv`. Used directly, it tells how much of the file a row took, which counts
//! lines right whatever ends them, and it never holds more cells of a row than we allow.

use csv_core::{ReadRecordResult, ReaderBuilder};
use entity::{EmailAddress, ImportField, PhoneNumber};

use super::headings;

/// The most cells of a row.
pub(super) const MOST_CELLS: usize = 200;

/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Follows the text: if it comes out as a row of its own, every quotation mark of the text was closed.
const TAIL: &[u8] = b"\nx";

/// One row.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: i32,
    /// Its cells; none when there were too many.
    pub(super) cells: Vec<String>,
    /// Whether a quotation mark opens in it and never closes.
    pub(super) is_open: bool,
    /// Whether it has more cells than a row may have.
    pub(super) is_overfull: bool,
}

impl Row {
    fn is_blank(&self) -> bool {
        !self.is_overfull && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A file whose separator and columns have been found.
#[derive(Clone, Debug)]
pub(super) struct Sheet<'a> {
    text: &'a str,
    /// Where the rows below the headings begin.
    start: usize,
    pub(super) separator: u8,
    pub(super) headings: Option<Vec<String>>,
    pub(super) fields: Vec<Option<ImportField>>,
}

impl<'a> Sheet<'a> {
    /// Finds out how a text is to be read; nothing when there is no row in it.
    pub(super) fn open(text: &'a str) -> Option<Self> {
        let (said, start) = said_separator(text);
        let candidates = said.map_or(SEPARATORS.to_vec(), |separator| vec![separator]);
        let open = |separator| {
            let mut rows = Rows::new(text, start, separator);
            let first = rows.next()?;
            let fields = headings::recognise(&first.cells);
            let known = fields.iter().flatten().count();
            let addresses = first.cells.iter().filter(|cell| is_address(cell)).count();
            Some((known, addresses, first, fields, rows.at, separator))
        };
        // The first of equals is taken: a comma, unless something else explains more.
        let best = candidates.into_iter().rev().filter_map(open);
        let best = best
            .max_by_key(|(known, addresses, first, ..)| (*known, *addresses, first.cells.len()));
        let (known, addresses, first, fields, below, separator) = best?;
        if known == 0 && addresses > 0 {
            return Some(Self {
                fields: guessed(&first.cells),
                headings: None,
                text,
                start,
                separator,
            });
        }
        Some(Self {
            fields,
            headings: Some(first.cells),
            text,
            start: below,
            separator,
        })
    }

    /// The rows below the headings, without blank ones.
    pub(super) fn rows(&self) -> Rows<'a> {
        Rows::new(self.text, self.start, self.separator)
    }
}

fn is_address(cell: &str) -> bool {
    EmailAddress::parse(cell).is_ok() || PhoneNumber::stored(super::formula::meant(cell)).is_ok()
}

/// What columns without headings hold, guessed from the first row: one address, one number, and the first other text a name.
fn guessed(cells: &[String]) -> Vec<Option<ImportField>> {
    let mut taken = Vec::new();
    let field = |cell: &String| {
        let field = if EmailAddress::parse(cell).is_ok() {
            ImportField::Email
        } else if is_address(cell) {
            ImportField::Phone
        } else {
            ImportField::FullName
        };
        let free = !taken.contains(&field) && !cell.trim().is_empty();
        taken.extend(free.then_some(field));
        free.then_some(field)
    };
    cells.iter().map(field).collect()
}

/// The separator that a first line `sep=;` names, as spreadsheets write it, and where the rest begins.
fn said_separator(text: &str) -> (Option<u8>, usize) {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text[..end].trim_matches('"').as_bytes();
    match line {
        [s, e, p, b'=', separator]
            if [*s, *e, *p].eq_ignore_ascii_case(b"sep")
                && (separator.is_ascii_punctuation() || *separator == b'\t')
                && *separator != b'"' =>
        {
            (Some(*separator), end)
        }
        _ => (None, 0),
    }
}

/// Reads rows off a text. Not to be cloned: a clone of csv-core's reader (0.1.13) forgets what to write out.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    text: &'a [u8],
    reader: csv_core::Reader,
    /// How far the text, and the tail behind it, have been read.
    at: usize,
    /// How far its lines have been counted, and how many there were.
    counted: usize,
    line: i32,
    written: Vec<u8>,
    ends: [usize; MOST_CELLS],
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, start: usize, separator: u8) -> Self {
        Self {
            text: text.as_bytes(),
            reader: ReaderBuilder::new().delimiter(separator).build(),
            at: start,
            counted: 0,
            line: 1,
            written: vec![0; 1024],
            ends: [0; MOST_CELLS],
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.text
            .get(self.at..)
            .filter(|rest| !rest.is_empty())
            .unwrap_or_else(|| TAIL.get(self.at - self.text.len()..).unwrap_or_default())
    }

    /// Counts the lines that end before the next row begins; a carriage return with its line feed is one end.
    fn count_lines(&mut self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let blank = rest
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let start = self.at + blank;
        for place in self.counted..start.min(self.text.len()) {
            let ends = match self.text[place] {
                b'\r' => true,
                b'\n' => place == 0 || self.text[place - 1] != b'\r',
                _ => false,
            };
            self.line += i32::from(ends);
        }
        self.counted = start;
        start
    }

    /// The next row as it stands; nothing at the end.
    fn record(&mut self) -> Option<Row> {
        let start = self.count_lines();
        if start >= self.text.len() {
            return None;
        }
        let (mut bytes, mut cells, mut is_overfull) = (0, 0, false);
        loop {
            let rest = self.rest();
            let (result, read, written, ended) =
                self.reader
                    .read_record(rest, &mut self.written[bytes..], &mut self.ends[cells..]);
            self.at += read;
            bytes += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.written.resize(self.written.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => (bytes, cells, is_overfull) = (0, 0, true),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let is_open = self.at > self.text.len() + 1;
        let mut row = Row {
            line: self.line,
            is_open,
            is_overfull,
            cells: Vec::new(),
        };
        if !is_overfull {
            let mut begin = 0;
            for end in &self.ends[..cells] {
                // Cells end where separators stood, between letters.
                row.cells
                    .push(String::from_utf8_lossy(&self.written[begin..*end]).into_owned());
                begin = *end;
            }
        }
        if is_open && let Some(last) = row.cells.last_mut() {
            let kept = last.strip_suffix("\nx").map(str::len);
            last.truncate(kept.unwrap_or(last.len()));
        }
        Some(row)
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let row = self.record()?;
            if !row.is_blank() {
                return Some(row);
            }
        }
    }
}

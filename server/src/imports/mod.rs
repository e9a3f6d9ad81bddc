//! Files of people: reading them, saying what each row would do, carrying it out, and writing them. One file per deed.
//!
//! A file is kept as it was read, row by row, until it is confirmed; a confirmation judges every row again, because people
//! change meanwhile. A file adds and changes. It takes nothing away: what it leaves empty stays, and whoever is missing from
//! it is not touched.

mod census;
mod confirm_import;
mod encoding;
mod export_users;
mod forget;
mod formula;
mod headings;
mod known;
mod names;
mod preview_import;
mod reading;
mod record;
mod result;
mod sheet;
mod site;
mod spreadsheet;
#[cfg(test)]
mod tests;
mod verdict;

pub use confirm_import::{ConfirmImport, confirm_import};
pub use export_users::export_users;
pub(crate) use forget::forget;
pub use preview_import::{MAX_BYTES, PreviewImport, Previewed, preview_import};
pub use record::{Column, columns, names, problems};
pub use result::{Download, result, template};

/// How many rows are judged and written together: nineteen values of a person each stay under SQLite's 32,766 and
/// PostgreSQL's 65,535.
const CHUNK: usize = 1_000;

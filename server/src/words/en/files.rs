//! English about files of people.

use entity::{ImportField, RowFlaw};

use crate::{
    problem::{Code, Hint},
    words::NoDownload,
};

pub(in crate::words) const RESULT_HEADINGS: [&str; 2] = ["Result", "Reason"];
pub(in crate::words) const EXPORT_HEADINGS: [&str; 2] = ["Status", "Added"];
pub(in crate::words) const EXPORT_FILE_NAME: &str = "people.csv";
pub(in crate::words) const RESULT_FILE_WORD: &str = "result";
pub(in crate::words) const TEMPLATE_FILE_NAME: &str = "people-template.csv";

/// What is wrong with a file, or with the cells of a row.
pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    if let (Code::DuplicateInRequest, Some(Hint::Line(line))) = (code, hint) {
        return format!("Line {line} names the same person already. Keep one of the two.");
    }
    let sentence = match code {
        Code::DuplicateInRequest => "The same person is named twice. Keep one of the two.",
        Code::InvalidRole => "This is not a role. Write owner, admin or member, or leave it empty.",
        Code::FileTooLarge => {
            "This file is too large. Split it into files of at most 100,000 rows and 20 MB."
        }
        Code::ColumnMissing => {
            "No column holds e-mail addresses or phone numbers. Say which column does."
        }
        Code::RowUnreadable => "This row cannot be read. Check its quotation marks and separators.",
        _ => {
            "This file cannot be read as rows of text. In your spreadsheet, save it as CSV and choose it again."
        }
    };
    sentence.to_owned()
}

/// What is wrong with a row, where the file is to blame and not the cell alone.
pub(super) fn row(flaw: RowFlaw) -> &'static str {
    match flaw {
        RowFlaw::OwnerStays => {
            "This person is an owner, and a file does not change that. Change the role in the list."
        }
        RowFlaw::TeamUnknown => {
            "There is no team of this name. Have missing teams created, or write the name of one that exists."
        }
        RowFlaw::ProductUnknown => {
            "There is no product of this name. Have missing products created, or write the name of one that exists."
        }
        RowFlaw::QuoteOpen => {
            "A quotation mark opens here and never closes, so the rest of the file reads as one cell. Close it or take it out."
        }
        RowFlaw::CellsTooMany => {
            "This row has more cells than the file has columns. Put a cell that contains the separator in quotation marks."
        }
        RowFlaw::Garbled => {
            "Some letters were lost when this file was saved. Write the cell again, or save the file as UTF-8."
        }
        _ => "This row cannot be read. Check its quotation marks and separators.",
    }
}

/// Why a file is not given out.
pub(in crate::words) fn no_download(why: NoDownload) -> &'static str {
    match why {
        NoDownload::NotAllowed => "Sign in as an administrator first.",
        NoDownload::NoImport => "There is no such import.",
        NoDownload::NoFilter => "The filter cannot be read:",
        NoDownload::NotNow => "The server cannot answer now; try again in a moment.",
    }
}

pub(in crate::words) fn heading(field: ImportField) -> &'static str {
    match field {
        ImportField::FullName => "Full name",
        ImportField::FirstName => "First name",
        ImportField::LastName => "Last name",
        ImportField::Email => "E-mail",
        ImportField::Phone => "Phone",
        ImportField::Team => "Team",
        ImportField::Products => "Products",
        ImportField::Locale => "Language",
        ImportField::Role => "Role",
    }
}

//! Reading what was written, and reading anything.

use entity::{ImportField, RowFlaw};
use proptest::{collection::vec, prelude::*};

use super::{
    encoding, formula,
    reading::Reading,
    sheet::{Row, Sheet},
    spreadsheet,
};

fn rows(text: &str) -> Vec<(i32, Vec<String>)> {
    let sheet = Sheet::open(text).expect("a file of rows");
    sheet.rows().map(|row| (row.line, row.cells)).collect()
}

fn cells(row: &[&str]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

#[test]
fn rows_end_as_they_may_and_know_their_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [
            "email,name",
            "a@x.fr,A",
            "",
            "\"b@x.fr\",\"B\n\"\"C\"\"\"",
            "c@x.fr,D",
        ]
        .join(end);
        let quoted = "B\n\"C\"".to_owned();
        let found = rows(&text);
        assert_eq!(found[0], (2, cells(&["a@x.fr", "A"])), "{end:?}");
        assert_eq!(found[1], (4, vec!["b@x.fr".to_owned(), quoted]), "{end:?}");
        assert_eq!(found[2], (6, cells(&["c@x.fr", "D"])), "{end:?}");
    }
}

#[test]
fn separators_are_found_or_said() {
    for (text, separator) in [
        ("email,name\na@x.fr,A", b','),
        ("Courriel;Nom, complet\na@x.fr;A", b';'),
        ("E-mail\tTeam\na@x.fr\tA", b'\t'),
        ("sep=|\r\nemail|name\r\na@x.fr|A", b'|'),
        ("email\na@x.fr", b','),
        ("Lovelace, Ada;ada@x.fr\nB;b@x.fr", b';'),
    ] {
        let sheet = Sheet::open(text).expect("a file of rows");
        assert_eq!(char::from(sheet.separator), char::from(separator), "{text}");
    }
    assert_eq!(rows("sep=;\nemail;team\na@x.fr;b")[0].0, 3);
}

#[test]
fn a_list_without_headings_is_understood_too() {
    let sheet = Sheet::open("Ada Lovelace,ada@x.fr\nB,b@x.fr").expect("rows");
    assert_eq!(sheet.headings, None);
    assert_eq!(
        sheet.fields,
        [Some(ImportField::FullName), Some(ImportField::Email)]
    );
    assert_eq!(sheet.rows().count(), 2);
}

#[test]
fn a_quotation_mark_that_never_closes_is_told() {
    let sheet = Sheet::open("email,name\na@x.fr,A\nb@x.fr,\"B\nc@x.fr,C\n").expect("rows");
    let open: Vec<(i32, bool)> = sheet.rows().map(|row| (row.line, row.is_open)).collect();
    assert_eq!(open, [(2, false), (3, true)]);
    let inches = Sheet::open("email,name\na@x.fr,5\" pipe").expect("rows");
    assert!(inches.rows().all(|row| !row.is_open));
}

#[test]
fn everything_wrong_with_a_row_is_told_at_once() {
    let row = Row {
        cells: cells(&[
            "Ada\u{202e}",
            "ada@localhost",
            "0612",
            "de",
            "king",
            "extra",
        ]),
        ..Row::default()
    };
    let fields = [
        Some(ImportField::FullName),
        Some(ImportField::Email),
        Some(ImportField::Phone),
        Some(ImportField::Locale),
        Some(ImportField::Role),
    ];
    let whats: Vec<RowFlaw> = Reading::of(&row, &fields, None)
        .flaws
        .iter()
        .map(|flaw| flaw.what)
        .collect();
    let expected = [
        RowFlaw::CellsTooMany,
        RowFlaw::Name,
        RowFlaw::EmailDomain,
        RowFlaw::Phone,
        RowFlaw::Locale,
        RowFlaw::Role,
    ];
    assert_eq!(whats, expected);
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in vec(any::<u8>(), 0..2_000)) {
        let (text, _) = encoding::decode(&bytes);
        if let Some(sheet) = Sheet::open(&text) {
            for row in sheet.rows() {
                Reading::of(&row, &sheet.fields, None);
            }
        }
    }

    #[test]
    fn any_text_with_much_structure_is_read_without_panic(text in "([\",;\t\r\n'=a@.é\u{0}]|sep=){0,200}") {
        if let Some(sheet) = Sheet::open(&text) {
            let lines = text.matches(['\r', '\n']).count() + 1;
            for row in sheet.rows() {
                prop_assert!(usize::try_from(row.line).is_ok_and(|line| line <= lines));
                Reading::of(&row, &sheet.fields, None);
            }
        }
    }

    #[test]
    fn what_is_written_reads_back(
        written in vec((".{1,12}", "[\",;\t\r\n'=+@ -]{0,6}", any::<String>()), 0..20),
        separator in prop::sample::select(vec![b',', b';', b'\t']),
    ) {
        let written: Vec<[String; 3]> = written.into_iter().map(|(a, b, c)| [format!("x{a}"), b, c]).collect();
        let mut bytes = spreadsheet::head(separator, &["E-mail", "Name", "Team"]);
        bytes.extend(spreadsheet::rows(separator, &written));
        let (text, _) = encoding::decode(&bytes);
        let sheet = Sheet::open(&text).expect("there are headings");
        prop_assert_eq!(sheet.separator, separator);
        let read: Vec<Vec<String>> =
            sheet.rows().map(|row| row.cells.iter().map(|cell| formula::meant(cell).to_owned()).collect()).collect();
        let written: Vec<Vec<String>> = written.into_iter().map(Vec::from).collect();
        prop_assert_eq!(read, written);
    }
}

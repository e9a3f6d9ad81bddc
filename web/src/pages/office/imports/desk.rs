//! The file that lies on the desk: chosen or pasted, read, and read again when its columns are mended.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::record::with_cells;
use crate::api::imports::{Import, ImportField, Reading, RowClass, preview};
use crate::components::status_line::Status;
use crate::locales::{Speech, imports::ImportWords};
use crate::pages::frame::session::Session;

/// The largest file the server reads, in bytes.
const MAX_BYTES: f64 = 20.0 * 1024.0 * 1024.0;

/// The largest file that is corrected by hand, in bytes.
const SHORT: f64 = 256.0 * 1024.0;

/// The largest file whose cells are mended one by one, in bytes.
const EDITABLE: f64 = 2.0 * 1024.0 * 1024.0;

/// How far the file has come.
#[derive(Clone)]
pub enum Stage {
    /// There is none.
    Empty,
    /// The server reads it.
    Reading,
    /// It was understood.
    Read(Import),
}

/// The desk of the import page, found with [`Desk::expect`].
#[derive(Clone, Copy)]
pub struct Desk {
    /// How far the file has come.
    pub stage: RwSignal<Stage>,
    /// The file as it was first read: what is chosen for its columns outlives each further reading.
    pub sheet: RwSignal<Option<Import>>,
    /// Whether it is being read again, or carried out.
    pub busy: RwSignal<bool>,
    /// The rows that are pasted, or that are being corrected.
    pub text: RwSignal<String>,
    /// The kind of rows that is looked at.
    pub kind: RwSignal<Option<RowClass>>,
    typed: StoredValue<Vec<(i32, usize, String)>>,
    left_at: StoredValue<Option<String>>,
    /// Whether the file was written anew here: then its encoding is ours, whatever the first one was.
    rewritten: StoredValue<bool>,
    asked: StoredValue<u32>,
    file: StoredValue<Option<(web_sys::Blob, String)>, LocalStorage>,
    reading: StoredValue<Reading>,
    session: Session,
    speech: Speech,
    status: Status,
}

impl Desk {
    /// An empty desk.
    pub fn provide() -> Self {
        let desk = Self {
            stage: RwSignal::new(Stage::Empty),
            sheet: RwSignal::new(None),
            busy: RwSignal::new(false),
            text: RwSignal::new(String::new()),
            kind: RwSignal::new(None),
            typed: StoredValue::new(Vec::new()),
            left_at: StoredValue::new(None),
            rewritten: StoredValue::new(false),
            asked: StoredValue::new(0),
            file: StoredValue::new_local(None),
            reading: StoredValue::new(Reading::default()),
            session: Session::expect(),
            speech: Speech::expect(),
            status: Status::expect(),
        };
        provide_context(desk);
        desk
    }

    /// The desk of this page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Puts a file on the desk and has it read.
    pub fn put(self, file: web_sys::Blob, name: String) {
        if file.size() > MAX_BYTES {
            return self
                .status
                .regret(self.speech.words(ImportWords).too_large());
        }
        self.file.set_value(Some((file, name)));
        self.reading.set_value(Reading::default());
        self.typed.set_value(Vec::new());
        self.rewritten.set_value(false);
        self.kind.set(None);
        self.sheet.set(None);
        self.stage.set(Stage::Reading);
        self.read();
    }

    /// Takes the file off the desk.
    pub fn clear(self) {
        self.file.set_value(None);
        self.status.clear();
        self.sheet.set(None);
        self.stage.set(Stage::Empty);
    }

    /// Whether the file is short enough to be corrected by hand.
    pub fn is_short(self) -> bool {
        self.is_smaller_than(SHORT)
    }

    /// Whether its rows can be mended one by one: each time the whole file is read again.
    pub fn is_editable(self) -> bool {
        self.is_smaller_than(EDITABLE)
    }

    fn is_smaller_than(self, bytes: f64) -> bool {
        self.file
            .with_value(|file| file.as_ref().is_some_and(|(file, _)| file.size() <= bytes))
    }

    /// What was typed into a cell and not read yet.
    pub fn typed(self, line: i32, place: usize) -> Option<String> {
        let here = |(at, column, _): &&(i32, usize, String)| (*at, *column) == (line, place);
        let find = |typed: &Vec<(i32, usize, String)>| typed.iter().find(here).cloned();
        self.typed.with_value(find).map(|(.., cell)| cell)
    }

    /// Keeps what is typed into a cell.
    pub fn type_cell(self, line: i32, place: usize, cell: String) {
        self.typed.update_value(|typed| {
            typed.retain(|(at, column, _)| (*at, *column) != (line, place));
            typed.push((line, place, cell));
        });
    }

    /// Writes what was typed into the cells of a row into the file, and has it read again.
    pub fn mend_row(self, line: i32) {
        let typed = self.typed.get_value();
        let (here, others): (Vec<_>, _) = typed.into_iter().partition(|(at, ..)| *at == line);
        let read = self.stage.with_untracked(|stage| match stage {
            Stage::Read(import) => Some(import.clone()),
            _ => None,
        });
        let (Some((file, name)), Some(import)) = (self.file.get_value(), read) else {
            return;
        };
        if here.is_empty() {
            return;
        }
        self.typed.set_value(others);
        self.busy.set(true);
        let changes: Vec<_> = here
            .into_iter()
            .map(|(_, place, cell)| (place, cell))
            .collect();
        spawn_local(async move {
            let separator = import.separator.chars().next().unwrap_or(',');
            let text = self.decoded(&file, &import.encoding).await;
            let mended = text.and_then(|text| with_cells(&text, separator, line, &changes));
            let Some(mended) = mended.as_deref().and_then(pasted) else {
                // The page may be gone by now.
                let _ = self.busy.try_set(false);
                return;
            };
            self.file.try_set_value(Some((mended, name)));
            self.rewritten.set_value(true);
            // Columns that were guessed from the rows stay what they were.
            let fields = import.columns.iter().map(|column| column.field).collect();
            let _ = self.reading.try_update_value(|reading| {
                reading.columns.get_or_insert(fields);
            });
            self.left_at.set_value(Some(String::new()));
            self.read();
        });
    }

    /// Where the focus was before the rows were drawn anew, if a cell was mended; told once.
    pub fn left_at(self) -> Option<String> {
        let left_at = self.left_at.get_value();
        self.left_at.set_value(None);
        left_at
    }

    /// Takes the file's rows back to the first step, to be corrected there.
    pub fn correct(self, encoding: String) {
        let Some((file, _)) = self.file.get_value() else {
            return;
        };
        spawn_local(async move {
            if let Some(text) = self.decoded(&file, &encoding).await {
                self.text.set(text);
                self.clear();
            }
        });
    }

    /// Takes a person's word for what the columns hold, and has the file read again.
    pub fn mend(self, columns: Vec<Option<ImportField>>) {
        self.reading
            .update_value(|reading| reading.columns = Some(columns));
        self.read();
    }

    /// Has missing teams and products made, or not, and the file read again.
    pub fn create_missing(self, create: bool) {
        self.reading
            .update_value(|reading| reading.create_missing = create);
        self.read();
    }

    /// The text of the file, which was read in an encoding.
    async fn decoded(self, file: &web_sys::Blob, encoding: &str) -> Option<String> {
        let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
        let rewritten = self.rewritten.try_get_value()?;
        let encoding = if rewritten { "utf-8" } else { encoding };
        let decoder = web_sys::TextDecoder::new_with_label(encoding).ok()?;
        decoder
            .decode_with_buffer_source(bytes.unchecked_ref::<js_sys::Object>())
            .ok()
    }

    fn read(self) {
        let Some((file, name)) = self.file.get_value() else {
            return;
        };
        let reading = self.reading.get_value();
        self.status.clear();
        self.busy.set(true);
        self.asked.update_value(|asked| *asked += 1);
        let turn = self.asked.get_value();
        spawn_local(async move {
            let answer = preview(&file, &name, reading).await;
            // A later question has overtaken this answer, or the page is gone.
            if self.asked.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            let errors = match answer {
                Ok((Some(import), errors)) => {
                    if self.sheet.with_untracked(Option::is_none) {
                        self.sheet.set(Some(import.clone()));
                    }
                    self.left_at.update_value(|left_at| {
                        if let Some(left_at) = left_at {
                            *left_at = focused();
                        }
                    });
                    self.stage.set(Stage::Read(import));
                    errors
                }
                Ok((None, errors)) => {
                    self.stage.set(Stage::Empty);
                    errors
                }
                Err(failure) => {
                    self.stage.update(|stage| {
                        if matches!(stage, Stage::Reading) {
                            *stage = Stage::Empty;
                        }
                    });
                    return self
                        .status
                        .regret(self.session.explain(&failure, self.speech));
                }
            };
            let messages: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            if !messages.is_empty() {
                self.status.regret(messages.join(" "));
            }
        });
    }
}

/// The id of the element that has the focus.
fn focused() -> String {
    let element = document().active_element();
    element.map(|element| element.id()).unwrap_or_default()
}

/// Text that was pasted, as a file.
pub fn pasted(text: &str) -> Option<web_sys::Blob> {
    let parts = js_sys::Array::of1(&text.into());
    web_sys::Blob::new_with_str_sequence(&parts).ok()
}

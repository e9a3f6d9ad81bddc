//! The file that lies on the desk: chosen or pasted, read, and read again when its columns are mended.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::api::imports::{Import, ImportField, Reading, preview};
use crate::components::status_line::Status;
use crate::locales::{Speech, imports::ImportWords};
use crate::pages::frame::session::Session;

/// The largest file the server reads, in bytes.
const MAX_BYTES: f64 = 20.0 * 1024.0 * 1024.0;

/// The largest file that is corrected by hand, in bytes.
const SHORT: f64 = 256.0 * 1024.0;

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
    /// Whether it is being read again.
    pub busy: RwSignal<bool>,
    /// The rows that are pasted, or that are being corrected.
    pub text: RwSignal<String>,
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
        self.file
            .with_value(|file| file.as_ref().is_some_and(|(file, _)| file.size() <= SHORT))
    }

    /// Takes the file's rows back to the first step, to be corrected there.
    pub fn correct(self, encoding: String) {
        let Some((file, _)) = self.file.get_value() else {
            return;
        };
        spawn_local(async move {
            if let Some(text) = decoded(&file, &encoding).await {
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

    fn read(self) {
        let Some((file, name)) = self.file.get_value() else {
            return;
        };
        let reading = self.reading.get_value();
        self.status.clear();
        self.busy.set(true);
        spawn_local(async move {
            let answer = preview(&file, &name, reading).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            let errors = match answer {
                Ok((Some(import), errors)) => {
                    if self.sheet.with_untracked(Option::is_none) {
                        self.sheet.set(Some(import.clone()));
                    }
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

/// Text that was pasted, as a file.
pub fn pasted(text: &str) -> Option<web_sys::Blob> {
    let parts = js_sys::Array::of1(&text.into());
    web_sys::Blob::new_with_str_sequence(&parts).ok()
}

/// The text of a file in an encoding.
async fn decoded(file: &web_sys::Blob, encoding: &str) -> Option<String> {
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
    let decoder = web_sys::TextDecoder::new_with_label(encoding).ok()?;
    decoder
        .decode_with_buffer_source(bytes.unchecked_ref::<js_sys::Object>())
        .ok()
}

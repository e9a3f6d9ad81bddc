//! What pages are made of. Look comes from `styles/`, behaviour from the platform: `<dialog>`, `popover`, `<table>`.

pub mod badge;
pub mod copy_field;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod menu;
pub mod page_head;
pub mod status_line;
pub mod time;

use std::cell::Cell;

thread_local! {
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element has.
pub fn fresh_id(prefix: &str) -> String {
    let number = LAST_ID.with(|last| {
        last.set(last.get() + 1);
        last.get()
    });
    format!("{prefix}-{number}")
}
